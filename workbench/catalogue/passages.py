"""Passages: storing, reading back by id or by paper, and what the indexes are rebuilt from.

A passage's id is 16 hexadecimal digits everywhere but in the catalogue, where it is the same
number as a BIGINT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.paper import Passage, PassageKind, Rectangle
from workbench.catalogue.database import Connection, Database
from workbench.types import StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["IndexedPassage", "Passages", "from_number", "insert_passages", "to_number"]

_COLUMNS = "id, paper_id, position, kind, text, section, page, tokens, rectangles"
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with what both indexes want to know of its paper."""

    id: str
    paper_id: str
    title: str
    section: str
    text: str
    kind: PassageKind


def to_number(passage_id: str) -> int:
    """The catalogue's number for a passage id."""
    return int(passage_id, 16)


def from_number(number: int) -> str:
    """The passage id for the catalogue's number."""
    return f"{number:016x}"


class Passages:
    """The ``passages`` table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        """How many passages there are."""
        return int(self._database.value("SELECT count(*) FROM passages"))

    def generation(self) -> int:
        """A number that grows with every change of any paper's passages."""
        return int(self._database.value("SELECT value FROM counters WHERE name = 'passages'"))

    def by_ids(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """The passages with these ids, by id; unknown ids are left out."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM passages WHERE id IN (SELECT unnest(?::BIGINT[]))",
            [[to_number(i) for i in ids]],
        )
        return {passage.id: passage for passage in map(_stored, rows)}

    def of_paper(self, paper_id: str) -> list[StoredPassage]:
        """A paper's passages in reading order."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM passages WHERE paper_id = ? ORDER BY position",
            [paper_id],
        )
        return [_stored(row) for row in rows]

    def ids_of_papers(self, paper_ids: Sequence[str]) -> list[str]:
        """Ids of all passages of these papers."""
        rows = self._database.rows(
            "SELECT id FROM passages WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(paper_ids)],
        )
        return [from_number(row[0]) for row in rows]

    def labels_of_papers(self, paper_ids: Sequence[str]) -> NDArray[np.int64]:
        """The same as numbers, shape ``(n,)``: quicker where there are many."""
        labels: NDArray[np.int64] = self._database.columns(
            "SELECT id FROM passages WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(paper_ids)],
        )["id"]
        return labels

    def all_indexed(self) -> Iterator[list[IndexedPassage]]:
        """Every passage, in batches, for building the lexical index anew."""
        papers = self._database.rows("SELECT DISTINCT paper_id FROM passages ORDER BY paper_id")
        batch: list[IndexedPassage] = []
        for (paper_id,) in papers:
            batch.extend(self.indexed(paper_id))
            if len(batch) >= _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def indexed(self, paper_id: str) -> list[IndexedPassage]:
        """One paper's passages as the indexes take them."""
        return self._indexed("s.paper_id = ? ORDER BY s.position", [paper_id])

    def waiting(self, model: str, limit: int) -> list[IndexedPassage]:
        """Passages without a vector of this model: abstracts first, then by paper and place."""
        return self._indexed(
            "NOT EXISTS (SELECT 1 FROM vectors v WHERE v.passage_id = s.id AND v.model = ?)"
            " ORDER BY s.kind <> 'abstract', p.added_at, s.paper_id, s.position LIMIT ?",
            [model, limit],
        )

    def count_waiting(self, model: str) -> int:
        """How many passages have no vector of this model."""
        return int(
            self._database.value(
                "SELECT count(*) FROM passages s WHERE NOT EXISTS"
                " (SELECT 1 FROM vectors v WHERE v.passage_id = s.id AND v.model = ?)",
                [model],
            )
        )

    def _indexed(self, condition: str, parameters: Sequence[object]) -> list[IndexedPassage]:
        rows = self._database.rows(
            "SELECT s.id, s.paper_id, p.title, s.section, s.text, s.kind"
            f" FROM passages s JOIN papers p ON p.id = s.paper_id WHERE {condition}",
            parameters,
        )
        return [
            IndexedPassage(from_number(row[0]), row[1], row[2], row[3], row[4], PassageKind(row[5]))
            for row in rows
        ]


def insert_passages(connection: Connection, paper_id: str, passages: Iterable[Passage]) -> None:
    """Add one paper's passages inside a transaction that is already open."""
    with connection.appender("passages") as appender:
        for passage in passages:
            appender.append_row(
                to_number(passage.id),
                paper_id,
                passage.position,
                passage.kind.value,
                passage.text,
                passage.section,
                passage.page,
                passage.tokens,
                [v for r in passage.rectangles for v in (float(r.page), r.x0, r.y0, r.x1, r.y1)],
                list(passage.cites),
            )


def _stored(row: Sequence[Any]) -> StoredPassage:
    return StoredPassage(
        id=from_number(row[0]),
        paper_id=row[1],
        position=row[2],
        kind=PassageKind(row[3]),
        text=row[4],
        section=row[5],
        page=row[6],
        tokens=row[7],
        rectangles=_rectangles(row[8]),
    )


def _rectangles(flat: Sequence[float]) -> tuple[Rectangle, ...]:
    return tuple(
        Rectangle(int(flat[n]), flat[n + 1], flat[n + 2], flat[n + 3], flat[n + 4])
        for n in range(0, len(flat), 5)
    )
