"""Hand-made papers and a plain word search over them, for the tests of answers and exports."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.paper import PassageKind, Rectangle
from workbench.answer.words import content_stems
from workbench.settings import AnswerSettings, ModelSettings, ReadingSettings, Settings
from workbench.types import (
    FileState,
    Filters,
    Hit,
    PaperDetail,
    PaperSummary,
    SearchResult,
    StoredPassage,
)

__all__ = ["Shelf", "detail", "hit", "paper", "passage", "plain_settings"]


def plain_settings() -> Settings:
    """Settings for a library that is read in one process and uses no model."""
    return Settings(
        reading=ReadingSettings(workers=1, recognise="never"),
        models=ModelSettings(fetch="never", writer="none"),
        answer=AnswerSettings(write="never"),
    )


def _hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def paper(
    title: str,
    authors: Sequence[str] = ("Ada Example",),
    year: int | None = 2020,
    citekey: str = "",
    venue: str = "",
) -> PaperSummary:
    return PaperSummary(
        id=_hex(title),
        citekey=citekey or f"{authors[0].split()[-1].lower() if authors else 'anon'}{year}",
        title=title,
        authors=tuple(authors),
        year=year,
        path=f"papers/{_hex(title)}.pdf",
        state=FileState.READY,
        pages=9,
        venue=venue,
    )


def passage(
    of: PaperSummary,
    text: str,
    page: int = 1,
    rectangles: tuple[Rectangle, ...] = (),
    section: str = "Results",
) -> StoredPassage:
    return StoredPassage(
        id=_hex(of.title + text),
        paper_id=of.id,
        position=page,
        kind=PassageKind.BODY,
        text=text,
        section=section,
        page=page,
        tokens=len(text.split()),
        rectangles=rectangles,
    )


def hit(of: PaperSummary, text: str, page: int = 1, rank: int = 1) -> Hit:
    return Hit(rank, 1 / rank, {"lexical": 1 / rank}, of, passage(of, text, page))


def detail(
    summary: PaperSummary,
    doi: str = "",
    arxiv_id: str = "",
    abstract: str = "",
    keywords: tuple[str, ...] = (),
) -> PaperDetail:
    return PaperDetail(
        summary, doi, arxiv_id, abstract, keywords, "en", (), (), (), (summary.path,), ()
    )


@dataclass
class Shelf:
    """A few papers that can be searched by shared words, best first."""

    passages: list[tuple[PaperSummary, StoredPassage]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def add(self, of: PaperSummary, *pages: str) -> PaperSummary:
        """Put a paper on the shelf, one passage a page."""
        for number, text in enumerate(pages, start=1):
            self.passages.append((of, passage(of, text, number)))
        return of

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        self.queries.append(query)
        wanted = set(content_stems(query))
        scored = [
            (len(wanted & set(content_stems(f"{of.title} {item.text}"))), of, item)
            for of, item in self.passages
            if not filters.papers or of.id in filters.papers
        ]
        scored.sort(key=lambda row: -row[0])
        best = max(1, scored[0][0]) if scored else 1
        hits = tuple(
            Hit(rank, score / best, {"lexical": float(score)}, of, item)
            for rank, (score, of, item) in enumerate(scored[:k], start=1)
            if score
        )
        return SearchResult(query, filters, hits, {"total": 0.0})
