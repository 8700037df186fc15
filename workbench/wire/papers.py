"""Papers: as a row, in full, as they were read, and what the person said of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from ingest.paper import Paper, Reference
from workbench.editing import field_values
from workbench.types import (
    Collection,
    FieldValue,
    PaperDetail,
    PaperSummary,
    RemovedPaper,
    StoredPassage,
)
from workbench.wire.parts import Json, paper_part, paper_row, passage_part

__all__ = [
    "collections_payload",
    "edit_payload",
    "inspect_payload",
    "note_payload",
    "papers_payload",
    "removed_payload",
    "show_payload",
    "tags_payload",
    "versions_payload",
]


def papers_payload(papers: Sequence[PaperSummary]) -> Json:
    """``carrel papers --json``."""
    return {"papers": [paper_row(paper) for paper in papers]}


def show_payload(detail: PaperDetail, passages: Sequence[StoredPassage] = ()) -> Json:
    """``carrel show --json``."""
    return {
        "paper": paper_row(detail.summary),
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
        "cited_by": [paper_part(paper) for paper in detail.cited_by],
        "paths": list(detail.paths),
        "warnings": list(detail.warnings),
        "passages": [passage_part(passage) for passage in passages],
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
    return {"paper": paper_row(detail.summary), "fields": _fields(detail)}


def versions_payload(detail: PaperDetail) -> Json:
    """``carrel versions --json``."""
    return {"paper": paper_row(detail.summary), "versions": _versions(detail)}


def note_payload(detail: PaperDetail) -> Json:
    """``carrel note --json``."""
    return {"paper": paper_row(detail.summary), "note": detail.note}


def tags_payload(counts: Mapping[str, int]) -> Json:
    """``carrel tag --json`` without a paper."""
    return {"tags": [{"tag": tag, "papers": count} for tag, count in counts.items()]}


def collections_payload(collections: Sequence[Collection]) -> Json:
    """``carrel collection --json``."""
    return {"collections": [dataclasses.asdict(collection) for collection in collections]}


def removed_payload(removed: Sequence[RemovedPaper]) -> Json:
    """``carrel remove --json``, and ``carrel restore --json`` without a paper."""
    return {"removed": [{**dataclasses.asdict(p), "paths": list(p.paths)} for p in removed]}


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
            "paper": paper_row(version.paper),
        }
        for version in detail.versions
    ]


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
