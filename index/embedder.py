"""Passages and queries into vectors, each with the prefix its model was trained with.

Owns the prefixes. What runs the model is a ``ModelHost``.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.model_host import ModelHost
from index.model_spec import Priority

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Embedder"]


class Embedder:
    """An embedding model for search.

    Args:
        host: The model's process.
        query_prefix: Put before every query (``"query: "`` for the E5 family, …).
        passage_prefix: Put before every passage.
    """

    def __init__(self, host: ModelHost, query_prefix: str = "", passage_prefix: str = "") -> None:
        self.host = host
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix

    @property
    def dimension(self) -> int:
        """Length of the vectors; loads the model if need be."""
        return self.host.info().dimension

    def embed_query(self, query: str, *, cancel: threading.Event | None = None) -> np.ndarray:
        """The query's unit vector (dimension,), float32. Overtakes passages that wait.

        Raises:
            ModelError, RequestCancelledError: As ``ModelHost.embed``.
        """
        text = self._query_prefix + query
        vector: np.ndarray = self.host.embed([text], cancel=cancel)[0]
        return vector

    def embed_passages(
        self,
        texts: Sequence[str],
        *,
        priority: Priority = Priority.BACKGROUND,
        cancel: threading.Event | None = None,
    ) -> np.ndarray:
        """The passages' unit vectors (n, dimension), float32, in order.

        Raises:
            ModelError, RequestCancelledError: As ``ModelHost.embed``.
        """
        prefixed = [self._passage_prefix + text for text in texts]
        return self.host.embed(prefixed, priority=priority, cancel=cancel)

    def late_interaction(
        self,
        query: str,
        texts: Sequence[str],
        milliseconds: float,
        *,
        weights: Mapping[str, float] | None = None,
        cancel: threading.Event | None = None,
    ) -> dict[int, float]:
        """How well a query's tokens meet each passage's likest ones, 0..1, by place in ``texts``.

        Raises:
            ModelError, RequestCancelledError: As ``ModelHost.late_interaction``.
        """
        prefixed = [self._passage_prefix + text for text in texts]
        return self.host.late_interaction(
            self._query_prefix + query, prefixed, milliseconds, weights=weights, cancel=cancel
        )
