"""Tying citation markers in the text to entries of the reference list.

Owns reading ``[12]``, ``[3–5]``, ``[Smi04]``, superscript numbers, and ``(Smith et al., 2019;
Lee, 2020)``. Refuses to guess: a marker that fits no entry, or two, is left alone, since a wrong
citation is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from ingest.paper import Reference
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN, folded

__all__ = ["CitationIndex"]

_BRACKETED = re.compile(r"\[([^\[\]]{1,160})\]")
_NUMBERS = re.compile(
    r"\s*\d{1,3}(?:\s*(?:[,;–—-]|(?:,\s*)?(?:and|&))\s*\d{1,3})*\s*$", re.IGNORECASE
)
_BRACKET_RANGE = re.compile(r"\[\s*(\d{1,3})\s*\]\s?[–—-]\s?\[\s*(\d{1,3})\s*\]")
"""``[3]–[5]``, which means ``[3–5]``."""
_RANGE = re.compile(r"(\d{1,3})\s*(?:[–—-]\s*(\d{1,3}))?")
_RAISED = re.compile(rf"(?<=[\w.,;:)\]”\"’'])\s?{RAISED_OPEN}([\d,–—\-\s]+){RAISED_CLOSE}")
_ROUND_NUMBERS = re.compile(r"\((\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*)\)")
_YEAR = r"(?:1[89]|20)\d\d"
_NAME = r"(?:(?:van|von|de|der|den|di|da|la|le|el|al)\s+)*[A-Z][\w’'´`\-]+(?:\s[A-Z][\w’'\-]+)?"
_NAMES = (
    rf"({_NAME}(?:,\s+{_NAME}){{0,6}})(?:,?\s+(?:and|&)\s+({_NAME})|"
    r"(,?\s+et\s+al\.?|\s+and\s+(?:colleagues|others)))?(?:’s|'s)?"
)
"""Names before the last, the last after ``and``, or a word for the others."""
_YEARS = rf"({_YEAR}[a-z]?(?:\s*(?:[,;]|and|&)\s*(?:{_YEAR}[a-z]?|[a-z])(?![\w.]))*)"
_OPENED_YEAR = re.compile(rf"[\[(]\s*{_YEAR}")
"""Stands in every ``Smith (2019)``: without it, names need not be looked for."""
_NARRATIVE = re.compile(rf"{_NAMES},?\s*[\[(]\s*{_YEARS}")
_WITHIN = re.compile(rf"{_NAMES},?\s+\(?{_YEARS}")
_ONE_YEAR = re.compile(rf"({_YEAR})?([a-z])?(?![a-z])")
_POSSESSIVE = re.compile("[’'´`]s$")
_GROUP = re.compile(rf"[(\[]([^()\[\]]{{3,400}}?{_YEAR}[a-z]?[^()\[\]]{{0,120}})[)\]]")
_WIDEST_RANGE = 30

_Key = TypeVar("_Key", int, str)


class CitationIndex:
    """Finds which entries a text cites.

    Args:
        references: The paper's reference list.
        texts: All texts of the paper, with superscripts marked: how the paper cites is judged
            from the whole before any marker is believed.
    """

    def __init__(self, references: Sequence[Reference], texts: Sequence[str]) -> None:
        self._references = references
        self._by_number = _by_number(references)
        self._by_key = _unique(
            (_key(r.label), r.position) for r in references if not r.label.isdigit()
        )
        self._raised = self._numbers_are_raised(texts)
        self._round = self._numbers_are_round(texts)

    def cited(self, text: str) -> tuple[int, ...]:
        """Return the positions of the entries that ``text`` cites, rising, each once."""
        if not self._references:
            return ()
        found: set[int] = set()
        for match in _BRACKETED.finditer(_BRACKET_RANGE.sub(r"[\1–\2]", text)):
            found |= self._in_brackets(match.group(1))
        if self._raised:
            for match in _RAISED.finditer(text):
                found |= self._numbers(match.group(1))
        if self._round:
            for match in _ROUND_NUMBERS.finditer(text):
                found |= self._numbers(match.group(1))
        found |= self._author_years(text)
        return tuple(sorted(found))

    def _in_brackets(self, inner: str) -> set[int]:
        """Read what stands between square brackets: numbers, or printed keys."""
        inner = inner.replace(RAISED_OPEN, "").replace(RAISED_CLOSE, "")
        if _NUMBERS.match(inner):
            return self._numbers(inner)
        whole = self._by_key.get(_key(inner))
        found = {whole} if whole else set()
        for group in inner.split(";"):
            found |= self._listed(group.split(","))
        return found

    def _listed(self, parts: Sequence[str]) -> set[int]:
        """Read ``KL08a, b`` and ``12, Thm. 3, 4``: behind a place in a work stand only places."""
        found: set[int] = set()
        last = ""
        for part in parts:
            key = _key(part)
            if len(key) == 1 and key.isalpha() and last[-1:].isalpha():
                key = last[:-1] + key
            position = self._by_key.get(key) or self._leading_number(part)
            if position:
                found.add(position)
            elif found:
                break
            last = key
        return found

    def _leading_number(self, part: str) -> int | None:
        """Read a part that is a number and nothing else."""
        match = re.match(r"\s*(\d{1,3})\s*$", part)
        return self._by_number.get(int(match.group(1))) if match else None

    def _numbers(self, text: str) -> set[int]:
        """Read ``3, 5–7``; any number without an entry makes the whole marker no citation."""
        found: set[int] = set()
        for match in _RANGE.finditer(text):
            first = int(match.group(1))
            last = int(match.group(2) or first)
            if not first <= last <= first + _WIDEST_RANGE:
                return set()
            for number in range(first, last + 1):
                position = self._by_number.get(number)
                if position is None:
                    return set()
                found.add(position)
        return found

    def _numbers_are_raised(self, texts: Sequence[str]) -> bool:
        """Superscripts cite where they are many, fit the list, and brackets do not cite."""
        if not self._by_number:
            return False
        bracketed = sum(
            bool(_NUMBERS.match(m.group(1))) for t in texts for m in _BRACKETED.finditer(t)
        )
        raised = {
            number
            for text in texts
            for match in _RAISED.finditer(text)
            for number in self._numbers(match.group(1))
        }
        return (
            len(raised) >= 0.4 * len(self._references)
            and len(raised) >= 3
            and bracketed < len(raised)
        )

    def _numbers_are_round(self, texts: Sequence[str]) -> bool:
        """``(12)`` cites where brackets and superscripts do not and most entries are so named."""
        if not self._by_number or self._raised:
            return False
        square = sum(
            bool(_NUMBERS.match(m.group(1))) for t in texts for m in _BRACKETED.finditer(t)
        )
        named = {
            number
            for text in texts
            for match in _ROUND_NUMBERS.finditer(text)
            for number in self._numbers(match.group(1))
        }
        return square < 3 and len(named) >= 0.6 * len(self._references) and len(named) >= 5

    @cached_property
    def _by_author_year(self) -> dict[tuple[str, int], list[Reference]]:
        table: dict[tuple[str, int], list[Reference]] = {}
        for reference in self._references:
            if reference.year and reference.authors:
                family = _family(reference.authors[0])
                table.setdefault((family, reference.year), []).append(reference)
        return table

    def _author_years(self, text: str) -> set[int]:
        if not self._by_author_year:
            return set()
        found: set[int] = set()
        if _OPENED_YEAR.search(text):
            for match in _NARRATIVE.finditer(text):
                found |= self._matching(match)
        for group in _GROUP.finditer(text):
            for match in _WITHIN.finditer(group.group(1)):
                found |= self._matching(match)
        return found

    def _matching(self, match: re.Match[str]) -> set[int]:
        """Return the entries of these authors, one for each year, or nothing."""
        listed, last, others = match.group(1).split(","), match.group(2), match.group(3)
        names = [_last_word(name) for name in (*listed, *((last,) if last else ()))]
        if len(names) > 1 and not last and not others:
            names = names[-1:]  # ``In Paris, Lee (2020)``: what stands before is no co-author
        found: set[int] = set()
        year = 0
        for part in re.split(r"[,;&]|\band\b", match.group(4)):
            told = _ONE_YEAR.match(part.strip())
            if told is None:
                continue
            year = int(told.group(1) or year)
            found |= self._by(names, bool(others), year, told.group(2) or "")
        return found

    def _by(self, names: Sequence[str], et_al: bool, year: int, suffix: str) -> set[int]:
        """Return the one entry of these authors and that year; fewer names where these fail.

        What stands before the last names may be no name at all, as in ``In Paris, Lee and Day
        (2020)``.
        """
        held = self._of_names(names, year)
        if not held:
            names = names[-1:] if et_al else names[-2:]
            held = self._of_names(names, year)
        several = len(held) > 1
        if several and len(names) == 1:
            held = [r for r in held if (len(r.authors) > 1) == et_al]
        elif several and not et_al:
            held = [r for r in held if len(r.authors) == len(names)]
        if suffix:
            held = [r for r in held if _has_suffix(r, year, suffix, required=several)]
        return {held[0].position} if len(held) == 1 else set()

    def _of_names(self, names: Sequence[str], year: int) -> list[Reference]:
        return [
            r
            for r in self._by_author_year.get((names[0], year), [])
            if len(r.authors) >= len(names)
            and all(
                _family(author) == name
                for author, name in zip(r.authors[1:], names[1:], strict=False)
            )
        ]


def _has_suffix(reference: Reference, year: int, suffix: str, *, required: bool) -> bool:
    """Return whether an entry is printed with that letter, or, unless required, with none."""
    printed = set(re.findall(rf"{year}([a-z])\b", reference.raw))
    return suffix in printed or (not required and not printed)


def _unique(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    """Return positions by label; a label that two entries bear names neither."""
    held: dict[_Key, set[int]] = {}
    for label, position in pairs:
        held.setdefault(label, set()).add(position)
    return {label: min(found) for label, found in held.items() if label and len(found) == 1}


def _by_number(references: Sequence[Reference]) -> dict[int, int]:
    """Return positions by printed number; a list with other labels or none has no numbers.

    An unlabelled list cannot be cited by number.
    """
    return _unique((int(r.label), r.position) for r in references if r.label.isdigit())


def _key(label: str) -> str:
    """Fold a printed key: ``Smith et al., 2004`` and ``Smith et al. 2004`` are one."""
    return folded(label.replace("+", "plus"))


def _family(name: str) -> str:
    """Return the folded family name of an author as printed in a reference."""
    if "," in name:
        return _last_word(name.split(",")[0])
    words = [word for word in re.split(r"[\s.]+", name) if len(word.replace("-", "")) > 1]
    words = [word for word in words if not (word.isupper() and len(word) <= 3)] or name.split()
    return folded(words[-1]) if words else ""


def _last_word(name: str) -> str:
    return folded(_POSSESSIVE.sub("", name.split()[-1])) if name.split() else ""
