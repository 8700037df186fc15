"""Answers, hits and what is measured of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.answer.changes import Changes
from workbench.types import Answer, SavedSearch, SearchResult, Sentence, Table
from workbench.wire.parts import Json, citation_part, filters_part, hit_part, seconds_part

if TYPE_CHECKING:
    from workbench.evaluate.retrieval import RetrievalReport

__all__ = [
    "answers_payload",
    "ask_payload",
    "changes_payload",
    "retrieval_payload",
    "search_payload",
    "searches_payload",
]


def search_payload(result: SearchResult) -> Json:
    """``carrel search --json``."""
    return {
        "query": result.query,
        "filters": filters_part(result.filters),
        "hits": [hit_part(hit) for hit in result.hits],
        "timings": seconds_part(result.timings),
        "notes": list(result.notes),
        "suggestions": [dataclasses.asdict(suggestion) for suggestion in result.suggestions],
    }


def ask_payload(answer: Answer) -> Json:
    """``carrel ask --json``."""
    return {
        "id": answer.id,
        "question": answer.question,
        "answer": answer.text,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [citation_part(citation) for citation in answer.citations],
        "refused": answer.refused,
        "timings": seconds_part(answer.timings),
        "model": answer.model,
        "notes": list(answer.notes),
        "asked_at": answer.asked_at,
        "kind": answer.kind,
        "searched": list(answer.searched),
        "suggestion": answer.suggestion,
        "parts": list(answer.parts),
        "headings": list(answer.headings),
        "table": _table(answer.table),
        "filters": filters_part(answer.filters),
        "effort": answer.effort,
        "settings": dict(answer.settings),
        "follows": answer.follows,
        "searches": [dataclasses.asdict(node) for node in answer.searches],
        "narrowed_by": [dataclasses.asdict(taken) for taken in answer.narrowed_by],
        "could_narrow": [dataclasses.asdict(offered) for offered in answer.could_narrow],
        "reworded_for": answer.reworded_for,
    }


def changes_payload(changes: Changes) -> Json:
    """What ``carrel ask --again --json`` adds under ``changes``."""
    return {
        "verdict": changes.verdict,
        "new_quotes": [citation_part(citation) for citation in changes.new_quotes],
        "gone_quotes": [citation_part(citation) for citation in changes.gone_quotes],
        "new_papers": list(changes.new_papers),
        "gone_papers": list(changes.gone_papers),
    }


def answers_payload(answers: Sequence[Answer]) -> Json:
    """``carrel answers --json``."""
    return {"answers": [ask_payload(answer) for answer in answers]}


def retrieval_payload(report: RetrievalReport) -> Json:
    """``carrel evaluate retrieval --json``."""
    return {
        "dataset": report.dataset,
        "split": report.split,
        "stages": {stage: dict(values) for stage, values in report.stages.items()},
    }


def searches_payload(searches: Sequence[SavedSearch]) -> Json:
    """``carrel searches --json``."""
    return {"searches": [{**dataclasses.asdict(s), "controls": dict(s.controls)} for s in searches]}


def _table(table: Table | None) -> Json | None:
    if table is None:
        return None
    return {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": sentence.support.value,
        "support_score": sentence.support_score,
        "reason": sentence.reason,
        "paragraph": sentence.paragraph,
    }
