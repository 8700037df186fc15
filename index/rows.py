"""Which row of a matrix belongs to which passage.

Owns the numbering: rows are only ever appended; a row whose passage was removed or replaced is
dead and keeps its place until the matrix is compacted. Labels are passage ids as integers
(``int(passage_id, 16)``, below 2**63). Lookups of thousands of labels cost one binary search in
numpy, not a loop in Python.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

__all__ = ["DEAD", "LabelFilter", "PassageRows", "labels_of"]

DEAD = -1
_FRESH_MOST = 8192
"""Rows looked up in a dictionary before they are sorted in with the others."""


def labels_of(passage_ids: Collection[str] | Iterable[str] | np.ndarray) -> np.ndarray:
    """Passage ids as int64 labels (n,); an integer array is taken as labels already."""
    if isinstance(passage_ids, np.ndarray) and passage_ids.dtype.kind in "iu":
        return passage_ids.astype(np.int64, copy=False)
    return np.fromiter((int(passage_id, 16) for passage_id in passage_ids), np.int64)


class LabelFilter:
    """Allows the passages of a list, and no others.

    Args:
        passages: Ids, or labels as an integer array, which is quicker for many.
        papers: The papers that the list is all passages of, where it is made of whole papers.
    """

    def __init__(
        self, passages: Collection[str] | np.ndarray, papers: Sequence[str] | None = None
    ) -> None:
        self._sorted = np.unique(labels_of(passages))
        self.papers = papers

    @property
    def count(self) -> int:
        """How many passages are allowed."""
        return len(self._sorted)

    def labels(self) -> np.ndarray:
        """Their labels, int64 (count,), ascending."""
        return self._sorted

    def allows(self, labels: np.ndarray) -> np.ndarray:
        """Whether each of these labels (n,) is allowed, booleans (n,)."""
        if not len(self._sorted):
            return np.zeros(len(labels), np.bool_)
        places = np.searchsorted(self._sorted, labels)
        places[places == len(self._sorted)] = 0
        is_there: np.ndarray = self._sorted[places] == labels
        return is_there


class PassageRows:
    """Labels by row, and rows by label.

    Args:
        labels: Labels of the rows that there are, int64 (n,), ``DEAD`` where a row is dead.
    """

    def __init__(self, labels: np.ndarray | None = None) -> None:
        start = np.empty(0, np.int64) if labels is None else labels.astype(np.int64)
        self._labels = start
        self._count = len(start)
        self._sort()
        self._dead = int(np.count_nonzero(start == DEAD))

    def __len__(self) -> int:
        """Rows, dead ones included."""
        return self._count

    @property
    def labels(self) -> np.ndarray:
        """Labels by row, ``DEAD`` for dead rows; a view (n,) that later appends do not change."""
        return self._labels[: self._count]

    @property
    def dead(self) -> int:
        """How many rows are dead."""
        return self._dead

    @property
    def alive(self) -> int:
        """How many rows belong to a passage."""
        return self._count - self._dead

    def append(self, labels: np.ndarray) -> None:
        """Number new rows. The labels must not be there already."""
        needed = self._count + len(labels)
        if needed > len(self._labels):
            grown = np.empty(max(needed, 2 * len(self._labels), 1024), np.int64)
            grown[: self._count] = self.labels
            self._labels = grown
        self._labels[self._count : needed] = labels
        first = self._count
        self._fresh.update(zip(labels.tolist(), range(first, needed), strict=True))
        self._count = needed
        if len(self._fresh) > _FRESH_MOST:
            self._sort()

    def find(self, labels: np.ndarray) -> np.ndarray:
        """Rows (n,) of labels, ``DEAD`` where there is none."""
        if not len(labels):
            return np.empty(0, np.int64)
        rows = np.full(len(labels), DEAD, np.int64)
        if len(self._sorted_labels):
            places = np.searchsorted(self._sorted_labels, labels)
            places[places == len(self._sorted_labels)] = 0
            candidates = self._sorted_rows[places]
            is_there = self._labels[candidates] == labels
            rows[is_there] = candidates[is_there]
        if self._fresh:
            for place in np.flatnonzero(rows == DEAD).tolist():
                rows[place] = self._fresh.get(int(labels[place]), DEAD)
        return rows

    def kill(self, rows: np.ndarray) -> None:
        """Mark rows dead."""
        for label in self._labels[rows].tolist():
            self._fresh.pop(label, None)
        self._labels[rows] = DEAD
        self._dead += len(rows)

    def _sort(self) -> None:
        rows = np.flatnonzero(self.labels != DEAD)
        order = np.argsort(self._labels[rows], kind="stable")
        self._sorted_rows = rows[order]
        self._sorted_labels = self._labels[self._sorted_rows]
        self._fresh: dict[int, int] = {}
