"""What a question names: papers by their titles, and things by proper names.

Owns finding titles in a question and names that a text does not hold. Searches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from pathlib import PurePath

from workbench.answer.everyday import is_everyday
from workbench.answer.words import (
    content_stems,
    fold_text,
    letters_only,
    looks_like_name_inside,
    names,
    stem,
    tokens,
)
from workbench.types import Hit, PaperSummary

__all__ = [
    "absent_names",
    "in_one_form",
    "is_specific",
    "named_nearby",
    "named_shares",
    "papers_named",
    "proper_names",
    "quoted_titles",
    "without_titles",
]

_SHORTEST_TITLE = 4
"""Words below which a title is a term that a question may hold by chance."""
_TWO_FORMS = re.compile(
    r"(?P<long>\b[A-Z][\w-]*(?: (?:(?:of|for|the|and|in|on) )?[A-Z][\w-]*){1,6}) "
    r"(?P<short>\((?P<name>[A-Z][\w-]{1,8})\))"
)
"""A name in capitals and its short form in brackets."""
_CALENDAR = frozenset(
    """
    january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday
    """.split()
)
"""Capitals that name no thing, and that papers shorten as they like."""
_QUOTED = re.compile(r'"([^"]{12,}?)"')


def quoted_titles(question: str) -> tuple[str, ...]:
    """Stretches in quotation marks that are long enough to be titles, without the marks."""
    found = (match.group(1).strip() for match in _QUOTED.finditer(fold_text(question)))
    return tuple(title for title in found if len(tokens(title)) >= _SHORTEST_TITLE)


def papers_named(question: str, papers: Iterable[PaperSummary]) -> tuple[PaperSummary, ...]:
    """Papers whose whole title stands in the question, each once, in the order given.

    A question that is nothing but a title is asked for its own sake, unless it is quoted.
    """
    plain = fold_text(question)
    found: dict[str, PaperSummary] = {}
    distinct = {paper.id: paper for paper in papers}
    for paper in distinct.values():
        match = _title_in(plain, paper.title)
        if match and (tokens(_cut(plain, match)) or plain.startswith('"')):
            found[paper.id] = paper
    return tuple(found.values())


def without_titles(question: str, papers: Iterable[PaperSummary]) -> str:
    """The question without the titles of papers that it names."""
    plain = fold_text(question)
    for paper in papers_named(question, papers):
        match = _title_in(plain, paper.title)
        if match:
            plain = _cut(plain, match)
    return plain


def is_specific(question: str) -> bool:
    """Whether a question holds any word that says what it is about."""
    return not all(is_everyday(stemmed) for stemmed in content_stems(question))


def proper_names(question: str) -> set[str]:
    """Names of two characters and more; plain capitals say nothing where most words have one."""
    plain = fold_text(question)
    words = [word for word in plain.split() if word[:1].isalpha()]
    if words and all(word.upper() == word for word in words):
        return set()
    capitals = sum(word[0].isupper() for word in words)
    found = {
        name
        for name in names(plain)
        if len(name) > 1 and name not in _CALENDAR and not is_everyday(stem(name))
    }
    if len(words) >= 4 and capitals > 0.6 * len(words):
        found = {name for name in found if looks_like_name_inside(name, plain)}
    return found


def absent_names(question: str, hits: Iterable[Hit], about: Iterable[str]) -> tuple[str, ...]:
    """Proper names of the question, lower case and sorted, that no passage and no title holds.

    Forms that differ in hyphens, spaces or a plural are the same name. ``about`` is what else
    may hold a name: titles, authors, venues.
    """
    wanted = proper_names(question)
    if not wanted:
        return ()
    held = _forms(chain((hit.passage.text for hit in hits), about))
    return tuple(sorted(name for name in wanted if not _is_held(name, held)))


def in_one_form(question: str, hits: Iterable[Hit]) -> str:
    """The question with one form of a name that it gives in two, "Quick Index Store (QIS)".

    Whichever of the two is held by what was found; the long one where both are.
    """
    match = _TWO_FORMS.search(question)
    if not match:
        return question
    held = _forms(f"{hit.paper.title} {hit.passage.text}" for hit in hits)
    long_held = all(word in held for word in tokens(match["long"]) if content_stems(word))
    cut = match.span("short") if long_held else match.span("long")
    if not long_held and not _is_held(match["name"].lower(), held):
        return question
    return " ".join(f"{question[: cut[0]]} {question[cut[1] :]}".split()).replace(" ?", "?")


def named_shares(question: str, hits: Iterable[Hit]) -> dict[str, float]:
    """How far (0..1) each paper speaks of the names in a question, by what was read of it.

    Papers that hold the most of them have 1; all have where no paper holds any. A name that few
    passages hold counts for more.
    """
    wanted = proper_names(question)
    texts: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for hit in hits:
        paper = hit.paper
        texts.setdefault(paper.id, []).append(f"{hit.passage.section} {hit.passage.text}")
        titles[paper.id] = _own_name(paper)
    if not wanted:
        return dict.fromkeys(texts, 1.0)
    held = {key: _forms((*own, titles[key])) for key, own in texts.items()}
    spread = {name: sum(_is_held(name, forms) for forms in held.values()) for name in wanted}
    weights = {name: 1 / count for name, count in spread.items() if count}
    shares = {
        key: sum(weight for name, weight in weights.items() if _is_held(name, forms))
        for key, forms in held.items()
    }
    most = max(shares.values(), default=0.0)
    return {key: share / most if most else 1.0 for key, share in shares.items()}


def named_nearby(question: str, hits: Iterable[Hit]) -> dict[str, float]:
    """How far (0..1) each passage, with its headings and the title and authors of its paper, speaks
    of the names in a question that are found at all.
    """
    held = {
        hit.passage.id: _forms((hit.passage.section, hit.passage.text, _own_name(hit.paper)))
        for hit in hits
    }
    wanted = [
        name
        for name in proper_names(question)
        if any(_is_held(name, forms) for forms in held.values())
    ]
    if not wanted:
        return dict.fromkeys(held, 1.0)
    return {
        key: sum(_is_held(name, forms) for name in wanted) / len(wanted)
        for key, forms in held.items()
    }


def _own_name(paper: PaperSummary) -> str:
    """Title, authors and file, whose name often keeps what was lost of the title."""
    return " ".join((paper.title, *paper.authors, PurePath(paper.path).stem))


def _title_in(plain: str, title: str) -> re.Match[str] | None:
    words = tokens(title)
    if len(words) < _SHORTEST_TITLE or not is_specific(title):
        return None
    pattern = r"[\W_]*".join(re.escape(word) + "(?:'s)?" for word in words)
    return re.search(rf"(?<!\w){pattern}(?!\w)", plain, re.IGNORECASE)


def _cut(plain: str, match: re.Match[str]) -> str:
    return f"{plain[: match.start()]} {plain[match.end() :]}"


def _forms(texts: Iterable[str]) -> set[str]:
    """Words, their stems, and two or three words in a row written as one."""
    held: set[str] = set()
    for text in texts:
        words = tokens(text)
        held.update(words)
        held.update(stem(word) for word in words)
        for length in (2, 3):
            held.update("".join(words[i : i + length]) for i in range(len(words) - length + 1))
    return held


def _is_held(name: str, held: set[str]) -> bool:
    parts = tokens(name)
    whole = letters_only(name)
    if {whole, whole.removesuffix("s"), f"{whole}s", stem(whole)} & held:
        return True
    if len(parts) > 1 and parts[-1].isdigit() and len(parts[0]) > 2:
        parts.pop()  # "X-3" of a series X: papers write the number in many ways
        return all(part in held for part in parts)
    return len(parts) > 1 and all(part in held or stem(part) in held for part in parts)
