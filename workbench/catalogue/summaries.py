"""Rows of the list of papers: what a row holds, what it is ordered and narrowed by.

Owns the SQL of one summary and of what narrows the list. Versions of one work follow their newest
one, whatever the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.types import FileState, PaperSummary

__all__ = ["ORDERS", "ROWS_OF", "SHOWS", "kept", "ordering", "summary", "window"]

_FIRST_TAG = "(SELECT min(a.tag) FROM tags a WHERE a.paper_id = h.id)"
_FIRST_COLLECTION = """(SELECT min(lower(b.name)) FROM collection_papers a
    JOIN collections b ON b.id = a.collection_id WHERE a.paper_id = h.id)"""
_READ = "h.id IN (SELECT paper_id FROM reading WHERE is_read)"

ORDERS = {
    "added": ("h.added_at", "h.citekey"),
    "author": ("h.author_key = ''", "h.author_key", "h.year", "h.citekey"),
    "cited": ("cited_by", "h.citekey"),
    "citekey": ("lower(h.citekey)",),
    "collections": (f"{_FIRST_COLLECTION} IS NULL", _FIRST_COLLECTION, "h.citekey"),
    "pages": ("h.page_count", "h.citekey"),
    "read": (_READ, "h.citekey"),
    "tags": (f"{_FIRST_TAG} IS NULL", _FIRST_TAG, "h.citekey"),
    "title": ("lower(h.title)", "h.citekey"),
    "venue": ("h.venue = ''", "lower(h.venue)", "h.citekey"),
    "year": ("coalesce(h.year, 0)", "h.citekey"),
}
"""What a list of papers can be ordered by, with what does it; ``h`` is the newest version."""

# one row a paper: its first path in order, and its worst telling state; papers are chosen first, so
# that what hangs on them is gathered for a screenful and not for the library
_ROWS = """
    SELECT p.id, p.citekey, p.title, p.authors, p.year, coalesce(f.path, ''),
           coalesce(f.state, 'skipped'), coalesce(f.reason, 'file is gone'),
           p.page_count, p.venue, coalesce(c.cited_by, 0),
           p.subtitle, coalesce(t.tags, []), coalesce(r.is_read, false),
           coalesce(r.is_starred, false), coalesce(n.versions, 1),
           CASE WHEN w.position > 0 THEN w.work_id ELSE '' END,
           coalesce(k.names, []), o.paper_id IS NOT NULL,
           coalesce(json_extract_string(p.provenance, '$.year.source') = 'metadata'
                    AND json_extract_string(p.provenance, '$.year.value') = p.year::VARCHAR, false)
    FROM chosen JOIN papers p ON p.id = chosen.id
    LEFT JOIN (
        SELECT paper_id, arg_min(path, rank) AS path, arg_min(state, rank) AS state,
               arg_min(reason, rank) AS reason
        FROM (SELECT paper_id, path, state, reason,
                     (CASE WHEN state IN ('ready', 'words only') THEN '0' ELSE '1' END) || path
                     AS rank FROM files WHERE paper_id IN (SELECT id FROM chosen))
        GROUP BY paper_id
    ) f ON f.paper_id = p.id
    LEFT JOIN cited_counts c ON c.paper_id = p.id
    LEFT JOIN (
        SELECT paper_id, list(tag ORDER BY tag) AS tags FROM tags
        WHERE paper_id IN (SELECT id FROM chosen) GROUP BY paper_id
    ) t ON t.paper_id = p.id
    LEFT JOIN reading r ON r.paper_id = p.id
    LEFT JOIN works w ON w.paper_id = p.id
    LEFT JOIN (SELECT work_id, count(*) AS versions FROM works GROUP BY work_id) n
        ON n.work_id = w.work_id
    LEFT JOIN (
        SELECT m.paper_id, list(c.name ORDER BY lower(c.name)) AS names
        FROM collection_papers m JOIN collections c ON c.id = m.collection_id
        WHERE m.paper_id IN (SELECT id FROM chosen) GROUP BY m.paper_id
    ) k ON k.paper_id = p.id
    LEFT JOIN notes o ON o.paper_id = p.id
    ORDER BY chosen.place
"""

ROWS_OF = f"""
    WITH chosen AS MATERIALIZED (SELECT unnest($ids::VARCHAR[]) AS id, 0 AS place) {_ROWS}
"""
"""Rows of the papers with ``$ids``, in no order; unknown ids are left out."""


def window(where: str, by: str) -> str:
    """The rows of one window of the list, in its order: ``$limit`` of them from ``$offset`` on.

    Args:
        where: As ``kept`` gives it.
        by: As ``ordering`` gives it.
    """
    return f"""
    WITH chosen AS MATERIALIZED (
        SELECT id, row_number() OVER () AS place FROM (
            SELECT p.id, coalesce(c.cited_by, 0) AS cited_by FROM papers p
            LEFT JOIN works w ON w.paper_id = p.id
            LEFT JOIN papers h ON h.id = coalesce(w.work_id, p.id)
            LEFT JOIN cited_counts c ON c.paper_id = p.id
            {where} ORDER BY {by} LIMIT $limit OFFSET $offset
        )
    ) {_ROWS}
    """


_MATCHES = """
    (contains(lower(p.title), $text) OR contains(lower(p.subtitle), $text)
     OR contains(lower(array_to_string(p.authors, ' ')), $text)
     OR EXISTS (SELECT 1 FROM tags g WHERE g.paper_id = p.id AND contains(g.tag, $text))
     OR EXISTS (SELECT 1 FROM notes g WHERE g.paper_id = p.id AND contains(lower(g.text), $text))
     OR EXISTS (SELECT 1 FROM collection_papers m JOIN collections g ON g.id = m.collection_id
                WHERE m.paper_id = p.id AND contains(lower(g.name), $text))
     OR contains(lower(p.citekey), $text) OR contains(CAST(p.year AS VARCHAR), $text))
"""
"""Whether paper ``p`` has ``$text``, given in lower case, where a person would look for it."""

SHOWS = {
    "": "",
    "unread": "p.id NOT IN (SELECT paper_id FROM reading WHERE is_read)",
    "read": "p.id IN (SELECT paper_id FROM reading WHERE is_read)",
    "starred": "p.id IN (SELECT paper_id FROM reading WHERE is_starred)",
    "noted": "p.id IN (SELECT paper_id FROM notes)",
    "versions": "p.id IN (SELECT paper_id FROM works)",
    "copies": "p.id IN (SELECT paper_id FROM files GROUP BY paper_id HAVING count(*) > 1)",
    "warned": "len(p.warnings) > 0",
}
"""Kinds of papers that a list can be narrowed to: what the person marked, works in several
versions, content that several files hold, papers with something odd in their files."""


def kept(text: str, collection: int | None, show: str) -> tuple[str, dict[str, object]]:
    """What stands after ``FROM papers p`` to narrow the list, and its parameters.

    Args:
        text: What a paper must have where a person would look for it.
        collection: The number of the collection that it must be in.
        show: One of ``SHOWS``.
    """
    wanted: list[str] = [SHOWS[show]] if show else []
    parameters: dict[str, object] = {}
    if text:
        wanted.append(_MATCHES)
        parameters["text"] = text.lower()
    if collection is not None:
        wanted.append(
            "p.id IN (SELECT paper_id FROM collection_papers WHERE collection_id = $collection)"
        )
        parameters["collection"] = collection
    return f"WHERE {' AND '.join(wanted)}" if wanted else "", parameters


def ordering(order: str, *, descending: bool) -> str:
    """What stands after ``ORDER BY``."""
    # what is not known comes last either way
    unknown = ("= ''", "IS NULL")
    columns = ", ".join(
        f"{column} {'DESC' if descending and not column.endswith(unknown) else 'ASC'}"
        for column in ORDERS[order]
    )
    return f"{columns}, coalesce(w.position, 0)"


def summary(row: Sequence[Any]) -> PaperSummary:
    """A row of the list as the other rooms know it."""
    return PaperSummary(
        id=row[0],
        citekey=row[1],
        title=row[2],
        authors=tuple(row[3]),
        year=row[4],
        path=row[5],
        state=FileState(row[6]),
        reason=row[7],
        pages=row[8],
        venue=row[9],
        cited_by=row[10],
        subtitle=row[11],
        tags=tuple(row[12]),
        is_read=row[13],
        is_starred=row[14],
        versions=row[15],
        newest_id=row[16],
        collections=tuple(row[17]),
        has_note=row[18],
        year_is_file_date=row[19],
    )
