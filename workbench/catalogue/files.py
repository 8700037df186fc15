"""Files and folders: what was looked at, when, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.paper import READER_VERSION
from workbench.catalogue.database import Connection, Database
from workbench.types import FileState, FolderRow

__all__ = ["FileRow", "Files"]

_COLUMNS = "path, sha256, bytes, modified_ns, paper_id, state, reason, reader"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One path as it was last looked at. ``modified_ns`` is its time stamp in nanoseconds."""

    path: str
    sha256: str
    bytes: int
    modified_ns: int
    paper_id: str | None
    state: FileState
    reason: str
    reader: str = READER_VERSION
    """The version of the reader that looked at it."""


class Files:
    """The ``files`` and ``folders`` tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def below(self, roots: Iterable[Path]) -> dict[str, FileRow]:
        """The recorded files that are, or lie below, one of the roots, by path."""
        found: dict[str, FileRow] = {}
        for root in roots:
            prefix = str(root).rstrip("/") + "/"
            rows = self._database.rows(
                f"SELECT {_COLUMNS} FROM files WHERE path = ? OR starts_with(path, ?)",
                [str(root), prefix],
            )
            found.update((row[0], _file_row(row)) for row in rows)
        return found

    def holding(self, sha256: str) -> list[FileRow]:
        """Every recorded file with this content."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM files WHERE sha256 = ? ORDER BY path",
            [sha256],
        )
        return [_file_row(row) for row in rows]

    def by_paths(self, paths: Iterable[str]) -> dict[str, FileRow]:
        """The recorded files among these paths, by path."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM files WHERE path IN (SELECT unnest(?::VARCHAR[]))",
            [list(paths)],
        )
        return {row[0]: _file_row(row) for row in rows}

    def counts(self) -> dict[str, int]:
        """Files by state; every state is there, also with none."""
        rows = self._database.rows("SELECT state, count(*) FROM files GROUP BY state")
        return {state.value: 0 for state in FileState} | dict(rows)

    def problems(self) -> list[FileRow]:
        """Files that did not become fully searchable, worst first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM files WHERE state IN ('failed', 'skipped')"
            " ORDER BY state, path"
        )
        return [_file_row(row) for row in rows]

    def folders(self) -> list[FolderRow]:
        """Remembered folders with their files' counts by state, in the order they were added."""
        rows = self._database.rows(
            "SELECT path, strftime(ingested_at, '%Y-%m-%dT%H:%M:%SZ') FROM folders"
            " ORDER BY added_at"
        )
        return [
            FolderRow(path, self._counts_below(path), ingested_at) for path, ingested_at in rows
        ]

    def folder_paths(self) -> list[str]:
        """Paths of the remembered folders, in the order they were added."""
        return [row[0] for row in self._database.rows("SELECT path FROM folders ORDER BY added_at")]

    def _counts_below(self, folder: str) -> dict[str, int]:
        rows = self._database.rows(
            "SELECT state, count(*) FROM files WHERE path = ? OR starts_with(path, ?)"
            " GROUP BY state",
            [folder, folder.rstrip("/") + "/"],
        )
        return {state.value: 0 for state in FileState} | dict(rows)

    def remember_folders(self, folders: Sequence[Path]) -> None:
        """Keep the folders, so that the next run can look at them again by itself."""

        def change(connection: Connection) -> None:
            for folder in folders:
                connection.execute(
                    "INSERT INTO folders VALUES (?, now()::TIMESTAMP, now()::TIMESTAMP)"
                    " ON CONFLICT (path) DO UPDATE SET ingested_at = excluded.ingested_at",
                    [str(folder)],
                )

        self._database.write(change)

    def forget_folder(self, path: str) -> bool:
        """No longer look at a folder by itself; its papers stay. Whether it was remembered."""

        def change(connection: Connection) -> bool:
            gone = connection.execute(
                "DELETE FROM folders WHERE path = ? RETURNING path", [path]
            ).fetchall()
            return bool(gone)

        return self._database.write(change)

    def record(self, row: FileRow) -> None:
        """Store how one file ended."""
        self.record_together([row])

    def record_together(self, rows: Sequence[FileRow]) -> None:
        """Store how some files ended, in one transaction."""
        self._database.write(lambda connection: record_files(connection, rows))

    def rename(self, old: str, new: str, modified_ns: int) -> None:
        """A file was moved: keep all that is known of it under its new path."""

        def change(connection: Connection) -> None:
            connection.execute("DELETE FROM files WHERE path = ?", [new])
            connection.execute(
                "UPDATE files SET path = ?, modified_ns = ?, looked_at = now()::TIMESTAMP"
                " WHERE path = ?",
                [new, modified_ns, old],
            )

        self._database.write(change)

    def touch(self, path: str, size: int, modified_ns: int) -> None:
        """The file's time stamp changed but its bytes did not."""
        self._database.write(
            lambda connection: connection.execute(
                "UPDATE files SET bytes = ?, modified_ns = ?, looked_at = now()::TIMESTAMP"
                " WHERE path = ?",
                [size, modified_ns, path],
            )
        )

    def forget(self, paths: Sequence[str]) -> None:
        """Drop the rows of files that are gone."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM files WHERE path IN (SELECT unnest(?::VARCHAR[]))", [list(paths)]
            )
        )

    def adopt_copies(self) -> None:
        """Let a copy stand for its paper where the file it was a copy of is gone."""
        self._database.write(lambda connection: connection.execute(_ADOPT))

    def settle_embedded(self, model: str, reason: str) -> None:
        """Set ``ready`` or ``words only`` on read files by whether every passage has a vector.

        Args:
            model: Key of the embedding model in use; ``""`` when there is none.
            reason: What ``words only`` files should say.
        """

        def change(connection: Connection) -> None:
            connection.execute(_SETTLE, [model, reason])

        self._database.write(change)


# of a readable paper's files one is the original; copies are skipped
_ADOPT = """
    UPDATE files SET state = 'words only', reason = ''
    WHERE path IN (
        SELECT min(path) FROM files
        WHERE paper_id IN (SELECT paper_id FROM passages)
        GROUP BY paper_id HAVING bool_and(state = 'skipped')
    )
"""

_SETTLE = """
    WITH waiting AS (
        SELECT DISTINCT paper_id FROM passages
        ANTI JOIN (SELECT passage_id FROM vectors WHERE model = $1
                   UNION ALL SELECT passage_id FROM unembeddable WHERE model = $1) v
            ON v.passage_id = passages.id
    ),
    judged AS (
        SELECT path, paper_id IN (SELECT paper_id FROM waiting) AS unfinished
        FROM files WHERE state IN ('ready', 'words only')
    )
    UPDATE files SET
        state = CASE WHEN unfinished THEN 'words only' ELSE 'ready' END,
        reason = CASE WHEN unfinished THEN $2 ELSE '' END
    FROM judged
    WHERE judged.path = files.path
      AND (state, reason) IS DISTINCT FROM (
          CASE WHEN unfinished THEN 'words only' ELSE 'ready' END,
          CASE WHEN unfinished THEN $2 ELSE '' END
      )
"""


def record_files(connection: Connection, rows: Iterable[FileRow]) -> None:
    """Write files' rows inside a transaction that is already open."""
    by_path = {row.path: row for row in rows}
    values = [
        (r.path, r.sha256, r.bytes, r.modified_ns, r.paper_id, r.state.value, r.reason, r.reader)
        for r in by_path.values()
    ]
    if not values:
        return
    # one statement for all: each costs as much as a paper
    connection.execute(
        f"INSERT OR REPLACE INTO files ({_COLUMNS}, looked_at)"
        " SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::BIGINT[]),"
        " unnest(?::BIGINT[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
        " unnest(?::VARCHAR[]), now()::TIMESTAMP",
        [list(column) for column in zip(*values, strict=True)],
    )


def _file_row(row: tuple[str, str, int, int, str | None, str, str, str]) -> FileRow:
    return FileRow(*row[:5], FileState(row[5]), *row[6:])
