"""Meaning after words: give every passage that has none a vector of the embedder in use."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from index.errors import ModelProcessDiedError
from ingest.passages import embedded_text
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.passages import IndexedPassage
from workbench.intake.ticker import Ticker
from workbench.types import ProgressListener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.engines import LibraryEmbedder
    from workbench.indexes import Indexes

__all__ = ["PassageEmbedder", "embed_waiting", "give_meaning"]

log = logging.getLogger(__name__)

PassageEmbedder = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Texts in, unit vectors out, shape ``(n, dimension)``."""

_BATCH = 32
_HARMLESS = "A sentence that any model can read."
_MOST_DEATHS = 24
"""Deaths of the model's process in one run before its embedding is given up: enough to find four
passages that kill it, few enough that a broken model does not keep a machine busy for hours.
"""


def give_meaning(
    catalogue: Catalogue,
    indexes: Indexes,
    embedder: LibraryEmbedder,
    *,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
    paper_id: str = "",
) -> int:
    """Embed what waits with a library's embedder, straight into its index: `embed_waiting`."""
    return embed_waiting(
        catalogue,
        embedder.key,
        lambda texts: embedder.embed_passages(texts, cancel),
        partial(indexes.add_vectors, embedder.key, embedder.dimension, stop=cancel),
        on_progress=on_progress,
        cancel=cancel,
        paper_id=paper_id,
    )


def embed_waiting(
    catalogue: Catalogue,
    model: str,
    embed: PassageEmbedder,
    add: Callable[[Sequence[IndexedPassage], NDArray[np.float32]], int],
    *,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
    paper_id: str = "",
) -> int:
    """Embed what waits, abstracts first, storing every batch as it is done.

    A passage on which the model's process dies is found by halving the batch and set aside for
    good, so that the others are not kept waiting.

    Args:
        catalogue: Where passages wait.
        model: Key of the embedding model, as vectors are stored under.
        embed: The model.
        add: Stores what was embedded, and says of how many passages: those that changed meanwhile
            go on waiting.
        on_progress: Told of every batch.
        cancel: Checked between batches; what is done by then is kept.
        paper_id: Only this paper's passages, where one is named.

    Returns:
        How many passages were embedded.

    Raises:
        ModelProcessDiedError: The process dies again and again, whatever it is asked.
    """
    total = catalogue.passages.count_waiting(model, paper_id)
    if not total:
        return 0
    work = _Embedding(catalogue, model, embed, add, cancel)
    ticker = Ticker("embed", total, "passages", on_progress)
    while not cancel.is_set() and (batch := catalogue.passages.waiting(model, _BATCH, paper_id)):
        work.store(batch)
        ticker.advance(len(batch), batch[-1].title)
    log.info("embedded %d of %d passages", work.done, total)
    return work.done


@dataclass(slots=True)
class _Embedding:
    """One run: how much is done, and how often the model's process died."""

    catalogue: Catalogue
    model: str
    embed: PassageEmbedder
    add: Callable[[Sequence[IndexedPassage], NDArray[np.float32]], int]
    cancel: threading.Event
    done: int = 0
    deaths: int = 0

    def store(self, batch: Sequence[IndexedPassage]) -> None:
        """Embed and store a batch; where the process dies, its halves, down to one passage."""
        try:
            vectors = self.embed([embedded_text(p.title, p) for p in batch])
        except ModelProcessDiedError as error:
            # closing the library ends the process too
            if self.cancel.is_set():
                raise
            self._find_culprit(batch, error)
            return
        self.done += self.add(batch, vectors)

    def _find_culprit(self, batch: Sequence[IndexedPassage], error: ModelProcessDiedError) -> None:
        self.deaths += 1
        if self.deaths > _MOST_DEATHS:
            raise error
        if len(batch) == 1:
            # where it dies on this too, the model is at fault and not the passage
            self.embed([_HARMLESS])
            log.warning("passage %s of %r cannot be embedded", batch[0].id, batch[0].title)
            self.catalogue.vectors.give_up(self.model, batch[0].id, str(error))
            return
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            if not self.cancel.is_set():
                self.store(half)
