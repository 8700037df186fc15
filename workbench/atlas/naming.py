r"""Names for groups of papers, made of their own terms.

Owns choosing the terms. A term is one or two neighbouring words of titles and abstracts. It names
a group the better the more papers of the group have it, and the larger that share is beside the
share elsewhere: $p \log_2 (p / q)$, the term's part in how far the group's words diverge from all
others' (Kullback and Leibler 1951), with papers counted, not occurrences, as in class-based TF-IDF
(Grootendorst 2022, arXiv:2203.05794). What its authors put into a title counts more than what the
abstract happens to say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.atlas.terms import QUALITIES, Term, Terms, read_terms

__all__ = ["name_groups"]

TERMS = 2
"""Terms in a name; three are rarely read to the end."""
LEAST_SHARE = 0.12
"""A term must stand in this share of the group's papers, and in two of them."""
LEAST_LIFT = 1.5
"""Its share in the group must be this many times the share elsewhere: else it names nothing."""
IN_ABSTRACT = 0.5
"""What a paper counts that has a term in its abstract alone; one with it in its title counts 1."""
PAIR_GAIN = 1.5
"""Two words say more than one of them, unless they are rarer by far."""
LEAST_LAST = 0.3
"""A word that ends fewer of the phrases it stands in is an attribute: `fast`, `continuous`."""
LEAST_PAIRED = 0.3
"""A word is named together with its neighbour where this share of its papers have both."""


def name_groups(
    texts: Sequence[tuple[str, str]], groups: Sequence[int], people: Collection[str] = ()
) -> list[str]:
    """A name for each group, ``""`` where no term stands out.

    Args:
        texts: Title and abstract of each paper.
        groups: The group of each paper, numbered from 0.
        people: Family names of authors: where one is always written large, it is no term.
    """
    terms = read_terms(texts, people)
    everywhere = _counted(terms)
    is_attribute = _attributes(terms.lasts)
    numbers = np.asarray(groups, np.int64)
    names: list[str] = []
    used: set[Term] = set()
    for group in range(max(groups, default=-1) + 1):
        members = terms.of(numbers[terms.papers] == group)
        size = int(np.count_nonzero(numbers == group))
        scored = _scored(members, size, everywhere, len(texts), is_attribute)
        paired = (_with_neighbour(term, members) for term in scored)
        chosen = _first_apart(term for term in paired if term not in used)
        used.update(chosen)
        names.append(" · ".join(_commonly_written(term, members) for term in chosen))
    return names


_Counts = tuple[NDArray[np.int64], NDArray[np.int_], NDArray[np.float64]]


def _counted(terms: Terms) -> _Counts:
    """Each term once, ascending: how many papers have it, and that with titles counting whole."""
    codes, at = np.unique(terms.codes, return_inverse=True)
    weights = np.where(terms.in_title, 1.0, IN_ABSTRACT)
    holding = np.bincount(at, minlength=len(codes))
    return codes, holding, np.bincount(at, weights, len(codes)).astype(np.float64)


def _scored(
    members: Terms,
    size: int,
    everywhere: _Counts,
    count: int,
    is_attribute: Collection[str],
) -> list[Term]:
    """The terms that set a group of ``size`` papers apart, best first."""
    codes, holding, weights = _counted(members)
    enough = holding >= max(2, LEAST_SHARE * size)
    all_codes, _, all_weights = everywhere
    others = all_weights[np.searchsorted(all_codes, codes[enough])] - weights[enough]
    scores: dict[Term, float] = {}
    for code, weight, other in zip(codes[enough], weights[enough], others, strict=True):
        term = members.decode(int(code))
        here = float(weight) / size
        # half a paper more, so that a term found nowhere else is not worth infinitely much
        there = (float(other) + 0.5) / (count - size + 1)
        is_name = len(term) > 1 or term[0] not in is_attribute
        if is_name and here >= LEAST_LIFT * there:
            gain = PAIR_GAIN if len(term) > 1 else 1.0
            scores[term] = gain * here * math.log2(here / there)
    return _best_first(scores, {int(code) for code in members.codes[members.in_title]}, members)


def _best_first(scores: Mapping[Term, float], titled: Collection[int], terms: Terms) -> list[Term]:
    """By score; what no author of the group put into a title comes after what one did."""
    # of equals, the one that begins with a noun says more: `speech recognition` rather than
    # `continuous speech`
    return sorted(
        scores,
        key=lambda term: (
            terms.code(term) not in titled, -round(scores[term], 6), term[0] in QUALITIES, term,
        ),
    )  # fmt: skip


def _with_neighbour(term: Term, members: Terms) -> Term:
    """The two words that many mean by one: `information extraction` rather than `extraction`."""
    if len(term) > 1:
        return term
    holders = members.papers[members.codes == members.code(term)]
    with_it = members.containing(term[0]) & np.isin(members.papers, holders)
    pairs = Counter(members.decode(code) for code in members.codes[with_it].tolist())
    pair, count = min(pairs.items(), key=lambda item: (-item[1], item[0]), default=(term, 0))
    return pair if count >= max(2, LEAST_PAIRED * len(holders)) else term


def _first_apart(terms: Iterable[Term]) -> list[Term]:
    """The first few that share no word."""
    chosen: list[Term] = []
    for term in terms:
        if not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
        if len(chosen) == TERMS:
            break
    return chosen


def _commonly_written(term: Term, members: Terms) -> str:
    """A term as most of the group's papers write it."""
    written = members.written[members.codes == members.code(term)]
    forms = Counter(" ".join(members.decode(code)) for code in written.tolist())
    return min(forms, key=lambda form: (-forms[form], form))


def _attributes(lasts: Mapping[tuple[str, bool], int]) -> frozenset[str]:
    """Words that nearly always stand before another one, and name nothing by themselves."""
    words = {word for word, _ in lasts}
    return QUALITIES | frozenset(
        word
        for word in words
        if lasts.get((word, True), 0)
        < LEAST_LAST * (lasts.get((word, True), 0) + lasts.get((word, False), 0))
    )
