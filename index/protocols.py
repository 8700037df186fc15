"""What an index is, to those who fill and ask it.

Both interfaces are small on purpose: a shared library can later stand on another engine with
nothing else changed. Passages are named by their id (16 hexadecimal digits), papers by theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np

    from index.query_text import QueryText

__all__ = ["LexicalDocument", "MeaningIndex", "PassageFilter", "ScoredPassage", "WordIndex"]


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with the score of the index that found it: BM25, or the cosine in -1..1."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class LexicalDocument:
    """A passage as the word index takes it in.

    ``title`` is its paper's title, ``section`` the path of headings it stands under, ``references``
    the titles of the works it cites.
    """

    passage_id: str
    paper_id: str
    text: str
    title: str = ""
    section: str = ""
    references: str = ""


class PassageFilter(Protocol):
    """The passages that a search may find, by their labels (``int(passage_id, 16)``)."""

    @property
    def count(self) -> int:
        """How many passages are allowed, of those that the indexes should hold."""

    @property
    def papers(self) -> Sequence[str] | None:
        """The papers that are allowed as a whole; None where passages are chosen singly."""

    def labels(self) -> np.ndarray:
        """Labels of all allowed passages, int64 (count,), in any order."""

    def allows(self, labels: np.ndarray) -> np.ndarray:
        """Whether each of these labels (n,) is allowed, booleans (n,)."""


class WordIndex(Protocol):
    """Finds passages by their words."""

    def add(self, documents: Iterable[LexicalDocument]) -> None:
        """Take passages in; one that is there already is replaced."""

    def remove(self, paper_ids: Iterable[str]) -> None:
        """Take all passages of these papers out."""

    def search(
        self, query: str | QueryText, k: int, allowed: PassageFilter | None = None
    ) -> list[ScoredPassage]:
        """The best ``k`` passages, best first; of the allowed only, where given."""

    def commit(self, generation: int | None = None) -> None:
        """Make all changes durable and visible at once."""

    def count(self) -> int:
        """How many passages can be found."""


class MeaningIndex(Protocol):
    """Finds passages by their vectors."""

    def add(self, passage_ids: Sequence[str], vectors: np.ndarray) -> None:
        """Take unit vectors (n, dimension) in; a passage that is there already is replaced."""

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Take passages out."""

    def search(
        self, vector: np.ndarray, k: int, allowed: PassageFilter | None = None
    ) -> list[ScoredPassage]:
        """The best ``k`` passages by cosine, best first; of the allowed only, where given."""

    def save(self, generation: int | None = None) -> None:
        """Make all changes durable at once."""

    def count(self) -> int:
        """How many passages can be found."""
