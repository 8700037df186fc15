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
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from workbench.answer.everyday import is_everyday
from workbench.answer.words import STOP_WORDS, stem

__all__ = ["PaperWords", "name_groups"]

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
_SHORTEST = 4
"""Letters of a word of the Latin script: shorter ones are formulas, units and abbreviations."""

_Term = tuple[str, ...]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[\u3040-\u30ff\u3400-\u9fff]{2,}")
_BREAK = re.compile(r"[.,;:!?()\[\]{}\n–—]|\d")
_FORMULA = re.compile(r"\$[^$\n]{0,200}\$|https?://\S+|(?<![^\s$])(?:\S+@\S+|\S*[_^\\=<>|~]\S*)")
"""What is left of LaTeX, and addresses: nothing in them is a word.

A piece between spaces is tried from its beginning only: Chinese writes whole lines without one.
"""
_CITED = re.compile(r"(?<![\w’'-])[\w’'-]+(?:\s+(?:and|&)\s+[\w’'-]+)?\s+et al\b\.?")
_FURNITURE = frozenset(
    map(
        stem,
        """
        abstract accepted acknowledgements appendix april arxiv article august author authors
        available bibliography center centre college conference contents copyright corresponding
        december department doctoral email equation faculty february figure figures footnote
        foundation funded grant http https institute international introduction january journal
        july june keywords laboratory lecture letter license manuscript march member november
        october online page pages paper permission please preface preprint press proceedings
        professor publication published publisher received references reprint reserved rights
        school science sciences section september submitted symposium table thesis transactions
        university version volume whose workshop
        """.split(),
    )
)
"""What stands on a first page about the paper as a thing, not about its matter."""

_QUALITIES = frozenset(
    map(
        stem,
        """
        adaptive automatic compact complex continuous direct dynamic explicit fast faster flexible
        formal functional generalised generalized high higher implicit incremental joint linear
        local low lower multiple novel online open optimal parallel partial rapid rich robust
        scalable semi-automatic slow sparse stable static strong unified universal variable weak
        """.split(),
    )
)
"""Adjectives that need a noun, however a phrase may end: `as fast as`."""


@dataclass
class PaperWords:
    """The terms of one paper.

    Args:
        title: Terms of its title.
        abstract: Those of its abstract.
        written: Each term as it is written there.
        last: How often each word ends a phrase, and stands in one.
    """

    title: frozenset[_Term]
    abstract: frozenset[_Term]
    written: dict[_Term, str] = field(default_factory=dict)
    last: Counter[tuple[str, bool]] = field(default_factory=Counter)


def name_groups(
    texts: Sequence[tuple[str, str]], groups: Sequence[int], people: Collection[str] = ()
) -> list[str]:
    """A name for each group, ``""`` where no term stands out.

    Args:
        texts: Title and abstract of each paper.
        groups: The group of each paper, numbered from 0.
        people: Family names of authors: where one is always written large, it is no term.
    """
    strange = _always_large({name.casefold() for name in people}, texts)
    papers = [_words_of(title, abstract, strange) for title, abstract in texts]
    everywhere = _weights(papers)
    is_attribute = _attributes(papers)
    names: list[str] = []
    used: set[_Term] = set()
    for group in range(max(groups, default=-1) + 1):
        members = [paper for paper, at in zip(papers, groups, strict=True) if at == group]
        scored = _scored(members, everywhere, len(papers), is_attribute)
        paired = [_with_neighbour(term, members) for term in scored]
        chosen = _first_apart([term for term in paired if term not in used])
        used.update(chosen)
        names.append(" · ".join(_commonly_written(term, members) for term in chosen))
    return names


def _scored(
    members: Sequence[PaperWords],
    everywhere: Counter[_Term],
    count: int,
    is_attribute: Collection[str],
) -> list[_Term]:
    """The terms that set a group apart, best first."""
    inside = _weights(members)
    holding = Counter(term for paper in members for term in paper.title | paper.abstract)
    titled = {term for paper in members for term in paper.title}
    least = max(2, LEAST_SHARE * len(members))
    elsewhere = count - len(members)
    scores: dict[_Term, float] = {}
    for term, weight in inside.items():
        if holding[term] < least or (len(term) == 1 and term[0] in is_attribute):
            continue
        here = weight / len(members)
        # half a paper more, so that a term found nowhere else is not worth infinitely much
        there = (everywhere[term] - weight + 0.5) / (elsewhere + 1)
        if here >= LEAST_LIFT * there:
            gain = PAIR_GAIN if len(term) > 1 else 1.0
            scores[term] = gain * here * math.log2(here / there)
    # what no author of the group put into a title comes after what one did; of equals, the one
    # that begins with a noun says more: `speech recognition` rather than `continuous speech`
    return sorted(
        scores,
        key=lambda term: (
            term not in titled, -round(scores[term], 6), term[0] in _QUALITIES, term,
        ),
    )  # fmt: skip


def _with_neighbour(term: _Term, members: Sequence[PaperWords]) -> _Term:
    """The two words that many mean by one: `information extraction` rather than `extraction`."""
    if len(term) > 1:
        return term
    holders = [paper for paper in members if term in paper.written]
    pairs = Counter(
        pair for paper in holders for pair in paper.written if len(pair) > 1 and term[0] in pair
    )
    pair, count = min(pairs.items(), key=lambda item: (-item[1], item[0]), default=(term, 0))
    return pair if count >= max(2, LEAST_PAIRED * len(holders)) else term


def _first_apart(terms: Sequence[_Term]) -> list[_Term]:
    """The first few that share no word."""
    chosen: list[_Term] = []
    for term in terms:
        if len(chosen) == TERMS:
            break
        if not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
    return chosen


def _commonly_written(term: _Term, members: Sequence[PaperWords]) -> str:
    """A term as most of the group's papers write it."""
    forms = Counter(paper.written[term] for paper in members if term in paper.written)
    return min(forms, key=lambda form: (-forms[form], form))


def _weights(papers: Sequence[PaperWords]) -> Counter[_Term]:
    """How many papers have each term, those that name it in their titles counted whole."""
    counts: defaultdict[_Term, float] = defaultdict(float)
    for paper in papers:
        for term in paper.title:
            counts[term] += 1
        for term in paper.abstract - paper.title:
            counts[term] += IN_ABSTRACT
    return Counter(counts)


def _attributes(papers: Sequence[PaperWords]) -> frozenset[str]:
    """Words that nearly always stand before another one, and name nothing by themselves."""
    last: Counter[tuple[str, bool]] = Counter()
    for paper in papers:
        last.update(paper.last)
    words = {word for word, _ in last}
    return _QUALITIES | frozenset(
        word
        for word in words
        if last[word, True] < LEAST_LAST * (last[word, True] + last[word, False])
    )


# -- words -----------------------------------------------------------------------------------


def _words_of(title: str, abstract: str, strange: Collection[str]) -> PaperWords:
    paper = PaperWords(frozenset(), frozenset())
    paper.title = frozenset(_terms(title, strange, paper))
    paper.abstract = frozenset(_terms(abstract, strange, paper))
    return paper


def _terms(text: str, strange: Collection[str], paper: PaperWords) -> Iterator[_Term]:
    for phrase in _phrases(text, strange):
        stems = [_stem(word) for word in phrase]
        for at, (word, one) in enumerate(zip(phrase, stems, strict=True)):
            paper.last[one, at == len(phrase) - 1] += 1
            if not is_everyday(one):
                paper.written.setdefault((one,), word)
                yield (one,)
        for (word, after), term in zip(pairwise(phrase), pairwise(stems), strict=True):
            # a word that anybody uses names something with another one: `information extraction`
            if term[0] != term[1] and not is_everyday(term[1]):
                paper.written.setdefault(term, f"{word} {after}")
                yield term


def _phrases(text: str, strange: Collection[str]) -> Iterator[list[str]]:
    """Runs of neighbouring words that may name something."""
    for part in _BREAK.split(_without_formulas(text).casefold()):
        phrase: list[str] = []
        end = 0
        for match in _WORD.finditer(part):
            word = match[0]
            is_next = not part[end : match.start()].strip()
            end = match.end()
            names = _can_name(word) and word not in strange
            if phrase and not (names and is_next):
                yield phrase
                phrase = []
            if names:
                phrase.append(word)
        if phrase:
            yield phrase


def _without_formulas(text: str) -> str:
    return _CITED.sub(" . ", _FORMULA.sub(" . ", text))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return stem(word)


@lru_cache(maxsize=1 << 16)
def _can_name(word: str) -> bool:
    """Whether a word can be part of a term: no function word, no furniture of a page."""
    is_short = word.isascii() and len(word) < _SHORTEST
    return not is_short and word not in STOP_WORDS and _stem(word) not in _FURNITURE


def _always_large(people: Collection[str], texts: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Names of people that no abstract writes small: `page` and `field` are words all the same."""
    if not people:
        return frozenset()
    small = {match[0] for _, abstract in texts for match in _WORD.finditer(abstract)}
    return frozenset(name for name in people if name not in small)
