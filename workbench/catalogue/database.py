"""The connection to one ``catalogue.duckdb``: opening, one writer, many readers, closing.

Owns threads and transactions, no table. DuckDB allows one process at a time and wants one cursor
per thread; all changes go through a single writer thread, so they never conflict.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from workbench.errors import CatalogueError, LibraryBusyError, LibraryError

__all__ = ["Connection", "Database", "Parameters", "Row"]

log = logging.getLogger(__name__)

Connection = duckdb.DuckDBPyConnection
Row = tuple[Any, ...]
Parameters = Sequence[object] | Mapping[str, object]
"""Values for ``?`` and ``$1``, or by name for ``$name``."""
T = TypeVar("T")

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # no extension is needed, and fetching one would be a hidden network call
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "2GB",
}


class Database:
    """One open catalogue file.

    Args:
        file: The DuckDB file; it is made if it is missing.

    Raises:
        LibraryBusyError: Another process has it open.
        CatalogueError: The file is not a database or cannot be repaired.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.notes: list[str] = []
        """What a person must know about how opening went."""
        self._root = self._connect()
        self._local = threading.local()
        self._cursors: list[Connection] = []
        self._guard = threading.Lock()
        self._closed = False
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="catalogue-writer")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run a query on the calling thread's own cursor and fetch everything."""
        return self._cursor().execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 -- any SQL type
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def columns(self, sql: str, parameters: Parameters = ()) -> dict[str, Any]:
        """Run a query and fetch its columns as NumPy arrays, by name."""
        result: dict[str, Any] = self._cursor().execute(sql, parameters).fetchnumpy()
        return result

    def write(self, change: Callable[[Connection], T]) -> T:
        """Run ``change`` in one transaction on the writer thread, and wait for it.

        Either everything that ``change`` does is stored, or nothing is.
        """
        if self._closed:
            raise LibraryError("the library is closed", "open it again")
        return self._writer.submit(self._transact, change).result()

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        if not self._closed:
            self._writer.submit(self._root.execute, "CHECKPOINT").result()

    def close(self) -> None:
        """Finish pending writes, fold the log in and release the file. Safe to call twice."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
        self._writer.shutdown(wait=True)
        for cursor in self._cursors:
            cursor.interrupt()
            cursor.close()
        try:
            self._root.execute("CHECKPOINT")
        except duckdb.Error:
            # a reader is still at work: the log is folded in at the next open instead
            log.info("no checkpoint on close", exc_info=True)
        self._root.close()

    def _transact(self, change: Callable[[Connection], T]) -> T:
        self._root.execute("BEGIN")
        try:
            outcome = change(self._root)
        except BaseException:
            self._root.execute("ROLLBACK")
            raise
        self._root.execute("COMMIT")
        return outcome

    def _cursor(self) -> Connection:
        if self._closed:
            raise LibraryError("the library is closed", "open it again")
        cursor: Connection | None = getattr(self._local, "cursor", None)
        if cursor is None:
            cursor = self._root.cursor()
            self._local.cursor = cursor
            with self._guard:
                self._cursors.append(cursor)
        return cursor

    def _connect(self) -> Connection:
        try:
            return duckdb.connect(str(self.file), config=_CONFIG)
        except duckdb.Error as error:
            return self._recover(error)

    def _recover(self, error: duckdb.Error) -> Connection:
        """Turn what DuckDB says into words, or set a damaged log aside and open without it."""
        text = str(error)
        if "lock" in text.lower():
            found = re.search(r"PID (\d+)", text)
            who = f"process {found[1]}" if found else "another process"
            raise LibraryBusyError(
                f"{self.file.parent} is open in {who}", "close that carrel, or name another library"
            ) from error
        log_file = self.file.with_name(self.file.name + ".wal")
        if "WAL" in text and log_file.exists():
            return self._open_without_log(log_file)
        raise CatalogueError(
            f"{self.file} cannot be opened: {text.splitlines()[0]}",
            "restore it from a backup, or move it away and ingest the folders again",
        ) from error

    def _open_without_log(self, log_file: Path) -> Connection:
        aside = log_file.with_suffix(f".damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        log_file.rename(aside)
        self.notes.append(
            f"the last changes could not be read back and were set aside in {aside.name}; "
            "run `carrel ingest` on your folders to read those files again"
        )
        try:
            return duckdb.connect(str(self.file), config=_CONFIG)
        except duckdb.Error as error:
            raise CatalogueError(
                f"{self.file} cannot be opened: {str(error).splitlines()[0]}",
                "restore it from a backup, or move it away and ingest the folders again",
            ) from error
