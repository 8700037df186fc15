"""The finished answer: what was said, what it rests on, and what a refusal tells.

Owns the wording around an answer (refusals, notes on disagreement) and filling in ``Answer``.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workbench.answer.attribution import author_year
from workbench.answer.gather import Gathered
from workbench.answer.refuse import REFUSAL
from workbench.answer.stance import disagreeing
from workbench.answer.understand import Understanding
from workbench.types import (
    Answer,
    Citation,
    Filters,
    SearchNode,
    Sentence,
    Suggestion,
    Table,
)

__all__ = ["Parts", "assemble", "disagreement_notes", "refusal_text"]

_MOST_DISAGREEMENTS = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """What an answer is put together from; see ``Answer`` for the fields."""

    question: str
    understood: Understanding
    text: str
    model: str
    timings: Mapping[str, float]
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    headings: tuple[str, ...] = ()
    table: Table | None = None
    notes: Sequence[str] = ()
    searched: tuple[str, ...] = ()
    suggestion: str = ""
    refused: bool = False
    filters: Filters = field(default_factory=Filters)
    effort: str = ""
    settings: Mapping[str, str | int | float] = field(default_factory=dict)
    follows: str = ""
    searches: tuple[SearchNode, ...] = ()
    narrowed_by: tuple[Suggestion, ...] = ()
    could_narrow: tuple[Suggestion, ...] = ()


def assemble(parts: Parts) -> Answer:
    """Give the answer its id and the time of day."""
    return Answer(
        id=secrets.token_hex(8),
        question=parts.question,
        text=parts.text,
        sentences=parts.sentences,
        citations=parts.citations,
        refused=parts.refused,
        model=parts.model,
        timings=parts.timings,
        notes=tuple(dict.fromkeys(parts.notes)),
        asked_at=datetime.now(UTC).isoformat(timespec="seconds"),
        kind=parts.understood.kind.value,
        searched=parts.searched,
        suggestion=parts.suggestion,
        parts=parts.understood.parts,
        headings=parts.headings,
        table=parts.table,
        filters=parts.filters,
        effort=parts.effort,
        settings=parts.settings,
        follows=parts.follows,
        searches=parts.searches,
        narrowed_by=parts.narrowed_by,
        could_narrow=parts.could_narrow,
    )


def refusal_text(gathered: Gathered, nearest: Sequence[Citation], suggestion: str) -> str:
    """That the library does not say, what was searched, what is nearest, what to try."""
    papers = len({hit.paper.id for hit in gathered.hits})
    passages = len(gathered.hits)
    searched = (
        f"Searched for {_listed(gathered.queries)}: the {passages} nearest passages, from "
        f"{papers} paper{'s' * (papers != 1)}, do not hold an answer."
        if passages
        else f"Searched for {_listed(gathered.queries)} and found no passage at all."
    )
    marks = "".join(f"[{citation.n}]" for citation in nearest)
    near = f" The nearest things found: {marks}." if nearest else ""
    return f"{REFUSAL} {searched}{near}\n\n{suggestion}"


def disagreement_notes(citations: Sequence[Citation]) -> list[str]:
    """Who seems to say the opposite of whom, with years."""
    pairs = disagreeing([(citation.paper.id, citation.quote) for citation in citations])
    return [
        f"{author_year(citations[i].paper)} [{citations[i].n}] and "
        f"{author_year(citations[j].paper)} [{citations[j].n}] seem to disagree"
        for i, j in pairs[:_MOST_DISAGREEMENTS]
    ]


def _listed(queries: Sequence[str]) -> str:
    return ", ".join(f"“{query}”" for query in queries)
