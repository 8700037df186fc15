"""A catalogue that is in use, of a newer carrel or damaged, or on a disk that is full."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.database_errors import named_error
from workbench.errors import CatalogueError, LibraryBusyError

_FILL_THE_DISK = f"""
import resource, sys
from pathlib import Path
from workbench.catalogue.catalogue import Catalogue
from workbench.errors import CatalogueError

def add(count):
    for n in range(count):
        catalogue.answers.add(str(len(kept)), 'q', '2026-01-01T00:00:00', 'r' * 1000)
        kept.append(n)

kept = []
catalogue = Catalogue(Path(sys.argv[1]))
largest = Path(sys.argv[1]).stat().st_size + 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, {resource.RLIM_INFINITY}))
try:
    add(5000)
except CatalogueError as error:
    print(error.message)
    print(error.hint)
resource.setrlimit(resource.RLIMIT_FSIZE, ({resource.RLIM_INFINITY},) * 2)
add(3)
print(len(kept))
catalogue.close()
"""


def test_a_full_disk_is_named_and_with_room_again_it_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", _FILL_THE_DISK, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    message, hint, kept = done.stdout.splitlines()
    assert f"{file} cannot be written" in message
    assert "make room" in hint
    catalogue = Catalogue(file)
    try:
        stored = catalogue.database.value("SELECT count(*) FROM answers")
        assert stored == int(kept) > 0
    finally:
        catalogue.close()


def read_answers(file: Path) -> None:
    catalogue = Catalogue(file)
    try:
        catalogue.database.rows("SELECT * FROM answers")
    finally:
        catalogue.close()


@pytest.mark.parametrize("place", [0, 20_000, 300_000])
def test_a_damaged_catalogue_is_named_with_what_to_do(tmp_path: Path, place: int) -> None:
    file = tmp_path / "catalogue.duckdb"
    catalogue = Catalogue(file)
    for n in range(400):
        catalogue.answers.add(str(n), "q", "2026-01-01T00:00:00", os.urandom(2000).hex())
    catalogue.close()
    with file.open("r+b") as content:
        content.seek(place)
        content.write(b"\xa5" * (file.stat().st_size - place))
    with pytest.raises(CatalogueError, match=r"catalogue\.duckdb is damaged") as caught:
        read_answers(file)
    assert "backup" in caught.value.hint


@pytest.mark.parametrize(
    ("said", "kind", "hint"),
    [
        ('IO Error: Cannot open file "c": Read-only file system', CatalogueError, "writable"),
        ('IO Error: Cannot open file "c": Permission denied', CatalogueError, "writable"),
        ("Failed to commit: Could not write file: No space left on device", CatalogueError, "room"),
        ("Could not set lock on file (PID 7)", LibraryBusyError, "close that carrel"),
        ("Corrupt database file: wrong checksum in block 7", CatalogueError, "backup"),
    ],
)
def test_what_the_database_says_of_a_file_is_told_with_a_next_step(
    said: str, kind: type[Exception], hint: str
) -> None:
    error = named_error(Path("c"), duckdb.IOException(said))
    assert type(error) is kind
    assert hint in error.hint


def test_a_fault_of_a_statement_is_not_laid_on_the_file() -> None:
    assert named_error(Path("c"), duckdb.BinderException("there is no column lock")) is None


def test_a_second_process_is_told_who_has_it_open(catalogue: Catalogue) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from workbench.catalogue.catalogue import Catalogue\n"
        "from workbench.errors import LibraryBusyError\n"
        "try: Catalogue(Path(sys.argv[1]))\n"
        "except LibraryBusyError as error: print(error)"
    )
    file = str(catalogue.database.file)
    done = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, text=True, check=True
    )
    assert "is open in process" in done.stdout
    assert LibraryBusyError.retryable


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.duckdb"
    file.write_bytes(b"certainly not a database" * 500)
    with pytest.raises(CatalogueError, match=r"catalogue\.duckdb"):
        Catalogue(file)
    assert file.read_bytes().startswith(b"certainly")


def test_a_newer_schema_is_refused_and_left_alone(catalogue: Catalogue) -> None:
    file = catalogue.database.file
    catalogue.database.write(
        lambda connection: connection.execute(
            "INSERT INTO schema_steps VALUES (9999, 'future', '9', now()::TIMESTAMP)"
        )
    )
    catalogue.close()
    with pytest.raises(CatalogueError, match="newer carrel"):
        Catalogue(file)


def test_a_damaged_log_is_set_aside_and_said(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.duckdb"
    code = (
        "import os, sys; from pathlib import Path\n"
        "from workbench.catalogue.catalogue import Catalogue\n"
        "c = Catalogue(Path(sys.argv[1]))\n"
        "for n in range(200): c.answers.add(str(n), 'q' * 100, '2026-01-01T00:00:00', 'r' * 1000)\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=False)
    log_file = file.with_name("catalogue.duckdb.wal")
    content = bytearray(log_file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = bytes(200)
    log_file.write_bytes(content)
    catalogue = Catalogue(file)
    try:
        assert catalogue.papers.count() == 0
        assert "set aside" in catalogue.notes[0]
        assert list(tmp_path.glob("*damaged*"))
    finally:
        catalogue.close()


def test_a_fault_of_the_database_program_is_no_reason_to_throw_a_library_away() -> None:
    inside = named_error(Path("c"), duckdb.InternalException("INTERNAL Error: a wrong turn"))
    assert inside is not None
    assert "damaged" not in str(inside)
    assert "keep a copy" in inside.hint
    memory = named_error(Path("c"), duckdb.OutOfMemoryException("failed to allocate 4 MiB"))
    assert memory is not None
    assert "too little memory" in str(memory)
