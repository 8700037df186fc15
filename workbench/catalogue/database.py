"""The connection to one ``catalogue.duckdb``: opening, one writer, many readers, closing.

Owns threads and transactions, no table. DuckDB allows one process at a time and wants one cursor
per thread; all changes go through a single writer thread, so they never conflict.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from workbench.catalogue.database_errors import is_damage, named_error
from workbench.errors import CatalogueError, LibraryError, LibraryReadOnlyError

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
    # one core is left to whoever draws a screen while the database works
    "threads": max(1, (os.cpu_count() or 1) - 1),
}
_REMEMBERED = 64
"""What is kept of steady values: a few that every search asks for, and what filters left."""
_READ_ONLY = (
    "this library can only be read where it is: it is searched and asked, and takes no papers, and "
    "keeps no answers and notes"
)
_PATIENCE_SECONDS = 2.0
"""How long closing waits for interrupted readers to come back."""


class Database:
    """One open catalogue file.

    Args:
        file: The DuckDB file; it is made if it is missing.
        is_read_only: Whether it is only read; every write is refused then.

    Raises:
        LibraryBusyError: Another process has it open.
        CatalogueError: The file is not a database or cannot be repaired.
    """

    def __init__(self, file: Path, *, is_read_only: bool = False) -> None:
        self.file = file
        self.is_read_only = is_read_only
        self.notes: list[str] = []
        """What a person must know about how opening went."""
        if is_read_only:
            self.notes.append(_READ_ONLY)
        self._root = self._connect()
        self._local = threading.local()
        self._cursors: list[Connection] = []
        self._users = 0
        self._idle = threading.Condition()
        self._closed = False
        self._changes = 0
        self._steady: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._steady_since = 0
        self._remembering = threading.Lock()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="catalogue-writer")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run a query on the calling thread's own cursor and fetch everything.

        Raises:
            CatalogueError: The file is damaged.
            LibraryError: The library is closed, or is being closed.
        """
        with self._cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 -- any SQL type
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def steady_row(self, sql: str) -> Row | None:
        """The first row of a query without parameters, remembered until the next write.

        What every search asks takes no time then, on a busy machine either.
        """
        return self.steady(sql, lambda: self.row(sql))

    def steady_value(self, sql: str) -> Any:  # noqa: ANN401 -- any SQL type
        """The first column of that row, or None."""
        found = self.steady_row(sql)
        return found[0] if found else None

    def steady(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, remembered under ``key`` until the next write.

        The values asked for last are kept, ``_REMEMBERED`` of them. Two threads that ask at once
        may both make it.
        """
        changes = self._changes
        known = self._steady.get(key)
        if known is None or known[0] != changes:
            known = (changes, make())
        with self._remembering:
            if changes > self._steady_since:
                # what was made before the last write may be large, and is asked for no more
                self._steady.clear()
                self._steady_since = changes
            self._steady[key] = known
            self._steady.move_to_end(key)
            while len(self._steady) > _REMEMBERED:
                self._steady.popitem(last=False)
        made: T = known[1]
        return made

    def columns(self, sql: str, parameters: Parameters = ()) -> dict[str, Any]:
        """Run a query and fetch its columns as NumPy arrays, by name."""
        with self._cursor() as cursor:
            result: dict[str, Any] = cursor.execute(sql, parameters).fetchnumpy()
            return result

    def write(self, change: Callable[[Connection], T]) -> T:
        """Run ``change`` in one transaction on the writer thread, and wait for it.

        Either everything that ``change`` does is stored, or nothing is.

        Raises:
            CatalogueError: The disk is full, the folder not writable or the file damaged.
            LibraryReadOnlyError: The catalogue was opened for reading only.
            LibraryError: The library is closed.
        """
        with self._in_use():
            self.must_be_writable()
            return self._writer.submit(self._transact, change).result()

    def must_be_writable(self) -> None:
        """Look before anything is done that ends with a write.

        Raises:
            LibraryReadOnlyError: The catalogue was opened for reading only.
        """
        if self.is_read_only:
            raise _read_only_error(self.file)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        with self._in_use():
            self._writer.submit(self._root.execute, "CHECKPOINT").result()

    def close(self) -> None:
        """Finish pending writes, stop readers, release the file. Safe to call twice.

        Readers in the middle of a query are interrupted; they see a ``LibraryError``.
        """
        with self._idle:
            if self._closed:
                return
            self._closed = True
            cursors = list(self._cursors)
        for cursor in cursors:
            cursor.interrupt()
        with self._idle:
            self._idle.wait_for(lambda: not self._users, _PATIENCE_SECONDS)
        self._writer.shutdown(wait=True)
        try:
            for cursor in cursors:
                with suppress(duckdb.Error):
                    cursor.close()
            # with a reader still at work the log is folded in at the next open instead
            with suppress(duckdb.Error):
                if not self.is_read_only:
                    self._root.execute("CHECKPOINT")
        finally:
            self._root.close()

    def _transact(self, change: Callable[[Connection], T]) -> T:
        self._root.execute("BEGIN")
        try:
            outcome = change(self._root)
        except BaseException:
            self._root.execute("ROLLBACK")
            raise
        self._root.execute("COMMIT")
        self._changes += 1
        return outcome

    @contextmanager
    def _cursor(self) -> Iterator[Connection]:
        """The calling thread's own cursor, counted as in use."""
        with self._in_use():
            cursor: Connection | None = getattr(self._local, "cursor", None)
            if cursor is None:
                cursor = self._root.cursor()
                self._local.cursor = cursor
                with self._idle:
                    self._cursors.append(cursor)
            yield cursor

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Keep ``close`` from pulling the connection away; what fails is said in our words."""
        with self._idle:
            if self._closed:
                raise _closed_error()
            self._users += 1
        try:
            yield
        except duckdb.Error as error:
            if self._closed:
                raise _closed_error() from error
            if (named := named_error(self.file, error)) is not None:
                raise named from error
            raise
        finally:
            with self._idle:
                self._users -= 1
                self._idle.notify_all()

    def _connect(self) -> Connection:
        try:
            return _connection(self.file, is_read_only=self.is_read_only)
        except duckdb.Error as error:
            if self.is_read_only:
                raise named_error(self.file, error) or _unopened(self.file, error) from error
            return self._recover(error)

    def _recover(self, error: duckdb.Error) -> Connection:
        """Turn what DuckDB says into words, or set a damaged log aside and open without it."""
        log_file = self.file.with_name(self.file.name + ".wal")
        named = named_error(self.file, error)
        if "WAL" in str(error) and log_file.exists() and (named is None or is_damage(error)):
            return self._open_without_log(log_file)
        raise named or _unopened(self.file, error) from error

    def _open_without_log(self, log_file: Path) -> Connection:
        aside = log_file.with_suffix(f".damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        log_file.rename(aside)
        self.notes.append(
            f"the last changes could not be read back and were set aside in {aside.name}; "
            "run `carrel ingest` on your folders to read those files again"
        )
        try:
            return _connection(self.file)
        except duckdb.Error as error:
            raise named_error(self.file, error) or _unopened(self.file, error) from error


def _connection(file: Path, *, is_read_only: bool = False) -> Connection:
    # what does not fit into memory goes beside the file, where that can be written
    aside = {"temp_directory": tempfile.gettempdir()} if is_read_only else {}
    connection = duckdb.connect(str(file), read_only=is_read_only, config=_CONFIG | aside)
    # times are stored without their zone, by now()::TIMESTAMP: wherever this runs, they are UTC
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection


def _unopened(file: Path, error: duckdb.Error) -> CatalogueError:
    return CatalogueError(
        f"{file} cannot be opened: {str(error).splitlines()[0]}",
        "restore it from a backup, or move it away and ingest the folders again",
    )


def _read_only_error(file: Path) -> LibraryReadOnlyError:
    return LibraryReadOnlyError(
        f"the library in {file.parent} can only be read: nothing is stored in it",
        "make the folder and its files writable, or copy it and name the copy with --library",
    )


def _closed_error() -> LibraryError:
    return LibraryError("the library is closed", "open it again")
