"""The person's edits: stored apart from what was read, laid over it, taken back.

Owns the ``edits`` table. Values come checked from ``workbench/editing.py``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from workbench.catalogue.database import Connection, Database
from workbench.catalogue.paper_rows import drop_vectors, parts_of, settle_fields
from workbench.errors import EditError
from workbench.types import FieldValue

__all__ = ["Edits"]


class Edits:
    """Changes rows of ``papers`` along with the edits, in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, identifier: str, values: Mapping[str, FieldValue]) -> bool:
        """Keep what the person said of a paper's fields; it counts from now on.

        Returns:
            Whether the title is another one now: its passages were embedded under the old one, and
            their vectors are dropped.

        Raises:
            EditError: The citation key is another paper's.
        """

        def change(connection: Connection) -> bool:
            for field, value in values.items():
                connection.execute(
                    "INSERT OR REPLACE INTO edits VALUES (?, ?, ?, now()::TIMESTAMP)",
                    [identifier, field, json.dumps(value, ensure_ascii=False)],
                )
            return _settle(connection, identifier)

        return self._database.write(change)

    def undo(self, identifier: str, fields: Collection[str] | None) -> bool:
        """Let what was read count again, for these fields or for all; as ``apply`` otherwise."""

        def change(connection: Connection) -> bool:
            connection.execute(
                "DELETE FROM edits WHERE paper_id = $1"
                " AND ($2::VARCHAR[] IS NULL OR list_contains($2::VARCHAR[], field))",
                [identifier, None if fields is None else list(fields)],
            )
            return _settle(connection, identifier)

        return self._database.write(change)


def _settle(connection: Connection, identifier: str) -> bool:
    before = _title(connection, identifier)
    settle_fields(connection, identifier)
    _check_citekey(connection, identifier)
    # the index of words holds fields of every passage
    connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")
    if before == _title(connection, identifier):
        return False
    drop_vectors(connection, list(parts_of(connection, [identifier])))
    return True


def _title(connection: Connection, identifier: str) -> str:
    [(title,)] = connection.execute(
        "SELECT title FROM papers WHERE id = ?", [identifier]
    ).fetchall()
    return str(title)


def _check_citekey(connection: Connection, identifier: str) -> None:
    """No two papers may answer to one key, whatever case it is typed in."""
    taken = connection.execute(
        "SELECT o.title FROM papers p JOIN papers o ON lower(o.citekey) = lower(p.citekey)"
        " AND o.id <> p.id WHERE p.id = ?",
        [identifier],
    ).fetchall()
    if taken:
        raise EditError(
            f"another paper has that citation key: {taken[0][0]}", "choose a key of its own"
        )
