"""What the person knows better, carried through: catalogue, both indexes, citations, versions.

Owns what follows from a correction. A changed title is part of the text that was embedded, so a
paper's passages are embedded again then; no other field is, and no other paper.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial

from index.errors import RequestCancelledError
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.editing import FIELDS
from workbench.engines import MEANING_UNAVAILABLE, Engines, LibraryEmbedder
from workbench.errors import EditError
from workbench.indexes import Indexes
from workbench.intake.embedding import give_meaning
from workbench.types import FieldValue

__all__ = ["Corrections"]


class Corrections:
    """Changes to what was read of single papers.

    Args:
        catalogue: Where edits are kept.
        indexes: Follow a changed title.
        engines: Embed a paper's passages again under its new title.
        embedding: Held by whoever embeds, so that no passage gets two vectors. An ingest that holds
            it embeds the paper too.
    """

    def __init__(
        self, catalogue: Catalogue, indexes: Indexes, engines: Engines, embedding: threading.Lock
    ) -> None:
        self._catalogue = catalogue
        self._indexes = indexes
        self._engines = engines
        self._embedding = embedding

    def edit(
        self, identifier: str, values: Mapping[str, FieldValue], cancel: threading.Event
    ) -> None:
        """Let a person's values count for a paper from now on.

        Args:
            identifier: The paper's id.
            values: As ``workbench.editing.parse_changes`` gives them.
            cancel: Ends embedding early; the next ingest goes on with it.

        Raises:
            EditError: The citation key is another paper's.
        """
        embedder = self._open_indexes(meaning="title" in values)
        renamed = self._change(identifier, partial(self._catalogue.edits.apply, identifier, values))
        self._follow(identifier, embedder, cancel, renamed=renamed)

    def undo(
        self, identifier: str, fields: Collection[str] | None, cancel: threading.Event
    ) -> None:
        """Let what was read count again for these fields, or for all; else as ``edit``.

        Raises:
            EditError: A field is unknown, or the citation key is another paper's by now.
        """
        unknown = set(fields or ()) - set(FIELDS)
        if unknown:
            raise EditError(f"there is no field {min(unknown)!r}", f"one of {', '.join(FIELDS)}")
        embedder = self._open_indexes(meaning=fields is None or "title" in fields)
        renamed = self._change(identifier, partial(self._catalogue.edits.undo, identifier, fields))
        self._follow(identifier, embedder, cancel, renamed=renamed)

    def link(self, one: str, other: str, *, supplement: bool) -> None:
        """Make two papers versions of one work, or the first a supplement of the second.

        Raises:
            EditError: They are one paper.
        """
        self._catalogue.versions.link(one, other, supplement=supplement)
        link_papers(self._catalogue.database)

    def unlink(self, one: str, other: str) -> None:
        """Set two papers apart for good.

        Raises:
            EditError: They are one paper.
        """
        self._catalogue.versions.unlink(one, other)
        link_papers(self._catalogue.database)

    def _open_indexes(self, *, meaning: bool) -> LibraryEmbedder | None:
        """Open them while they are in step: after a write they would be built from scratch."""
        self._indexes.lexical()
        if not meaning:
            return None
        try:
            embedder = self._engines.embedder()
            self._indexes.open_dense(embedder.key, embedder.dimension)
        except MEANING_UNAVAILABLE:
            return None
        return embedder

    def _change(self, identifier: str, change: Callable[[], bool]) -> bool:
        """Change the catalogue and, before anybody saves them, both indexes; whether renamed."""
        with self._indexes.in_step():
            renamed = change()
            self._indexes.refresh_words(identifier)
            if renamed:
                passages = self._catalogue.passages.ids_of_papers([identifier])
                self._indexes.forget_vectors(passages)
        return renamed

    def _follow(
        self,
        identifier: str,
        embedder: LibraryEmbedder | None,
        cancel: threading.Event,
        *,
        renamed: bool,
    ) -> None:
        self._indexes.commit_words()
        link_papers(self._catalogue.database)
        if not renamed:
            return
        if embedder is not None and self._embedding.acquire(blocking=False):
            try:
                self._embed(identifier, embedder, cancel)
            finally:
                self._embedding.release()
        self._indexes.save_dense()
        self._catalogue.files.settle_embedded(
            self._engines.embedder_key(),
            self._engines.why_words_only(cancelled=cancel.is_set()),
        )

    def _embed(self, identifier: str, embedder: LibraryEmbedder, cancel: threading.Event) -> None:
        """Embed one paper's passages; where that fails it is found by words until next time."""
        try:
            give_meaning(
                self._catalogue,
                self._indexes,
                embedder,
                on_progress=None,
                cancel=cancel,
                paper_id=identifier,
            )
        except (RequestCancelledError, *MEANING_UNAVAILABLE):
            return
