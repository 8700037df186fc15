"""How much of one paper's text stands word for word in another.

Shingling (Broder, "On the resemblance and containment of documents", 1997): a text is the set of
its runs of five words. Pairs are few and chosen by title or identifier beforehand, so the sets are
compared whole instead of by sketches.
"""

from __future__ import annotations

import re

from workbench.catalogue.database import Connection

__all__ = ["Overlap", "containment", "shingles"]

_RUN = 5
"""Words in a run: shorter ones are shared by any two papers of a field (``in this paper we``)."""

_WORD = re.compile(r"[^\W_]+")


def shingles(text: str) -> frozenset[int]:
    """The hashes of all runs of five words, case folded."""
    words = _WORD.findall(text.casefold())
    return frozenset(hash(tuple(words[n : n + _RUN])) for n in range(len(words) - _RUN + 1))


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller set that is in the larger one, 0..1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


class Overlap:
    """Compares papers of one catalogue, reading each paper's passages once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, frozenset[int]] = {}

    def of(self, one: str, other: str) -> tuple[float, int]:
        """How much of the shorter text is in the longer one (0..1), and its count of runs."""
        first, second = self._shingles(one), self._shingles(other)
        return containment(first, second), min(len(first), len(second))

    def by_length(self, one: str, other: str) -> tuple[str, str]:
        """The two papers, the one with less text first."""
        first, second = sorted((one, other), key=lambda paper: len(self._shingles(paper)))
        return first, second

    def _shingles(self, identifier: str) -> frozenset[int]:
        if identifier not in self._known:
            rows = self._connection.execute(
                "SELECT text FROM passages WHERE paper_id = ? AND kind <> 'caption'"
                " ORDER BY position",
                [identifier],
            ).fetchall()
            self._known[identifier] = shingles(" ".join(row[0] for row in rows))
        return self._known[identifier]
