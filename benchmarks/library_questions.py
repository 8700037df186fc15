"""Questions with known answers, asked of a real library: what the fitting scripts share.

Owns reading the questions, searching for them, and the features of every candidate sentence.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.answer.gather import Gathered, gather
from workbench.answer.relevance import Embed
from workbench.answer.trail import Trail
from workbench.answer.understand import Understanding, understand
from workbench.library import Library
from workbench.types import Filters, SearchResult

__all__ = [
    "Asked",
    "embedding_of",
    "known_questions",
    "near_questions",
    "other_questions",
    "sample_questions",
    "squeezed",
]

_HITS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the answerer would see it. ``paper`` is empty where no paper answers it."""

    file: str
    paper: str
    quote: str
    understood: Understanding
    gathered: Gathered


def known_questions(library: Library, papers: Path, *, leave_out: bool = False) -> Iterator[Asked]:
    """Questions of ``gold.jsonl``; with ``leave_out`` the answering paper is hidden."""
    ids = {path: p.id for p in library.papers() for path in library.paper(p.id).paths}
    for row in _rows(papers / "gold.jsonl"):
        paper = ids.get(str((papers / row["file"]).resolve()), "")
        for question in row["questions"]:
            if paper:
                search = _search(library, without=paper if leave_out else "")
                yield _asked(row["file"], paper, question["quote"], question["question"], search)


def other_questions(library: Library, papers: Path) -> Iterator[Asked]:
    """Questions of ``unanswerable.jsonl``."""
    for row in _rows(papers / "unanswerable.jsonl"):
        yield _asked(row["question"], "", "", row["question"], _search(library))


def near_questions(
    library: Library, file: Path, *, answerable: bool, about: str = "papers"
) -> Iterator[Asked]:
    """Questions on the library's own matter that it answers, or does not.

    ``about`` is ``papers``, or ``samples`` for a library of the sample papers.
    """
    for row in _rows(file):
        if row["library"] == about and row["answerable"] is answerable:
            yield _asked(row["question"], "", "", row["question"], _search(library))


def sample_questions(library: Library, file: Path, *, answerable: bool) -> Iterator[Asked]:
    """Questions of the sample papers' ``gold.json``, asked of a library of these."""
    known = json.loads(file.read_text("utf-8"))
    asked = [row["question"] for row in known["synthesis_questions"]]
    asked += [row["question"] for paper in known["papers"] for row in paper.get("questions", [])]
    for question in asked if answerable else known["unanswerable_questions"]:
        yield _asked(question, "", "", question, _search(library))


def embedding_of(library: Library) -> Embed:
    """The library's embedder as the answerer is handed it."""
    # the scripts fit what the front door hides, so they look behind it
    embedder = library._engines.embedder()  # noqa: SLF001
    return lambda texts: embedder.embed_texts(texts, None)


def squeezed(text: str) -> str:
    """Letters and digits alone, case folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _search(library: Library, without: str = "") -> Callable[[str, Filters, int], SearchResult]:
    searcher = library._searcher  # noqa: SLF001 -- see embedding_of

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        wide = 4 * k if without else k
        result = searcher.search(query, wide, filters, threading.Event(), each_paper=k)
        hits = [hit for hit in result.hits if hit.paper.id != without][:k]
        ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))
        return replace(result, hits=ranked)

    return search


def _asked(
    file: str,
    paper: str,
    quote: str,
    question: str,
    search: Callable[[str, Filters, int], SearchResult],
) -> Asked:
    understood = understand(question)
    gathered = gather(understood, Trail(search), Filters(), _HITS)
    return Asked(file, paper, quote, understood, gathered)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
