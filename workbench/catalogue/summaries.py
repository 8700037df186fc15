"""Rows of the list of papers: what a row holds, what it is ordered and narrowed by.

Owns the SQL of one summary. Versions of one work follow their newest one, whatever the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.types import FileState, PaperSummary

__all__ = ["MATCHES", "ORDERS", "SUMMARY", "ordering", "summary"]

ORDERS = {
    "added": ("h.added_at", "h.citekey"),
    "author": ("h.author_key = ''", "h.author_key", "h.year", "h.citekey"),
    "cited": ("cited_by", "h.citekey"),
    "title": ("lower(h.title)", "h.citekey"),
    "year": ("coalesce(h.year, 0)", "h.citekey"),
}
"""What a list of papers can be ordered by, with what does it; ``h`` is the newest version."""

# one row a paper: its first path in order, and its worst telling state
SUMMARY = """
    SELECT p.id, p.citekey, p.title, p.authors, p.year, coalesce(f.path, ''),
           coalesce(f.state, 'skipped'), coalesce(f.reason, 'file is gone'),
           p.page_count, p.venue, coalesce(c.cited_by, 0) AS cited_by,
           p.subtitle, coalesce(t.tags, []), coalesce(r.is_read, false),
           coalesce(r.is_starred, false), coalesce(n.versions, 1),
           CASE WHEN w.position > 0 THEN w.work_id ELSE '' END
    FROM papers p
    LEFT JOIN (
        SELECT paper_id, arg_min(path, rank) AS path, arg_min(state, rank) AS state,
               arg_min(reason, rank) AS reason
        FROM (SELECT *, (CASE WHEN state IN ('ready', 'words only') THEN '0' ELSE '1' END) || path
                     AS rank FROM files WHERE paper_id IS NOT NULL)
        GROUP BY paper_id
    ) f ON f.paper_id = p.id
    LEFT JOIN cited_counts c ON c.paper_id = p.id
    LEFT JOIN (SELECT paper_id, list(tag ORDER BY tag) AS tags FROM tags GROUP BY paper_id) t
        ON t.paper_id = p.id
    LEFT JOIN reading r ON r.paper_id = p.id
    LEFT JOIN works w ON w.paper_id = p.id
    LEFT JOIN (SELECT work_id, count(*) AS versions FROM works GROUP BY work_id) n
        ON n.work_id = w.work_id
    LEFT JOIN papers h ON h.id = coalesce(w.work_id, p.id)
"""

MATCHES = """
    (contains(lower(p.title), $text) OR contains(lower(p.subtitle), $text)
     OR contains(lower(array_to_string(p.authors, ' ')), $text)
     OR EXISTS (SELECT 1 FROM tags g WHERE g.paper_id = p.id AND contains(g.tag, $text))
     OR contains(lower(p.citekey), $text) OR contains(CAST(p.year AS VARCHAR), $text))
"""
"""Whether paper ``p`` has ``$text``, given in lower case, where a person would look for it."""


def ordering(order: str, *, descending: bool) -> str:
    """What stands after ``ORDER BY``."""
    direction = "DESC" if descending else "ASC"
    columns = ", ".join(f"{column} {direction}" for column in ORDERS[order])
    return f"{columns}, coalesce(w.position, 0)"


def summary(row: Sequence[Any]) -> PaperSummary:
    """A row of ``SUMMARY`` as the other rooms know it."""
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
    )
