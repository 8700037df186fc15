"""The truth about a library in a few numbers."""

from __future__ import annotations

from pathlib import Path

from workbench.catalogue.catalogue import Catalogue
from workbench.engines import Engines
from workbench.indexes import Indexes
from workbench.types import LibraryStatus

__all__ = ["library_status"]


def library_status(
    folder: Path, catalogue: Catalogue, indexes: Indexes, engines: Engines
) -> LibraryStatus:
    """Count what is stored and say what can be searched; loads no model."""
    passages = catalogue.passages.count()
    key = engines.embedder_key()
    embedded = catalogue.vectors.count(key) if key else 0
    notes = list(catalogue.notes)
    if embedded < passages:
        notes.append(
            f"{passages - embedded} passages are found by words only: "
            + engines.why_words_only(cancelled=False)
        )
    device = engines.device()  # loads the embedder, so that its status is what was seen
    return LibraryStatus(
        folder=str(folder),
        papers=catalogue.papers.count(),
        files=catalogue.files.counts(),
        passages=passages,
        embedded=embedded,
        lexical_count=indexes.lexical().count(),
        dense_count=embedded,
        models=engines.status(),
        device=device,
        notes=tuple(notes),
    )
