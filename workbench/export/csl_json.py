"""CSL-JSON, read by Pandoc, Zotero and every CSL processor.

Owns the mapping to CSL's names; JSON itself does the escaping.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from workbench.export.entry import EntryKind, entry_kind, unique_keys
from workbench.export.plain import one_line, split_name
from workbench.types import PaperDetail, PaperSummary

__all__ = ["csl_json"]

_TYPES = {
    EntryKind.ARTICLE: "article-journal",
    EntryKind.MEETING: "paper-conference",
    EntryKind.PREPRINT: "article",
    EntryKind.THESIS: "thesis",
    EntryKind.REPORT: "report",
    EntryKind.BOOK: "book",
    EntryKind.CHAPTER: "chapter",
    EntryKind.SLIDES: "speech",
    EntryKind.POSTER: "speech",
    EntryKind.LETTER: "personal_communication",
    EntryKind.OTHER: "article",
}
_GENRES = {
    EntryKind.PREPRINT: "preprint",
    EntryKind.SLIDES: "slides",
    EntryKind.POSTER: "poster",
}
"""CSL's type alone does not tell these from others of it."""


def csl_json(papers: Sequence[PaperDetail]) -> str:
    """A JSON list with one item a paper."""
    items = [_item(paper, key) for paper, key in zip(papers, unique_keys(papers), strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(paper: PaperDetail, key: str) -> dict[str, Any]:
    summary = paper.summary
    kind = entry_kind(paper)
    item: dict[str, Any] = {
        "id": key,
        "type": _TYPES[kind],
        "genre": _GENRES.get(kind, ""),
        "title": one_line(summary.title),
        "author": [_name(author) for author in summary.authors],
        "issued": _issued(summary),
        "container-title": one_line(summary.venue),
        "DOI": one_line(paper.doi),
        "number": f"arXiv:{one_line(paper.arxiv_id)}" if paper.arxiv_id else "",
        "language": one_line(paper.language),
        "keyword": ", ".join(one_line(word) for word in paper.keywords),
        "abstract": one_line(paper.abstract),
    }
    return {name: value for name, value in item.items() if value}


def _issued(summary: PaperSummary) -> dict[str, Any] | None:
    if not summary.year:
        return None
    issued: dict[str, Any] = {"date-parts": [[summary.year]]}
    return issued | {"circa": True} if summary.year_is_file_date else issued


def _name(author: str) -> dict[str, str]:
    family, given = split_name(author)
    return {"family": family, "given": given} if given else {"literal": family}
