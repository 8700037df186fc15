"""Answers as the catalogue stores them, and back.

Owns both ways. A record of a newer carrel can be read: what is not known is passed over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ingest.paper import PassageKind, Rectangle
from workbench.types import (
    Answer,
    Citation,
    FileState,
    Filters,
    PaperSummary,
    SearchNode,
    Sentence,
    StoredPassage,
    Suggestion,
    Support,
    Table,
)

__all__ = ["answer_from_record", "answer_record"]

Json = dict[str, Any]
Shape = TypeVar("Shape")


def answer_record(answer: Answer) -> Json:
    """All of an answer, for ``answer_from_record`` to bring back unchanged."""
    return {
        "version": 1,
        **dataclasses.asdict(answer),
        "timings": dict(answer.timings),
        "settings": dict(answer.settings),
    }


def answer_from_record(record: Mapping[str, Any]) -> Answer:
    """The inverse of ``answer_record``, after a trip through JSON; unknown keys are passed over."""
    known = _known(Answer, record)
    return Answer(
        **{
            **known,
            "sentences": tuple(_sentence_from(item) for item in record["sentences"]),
            "citations": tuple(_citation_from(item) for item in record["citations"]),
            "notes": tuple(record.get("notes", ())),
            "searched": tuple(record.get("searched", ())),
            "parts": tuple(record.get("parts", ())),
            "headings": tuple(record.get("headings", ())),
            "table": _table_from(record.get("table")),
            "filters": _filters_from(record.get("filters") or {}),
            "searches": _all_from(SearchNode, record.get("searches", ())),
            "narrowed_by": _all_from(Suggestion, record.get("narrowed_by", ())),
            "could_narrow": _all_from(Suggestion, record.get("could_narrow", ())),
        }
    )


def _known(shape: type, record: Mapping[str, Any]) -> Json:
    """The keys that the type has, so that records of a newer carrel can be read."""
    names = {item.name for item in dataclasses.fields(shape)}
    return {key: value for key, value in record.items() if key in names}


def _all_from(shape: type[Shape], records: Sequence[Mapping[str, Any]]) -> tuple[Shape, ...]:
    """Flat shapes, from the list that they were kept as."""
    return tuple(shape(**_known(shape, record)) for record in records)


def _sentence_from(record: Mapping[str, Any]) -> Sentence:
    return Sentence(
        **{
            **_known(Sentence, record),
            "citations": tuple(record["citations"]),
            "support": Support(record["support"]),
        }
    )


def _citation_from(record: Mapping[str, Any]) -> Citation:
    paper, passage = record["paper"], record["passage"]
    return Citation(
        n=record["n"],
        paper=PaperSummary(
            **{
                **_known(PaperSummary, paper),
                "authors": tuple(paper["authors"]),
                "tags": tuple(paper.get("tags", ())),
                "collections": tuple(paper.get("collections", ())),
                "state": FileState(paper["state"]),
            }
        ),
        passage=StoredPassage(
            **{
                **_known(StoredPassage, passage),
                "kind": PassageKind(passage["kind"]),
                "rectangles": tuple(Rectangle(**box) for box in passage["rectangles"]),
                "pieces": tuple((start, end) for start, end in passage.get("pieces", ())),
                "flat": tuple(passage.get("flat", ())),
            }
        ),
        page=record["page"],
        quote=record["quote"],
        score=record.get("score", 0.0),
        scores=record.get("scores", {}),
    )


def _table_from(record: Mapping[str, Any] | None) -> Table | None:
    if record is None:
        return None
    return Table(tuple(record["columns"]), tuple(tuple(row) for row in record["rows"]))


def _filters_from(record: Mapping[str, Any]) -> Filters:
    """Lists come back as the tuples that they were."""
    kept: Json = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in _known(Filters, record).items()
    }
    return Filters(**kept)
