"""Terms of titles and abstracts, packed so that those of 50,000 papers fit into a small memory.

Owns which words of a text can be part of a term, and how terms are kept. A term is one word, or two
neighbouring ones, by their stems. Kept as strings, those of one paper take up to 100 kB; here they
are numbers in a few arrays, 21 bytes a term, that NumPy counts.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.answer.everyday import is_everyday
from workbench.answer.words import STOP_WORDS, stem

__all__ = ["QUALITIES", "Term", "Terms", "read_terms"]

Term = tuple[str, ...]
"""Stems of its one or two words."""

_HALF = 32
"""Bits of a word's number; two words make a term's code, with 0 where there is no first one."""
_SHORTEST = 4
"""Letters of a word of the Latin script: shorter ones are formulas, units and abbreviations."""

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

QUALITIES = frozenset(
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


class _Vocabulary:
    """Numbers for words, from 1."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.words = [""]

    def number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
        return number

    def code(self, words: Sequence[str]) -> int:
        first, last = (self.number(words[0]), words[1]) if len(words) > 1 else (0, words[0])
        return first << _HALF | self.number(last)

    def decode(self, code: int) -> Term:
        first, last = code >> _HALF, code & ((1 << _HALF) - 1)
        return (self.words[first], self.words[last]) if first else (self.words[last],)


@dataclass(frozen=True, slots=True)
class Terms:
    """Which papers have which terms: a row for each term of each paper.

    Args:
        codes: The terms, int64 (n,); ``decode`` gives their stems.
        written: How each is written in that paper first, int64 (n,), decoded in the same way.
        papers: Numbers of the papers, int32 (n,).
        in_title: Whether the paper has it in its title, bool (n,).
        lasts: How often each stem ends a phrase, and stands in one before its end.
    """

    codes: NDArray[np.int64]
    written: NDArray[np.int64]
    papers: NDArray[np.int32]
    in_title: NDArray[np.bool_]
    lasts: Counter[tuple[str, bool]]
    _vocabulary: _Vocabulary

    def decode(self, code: int) -> Term:
        """The words of a term."""
        return self._vocabulary.decode(code)

    def code(self, term: Term) -> int:
        """The number of a term that is among these."""
        return self._vocabulary.code(term)

    def of(self, chosen: NDArray[np.bool_]) -> Terms:
        """Some rows only."""
        return Terms(
            self.codes[chosen], self.written[chosen], self.papers[chosen],
            self.in_title[chosen], self.lasts, self._vocabulary,
        )  # fmt: skip

    def containing(self, word: str) -> NDArray[np.bool_]:
        """Rows of two words of which this stem is one, (n,)."""
        number = self._vocabulary.number(word)
        first, last = self.codes >> _HALF, self.codes & ((1 << _HALF) - 1)
        found: NDArray[np.bool_] = (first != 0) & ((first == number) | (last == number))
        return found


def read_terms(texts: Sequence[tuple[str, str]], people: Collection[str] = ()) -> Terms:
    """The terms of papers.

    Args:
        texts: Title and abstract of each paper.
        people: Family names of authors: where one is always written large, it is no term.
    """
    strange = _always_large({name.casefold() for name in people}, texts)
    vocabulary, lasts = _Vocabulary(), Counter[tuple[str, bool]]()
    codes, written, papers, in_title = array("q"), array("q"), array("i"), array("b")
    for number, (title, abstract) in enumerate(texts):
        forms: dict[int, int] = {}
        for text in (title, abstract):
            for term, form in _terms(text, strange, lasts):
                forms.setdefault(vocabulary.code(term), vocabulary.code(form))
            if text is title:
                titled = len(forms)
        codes.extend(forms.keys())
        written.extend(forms.values())
        papers.extend([number] * len(forms))
        in_title.extend([1] * titled + [0] * (len(forms) - titled))
    return Terms(
        np.asarray(codes, np.int64), np.asarray(written, np.int64), np.asarray(papers, np.int32),
        np.asarray(in_title, np.bool_), lasts, vocabulary,
    )  # fmt: skip


def _terms(
    text: str, strange: Collection[str], lasts: Counter[tuple[str, bool]]
) -> Iterator[tuple[Term, Term]]:
    """Terms of a text by their stems, and as they are written there."""
    for phrase in _phrases(text, strange):
        stems = [_stem(word) for word in phrase]
        for at, (word, one) in enumerate(zip(phrase, stems, strict=True)):
            lasts[one, at == len(phrase) - 1] += 1
            if not is_everyday(one):
                yield (one,), (word,)
        for written, term in zip(pairwise(phrase), pairwise(stems), strict=True):
            # a word that anybody uses names something with another one: `information extraction`
            if term[0] != term[1] and not is_everyday(term[1]):
                yield term, written


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
