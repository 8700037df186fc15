"""Named sets of papers, made by the person.

Owns the ``collections`` and ``collection_papers`` tables. Names come checked from
``workbench/kept_names.py``. Papers are kept by their content's id: one that was taken out of the
library is still in its collections when it comes back.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.catalogue.database import Connection, Database
from workbench.errors import EditError
from workbench.kept_names import name_key, nearest_name
from workbench.types import Collection, CollectionContent

__all__ = ["Collections"]

_LIST = """
    SELECT c.name, count(p.id), strftime(c.made_at, '%Y-%m-%dT%H:%M:%SZ')
    FROM collections c
    LEFT JOIN collection_papers m ON m.collection_id = c.id
    LEFT JOIN papers p ON p.id = m.paper_id
    GROUP BY c.id, c.name, c.made_at
"""


class Collections:
    """Sets of papers by name. Unknown paper ids are kept too: nothing here checks for papers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Collection]:
        """Every collection with how many papers of it the library holds, by name."""
        found = [Collection(*row) for row in self._database.rows(_LIST)]
        return sorted(found, key=lambda collection: name_key(collection.name))

    def number(self, name: str) -> int:
        """The number by which the tables know a collection.

        Raises:
            EditError: There is none of this name.
        """
        numbers = {name_key(known): number for number, known in self._numbers()}
        if name_key(name) not in numbers:
            near = nearest_name(name, [known for _, known in self._numbers()])
            raise EditError(
                f"there is no collection {name!r}",
                f"did you mean {near!r}?" if near else "`carrel collection` lists those there are",
            )
        return numbers[name_key(name)]

    def add(self, name: str, ids: Sequence[str], made_at: str | None = None) -> Collection:
        """Put papers into a collection; make it if there is none of this name.

        Args:
            name: As it is kept.
            ids: The papers.
            made_at: When a collection that is made anew was made first, in ISO 8601, UTC; now
                when omitted.
        """

        def change(connection: Connection) -> int:
            number = _number(connection, name)
            if number is None:
                number = _make(connection, name, made_at)
            connection.execute(
                "INSERT OR IGNORE INTO collection_papers"
                " SELECT DISTINCT $1::INTEGER, unnest($2::VARCHAR[]), now()::TIMESTAMP",
                [number, list(ids)],
            )
            return number

        number = self._database.write(change)
        [row] = self._database.rows(f"{_LIST} HAVING c.id = ?", [number])
        return Collection(*row)

    def drop(self, name: str, ids: Sequence[str]) -> None:
        """Take papers out of a collection; those that are not in it are passed over.

        Raises:
            EditError: There is no collection of this name.
        """
        number = self.number(name)
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM collection_papers WHERE collection_id = ?"
                " AND paper_id IN (SELECT unnest(?::VARCHAR[]))",
                [number, list(ids)],
            )
        )

    def rename(self, name: str, new: str) -> None:
        """Give a collection another name.

        Raises:
            EditError: There is no collection of this name, or another one has the new one.
        """
        number = self.number(name)

        def change(connection: Connection) -> None:
            if _number(connection, new) not in (None, number):
                raise EditError(f"there is a collection {new!r} already", "choose another name")
            connection.execute("UPDATE collections SET name = ? WHERE id = ?", [new, number])

        self._database.write(change)

    def delete(self, name: str) -> CollectionContent:
        """Forget a collection; its papers stay. What is returned brings it back whole.

        Raises:
            EditError: There is no collection of this name.
        """
        number = self.number(name)

        def change(connection: Connection) -> CollectionContent:
            [(stored, made_at)] = connection.execute(
                "SELECT name, strftime(made_at, '%Y-%m-%dT%H:%M:%S.%fZ') FROM collections"
                " WHERE id = ?",
                [number],
            ).fetchall()
            ids = connection.execute(
                "DELETE FROM collection_papers WHERE collection_id = ? RETURNING paper_id",
                [number],
            ).fetchall()
            connection.execute("DELETE FROM collections WHERE id = ?", [number])
            return CollectionContent(stored, tuple(sorted(row[0] for row in ids)), made_at)

        return self._database.write(change)

    def _numbers(self) -> list[tuple[int, str]]:
        return [(row[0], row[1]) for row in self._database.rows("SELECT id, name FROM collections")]


def _number(connection: Connection, name: str) -> int | None:
    rows = connection.execute("SELECT id, name FROM collections").fetchall()
    return next((number for number, known in rows if name_key(known) == name_key(name)), None)


def _make(connection: Connection, name: str, made_at: str | None) -> int:
    [(number,)] = connection.execute(
        "INSERT INTO collections"
        " SELECT coalesce(max(id), 0) + 1, ?, coalesce(?::TIMESTAMP, now()::TIMESTAMP)"
        " FROM collections RETURNING id",
        [name, made_at],
    ).fetchall()
    return int(number)
