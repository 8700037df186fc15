"""Which of the things that a comparison compares a sentence speaks of.

Owns telling that by names alone: what the sentence names, else what its passage names, else its
paper's title, or most that was found of its paper. What names no side is on none, however many of
the question's words it holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.answer.abbreviations import other_form
from workbench.answer.candidates import Candidate
from workbench.answer.findings import states_aim
from workbench.answer.spelling import is_written
from workbench.answer.understand import Understanding
from workbench.answer.words import STOP_WORDS, content_stems, tokens
from workbench.types import Hit

__all__ = ["Sides"]

_MOST_OF_IT = 0.5
"""Share of a paper's passages that name a thing from which the paper is about it."""
_PASSAGES = 2
"""Passages of a paper below which that share says nothing."""
_AGAINST = re.compile(
    r"\b(?:than|outperforms?|outperformed|relative to|compared (?:to|with)|in comparison|whereas"
    r"|unlike|in contrast|differs?|different from|(?:same|similar|equal) (?:as|to)|exceeds?|beats?"
    r"|versus|instead of|superior|inferior)\b",
    re.IGNORECASE,
)
"""Words by which a sentence sets one thing against another."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of one comparison: part to the names of its side, and to the papers about it."""

    names: Mapping[str, tuple[str, ...]]
    papers: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, understood: Understanding, hits: Sequence[Hit]) -> Sides:
        """The sides of a question; none where it compares nothing."""
        named = dict(zip(understood.parts, understood.sides, strict=False))
        texts = [hit.passage.text for hit in hits]
        names = {part: (side, other_form(side, texts)) for part, side in named.items()}
        return cls(
            {part: tuple(filter(None, both)) for part, both in names.items()},
            {part: _papers_about(both, hits) for part, both in names.items()},
        )

    def of_candidate(self, candidate: Candidate) -> tuple[str, ...]:
        """The parts on whose sides a sentence is; all of them where it names, or its passage
        names, every side alike.
        """
        hit = candidate.hit
        for text in (candidate.text, f"{hit.passage.text} {hit.passage.section}", hit.paper.title):
            if named := tuple(part for part, own in self.names.items() if _is_named(own, text)):
                return named
        return tuple(part for part, papers in self.papers.items() if hit.paper.id in papers)

    def sets_apart(self, candidate: Candidate) -> bool:
        """Whether a sentence names every side, and says how they differ or are alike."""
        text = candidate.text
        if not self.names or states_aim(candidate.core) or not _AGAINST.search(text):
            return False
        return all(_is_named(own, text) for own in self.names.values())

    def first_named(self, candidate: Candidate) -> str:
        """The part whose side a sentence names first, mostly that of which it says something."""
        plain = candidate.text.lower()
        places = {part: plain.find(own[0].lower()) for part, own in self.names.items()}
        return min(places, key=lambda part: places[part] if places[part] >= 0 else len(plain))

    def on(self, part: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Sentences that speak of the side of a part, and of any side for the question as a whole.

        All of them where none does, or where nothing is compared.
        """
        if not self.names:
            return list(candidates)
        sided = [(candidate, self.of_candidate(candidate)) for candidate in candidates]
        own = [c for c, parts in sided if (part in parts if part in self.names else parts)]
        return own or list(candidates)


def _papers_about(names: Sequence[str], hits: Sequence[Hit]) -> frozenset[str]:
    """Papers most of whose passages, as far as they were found, name a thing."""
    every = Counter(hit.paper.id for hit in hits)
    naming = Counter(hit.paper.id for hit in hits if _is_named(names, hit.passage.text))
    return frozenset(
        paper
        for paper, number in naming.items()
        if number >= max(_PASSAGES, _MOST_OF_IT * every[paper])
    )


def _is_named(names: Sequence[str], text: str) -> bool:
    """Whether a text writes one of these names, or holds all words of one that has several."""
    written, held = tokens(text), set(content_stems(text))
    return any(_writes(name, written, held) for name in names if name)


def _writes(name: str, written: Sequence[str], held: set[str]) -> bool:
    words = [word for word in tokens(name) if word not in STOP_WORDS]
    stems = content_stems(name)
    # what a single letter would say ("B-trees") is lost among the stems
    return is_written(words, written) or (len(stems) == len(words) > 1 and held.issuperset(stems))
