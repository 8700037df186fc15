"""The library's own citation graph: which reference entries name which of its papers.

Links are worked out again after every run that changed papers, from the rows alone, so they are
right as papers come and go. An entry names a paper when

1. their DOIs are equal, or
2. their arXiv ids are equal (version left out), or
3. their normalised titles are equal, the title is long enough to be telling, and year (give or
   take one, for preprints) or first author's family name agrees where both are known; a short
   title needs both to agree.

A paper never cites itself, and an entry that fits several papers by title names none of them.
"""

from __future__ import annotations

from workbench.catalogue.database import Connection, Database

__all__ = ["link_references"]

_TELLING_LETTERS = 24

_CLEAR = "UPDATE reference_entries SET cited_paper_id = NULL WHERE cited_paper_id IS NOT NULL"

_BY_DOI = """
    UPDATE reference_entries AS e SET cited_paper_id = p.id
    FROM papers p
    WHERE e.cited_paper_id IS NULL AND e.doi <> '' AND lower(e.doi) = lower(p.doi)
      AND p.id <> e.paper_id
"""

_BY_ARXIV = """
    UPDATE reference_entries AS e SET cited_paper_id = p.id
    FROM papers p
    WHERE e.cited_paper_id IS NULL AND e.arxiv_id <> '' AND p.id <> e.paper_id
      AND regexp_replace(e.arxiv_id, 'v[0-9]+$', '') = regexp_replace(p.arxiv_id, 'v[0-9]+$', '')
"""

# what is not known on either side neither agrees nor disagrees
_BY_TITLE = f"""
    WITH pairs AS (
        SELECT e.paper_id, e.position, p.id,
               abs(e.year - p.year) <= 1 AS year_agrees,
               CASE WHEN len(e.authors) > 0 AND len(p.authors) > 0 THEN
                   contains(lower(e.authors[1]), regexp_extract(lower(p.authors[1]), '(\\S+)$', 1))
               END AS author_agrees,
               length(p.title_key) >= {_TELLING_LETTERS} AS telling
        FROM reference_entries e
        JOIN papers p ON e.title_key = p.title_key AND e.title_key <> '' AND p.id <> e.paper_id
        WHERE e.cited_paper_id IS NULL
    ),
    certain AS (
        SELECT paper_id, position, min(id) AS id FROM pairs
        WHERE CASE WHEN telling
                   THEN coalesce(year_agrees, true) OR coalesce(author_agrees, false)
                   ELSE coalesce(year_agrees, false) AND coalesce(author_agrees, false) END
        GROUP BY paper_id, position HAVING count(*) = 1
    )
    UPDATE reference_entries AS e SET cited_paper_id = c.id
    FROM certain c
    WHERE c.paper_id = e.paper_id AND c.position = e.position
"""


def link_references(database: Database) -> int:
    """Tie every reference entry to the paper it names; return how many could be tied."""
    return database.write(_relink)


def _relink(connection: Connection) -> int:
    connection.execute(_CLEAR)
    for statement in (_BY_DOI, _BY_ARXIV, _BY_TITLE):
        connection.execute(statement)
    found = connection.execute(
        "SELECT count(*) FROM reference_entries WHERE cited_paper_id IS NOT NULL"
    ).fetchall()
    return int(found[0][0])
