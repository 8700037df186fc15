"""Meaning after words: give every passage that has none a vector of the embedder in use."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ingest.passages import embedded_text
from workbench.catalogue.catalogue import Catalogue
from workbench.intake.ticker import Ticker
from workbench.types import ProgressListener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PassageEmbedder", "embed_waiting"]

log = logging.getLogger(__name__)

PassageEmbedder = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Texts in, unit vectors out, shape ``(n, dimension)``."""

_BATCH = 32


def embed_waiting(
    catalogue: Catalogue,
    model: str,
    embed: PassageEmbedder,
    add: Callable[[Sequence[str], NDArray[np.float32]], None],
    *,
    on_progress: ProgressListener | None,
    cancel: threading.Event,
) -> int:
    """Embed what waits, abstracts first, storing every batch as it is done.

    Args:
        catalogue: Where passages wait and vectors are kept.
        model: Key of the embedding model, as vectors are stored under.
        embed: The model.
        add: Takes new ids and vectors into the dense index.
        on_progress: Told of every batch.
        cancel: Checked between batches; what is done by then is kept.

    Returns:
        How many passages were embedded.
    """
    total = catalogue.passages.count_waiting(model)
    if not total:
        return 0
    ticker = Ticker("embed", total, "passages", on_progress)
    done = 0
    while not cancel.is_set() and (batch := catalogue.passages.waiting(model, _BATCH)):
        texts = [embedded_text(p.title, p) for p in batch]
        vectors = embed(texts)
        ids = [p.id for p in batch]
        # the index checks them: a vector that is none must never reach the catalogue
        add(ids, vectors)
        catalogue.vectors.add(model, ids, vectors)
        done += len(batch)
        ticker.advance(len(batch), batch[-1].title)
    log.info("embedded %d of %d passages", done, total)
    return done
