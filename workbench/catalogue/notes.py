"""What the person wrote about papers, in Markdown.

Owns the ``notes`` table. A note is kept by its paper's content: it stays when the file goes, and
belongs to the paper again when it comes back.
"""

from __future__ import annotations

from workbench.catalogue.database import Connection, Database

__all__ = ["Notes"]


class Notes:
    """At most one note a paper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, paper_id: str) -> str:
        """The note on a paper; ``""`` where there is none."""
        return str(
            self._database.value("SELECT text FROM notes WHERE paper_id = ?", [paper_id]) or ""
        )

    def write(self, paper_id: str, text: str) -> str:
        """Let a note be this text, ``""`` for none; return what it was before."""

        def change(connection: Connection) -> str:
            before = connection.execute(
                "SELECT text FROM notes WHERE paper_id = ?", [paper_id]
            ).fetchall()
            if text:
                connection.execute(
                    "INSERT OR REPLACE INTO notes VALUES (?, ?, now()::TIMESTAMP)", [paper_id, text]
                )
            else:
                connection.execute("DELETE FROM notes WHERE paper_id = ?", [paper_id])
            return str(before[0][0]) if before else ""

        return self._database.write(change)
