"""The catalogue's tables, as numbered steps.

Each step is a function that brings the schema from the number before to its own. Steps are never
edited once released; a new one is added. After each the file is checkpointed, since replaying
schema changes from the write-ahead log is where DuckDB has been seen to fail.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import duckdb

from carrel import __version__
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.schema_002 import m002_let_the_person_know_better
from workbench.catalogue.schema_003 import m003_import_citation_counts
from workbench.catalogue.schema_004 import m004_remember_what_cannot_be_embedded
from workbench.catalogue.schema_005 import m005_know_who_failed_on_a_file
from workbench.catalogue.schema_006 import m006_keep_votes
from workbench.catalogue.schema_007 import m007_keep_figures
from workbench.catalogue.schema_008 import m008_keep_collections_and_notes
from workbench.catalogue.schema_009 import m009_know_what_stands_in_one_piece
from workbench.catalogue.schema_010 import m010_know_which_signs_are_flat
from workbench.errors import CatalogueError

__all__ = ["MIGRATIONS", "migrate"]


def m001_create_tables(connection: Connection) -> None:
    """Papers and what they are made of, files and folders, vectors, answers."""
    for statement in _M001:
        connection.execute(statement)


_M001 = (
    """
    CREATE TABLE folders (
        path VARCHAR PRIMARY KEY,
        added_at TIMESTAMP NOT NULL,
        ingested_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE files (
        path VARCHAR PRIMARY KEY,
        sha256 VARCHAR NOT NULL,      -- '' where the bytes could not be read
        bytes BIGINT NOT NULL,
        modified_ns BIGINT NOT NULL,
        paper_id VARCHAR,             -- NULL where nothing was read from it
        state VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        looked_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE papers (
        id VARCHAR PRIMARY KEY,       -- first 16 hexadecimal digits of sha256
        sha256 VARCHAR NOT NULL,
        citekey VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        title_key VARCHAR NOT NULL,   -- normalised for matching references
        authors VARCHAR[] NOT NULL,
        year INTEGER,
        venue VARCHAR NOT NULL,
        doi VARCHAR NOT NULL,
        arxiv_id VARCHAR NOT NULL,
        abstract VARCHAR NOT NULL,
        keywords VARCHAR[] NOT NULL,
        language VARCHAR NOT NULL,
        warnings VARCHAR[] NOT NULL,
        provenance VARCHAR NOT NULL,  -- JSON: field -> {value, source, confidence}
        page_count INTEGER NOT NULL,
        reader VARCHAR NOT NULL,      -- the version of the reader that made these rows
        added_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE pages (
        paper_id VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        width FLOAT NOT NULL,
        height FLOAT NOT NULL,
        text_kind VARCHAR NOT NULL,
        characters INTEGER NOT NULL
    )""",
    """
    CREATE TABLE sections (
        paper_id VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        level INTEGER NOT NULL,
        page INTEGER NOT NULL
    )""",
    """
    CREATE TABLE reference_entries (
        paper_id VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        raw VARCHAR NOT NULL,
        label VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        title_key VARCHAR NOT NULL,
        authors VARCHAR[] NOT NULL,
        year INTEGER,
        venue VARCHAR NOT NULL,
        volume VARCHAR NOT NULL,
        pages VARCHAR NOT NULL,
        doi VARCHAR NOT NULL,
        arxiv_id VARCHAR NOT NULL,
        url VARCHAR NOT NULL,
        cited_paper_id VARCHAR        -- the library's own paper that the entry names
    )""",
    """
    CREATE TABLE passages (
        id BIGINT NOT NULL,           -- ingest.paper.Passage.id as a number
        paper_id VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        text VARCHAR NOT NULL,
        section VARCHAR NOT NULL,
        page INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        rectangles FLOAT[] NOT NULL,  -- page, x0, y0, x1, y1, page, x0, …
        cites INTEGER[] NOT NULL
    )""",
    """
    CREATE TABLE vectors (
        passage_id BIGINT NOT NULL,
        model VARCHAR NOT NULL,
        vector BLOB NOT NULL          -- little-endian float32, unit length
    )""",
    """
    CREATE TABLE answers (
        id VARCHAR PRIMARY KEY,
        question VARCHAR NOT NULL,
        asked_at TIMESTAMP NOT NULL,
        record VARCHAR NOT NULL       -- JSON, as workbench/answer_records.py writes it
    )""",
    "CREATE TABLE counters (name VARCHAR PRIMARY KEY, value BIGINT NOT NULL)",
    "INSERT INTO counters VALUES ('passages', 0), ('vectors', 0)",
)

MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    m001_create_tables,
    m002_let_the_person_know_better,
    m003_import_citation_counts,
    m004_remember_what_cannot_be_embedded,
    m005_know_who_failed_on_a_file,
    m006_keep_votes,
    m007_keep_figures,
    m008_keep_collections_and_notes,
    m009_know_what_stands_in_one_piece,
    m010_know_which_signs_are_flat,
)
"""Step ``n`` is at index ``n - 1``."""


def migrate(database: Database) -> None:
    """Bring the schema up to date.

    Raises:
        CatalogueError: The file was written by a newer carrel, or by an older one and can only be
            read.
    """
    if not database.is_read_only:
        database.write(_create_schema_table)
    stored = int(database.value("SELECT coalesce(max(step), 0) FROM schema_steps"))
    if stored > len(MIGRATIONS):
        raise CatalogueError(
            f"{database.file} was written by a newer carrel (schema {stored}, "
            f"this one knows {len(MIGRATIONS)})",
            "update carrel",
        )
    if database.is_read_only and stored < len(MIGRATIONS):
        raise CatalogueError(
            f"{database.file} was written by an older carrel, and can only be read where it is",
            "copy the folder to where it can be written, and name the copy with --library",
        )
    for number in range(stored + 1, len(MIGRATIONS) + 1):
        database.write(partial(_apply, step=number))
        database.checkpoint()


def _create_schema_table(connection: Connection) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_steps"
        " (step INTEGER PRIMARY KEY, carrel VARCHAR, duckdb VARCHAR, applied_at TIMESTAMP)"
    )


def _apply(connection: Connection, *, step: int) -> None:
    MIGRATIONS[step - 1](connection)
    connection.execute(
        "INSERT INTO schema_steps VALUES (?, ?, ?, now()::TIMESTAMP)",
        [step, __version__, duckdb.__version__],
    )
