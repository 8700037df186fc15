"""Tying citation markers in the text to entries of the reference list.

Owns reading ``[12]``, ``[3–5]``, ``[Smi04]``, superscript numbers, and ``(Smith et al., 2019;
Lee, 2020)``. Refuses to guess: a marker that fits no entry, or two, is left alone, since a wrong
citation is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ingest.paper import Reference
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN, folded

__all__ = ["CitationIndex"]

_BRACKETED = re.compile(r"\[([^\[\]]{1,160})\]")
_NUMBERS = re.compile(r"\s*\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*\s*$")
_RANGE = re.compile(r"(\d{1,3})\s*(?:[–—-]\s*(\d{1,3}))?")
_RAISED = re.compile(rf"(?<=[\w.,;:)\]”\"’'])\s?{RAISED_OPEN}([\d,–—\-\s]+){RAISED_CLOSE}")
_ROUND_NUMBERS = re.compile(r"\((\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*)\)")
_YEAR = r"(?:1[89]|20)\d\d"
_NAME = r"(?:(?:van|von|de|der|den|di|da|la|le|el|al)\s+)*[A-Z][\w’'´`\-]+(?:\s[A-Z][\w’'\-]+)?"
_NARRATIVE = re.compile(
    rf"({_NAME})(?:,?\s+(?:and|&)\s+({_NAME})|,?\s+et\s+al\.?|\s+and\s+(?:colleagues|others))?"
    rf"(?:’s|'s)?,?\s*[\[(]\s*({_YEAR})([a-z]?)(?:\s*,\s*(?:{_YEAR})?[a-z]?)*"
)
_WITHIN = re.compile(
    rf"({_NAME})(?:(?:,\s+{_NAME})*,?\s+(?:and|&)\s+({_NAME})|,?\s+et\s+al\.?)?,?\s+\(?({_YEAR})([a-z]?)"
)
_GROUP = re.compile(rf"[(\[]([^()\[\]]{{3,400}}?{_YEAR}[a-z]?[^()\[\]]{{0,120}})[)\]]")
_WIDEST_RANGE = 30


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
        self._by_key = {_key(r.label): r.position for r in references if not r.label.isdigit()}
        self._by_key.pop("", None)
        self._raised = self._numbers_are_raised(texts)
        self._round = self._numbers_are_round(texts)

    def cited(self, text: str) -> tuple[int, ...]:
        """Return the positions of the entries that ``text`` cites, rising, each once."""
        if not self._references:
            return ()
        found: set[int] = set()
        for match in _BRACKETED.finditer(text):
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
        found: set[int] = set()
        for part in re.split(r"[;,]", inner):
            position = self._by_key.get(_key(part)) or self._leading_number(part)
            if position:
                found.add(position)
        whole = self._by_key.get(_key(inner))
        return found | ({whole} if whole else set())

    def _leading_number(self, part: str) -> int | None:
        """Read ``12, p. 5`` and ``12, Thm. 3``: a number followed by a place inside the work."""
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
        for match in _NARRATIVE.finditer(text):
            found |= self._matching(match)
        for group in _GROUP.finditer(text):
            for match in _WITHIN.finditer(group.group(1)):
                found |= self._matching(match)
        return found

    def _matching(self, match: re.Match[str]) -> set[int]:
        """Return the one entry of that first author, second author and year, or nothing."""
        first, second, year, suffix = match.groups()
        held = self._by_author_year.get((_last_word(first), int(year)), [])
        if second:
            held = [
                r
                for r in held
                if len(r.authors) > 1 and _family(r.authors[1]) == _last_word(second)
            ]
        if len(held) > 1 and suffix:
            held = [r for r in held if re.search(rf"{year}{suffix}\b", r.raw)]
        elif len(held) > 1 and not second:
            alone = "et al" not in match.group() and "et  al" not in match.group()
            held = [r for r in held if (len(r.authors) == 1) == alone]
        return {held[0].position} if len(held) == 1 else set()


def _by_number(references: Sequence[Reference]) -> dict[int, int]:
    """Return positions by printed number; a list with other labels or none has no numbers.

    An unlabelled list cannot be cited by number.
    """
    return {int(r.label): r.position for r in references if r.label.isdigit()}


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
    return folded(name.split()[-1]) if name.split() else ""
