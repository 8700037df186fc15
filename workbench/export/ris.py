"""RIS, read by EndNote, Zotero, Mendeley and RefWorks.

Owns tags and line form. A value is always one line, so no text can begin a tag of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.export.entry import FILE_DATED, EntryKind, entry_kind, unique_keys
from workbench.export.plain import one_line, split_name
from workbench.types import PaperDetail

__all__ = ["ris"]

_TYPES = {
    EntryKind.ARTICLE: "JOUR",
    EntryKind.MEETING: "CONF",
    EntryKind.PREPRINT: "UNPB",
    EntryKind.THESIS: "THES",
    EntryKind.REPORT: "RPRT",
    EntryKind.BOOK: "BOOK",
    EntryKind.CHAPTER: "CHAP",
    EntryKind.SLIDES: "SLIDE",
    EntryKind.POSTER: "GEN",
    EntryKind.LETTER: "PCOMM",
    EntryKind.OTHER: "GEN",
}


def ris(papers: Sequence[PaperDetail]) -> str:
    """One record a paper, a blank line between records."""
    records = [_record(paper, key) for paper, key in zip(papers, unique_keys(papers), strict=True)]
    return "\n".join(records)


def _record(paper: PaperDetail, key: str) -> str:
    lines = [f"{tag}  - {value}" for tag, value in _tags(paper, key) if value]
    return "\n".join([*lines, "ER  - ", ""])


def _tags(paper: PaperDetail, key: str) -> Iterator[tuple[str, str]]:
    summary = paper.summary
    yield "TY", _TYPES[entry_kind(paper)]
    yield "ID", key
    for author in summary.authors:
        yield "AU", ", ".join(filter(None, split_name(author)))
    yield "TI", one_line(summary.title)
    yield "T2", one_line(summary.venue)
    yield "PY", str(summary.year) if summary.year else ""
    yield "N1", FILE_DATED if summary.year_is_file_date else ""
    yield "DO", one_line(paper.doi)
    yield "AN", f"arXiv:{one_line(paper.arxiv_id)}" if paper.arxiv_id else ""
    yield "LA", one_line(paper.language)
    for word in paper.keywords:
        yield "KW", one_line(word)
    yield "AB", one_line(paper.abstract)
