"""Schema step 2: what the person says of papers, versions of a work, and keys for matching.

Owns the tables and columns of this step and how rows of the step before are filled in. What a
person says (edits, tags, reading state, links made by hand) is keyed by the content's id and has
no tie to ``papers``: it stays when a file goes, and is there again when it comes back.
"""

from __future__ import annotations

import json

from workbench.catalogue.citekeys import author_key
from workbench.catalogue.database import Connection

__all__ = ["m002_let_the_person_know_better"]

_COLUMNS = (
    "ALTER TABLE papers ADD COLUMN subtitle VARCHAR DEFAULT ''",
    "ALTER TABLE papers ADD COLUMN kind VARCHAR DEFAULT ''",
    "ALTER TABLE papers ADD COLUMN affiliations VARCHAR[] DEFAULT []",
    "ALTER TABLE papers ADD COLUMN emails VARCHAR[] DEFAULT []",
    # the first author's family name, folded, for matching
    "ALTER TABLE papers ADD COLUMN author_key VARCHAR DEFAULT ''",
    # JSON: what was read of each field that can be edited
    "ALTER TABLE papers ADD COLUMN as_read VARCHAR DEFAULT '{}'",
    "ALTER TABLE reference_entries ADD COLUMN author_key VARCHAR DEFAULT ''",
)

_TABLES = (
    """
    CREATE TABLE edits (
        paper_id VARCHAR NOT NULL,
        field VARCHAR NOT NULL,       -- a column of papers
        value VARCHAR NOT NULL,       -- JSON
        edited_at TIMESTAMP NOT NULL,
        PRIMARY KEY (paper_id, field)
    )""",
    """
    CREATE TABLE tags (
        paper_id VARCHAR NOT NULL,
        tag VARCHAR NOT NULL,         -- lower case, single spaces
        tagged_at TIMESTAMP NOT NULL,
        PRIMARY KEY (paper_id, tag)
    )""",
    """
    CREATE TABLE reading (            -- papers without a row are unread and without a star
        paper_id VARCHAR PRIMARY KEY,
        is_read BOOLEAN NOT NULL,
        is_starred BOOLEAN NOT NULL,
        changed_at TIMESTAMP NOT NULL
    )""",
    """
    CREATE TABLE version_links (
        paper_id VARCHAR NOT NULL,    -- of a supplement: the supplement
        other_id VARCHAR NOT NULL,    -- of a supplement: what it belongs to
        relation VARCHAR NOT NULL,    -- version, supplement or apart
        origin VARCHAR NOT NULL,      -- found or person
        PRIMARY KEY (paper_id, other_id)
    )""",
    """
    CREATE TABLE works (              -- papers of which there are several versions
        paper_id VARCHAR PRIMARY KEY,
        work_id VARCHAR NOT NULL,     -- the newest version's id
        position INTEGER NOT NULL     -- 0 newest
    )""",
    """
    CREATE TABLE cited_counts (       -- how many other works of the library cite a paper's work
        paper_id VARCHAR PRIMARY KEY,
        cited_by INTEGER NOT NULL
    )""",
    # papers stored, changed or removed since citations and versions were worked out last
    "CREATE TABLE changed_papers (paper_id VARCHAR PRIMARY KEY)",
    "INSERT INTO changed_papers SELECT id FROM papers",
    """
    INSERT INTO cited_counts
        SELECT cited_paper_id, count(DISTINCT paper_id) FROM reference_entries
        WHERE cited_paper_id IS NOT NULL GROUP BY cited_paper_id
    """,
)


def m002_let_the_person_know_better(connection: Connection) -> None:
    """Edits, tags, reading state, versions; what was read is set beside what is shown."""
    for statement in (*_COLUMNS, *_TABLES):
        connection.execute(statement)
    _fill_papers(connection)
    _fill_references(connection)


def _fill_papers(connection: Connection) -> None:
    rows = connection.execute(
        "SELECT id, title, authors, year, venue, doi, arxiv_id, abstract, keywords, language,"
        " citekey FROM papers"
    ).fetchall()
    names = ("title", "authors", "year", "venue", "doi", "arxiv_id", "abstract", "keywords",
             "language", "citekey")  # fmt: skip
    read = [
        json.dumps(
            dict(zip(names, row[1:], strict=True)) | {"subtitle": "", "kind": ""},
            ensure_ascii=False,
        )
        for row in rows
    ]
    connection.execute(
        "UPDATE papers SET as_read = n.as_read, author_key = n.author_key FROM (SELECT"
        " unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS as_read,"
        " unnest(?::VARCHAR[]) AS author_key) n WHERE n.id = papers.id",
        [[row[0] for row in rows], read, [author_key(row[2]) for row in rows]],
    )


def _fill_references(connection: Connection) -> None:
    first = connection.execute(
        "SELECT DISTINCT authors[1] FROM reference_entries WHERE len(authors) > 0"
    ).fetchall()
    names = [row[0] for row in first]
    connection.execute(
        "UPDATE reference_entries SET author_key = n.author_key FROM (SELECT"
        " unnest(?::VARCHAR[]) AS author, unnest(?::VARCHAR[]) AS author_key) n"
        " WHERE n.author = authors[1]",
        [names, [author_key([name]) for name in names]],
    )
