"""The person's edits: stored apart from what was read, laid over it, taken back.

Owns the ``edits`` table. Values come checked from ``workbench/editing.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping

from workbench.catalogue.changes import PassageChanges
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.paper_rows import (
    drop_vectors,
    next_generation,
    parts_of,
    settle_fields,
)
from workbench.errors import EditError
from workbench.types import FieldValue

__all__ = ["Edits"]


class Edits:
    """Changes rows of ``papers`` along with the edits, in one transaction."""

    def __init__(self, database: Database, changes: PassageChanges) -> None:
        self._database = database
        self._changes = changes

    def apply(self, identifier: str, values: Mapping[str, FieldValue]) -> bool:
        """Keep what the person said of a paper's fields; it counts from now on.

        Returns:
            Whether the title is another one now: its passages were embedded under the old one, and
            their vectors are dropped.

        Raises:
            EditError: The citation key is another paper's.
        """

        def change(connection: Connection) -> tuple[int, bool]:
            for field, value in values.items():
                connection.execute(
                    "INSERT OR REPLACE INTO edits VALUES (?, ?, ?, now()::TIMESTAMP)",
                    [identifier, field, json.dumps(value, ensure_ascii=False)],
                )
            return _settle(connection, identifier)

        return self._settled(change)

    def undo(self, identifier: str, fields: Collection[str] | None) -> bool:
        """Let what was read count again, for these fields or for all; as ``apply`` otherwise."""

        def change(connection: Connection) -> tuple[int, bool]:
            connection.execute(
                "DELETE FROM edits WHERE paper_id = $1"
                " AND ($2::VARCHAR[] IS NULL OR list_contains($2::VARCHAR[], field))",
                [identifier, None if fields is None else list(fields)],
            )
            return _settle(connection, identifier)

        return self._settled(change)

    def _settled(self, change: Callable[[Connection], tuple[int, bool]]) -> bool:
        """Run a change of fields, which leaves every paper the passages it has."""
        generation, has_new_title = self._database.write(change)
        self._changes.note(generation, {})
        return has_new_title


def _settle(connection: Connection, identifier: str) -> tuple[int, bool]:
    """The passages' generation, and whether the paper has another title now."""
    before = _title(connection, identifier)
    settle_fields(connection, identifier)
    _check_citekey(connection, identifier)
    # the index of words holds fields of every passage
    generation = next_generation(connection)
    if before == _title(connection, identifier):
        return generation, False
    drop_vectors(connection, list(parts_of(connection, [identifier])))
    return generation, True


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
