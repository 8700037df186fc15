"""Names for groups of papers, made of their own terms.

Owns choosing the terms. A term is one or two neighbouring words of titles and abstracts; it names
a group the better the more papers of the group have it and the fewer papers elsewhere do, as in
class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794) with papers, not occurrences, counted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from workbench.answer.everyday import is_everyday
from workbench.answer.words import STOP_WORDS

__all__ = ["name_groups"]

TERMS = 2
"""Terms in a name; three are rarely read to the end."""
LEAST_SHARE = 0.15
"""A term must stand in this share of the group's papers, and in two of them."""
_WORD = re.compile(r"[^\W\d_][\w]*(?:-\w+)*|[\u3040-\u30ff\u3400-\u9fff]{2,}")


def name_groups(texts: Sequence[str], groups: Sequence[int]) -> list[str]:
    """A name for each group, ``""`` where no term stands out.

    Args:
        texts: Title and abstract of each paper.
        groups: The group of each paper, numbered from 0.
    """
    terms = [frozenset(_terms(text)) for text in texts]
    everywhere = Counter(term for paper in terms for term in paper)
    names: list[str] = []
    used: set[str] = set()
    for group in range(max(groups, default=-1) + 1):
        members = [paper for paper, at in zip(terms, groups, strict=True) if at == group]
        chosen = _best(members, everywhere, len(texts), used)
        used.update(chosen)
        names.append(" · ".join(chosen))
    return names


def _best(
    members: Sequence[frozenset[str]], everywhere: Counter[str], count: int, used: set[str]
) -> list[str]:
    inside = Counter(term for paper in members for term in paper)
    least = max(2, LEAST_SHARE * len(members))
    scored = sorted(
        (
            (-_score(term, n, len(members), everywhere[term], count), term)
            for term, n in inside.items()
            if n >= least and term not in used
        ),
    )
    chosen: list[str] = []
    for _, term in scored:
        if not any(_shares_word(term, other) for other in chosen):
            chosen.append(term)
        if len(chosen) == TERMS:
            break
    return chosen


def _score(term: str, inside: int, members: int, everywhere: int, count: int) -> float:
    # two words say more than one of them, unless they are rarer by far
    width = 1.4 if " " in term else 1.0
    return width * inside / members * math.log(1 + count / everywhere)


def _shares_word(one: str, other: str) -> bool:
    return bool(set(one.split()) & set(other.split()))


def _terms(text: str) -> Iterator[str]:
    before = ""
    for sentence in re.split(r"[.;:!?()\[\]]", text.casefold()):
        before = ""
        for match in _WORD.finditer(sentence):
            word = match[0]
            if not _names(word):
                before = ""
                continue
            yield word
            if before and before != word:
                yield f"{before} {word}"
            before = word


def _names(word: str) -> bool:
    """Whether a word can stand for a field: neither a function word nor one that anybody uses."""
    is_long = len(word) > 3 or not word.isascii()
    return is_long and word not in STOP_WORDS and not is_everyday(word)
