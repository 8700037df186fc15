"""The workbench's types as the published JSON shapes.

Owns the shapes of every ``--json`` output; their schemas are in ``assets/schemas``. Keys are added
over time and never renamed, moved or taken away. Holds no rules and reads no files.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.paper import Paper, Reference
from workbench.answer.changes import Changes
from workbench.editing import field_values
from workbench.types import (
    Answer,
    Citation,
    Collection,
    FieldValue,
    Filters,
    Hit,
    IngestReport,
    LibraryStatus,
    ModelStatus,
    PaperDetail,
    PaperSummary,
    RemovedPaper,
    SavedSearch,
    SearchResult,
    Sentence,
    StoredPassage,
    Table,
)

if TYPE_CHECKING:
    from workbench.evaluate.retrieval import RetrievalReport

__all__ = [
    "answers_payload",
    "ask_payload",
    "changes_payload",
    "collections_payload",
    "edit_payload",
    "ingest_payload",
    "inspect_payload",
    "note_payload",
    "papers_payload",
    "removed_payload",
    "retrieval_payload",
    "search_payload",
    "searches_payload",
    "show_payload",
    "status_payload",
    "tags_payload",
    "versions_payload",
]

Json = dict[str, Any]


def search_payload(result: SearchResult) -> Json:
    """``carrel search --json``."""
    return {
        "query": result.query,
        "filters": _filters(result.filters),
        "hits": [_hit(hit) for hit in result.hits],
        "timings": _seconds(result.timings),
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
        "citations": [_citation(citation) for citation in answer.citations],
        "refused": answer.refused,
        "timings": _seconds(answer.timings),
        "model": answer.model,
        "notes": list(answer.notes),
        "asked_at": answer.asked_at,
        "kind": answer.kind,
        "searched": list(answer.searched),
        "suggestion": answer.suggestion,
        "parts": list(answer.parts),
        "headings": list(answer.headings),
        "table": _table(answer.table),
        "filters": _filters(answer.filters),
        "effort": answer.effort,
        "settings": dict(answer.settings),
        "follows": answer.follows,
        "searches": [dataclasses.asdict(node) for node in answer.searches],
        "narrowed_by": [dataclasses.asdict(taken) for taken in answer.narrowed_by],
        "could_narrow": [dataclasses.asdict(offered) for offered in answer.could_narrow],
        "reworded_for": answer.reworded_for,
    }


def retrieval_payload(report: RetrievalReport) -> Json:
    """``carrel evaluate retrieval --json``."""
    return {
        "dataset": report.dataset,
        "split": report.split,
        "stages": {stage: dict(values) for stage, values in report.stages.items()},
    }


def changes_payload(changes: Changes) -> Json:
    """What ``carrel ask --again --json`` adds under ``changes``."""
    return {
        "verdict": changes.verdict,
        "new_quotes": [_citation(citation) for citation in changes.new_quotes],
        "gone_quotes": [_citation(citation) for citation in changes.gone_quotes],
        "new_papers": list(changes.new_papers),
        "gone_papers": list(changes.gone_papers),
    }


def answers_payload(answers: Sequence[Answer]) -> Json:
    """``carrel answers --json``."""
    return {"answers": [ask_payload(answer) for answer in answers]}


def papers_payload(papers: Sequence[PaperSummary]) -> Json:
    """``carrel papers --json``."""
    return {"papers": [_paper_row(paper) for paper in papers]}


def show_payload(detail: PaperDetail, passages: Sequence[StoredPassage] = ()) -> Json:
    """``carrel show --json``."""
    return {
        "paper": _paper_row(detail.summary),
        "doi": detail.doi,
        "arxiv_id": detail.arxiv_id,
        "abstract": detail.abstract,
        "keywords": list(detail.keywords),
        "language": detail.language,
        "sections": [dataclasses.asdict(section) for section in detail.sections],
        "references": [
            {
                "position": reference.position,
                "raw": reference.raw,
                "title": reference.title,
                "authors": list(reference.authors),
                "year": reference.year,
                "doi": reference.doi,
                "paper": reference.cited_paper_id,
                "label": reference.label,
                "cited_here": reference.cited_here,
            }
            for reference in detail.references
        ],
        "cited_by": [_paper(paper) for paper in detail.cited_by],
        "paths": list(detail.paths),
        "warnings": list(detail.warnings),
        "passages": [_passage(passage) for passage in passages],
        "kind": detail.kind,
        "affiliations": list(detail.affiliations),
        "emails": list(detail.emails),
        "fields": _fields(detail),
        "versions": _versions(detail),
        "figures": [dataclasses.asdict(figure) for figure in detail.figures],
        "note": detail.note,
    }


def edit_payload(detail: PaperDetail) -> Json:
    """``carrel edit --json``."""
    return {"paper": _paper_row(detail.summary), "fields": _fields(detail)}


def versions_payload(detail: PaperDetail) -> Json:
    """``carrel versions --json``."""
    return {"paper": _paper_row(detail.summary), "versions": _versions(detail)}


def _fields(detail: PaperDetail) -> dict[str, Json]:
    """Each field's value, what was read there, whence and how surely, and when it was edited."""
    edits = {edit.name: edit for edit in detail.edits}
    fields: dict[str, Json] = {}
    for name, value in field_values(detail).items():
        edit, source = edits.get(name), detail.sources.get(name)
        fields[name] = {
            "value": _listed(value),
            "read": _listed(edit.read if edit else value),
            "edited_at": edit.edited_at if edit else None,
            "source": source.source if source else None,
            "confidence": source.confidence if source else None,
        }
    return fields


def _listed(value: FieldValue) -> str | int | list[str] | None:
    return list(value) if isinstance(value, tuple) else value


def _versions(detail: PaperDetail) -> list[Json]:
    return [
        {
            "relation": version.relation.value,
            "by": "person" if version.by_person else "carrel",
            "paper": _paper_row(version.paper),
        }
        for version in detail.versions
    ]


def tags_payload(counts: Mapping[str, int]) -> Json:
    """``carrel tag --json`` without a paper."""
    return {"tags": [{"tag": tag, "papers": count} for tag, count in counts.items()]}


def collections_payload(collections: Sequence[Collection]) -> Json:
    """``carrel collection --json``."""
    return {"collections": [dataclasses.asdict(collection) for collection in collections]}


def note_payload(detail: PaperDetail) -> Json:
    """``carrel note --json``."""
    return {"paper": _paper_row(detail.summary), "note": detail.note}


def searches_payload(searches: Sequence[SavedSearch]) -> Json:
    """``carrel searches --json``."""
    return {"searches": [{**dataclasses.asdict(s), "controls": dict(s.controls)} for s in searches]}


def removed_payload(removed: Sequence[RemovedPaper]) -> Json:
    """``carrel remove --json``, and ``carrel restore --json`` without a paper."""
    return {"removed": [{**dataclasses.asdict(p), "paths": list(p.paths)} for p in removed]}


def ingest_payload(report: IngestReport) -> Json:
    """``carrel ingest --json``."""
    return {
        "files": [
            {
                "path": file.path,
                "state": file.state.value,
                "reason": file.reason,
                "paper": file.paper_id,
                "changed": file.changed,
            }
            for file in report.files
        ],
        "counts": dict(report.counts),
        "seconds": round(report.seconds, 3),
        "cancelled": report.cancelled,
        "notes": list(report.notes),
    }


def status_payload(status: LibraryStatus) -> Json:
    """``carrel status --json``."""
    return {
        "library": status.folder,
        "counts": {"papers": status.papers, "passages": status.passages, **status.files},
        "index": {
            "lexical": status.lexical_count,
            "dense": status.dense_count,
            "embedded": status.embedded,
        },
        "models": [_model(model) for model in status.models],
        "device": status.device,
        "notes": list(status.notes),
    }


def inspect_payload(paper: Paper) -> Json:
    """``carrel inspect --json``: what reading one file yields."""
    return {
        "path": paper.path,
        "sha256": paper.sha256,
        "pages": len(paper.pages),
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "abstract": paper.abstract,
        "sections": [dataclasses.asdict(section) for section in paper.sections],
        "references": [_reference(reference) for reference in paper.references],
        "passages": [
            {
                "text": passage.text,
                "section": passage.section,
                "page": passage.page,
                "tokens": passage.tokens,
                "id": passage.id,
                "kind": passage.kind.value,
            }
            for passage in paper.passages
        ],
        "warnings": list(paper.warnings),
        "venue": paper.venue,
        "keywords": list(paper.keywords),
        "language": paper.language,
        "page_texts": [page.text.value for page in paper.pages],
        "subtitle": paper.subtitle,
        "kind": paper.kind,
        "affiliations": list(paper.affiliations),
        "emails": list(paper.emails),
        "provenance": {
            name: {"source": found.source, "confidence": found.confidence}
            for name, found in paper.provenance.items()
        },
    }


def _table(table: Table | None) -> Json | None:
    if table is None:
        return None
    return {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def _hit(hit: Hit) -> Json:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "scores": dict(hit.scores),
        "paper": _paper(hit.paper),
        "passage": _passage(hit.passage),
        "reason": hit.reason,
    }


def _paper(paper: PaperSummary) -> Json:
    return {
        "id": paper.id,
        "citekey": paper.citekey,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "path": paper.path,
    }


def _paper_row(paper: PaperSummary) -> Json:
    return {
        **_paper(paper),
        "state": paper.state.value,
        "reason": paper.reason,
        "pages": paper.pages,
        "venue": paper.venue,
        "cited_by": paper.cited_by,
        "subtitle": paper.subtitle,
        "tags": list(paper.tags),
        "read": paper.is_read,
        "starred": paper.is_starred,
        "versions": paper.versions,
        "newest": paper.newest_id or paper.id,
        "collections": list(paper.collections),
        "has_note": paper.has_note,
    }


def _passage(passage: StoredPassage) -> Json:
    return {
        "id": passage.id,
        "text": passage.text,
        "section": passage.section,
        "page": passage.page,
        "kind": passage.kind.value,
    }


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": sentence.support.value,
        "support_score": sentence.support_score,
        "reason": sentence.reason,
        "paragraph": sentence.paragraph,
    }


def _citation(citation: Citation) -> Json:
    return {
        "n": citation.n,
        "paper": _paper(citation.paper),
        "passage": _passage(citation.passage),
        "page": citation.page,
        "quote": citation.quote,
    }


def _reference(reference: Reference) -> Json:
    return {
        "raw": reference.raw,
        "title": reference.title,
        "authors": list(reference.authors),
        "year": reference.year,
        "doi": reference.doi,
        "label": reference.label,
        "venue": reference.venue,
        "arxiv_id": reference.arxiv_id,
    }


def _model(model: ModelStatus) -> Json:
    return dataclasses.asdict(model)


def _filters(filters: Filters) -> Json:
    return {
        "since": filters.since,
        "until": filters.until,
        "papers": list(filters.papers),
        "terms": list(filters.terms),
    }


def _seconds(timings: Mapping[str, float]) -> dict[str, float]:
    return {step: round(seconds, 4) for step, seconds in timings.items()}
