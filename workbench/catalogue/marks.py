"""What the person marked papers with: tags, read or unread, a star.

Owns the ``tags`` and ``reading`` tables. Both are keyed by a paper's id, which is its content: they
stay when its file goes, and hold again when it comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.catalogue.database import Connection, Database

__all__ = ["Marks"]


class Marks:
    """Tags and reading states. Unknown ids are kept too: nothing here checks for papers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tag(self, ids: Sequence[str], add: Collection[str], remove: Collection[str]) -> None:
        """Put tags on papers, and take others off."""

        def change(connection: Connection) -> None:
            connection.execute(
                "DELETE FROM tags WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))"
                " AND tag IN (SELECT unnest(?::VARCHAR[]))",
                [list(ids), list(remove)],
            )
            connection.execute(
                "INSERT OR IGNORE INTO tags SELECT p.id, t.tag, now()::TIMESTAMP"
                " FROM (SELECT DISTINCT unnest(?::VARCHAR[]) AS id) p,"
                " (SELECT DISTINCT unnest(?::VARCHAR[]) AS tag) t",
                [list(ids), list(add)],
            )

        self._database.write(change)

    def mark(
        self, ids: Sequence[str], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Set papers read or unread, with or without a star; ``None`` leaves that as it is."""

        def change(connection: Connection) -> None:
            connection.execute(
                "INSERT INTO reading SELECT DISTINCT unnest($1::VARCHAR[]),"
                " coalesce($2, false), coalesce($3, false), now()::TIMESTAMP"
                " ON CONFLICT (paper_id) DO UPDATE SET is_read = coalesce($2, is_read),"
                " is_starred = coalesce($3, is_starred), changed_at = excluded.changed_at",
                [list(ids), read, starred],
            )

        self._database.write(change)

    def counts(self) -> dict[str, int]:
        """How many papers of the library each tag is on, the commonest first."""
        rows = self._database.rows(
            "SELECT tag, count(*) AS n FROM tags SEMI JOIN papers ON papers.id = tags.paper_id"
            " GROUP BY tag ORDER BY n DESC, tag"
        )
        return {tag: int(count) for tag, count in rows}
