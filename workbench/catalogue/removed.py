"""Papers that the person took out of the library, though their files are still there.

Owns the ``removed_papers`` table and how their files' rows look. A file with such content is not
read again, wherever it turns up, until the person takes the paper back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.catalogue.database import Connection, Database
from workbench.types import FileState, RemovedPaper

__all__ = ["REMOVED", "RemovedPapers", "take_back", "take_out"]

REMOVED = "removed by you; `carrel restore` brings it back"
"""What such a file says for itself."""


class RemovedPapers:
    """Which papers were taken out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[RemovedPaper]:
        """Every paper that was taken out, the last one first."""
        rows = self._database.rows(
            "SELECT r.paper_id, r.title, strftime(r.removed_at, '%Y-%m-%dT%H:%M:%SZ'),"
            " coalesce((SELECT list(f.path ORDER BY f.path) FROM files f"
            " WHERE starts_with(f.sha256, r.paper_id)), [])"
            " FROM removed_papers r ANTI JOIN papers p ON p.id = r.paper_id"
            " ORDER BY r.removed_at DESC, r.paper_id"
        )
        return [RemovedPaper(key, title, at, tuple(paths)) for key, title, at, paths in rows]

    def intend(self, ids: Sequence[str]) -> None:
        """Note that papers are to be taken out, which lasts longer than noting it."""
        self._database.write(lambda connection: _note(connection, ids))

    def give_up(self, ids: Sequence[str]) -> None:
        """Forget that papers were to be taken out; those that are out already stay so."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM removed_papers WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))"
                " AND paper_id IN (SELECT id FROM papers)",
                [list(ids)],
            )
        )

    def intended(self) -> list[str]:
        """Ids of papers that are to be taken out and are still there."""
        rows = self._database.rows(
            "SELECT paper_id FROM removed_papers SEMI JOIN papers ON id = paper_id"
            " ORDER BY paper_id"
        )
        return [row[0] for row in rows]

    def among(self, ids: Iterable[str]) -> set[str]:
        """Those of these papers that were taken out, or are to be."""
        rows = self._database.rows(
            "SELECT paper_id FROM removed_papers WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            [list(ids)],
        )
        return {row[0] for row in rows}


def take_out(connection: Connection, ids: Sequence[str]) -> None:
    """Remember that papers are taken out, and have their files say so.

    It belongs into the transaction that drops the papers' own rows, before it does.
    """
    _note(connection, ids)
    connection.execute(
        "UPDATE files SET state = ?, reason = ?, paper_id = NULL"
        " WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
        [FileState.SKIPPED.value, REMOVED, list(ids)],
    )


def _note(connection: Connection, ids: Sequence[str]) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO removed_papers SELECT id, title, now()::TIMESTAMP"
        " FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))",
        [list(ids)],
    )


def take_back(connection: Connection, ids: Sequence[str]) -> None:
    """Forget that papers were taken out, inside a transaction that is already open."""
    connection.execute(
        "DELETE FROM removed_papers WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))", [list(ids)]
    )
