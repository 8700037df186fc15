"""How much a sentence speaks to a question.

Owns the features of a (question, sentence) pair and the logistic weights that join them into a
probability. The weights were fitted by ``benchmarks/quote_weights.py`` on questions with a known
gold sentence, grouped by paper; they are few, so that they carry over to other papers. Those of
``fits_kind`` and ``answers_year`` were set by hand: too few of those questions ask for a
definition, an overview, an origin or a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING

from workbench.answer.asked import Sort, asked_for, told
from workbench.answer.candidates import Candidate
from workbench.answer.enumerating import enumerates
from workbench.answer.everyday import is_everyday
from workbench.answer.findings import reports_finding
from workbench.answer.fitting import defined_term, defines, summarises
from workbench.answer.kinds import Kind
from workbench.answer.naming import is_specific, papers_named, without_titles
from workbench.answer.origin import asks_origin, tells_origin
from workbench.answer.spelling import held_share
from workbench.answer.units import UNIT_STEMS, units_named
from workbench.answer.words import (
    content_stems,
    inverse_document_frequencies,
    quantities,
)
from workbench.types import Hit, PaperSummary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "FEATURES",
    "Embed",
    "Scale",
    "about_paper",
    "covered_share",
    "features",
    "matter_share",
    "relevance",
    "scale_for",
    "tells",
]

Embed = Callable[[Sequence[str]], "npt.NDArray[np.float32]"]
"""Texts to unit vectors, one row a text."""

FEATURES = (
    "covered",
    "covered_nearby",
    "pairs_covered",
    "similarity",
    "passage_score",
    "answers_number",
    "answers_year",
    "new_words",
    "fits_kind",
)

_DEFINITION_FITS = 1.6
"""A sentence that says what the term is answers, however much more others say of it."""
_ORIGIN_FITS = 1.0
"""How well a sentence on an origin fits a question for one; most other sentences do not fit."""
_SORT_FITS = 0.6
"""How well a sentence fits that tells the sort of thing asked for: a number of it, a year."""
_ASKING_FOR_A_SORT = frozenset({Kind.FACT, Kind.NUMBER})
_LIST_FITS = 0.5
"""How well a sentence that lists things fits a question for a list."""
_NEARBY = 200
"""Characters to either side of a sentence that count as near it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What all candidates of one question are measured with.

    ``asked`` is the question without the titles of papers that it names, or the term that it
    wants defined, and ``stems`` are its words; none are left of a question for an ``overview`` of
    a paper.
    """

    question: str
    asked: str
    kind: Kind
    idf: Mapping[str, float]
    stems: frozenset[str]
    best_score: float
    overview: bool
    everyday_most: float
    """What an everyday word weighs at most: the mean of the words that say what is asked about."""


def about_paper(paper: PaperSummary) -> str:
    """What a question may name a paper by: its title, authors, venue and year."""
    return " ".join((paper.title, *paper.authors, paper.venue, str(paper.year or "")))


def scale_for(question: str, kind: Kind, hits: Sequence[Hit]) -> Scale:
    """Measure words by how rare they are among the hits' passages."""
    idf = inverse_document_frequencies(
        content_stems(f"{about_paper(hit.paper)} {hit.passage.text}") for hit in hits
    )
    best = max((hit.score for hit in hits), default=1.0)
    papers = [hit.paper for hit in hits]
    asked = without_titles(question, papers) if papers_named(question, papers) else question
    overview = asked != question and not is_specific(asked)
    if kind is Kind.DEFINITION:
        asked = defined_term(question) or asked
    stems = frozenset() if overview else frozenset(content_stems(asked))
    said = [idf.get(item, idf[""]) for item in stems if not is_everyday(item)]
    most = sum(said) / len(said) if said else 1.0
    return Scale(question, asked, kind, idf, stems, best, overview, most)


def features(candidate: Candidate, scale: Scale, similarity: float | None) -> list[float]:
    """Values in the order of ``FEATURES``; ``similarity`` is the cosine or ``None``.

    All are in 0..1 but ``fits_kind``, which may be below 0 for what does not answer at all.
    """
    text, hit = candidate.text, candidate.hit
    stems = content_stems(text)
    found = set(stems)
    if scale.stems & UNIT_STEMS:
        found.update(content_stems(units_named(text)))
    nearby = found | set(content_stems(_surroundings(candidate)))
    covered = covered_share(found, scale)
    return [
        covered,
        covered_share(nearby, scale),
        _pairs_covered(scale.asked, stems),
        covered if similarity is None else max(0.0, similarity),
        min(1.0, hit.score / max(1e-9, scale.best_score)),  # a hit of another part may have more
        *_answer_kinds(text, scale),
        min(1.0, len(found - scale.stems) / 12),
        _fits_kind(candidate, scale),
    ]


def _surroundings(candidate: Candidate) -> str:
    """About a sentence before and after, where a paper often names what the sentence is about."""
    text = candidate.hit.passage.text
    return text[max(0, candidate.start - _NEARBY) : candidate.end + _NEARBY]


def covered_share(held: set[str], scale: Scale) -> float:
    """How much of the question's word weight is among ``held``, 0..1; all of it, if it has none.

    Everyday words weigh little, so that a text is not held to lack what nobody asked about.
    """
    if scale.overview:
        return 1.0
    return _weight(scale.stems & held, scale) / max(1e-9, _weight(scale.stems, scale))


def matter_share(question: str, candidate: Candidate) -> float:
    """The share of a question's telling words that a sentence, those beside it or its title hold.

    Forms of a word count for what they share of its letters; 1.0 where no word tells anything.
    """
    telling = [item for item in set(content_stems(question)) if not is_everyday(item)]
    about = f"{candidate.text} {_surroundings(candidate)} {candidate.hit.paper.title}"
    held = set(content_stems(about))
    return sum(held_share(item, held) for item in telling) / len(telling) if telling else 1.0


def relevance(values: Sequence[float], embedded: bool) -> float:
    """Probability in 0..1 that a sentence with these features holds the answer."""
    weights = _WEIGHTS if embedded else _WEIGHTS_BY_WORDS
    total = weights["bias"] + sum(
        weights.get(name, 0.0) * value for name, value in zip(FEATURES, values, strict=True)
    )
    return 1 / (1 + exp(-total))


def _weight(stems: Iterable[str], scale: Scale) -> float:
    return sum(_weight_of(item, scale) for item in stems)


def _weight_of(item: str, scale: Scale) -> float:
    if is_everyday(item):
        return min(scale.everyday_most, scale.idf.get(item, 0.0))
    return scale.idf.get(item, scale.idf[""])


def _pairs_covered(question: str, stems: Sequence[str]) -> float:
    asked = content_stems(question)
    wanted = set(pairwise(asked))
    held = set(pairwise(stems))
    return len(wanted & held) / len(wanted) if wanted else 0.0


_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_ASKS_WHEN = re.compile(r"\b(?:when|what year|which year)\b", re.IGNORECASE)


def _answer_kinds(text: str, scale: Scale) -> tuple[float, float]:
    """Whether the sentence holds the sort of thing that the question asks for."""
    number = year = 0.0
    if scale.kind is Kind.NUMBER:
        asked = {quantity.value for quantity in quantities(scale.question)}
        number = float(any(q.value not in asked for q in quantities(text)))
    if _ASKS_WHEN.search(scale.question):
        year = float(bool(_YEAR.search(text)))
    return number, year


def _fits_kind(candidate: Candidate, scale: Scale) -> float:
    """Whether the sentence has the form of what is asked for: a definition, a finding."""
    if scale.overview:
        return summarises(candidate.core, candidate.hit.passage)
    if scale.kind is Kind.DEFINITION:
        return _DEFINITION_FITS * defines(candidate.core, scale.question, candidate.hit)
    if scale.kind in {Kind.CLAIM, Kind.CONSENSUS}:
        return reports_finding(candidate.core, candidate.hit.passage, candidate.start)
    if scale.kind is Kind.LIST:
        return _LIST_FITS * enumerates(candidate.core)
    fits = _ORIGIN_FITS if scale.kind is Kind.FIRST else _SORT_FITS
    return fits * (tells(candidate.core, scale) or 0.0)


def tells(sentence: str, scale: Scale) -> float | None:
    """How plainly (0..1) a sentence tells the sort of thing that is asked for: a number of it, a
    year, a person, an origin. None where a question asks for no such thing.
    """
    if scale.kind is Kind.FIRST:
        return tells_origin(sentence, scale.question)
    asked = asked_for(scale.question) if scale.kind in _ASKING_FOR_A_SORT else None
    if asked is None:
        return None
    if asked.sort is Sort.YEAR and asks_origin(scale.question):
        return told(asked, sentence) * tells_origin(sentence, scale.question)
    return told(asked, sentence)


_WEIGHTS: Mapping[str, float] = {
    "bias": -8.34,
    "covered": 3.46,
    "covered_nearby": 2.33,
    "pairs_covered": 1.80,
    "similarity": 1.83,
    "passage_score": 2.35,
    "answers_number": 0.62,
    "answers_year": 1.2,
    "new_words": -0.39,
    "fits_kind": 2.5,
}
_WEIGHTS_BY_WORDS: Mapping[str, float] = {
    "bias": -7.81,
    "covered": 5.04,
    "covered_nearby": 1.88,
    "pairs_covered": 1.79,
    "passage_score": 2.48,
    "answers_number": 0.68,
    "answers_year": 1.2,
    "new_words": -0.40,
    "fits_kind": 2.5,
}
