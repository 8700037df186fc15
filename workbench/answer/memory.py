"""What was gathered for the last answers, so that a question that goes on from one starts at once.

Owns how much of it is kept, and that none of it outlives a change of the library. Kept in memory
alone: after a restart a follow-up searches as any question does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from workbench.answer.gather import Gathered
    from workbench.answer.quotes import Quote
    from workbench.answer.relevance import Embed

__all__ = ["Evidence", "EvidenceMemory", "Generation"]

Generation = tuple[int, int]
"""How often a library's passages changed, and its embeddings."""
Kept = TypeVar("Kept")
_ANSWERS = 16
_VECTORS = 4096
"""Sentences whose vectors are kept: some 6 MB."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer was made from. ``prompted`` are the quotes in the order that a writer read."""

    gathered: Gathered
    prompted: tuple[Quote, ...]


@dataclass(slots=True)
class EvidenceMemory:
    """The evidence of the newest answers, and the vectors of their sentences. Any thread."""

    _evidence: OrderedDict[str, Evidence] = field(default_factory=OrderedDict)
    _vectors: OrderedDict[str, npt.NDArray[np.float32]] = field(default_factory=OrderedDict)
    _generation: Generation = (-1, -1)
    _embedder: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, answer_id: str, generation: Generation) -> Evidence | None:
        """The evidence of an answer; None where it is not kept, or the library has changed."""
        with self._lock:
            self._keep_to(generation)
            return self._evidence.get(answer_id)

    def keep(self, answer_id: str, evidence: Evidence, generation: Generation) -> None:
        """Keep an answer's evidence; the oldest is let go of."""
        with self._lock:
            self._keep_to(generation)
            self._evidence[answer_id] = evidence
            _shorten(self._evidence, _ANSWERS)

    def embedding(self, embed: Embed, embedder: str) -> Embed:
        """The same embedding, asked only for texts whose vectors are not kept.

        Args:
            embed: Texts to unit vectors.
            embedder: Names the model that it asks; another one's vectors are let go of.
        """
        with self._lock:
            if embedder != self._embedder:
                self._vectors.clear()
                self._embedder = embedder

        def remembered(texts: Sequence[str]) -> npt.NDArray[np.float32]:
            import numpy as np

            with self._lock:
                held = {text: self._vectors[text] for text in texts if text in self._vectors}
            new = [text for text in dict.fromkeys(texts) if text not in held]
            if new:
                held |= dict(zip(new, embed(new), strict=True))
            with self._lock:
                for text in texts:
                    self._vectors[text] = held[text]
                    self._vectors.move_to_end(text)
                _shorten(self._vectors, _VECTORS)
            return np.stack([held[text] for text in texts])

        return remembered

    def _keep_to(self, generation: Generation) -> None:
        if generation != self._generation:
            self._evidence.clear()
            self._generation = generation


def _shorten(kept: OrderedDict[str, Kept], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
