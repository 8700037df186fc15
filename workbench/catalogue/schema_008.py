"""Schema step 8: collections, notes, saved searches, and papers that the person took out.

Owns these tables. Like edits and tags, what the person keeps is tied to a paper's content and not
to its row: it stays when the file goes or the paper is taken out, and holds again when it is back.
"""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m008_keep_collections_and_notes"]

_TABLES = (
    """
    CREATE TABLE collections (
        id INTEGER PRIMARY KEY,
        name VARCHAR NOT NULL,        -- as it was typed; no two are the same but for case
        made_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE collection_papers (
        collection_id INTEGER NOT NULL,
        paper_id VARCHAR NOT NULL,
        added_at TIMESTAMP NOT NULL,
        PRIMARY KEY (collection_id, paper_id)
    )""",
    """
    CREATE TABLE notes (
        paper_id VARCHAR PRIMARY KEY,
        text VARCHAR NOT NULL,        -- Markdown, never empty
        written_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE saved_searches (
        name VARCHAR NOT NULL,        -- as it was typed; no two are the same but for case
        query VARCHAR NOT NULL,
        controls VARCHAR NOT NULL,    -- JSON: settings of search.* that it was made with
        saved_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE removed_papers (     -- their files are not read again until the person says so
        paper_id VARCHAR PRIMARY KEY,
        title VARCHAR NOT NULL,
        removed_at TIMESTAMP NOT NULL
    )""",
)


def m008_keep_collections_and_notes(connection: Connection) -> None:
    """Five tables that begin empty."""
    for statement in _TABLES:
        connection.execute(statement)
