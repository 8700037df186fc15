"""Which papers' passages changed lately, by generation.

Owns a short memory of what this process wrote, so that what is kept of a large catalogue can follow
a small change without reading everything again. It is no record: who asks for more than it holds
is told so, and reads the catalogue.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PassageChanges"]

_REMEMBERED = 256
"""Generations; each is one transaction, of some dozen papers at most."""

Labels = Mapping[str, "NDArray[np.int64]"]
"""All passages that each paper has now, as numbers; none where it has gone."""


class PassageChanges:
    """The last generations' changes. Safe from any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._by_generation: dict[int, Labels] = {}

    def note(self, generation: int, papers: Labels) -> None:
        """Remember what led to a generation, after it was committed."""
        with self._guard:
            self._by_generation[generation] = papers
            self._by_generation.pop(generation - _REMEMBERED, None)

    def between(self, known: int, wanted: int) -> Labels | None:
        """The papers that changed after one generation up to another; None where not all is known.

        Args:
            known: The generation that is known in full.
            wanted: A later one.
        """
        if not known < wanted <= known + _REMEMBERED:
            return None
        changed: dict[str, NDArray[np.int64]] = {}
        with self._guard:
            for generation in range(known + 1, wanted + 1):
                if (papers := self._by_generation.get(generation)) is None:
                    return None
                changed.update(papers)
        return changed
