"""A test collection as a library of its own, so that what is measured is what people use.

Owns the making: each document becomes a paper with one passage, its year, citation count and
links where the collection knows them, through the same catalogue, indexes and embedder as any
library. The folder is named after the documents' content and is kept, so that a second run embeds
nothing, and one that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import RequestCancelledError
from ingest.paper import Paper, Passage, PassageKind
from ingest.passages import passage_id
from workbench import logs, paths
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.database import Connection
from workbench.catalogue.impact import import_counts
from workbench.catalogue.paper_rows import as_read, insert_paper, insert_parts
from workbench.engines import Engines
from workbench.errors import CancelledError, EvaluationError
from workbench.evaluate.collection import Collection, Document
from workbench.indexes import Indexes
from workbench.intake.embedding import give_meaning
from workbench.intake.ticker import Ticker
from workbench.open_folders import claim, release
from workbench.search.searcher import Searcher
from workbench.settings import Settings
from workbench.types import ProgressListener

__all__ = ["Scratch", "open_scratch"]

_BATCH = 200
"""Documents stored in one transaction."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scratch:
    """A collection that can be searched."""

    searcher: Searcher
    documents: dict[str, str]
    """The document's id, by the id of its one passage."""


@contextmanager
def open_scratch(
    collection: Collection,
    settings: Settings,
    folder: Path,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> Iterator[Scratch]:
    """Index a collection below ``folder``, or open what an earlier run left there.

    Raises:
        CancelledError: ``cancel`` was set; what is done by then is kept.
        LibraryBusyError: Another process measures the same collection.
        EvaluationError: An index could not be filled, so that nothing measured would hold.
        CarrelError: The embedder cannot be had.
    """
    place = folder / f"{collection.name}-{_content_hash(collection.documents)}"
    place.mkdir(parents=True, exist_ok=True)
    claim(place)
    catalogue: Catalogue | None = None
    engines = Engines(settings, paths.models_folder(), logs.model_log())
    try:
        catalogue = Catalogue(place / "catalogue.duckdb")
        indexes = Indexes(place / "index", catalogue)
        try:
            _fill(collection, catalogue, on_progress, cancel)
            _embed(catalogue, indexes, engines, on_progress, cancel)
            searcher = Searcher(catalogue, indexes, engines, settings.search)
            names = {_passage(doc).id: doc.id for doc in collection.documents}
            yield Scratch(searcher, names)
        finally:
            indexes.close()
    finally:
        engines.close()
        if catalogue is not None:
            catalogue.close()
        release(place)


def _content_hash(documents: Sequence[Document]) -> str:
    """16 hexadecimal digits that change with any document."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(repr(document).encode("utf-8", "replace"))
    return digest.hexdigest()[:16]


def _fill(
    collection: Collection,
    catalogue: Catalogue,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> None:
    """Store the documents that are not there yet."""
    done = catalogue.papers.count()
    waiting = collection.documents[done:]
    ticker = Ticker("index", len(waiting), "documents", on_progress)
    for batch in _batches(waiting, _BATCH):
        _require_wanted(cancel)
        catalogue.database.write(_inserting(batch))
        ticker.advance(len(batch), batch[-1].title)


def _inserting(batch: Sequence[Document]) -> Callable[[Connection], None]:
    def change(connection: Connection) -> None:
        papers = [_paper(document) for document in batch]
        for document, paper in zip(batch, papers, strict=True):
            insert_paper(connection, paper, as_read(paper, document.id), {})
        insert_parts(connection, papers)
        _insert_links(connection, batch)
        counts = {_paper_id(doc.id): doc.citations for doc in batch if doc.citations is not None}
        import_counts(connection, counts)
        connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")

    return change


def _insert_links(connection: Connection, batch: Sequence[Document]) -> None:
    """Each document's links as references that are matched already."""
    links = [
        (_paper_id(document.id), position, _paper_id(other))
        for document in batch
        for position, other in enumerate(dict.fromkeys(document.links))
        if other != document.id
    ]
    if links:
        connection.execute(
            "INSERT INTO reference_entries BY NAME SELECT unnest(?::VARCHAR[]) AS paper_id,"
            " unnest(?::INTEGER[]) AS position, unnest(?::VARCHAR[]) AS cited_paper_id,"
            " '' AS raw, '' AS label, '' AS title, '' AS title_key, [] AS authors, '' AS venue,"
            " '' AS volume, '' AS pages, '' AS doi, '' AS arxiv_id, '' AS url",
            [list(column) for column in zip(*links, strict=True)],
        )


def _embed(
    catalogue: Catalogue,
    indexes: Indexes,
    engines: Engines,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> None:
    """Give every document its vector, and open both indexes, whole."""
    _require_wanted(cancel)
    indexes.lexical()
    embedder = engines.embedder()
    # before any vector is stored: it would be compared with the catalogue from the start otherwise
    indexes.open_dense(embedder.key, embedder.dimension)
    try:
        give_meaning(catalogue, indexes, embedder, on_progress=on_progress, cancel=cancel)
        indexes.save_dense()
        # a search would be measured on what is indexed so far
        indexes.wait_until_filled()
    except RequestCancelledError as error:
        raise CancelledError("the evaluation was cancelled") from error
    _require_wanted(cancel)
    if notes := indexes.notes():
        raise EvaluationError("; ".join(notes), "run it again; the log says more")


def _paper(document: Document) -> Paper:
    return Paper(
        path="",
        sha256=_sha256(document.id),
        bytes=0,
        pages=(),
        title=document.title,
        authors=(),
        year=document.year,
        doi="",
        arxiv_id="",
        venue="",
        abstract="",
        keywords=(),
        language="",
        sections=(),
        references=(),
        passages=(_passage(document),),
    )


def _passage(document: Document) -> Passage:
    return Passage(
        id=passage_id(_sha256(document.id), 0, document.text),
        position=0,
        kind=PassageKind.ABSTRACT,
        text=document.text,
        section="",
        page=1,
        tokens=0,
    )


def _sha256(document_id: str) -> str:
    return hashlib.sha256(f"document {document_id}".encode("utf-8", "replace")).hexdigest()


def _paper_id(document_id: str) -> str:
    return _sha256(document_id)[:16]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _require_wanted(cancel: threading.Event) -> None:
    if cancel.is_set():
        raise CancelledError("the evaluation was cancelled")
