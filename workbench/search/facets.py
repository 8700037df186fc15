"""What the papers that were found have in common: years, authors, venues, folders, marks.

Owns counting papers by a field and how a count is written as a filter of the query language, so
that choosing it shows in the query. It ranks nothing: the papers come from a search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.catalogue.database import Database
from workbench.search.adjust import filter_text
from workbench.search.narrow import Scope

__all__ = ["FACET_FIELDS", "Facet", "Facets", "count_facets", "count_years", "papers_within"]

MOST_VALUES = 8
"""Values of a field that are told; more than a screen of each would hide the other fields."""

FACET_FIELDS: Mapping[str, str] = {
    "author": "author",
    "venue": "venue",
    "folder": "in",
    "tag": "tag",
    "collection": "collection",
    "state": "is",
}
"""What is counted, in the order in which it is told, and the field of the query language."""

_COUNTS = """
    WITH found AS (SELECT unnest($1::VARCHAR[]) AS id, unnest(range($2)) AS place),
    kept AS (SELECT p.id, p.authors, p.venue FROM papers p SEMI JOIN found USING (id)),
    facts AS (
        SELECT 'author' AS facet, id, unnest(authors) AS value FROM kept
        UNION ALL SELECT 'venue', id, venue FROM kept
        UNION ALL SELECT 'folder', paper_id, regexp_replace(replace(path, '\\', '/'), '/[^/]*$', '')
            FROM files WHERE paper_id IN (SELECT id FROM found)
        UNION ALL SELECT 'tag', paper_id, tag FROM tags WHERE paper_id IN (SELECT id FROM kept)
        UNION ALL SELECT 'collection', m.paper_id, c.name FROM collection_papers m
            JOIN collections c ON c.id = m.collection_id
            WHERE m.paper_id IN (SELECT id FROM kept)
        UNION ALL SELECT 'state', kept.id, CASE WHEN r.is_read THEN 'read' ELSE 'unread' END
            FROM kept LEFT JOIN reading r ON r.paper_id = kept.id
        UNION ALL SELECT 'state', paper_id, 'starred' FROM reading
            WHERE is_starred AND paper_id IN (SELECT id FROM kept)
    ),
    counted AS (
        SELECT facet, value, count(DISTINCT id) AS n, min(place) AS place
        FROM facts JOIN found USING (id) WHERE trim(value) <> ''
        GROUP BY facet, value
    )
    SELECT facet, value, n FROM counted
    QUALIFY row_number() OVER (PARTITION BY facet ORDER BY n DESC, place, value) <= $3
    ORDER BY facet, n DESC, place, value
"""


@dataclass(frozen=True, slots=True)
class Facet:
    """Papers that have a value in common.

    Args:
        name: One of ``FACET_FIELDS``.
        value: The value: a name, a venue, a whole folder, a tag, ``unread``.
        papers: How many of the papers found have it.
        filter: What it is in the query language: ``venue:SIGIR``.
    """

    name: str
    value: str
    papers: int
    filter: str


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of the papers that a search found."""

    papers: int
    years: Mapping[int, int]
    """Papers by year, as if the query chose no years; those without a year are left out."""
    facets: tuple[Facet, ...]
    """By field in the order of ``FACET_FIELDS``, the commonest value first."""


def count_facets(
    database: Database, paper_ids: Sequence[str], most: int = MOST_VALUES
) -> tuple[Facet, ...]:
    """The commonest values of each field among papers, the commonest first.

    Of values as common as each other, the one that the first of the papers has comes first.

    Args:
        database: Of the catalogue.
        paper_ids: The papers, best first.
        most: Values told of each field.
    """
    rows = database.rows(_COUNTS, [list(paper_ids), len(paper_ids), most])
    facets = [
        Facet(name, value, int(papers), filter_text(FACET_FIELDS[name], value))
        for name, value, papers in rows
    ]
    order = list(FACET_FIELDS)
    return tuple(sorted((f for f in facets if f.filter), key=lambda f: order.index(f.name)))


def count_years(database: Database, paper_ids: Sequence[str]) -> dict[int, int]:
    """How many of these papers are of each year, in the order of the years."""
    rows = database.rows(
        "SELECT p.year, count(*) FROM papers p"
        " SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS id) f ON f.id = p.id"
        " WHERE p.year IS NOT NULL GROUP BY p.year ORDER BY p.year",
        [list(paper_ids)],
    )
    return {int(year): int(count) for year, count in rows}


def papers_within(scope: Scope) -> Sequence[str]:
    """Ids of the papers that a scope leaves, with all or some of their passages."""
    allowed = scope.allowed
    table = scope.catalogue.passages.paper_table()
    if allowed is None:
        return table.ids
    if allowed.papers is not None:
        return allowed.papers
    numbers = {int(number) for number in table.papers_of(allowed.labels())} - {-1}
    return [table.ids[number] for number in sorted(numbers)]
