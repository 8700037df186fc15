"""Whether two titles are one title, as people type, abbreviate and misprint them.

Owns what may differ: case, accents, punctuation, hyphens, small words, a slip of a letter, a
``Part I`` left out, since the first part is cited before there is a second. Numbers and words of
opposite sense never may: ``Part I`` is not ``Part II``, and ``supervised`` is not
``unsupervised``, though each is but a letter or two away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from workbench.catalogue.citekeys import title_key

__all__ = ["GENERIC", "is_same_title", "main_title", "share_name"]

GENERIC = frozenset(
    title_key(title)
    for title in (
        "abstract", "abstracts", "acknowledgements", "addendum", "announcement", "appendix",
        "book review", "book reviews", "calendar", "comment", "comments", "commentary",
        "concluding remarks", "conclusion", "conclusions", "contents", "correction", "corrections",
        "corrigendum", "discussion", "editorial", "editorial introduction", "editors note",
        "editor's note", "erratum", "foreword", "from the editor", "front matter",
        "guest editorial", "guest editors introduction", "guest editors' introduction", "index",
        "in memoriam", "introduction", "introduction to the special issue", "invited talk",
        "keynote", "letter", "letters", "letter to the editor", "letters to the editor", "news",
        "note", "notes", "obituary", "opening remarks", "overview", "panel", "perspective",
        "preface", "proceedings", "references", "rejoinder", "reply", "report", "response",
        "review", "reviews", "special issue", "summary", "supplement", "supplementary material",
        "supporting information", "table of contents", "title page", "tutorial", "untitled",
        "viewpoint",
    )
)  # fmt: skip
"""Folded titles that thousands of papers share: they name no paper."""

_SMALL = frozenset(("a", "an", "the", "of", "on", "in", "for", "and", "to", "with", "by", "at"))
"""Words that get lost on the way from a title page into a reference."""

_OPPOSITES = frozenset(
    ("a", "an", "anti", "bi", "co", "de", "dis", "hyper", "im", "in", "inter", "intra", "ir", "mis",
     "mono", "multi", "non", "post", "pre", "re", "semi", "sub", "super", "tri", "un", "uni")
)  # fmt: skip
"""Beginnings that make another word of a word."""

_SHORTEST_NAME = 4
_SHARED_WORDS = 0.6
"""Of all words after the colon; one changed word in a usual subtitle leaves more."""

_NUMBER = re.compile(r"\d+|[ivx]+")
_MAIN = re.compile(r"^(.{3,}?)\s*(?:[:—–]|\s-\s|[?!.]\s)")


def main_title(title: str) -> str:
    """What stands before the colon, dash or question mark; the whole where there is none."""
    found = _MAIN.match(title)
    return found[1] if found else title


def share_name(one: str, other: str) -> bool:
    """Whether two titles begin with one name and a colon and go on in much the same words.

    ``Bigtable: a distributed storage system for structured data`` is often cited in another order
    of words. Only for works of one author and year.
    """
    names = [title_key(title.partition(":")[0]) for title in (one, other)]
    rests = [set(_words(title.partition(":")[2])) for title in (one, other)]
    if names[0] != names[1] or len(names[0]) < _SHORTEST_NAME or not all(rests):
        return False
    if _numbers(_words(one)) != _numbers(_words(other)):
        return False
    return len(rests[0] & rests[1]) >= _SHARED_WORDS * len(rests[0] | rests[1])


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles differ only as prints and parses of one title do."""
    first, second = _less_part_one(_words(one)), _less_part_one(_words(other))
    if _joined(first) == _joined(second):
        return bool(first)
    if _numbers(first) != _numbers(second):
        return False
    return all(
        _may_differ(first[a:b], second[c:d])
        for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
        if kind != "equal"
    )


def _words(title: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", title).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in _SMALL]


def _less_part_one(words: list[str]) -> list[str]:
    return words[:-2] if words[-2:] in (["part", "i"], ["part", "1"]) else words


def _joined(words: Sequence[str]) -> str:
    return "".join(words)


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if _NUMBER.fullmatch(word)]


def _may_differ(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two stretches of words may stand for each other."""
    one, other = _joined(first), _joined(second)
    if one == other:
        return True
    return _is_slip(one, other)


def _is_slip(one: str, other: str) -> bool:
    """One letter wrong, missing, doubled or swapped, two in a word of ten letters or more."""
    shorter, longer = sorted((one, other), key=len)
    if longer.endswith(shorter) and longer[: len(longer) - len(shorter)] in _OPPOSITES:
        return False
    allowed = 2 if len(shorter) >= 10 else 1
    return len(shorter) >= 4 and _distance(one, other, allowed) <= allowed


def _distance(one: str, other: str, most: int) -> int:
    """Edit distance with swaps of neighbours (Damerau 1964; optimal string alignment).

    Anything beyond ``most`` is ``most + 1``.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if last and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
