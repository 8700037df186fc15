"""Passages: storing, reading back by id or by paper, and what the indexes are rebuilt from.

A passage's id is 16 hexadecimal digits everywhere but in the catalogue, where it is the same
number as a BIGINT.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.paper import Paper, Passage, PassageKind, Rectangle
from workbench.catalogue.changes import PassageChanges
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.passage_papers import PaperTable, PassagePapers
from workbench.types import StoredPassage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["IndexedPassage", "Passages", "as_indexed", "embedded_parts", "from_number",
           "passage_rows", "to_number"]  # fmt: skip

_COLUMNS = "id, paper_id, position, kind, text, section, page, tokens, rectangles, pieces, flat"

_BETWEEN_TITLES = " . "
"""Stands between the titles that a passage cites, so that no phrase runs across."""

_WAITING = (
    "NOT EXISTS (SELECT 1 FROM vectors v WHERE v.passage_id = s.id AND v.model = $1)"
    " AND NOT EXISTS (SELECT 1 FROM unembeddable u WHERE u.passage_id = s.id AND u.model = $1)"
)


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with what both indexes want to know of its paper."""

    id: str
    paper_id: str
    title: str
    section: str
    text: str
    kind: PassageKind
    references: str = ""
    """The titles of the works it cites; filled in for the index of words alone."""


def to_number(passage_id: str) -> int:
    """The catalogue's number for a passage id."""
    return int(passage_id, 16)


def from_number(number: int) -> str:
    """The passage id for the catalogue's number."""
    return f"{number:016x}"


class Passages:
    """The ``passages`` table."""

    def __init__(self, database: Database, changes: PassageChanges) -> None:
        self._database = database
        self._papers = PassagePapers(database, changes)

    def paper_table(self) -> PaperTable:
        """Which paper each passage belongs to, as an array in memory."""
        return self._papers.table(self.generation())

    def count(self) -> int:
        """How many passages there are."""
        return int(self._database.steady_value("SELECT count(*) FROM passages"))

    def generation(self) -> int:
        """A number that grows with every change of any paper's passages."""
        found = self._database.steady_value("SELECT value FROM counters WHERE name = 'passages'")
        return int(found)

    def by_ids(self, ids: Sequence[str]) -> dict[str, StoredPassage]:
        """The passages with these ids, by id; unknown ids are left out."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM passages WHERE id IN (SELECT unnest(?::BIGINT[]))",
            [[to_number(i) for i in ids]],
        )
        return {passage.id: passage for passage in map(_stored, rows)}

    def papers_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The paper of each of these passages, by passage; unknown ids are left out."""
        import numpy as np

        table = self.paper_table()
        labels = np.fromiter((to_number(i) for i in ids), np.int64, len(ids))
        numbers = table.papers_of(labels).tolist()
        pairs = zip(ids, numbers, strict=True)
        return {name: table.ids[number] for name, number in pairs if number >= 0}

    def first_of_papers(self, paper_ids: Sequence[str] | None, limit: int) -> list[str]:
        """The first passage of each paper, the newest papers first.

        Args:
            paper_ids: These papers only; all of them when omitted.
            limit: Most passages wanted.
        """
        if paper_ids is None:
            return self._first_where("true", [], limit)
        among = "paper_id IN (SELECT unnest(?::VARCHAR[]))"
        return self._first_where(among, [list(paper_ids)], limit)

    def first_among(self, labels: NDArray[np.int64], limit: int) -> list[str]:
        """Of these passages (n,) the first of each paper, the newest papers first.

        Args:
            labels: Passages, as numbers.
            limit: Most passages wanted.
        """
        return self._first_where("id IN (SELECT unnest(?::BIGINT[]))", [labels], limit)

    def _first_where(self, condition: str, parameters: Sequence[object], limit: int) -> list[str]:
        rows = self._database.rows(
            "SELECT s.id FROM (SELECT paper_id, arg_min(id, position) AS id FROM passages"
            f" WHERE {condition} GROUP BY paper_id) s"
            " JOIN papers p ON p.id = s.paper_id"
            " ORDER BY coalesce(p.year, 0) DESC, p.added_at DESC, p.id LIMIT ?",
            [*parameters, limit],
        )
        return [from_number(row[0]) for row in rows]

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

    def paper_ids(self) -> list[str]:
        """Ids of all papers that have passages."""
        rows = self._database.rows("SELECT DISTINCT paper_id FROM passages ORDER BY paper_id")
        return [row[0] for row in rows]

    def indexed(self, paper_ids: Sequence[str]) -> list[IndexedPassage]:
        """Some papers' passages as the index of words takes them, paper by paper in order."""
        cited = self._cited_titles(paper_ids)
        return [
            replace(passage, references=cited.get(passage.id, ""))
            for passage in self._indexed(
                "s.paper_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY s.paper_id, s.position",
                [list(paper_ids)],
            )
        ]

    def _cited_titles(self, paper_ids: Sequence[str]) -> dict[str, str]:
        """The titles of the works that each passage cites, by passage."""
        rows = self._database.rows(
            "SELECT s.id, string_agg(r.title, $2 ORDER BY r.position)"
            " FROM (SELECT id, paper_id, unnest(cites) AS position FROM passages"
            "       WHERE paper_id IN (SELECT unnest($1::VARCHAR[]))) s"
            " JOIN reference_entries r ON r.paper_id = s.paper_id AND r.position = s.position"
            " WHERE r.title <> '' GROUP BY s.id",
            [list(paper_ids), _BETWEEN_TITLES],
        )
        return {from_number(number): titles for number, titles in rows}

    def indexed_by_ids(self, ids: Collection[str]) -> list[IndexedPassage]:
        """These passages as the indexes take them; unknown ids are left out."""
        numbers = [to_number(passage_id) for passage_id in ids]
        return self._indexed("s.id IN (SELECT unnest(?::BIGINT[]))", [numbers])

    def waiting(self, model: str, limit: int, paper_id: str = "") -> list[IndexedPassage]:
        """Passages without a vector of this model: abstracts first, then by paper and place.

        Those that no vector can be had of (``Vectors.give_up``) do not wait.

        Args:
            model: The embedding model's key.
            limit: Most passages wanted.
            paper_id: Only this paper's passages, where one is named.
        """
        return self._indexed(
            f"{_WAITING} AND ($3 = '' OR s.paper_id = $3)"
            " ORDER BY s.kind <> 'abstract', p.added_at, s.paper_id, s.position LIMIT $2",
            [model, limit, paper_id],
        )

    def count_waiting(self, model: str, paper_id: str = "") -> int:
        """How many passages have no vector of this model; of one paper, where it is named."""
        return int(
            self._database.value(
                f"SELECT count(*) FROM passages s WHERE {_WAITING}"
                " AND ($2 = '' OR s.paper_id = $2)",
                [model, paper_id],
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


def passage_rows(paper_id: str, passages: Iterable[Passage]) -> Iterator[tuple[object, ...]]:
    """The rows of one paper's passages, as the table ``passages`` has its columns."""
    for passage in passages:
        yield (
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
            [place for piece in passage.pieces for place in piece],
            list(passage.flat),
        )


def embedded_parts(
    connection: Connection, condition: str, values: Sequence[object]
) -> dict[str, tuple[str, str, str]]:
    """What a vector is made of, title, section and text, by passage.

    Args:
        connection: With its transaction open.
        condition: SQL on ``s`` (passages) with one ``?``, for a list.
        values: The list.
    """
    rows = connection.execute(
        "SELECT s.id, p.title, s.section, s.text FROM passages s JOIN papers p"
        f" ON p.id = s.paper_id WHERE {condition}",
        [list(values)],
    ).fetchall()
    return {from_number(number): (title, section, text) for number, title, section, text in rows}


def as_indexed(paper: Paper, paper_id: str, title: str) -> Iterator[IndexedPassage]:
    """A paper's passages as ``Passages.indexed`` gives them once it is stored.

    Args:
        paper: As it was read.
        paper_id: Its id.
        title: The title that counts: the person's, where they changed it.
    """
    titles = {entry.position: entry.title for entry in paper.references if entry.title}
    for passage in paper.passages:
        cited = (titles[position] for position in sorted(passage.cites) if position in titles)
        yield IndexedPassage(
            passage.id,
            paper_id,
            title,
            passage.section,
            passage.text,
            passage.kind,
            _BETWEEN_TITLES.join(cited),
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
        pieces=tuple(zip(row[9][::2], row[9][1::2], strict=True)),
        flat=tuple(row[10]),
    )


def _rectangles(flat: Sequence[float]) -> tuple[Rectangle, ...]:
    return tuple(
        Rectangle(int(flat[n]), flat[n + 1], flat[n + 2], flat[n + 3], flat[n + 4])
        for n in range(0, len(flat), 5)
    )
