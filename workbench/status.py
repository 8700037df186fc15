"""The truth about a library in a few numbers."""

from __future__ import annotations

from pathlib import Path

from workbench.catalogue.catalogue import Catalogue
from workbench.engines import MEANING_UNAVAILABLE, Engines
from workbench.indexes import Indexes
from workbench.types import LibraryStatus

__all__ = ["library_status"]


def library_status(
    folder: Path, catalogue: Catalogue, indexes: Indexes, engines: Engines
) -> LibraryStatus:
    """Count what is stored and what can be searched; loads the embedder, to name its device."""
    passages = catalogue.passages.count()
    key = engines.embedder_key()
    embedded = catalogue.vectors.count(key) if key else 0
    notes = list(catalogue.notes)
    given_up = catalogue.vectors.given_up(key) if key else 0
    if given_up:
        notes.append(f"on {given_up} passages the embedder died: they are found by words only")
    if embedded + given_up < passages:
        notes.append(
            f"{passages - embedded - given_up} passages are found by words only: "
            + engines.why_words_only(cancelled=False)
        )
    lexical_count = indexes.lexical().count()
    dense_count = _dense_count(indexes, engines)
    notes += indexes.notes()
    device = engines.device()  # loads the embedder, so that its status is what was seen
    return LibraryStatus(
        folder=str(folder),
        papers=catalogue.papers.count(),
        files=catalogue.files.counts(),
        passages=passages,
        embedded=embedded,
        lexical_count=lexical_count,
        dense_count=dense_count,
        models=engines.status(),
        device=device,
        notes=tuple(notes),
    )


def _dense_count(indexes: Indexes, engines: Engines) -> int:
    """Passages the index of meaning itself can find; 0 where there is no embedder."""
    try:
        embedder = engines.embedder()
        return indexes.open_dense(embedder.key, embedder.dimension).count()
    except MEANING_UNAVAILABLE:
        return 0
