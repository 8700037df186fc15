"""Versions of one work and supplements: found, linked by hand, grouped, newest first.

Owns the ``version_links`` and ``works`` tables. Two papers are versions of one work when an
identifier or title, first author and year speak for it *and* enough of the text is the same:

- same arXiv id, or same DOI, or one title (as ``titles.py`` has it, or less its subtitle) with no
  disagreement about the first author and at most three years between them;
- 30 % of the shorter text's runs of five words stand in the longer one, 50 % where the shorter one
  has fewer than 400. Two papers on one subject by the same authors share a few per cent; a preprint
  and what was published share half and more.

Papers with one DOI and different text are a paper and its supplement, when a title says so or both
have one title or first author. Else one of the DOIs was misread, and they are left apart.

What a person linked or set apart by hand is never changed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.catalogue.citekeys import title_key
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.overlap import Overlap
from workbench.catalogue.paper_rows import mark_changed
from workbench.catalogue.titles import GENERIC, is_same_title, main_title
from workbench.errors import EditError

__all__ = ["Versions", "link_versions"]

_SHARED = 0.3
_SHARED_OF_LITTLE = 0.5
_LITTLE = 400
"""Runs of five words below which a text is short: an abstract, a poster."""
_TOO_LITTLE = 50
"""Runs of five words below which a text proves nothing."""
_MOST_YEARS = 3
"""A journal takes that long; a second edition or a follow-up mostly takes longer."""
_SHORTEST_TITLE = 12
"""Letters of a folded title below which it is no ground to compare two texts."""

_EDGE = 20
"""As in ``citations.py``: letters of a title by which near ones are found."""

_SUPPLEMENT = re.compile(
    r"^(?:(?:electronic |online )?(?:supplement(?:s|al|ary)?|supporting|additional)\b"
    r"(?: (?:material|information|data|appendix|file|text|note|methods)s?)*|online appendix)"
    r"\s*(?:to|for|of|accompanying)?\b[\s:.–—-]*",
    re.IGNORECASE,
)

_ROWS = """
    CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT p.id, p.title, p.subtitle, p.title_key AS key, p.author_key AS author, p.year,
           lower(p.doi) AS doi, regexp_replace(p.arxiv_id, 'v[0-9]+$', '') AS arxiv,
           c.paper_id IS NOT NULL AS changed
    FROM papers p LEFT JOIN changed_papers c ON c.paper_id = p.id
"""
_BLOCKS = f"""
    WITH found AS (
        SELECT a.id AS one, b.id AS other FROM candidates a JOIN candidates b
        ON a.doi = b.doi WHERE a.doi <> '' AND a.changed
        UNION ALL
        SELECT a.id, b.id FROM candidates a JOIN candidates b
        ON a.arxiv = b.arxiv WHERE a.arxiv <> '' AND a.changed
        UNION ALL
        SELECT a.id, b.id FROM candidates a JOIN candidates b
        ON left(a.key, {_EDGE}) = left(b.key, {_EDGE})
        WHERE length(a.key) >= {_SHORTEST_TITLE} AND a.changed
        UNION ALL
        SELECT a.id, b.id FROM candidates a JOIN candidates b
        ON right(a.key, {_EDGE}) = right(b.key, {_EDGE})
        WHERE length(a.key) >= {_SHORTEST_TITLE} AND a.changed
        UNION ALL
        SELECT a.id, b.id FROM candidates a JOIN candidates b
        ON a.author = b.author AND abs(a.year - b.year) <= {_MOST_YEARS}
           AND (starts_with(a.key, b.key) OR starts_with(b.key, a.key))
        WHERE a.author <> '' AND a.changed AND least(length(a.key), length(b.key)) >= 4
    ),
    pairs AS (
        SELECT DISTINCT least(one, other) AS one, greatest(one, other) AS other
        FROM found WHERE one <> other
    )
    SELECT a.id, a.title, a.subtitle, a.key, a.author, a.year, a.doi, a.arxiv,
           b.id, b.title, b.subtitle, b.key, b.author, b.year, b.doi, b.arxiv
    FROM pairs JOIN candidates a ON a.id = one JOIN candidates b ON b.id = other
    ORDER BY a.id, b.id
"""
# newest first: the year, then what was published over what was posted, then the later arXiv version
_NEWEST = """
    SELECT p.id FROM papers p
    WHERE p.id IN (SELECT unnest(?::VARCHAR[]))
    ORDER BY coalesce(p.year, 0) DESC,
             (p.doi <> '' AND NOT starts_with(p.doi, '10.48550/'))
               OR (p.venue <> '' AND NOT starts_with(lower(p.venue), 'arxiv')) DESC,
             coalesce(try_cast(regexp_extract(
                 coalesce(nullif(regexp_extract(
                     json_extract_string(p.provenance, '$.arxiv_id.value'), 'v[0-9]+$'), ''),
                   (SELECT max(regexp_extract(path, 'v[0-9]+[.]pdf$')) FROM files f
                    WHERE f.paper_id = p.id), ''), '[0-9]+') AS INTEGER), 0) DESC,
             p.page_count DESC, p.added_at DESC, p.id
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """What two papers are compared by; ``key`` is the folded title."""

    id: str
    title: str
    subtitle: str
    key: str
    author: str
    year: int | None
    doi: str
    arxiv: str


class Versions:
    """Links that the person makes and undoes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, one: str, other: str, *, supplement: bool = False) -> None:
        """Make two papers versions of one work, or the first a supplement of the second.

        Raises:
            EditError: They are one paper.
        """
        self._say(one, other, "supplement" if supplement else "version")

    def unlink(self, one: str, other: str) -> None:
        """Set two papers apart, whatever their texts say.

        Raises:
            EditError: They are one paper.
        """
        self._say(one, other, "apart")

    def _say(self, one: str, other: str, relation: str) -> None:
        if one == other:
            raise EditError("a paper is no version of itself", "name two papers")
        ends = [one, other] if relation == "supplement" else sorted((one, other))

        def change(connection: Connection) -> None:
            connection.execute(
                "DELETE FROM version_links WHERE (paper_id = $1 AND other_id = $2)"
                " OR (paper_id = $2 AND other_id = $1)",
                ends,
            )
            connection.execute(
                "INSERT INTO version_links VALUES (?, ?, ?, 'person')", [*ends, relation]
            )
            mark_changed(connection, ends)

        self._database.write(change)


def link_versions(connection: Connection) -> None:
    """Find the versions and supplements of changed papers, and group all works anew."""
    connection.execute(
        "DELETE FROM version_links WHERE origin = 'found'"
        " AND (paper_id IN (FROM changed_papers) OR other_id IN (FROM changed_papers))"
    )
    connection.execute(_ROWS)
    overlap = Overlap(connection)
    for row in connection.execute(_BLOCKS).fetchall():
        one, other = _Row(*row[:8]), _Row(*row[8:])
        link = _relation(one, other, overlap)
        if link is not None:
            # a person's word about the pair, in either order, is in the way and stays
            connection.execute(
                "INSERT INTO version_links SELECT $1, $2, $3, 'found' WHERE NOT EXISTS"
                " (SELECT 1 FROM version_links WHERE (paper_id = $1 AND other_id = $2)"
                " OR (paper_id = $2 AND other_id = $1))",
                list(link),
            )
    _group(connection)


def _relation(one: _Row, other: _Row, overlap: Overlap) -> tuple[str, str, str] | None:
    """The link between two papers as a row of ``version_links``, or None."""
    same_doi = one.doi != "" and one.doi == other.doi
    same_arxiv = one.arxiv != "" and one.arxiv == other.arxiv
    supplement = _supplement_by_title(one, other)
    if not (same_doi or same_arxiv or supplement or _is_one_work(one, other)):
        return None
    if supplement is not None and (same_doi or _authors_agree(one, other)):
        return (*supplement, "supplement")
    shared, runs = overlap.of(one.id, other.id)
    if runs >= _TOO_LITTLE and shared >= (_SHARED if runs >= _LITTLE else _SHARED_OF_LITTLE):
        return (one.id, other.id, "version")
    if same_doi and _belong_together(one, other):
        shorter, longer = overlap.by_length(one.id, other.id)
        return (shorter, longer, "supplement")
    return None


def _is_one_work(one: _Row, other: _Row) -> bool:
    """Whether title, author and year let two papers be versions of one work."""
    if min(len(one.key), len(other.key)) < _SHORTEST_TITLE or {one.key, other.key} & GENERIC:
        return False
    if not _authors_agree(one, other):
        return False
    if one.year and other.year and abs(one.year - other.year) > _MOST_YEARS:
        return False
    return _titles_agree(one, other)


def _titles_agree(one: _Row, other: _Row) -> bool:
    whole, other_whole = (f"{row.title} {row.subtitle}" for row in (one, other))
    if is_same_title(whole, other_whole):
        return True
    mains = {title_key(main_title(row.title)) for row in (one, other)}
    shorter = min(one.key, other.key, key=len)
    return mains == {shorter} and one.key != other.key and len(shorter) >= _SHORTEST_TITLE


def _authors_agree(one: _Row, other: _Row) -> bool:
    return not one.author or not other.author or one.author == other.author


def _belong_together(one: _Row, other: _Row) -> bool:
    return _titles_agree(one, other) or (one.author != "" and one.author == other.author)


def _supplement_by_title(one: _Row, other: _Row) -> tuple[str, str] | None:
    """Which is the supplement of which, where a title says ``Supplementary material for …``."""
    for row, main in ((one, other), (other, one)):
        found = _SUPPLEMENT.match(row.title)
        if found is None or _SUPPLEMENT.match(main.title):
            continue
        rest = row.title[found.end() :]
        if (row.doi and row.doi == main.doi) or (rest and is_same_title(rest, main.title)):
            return row.id, main.id
    return None


def _group(connection: Connection) -> None:
    """Lay down which papers are one work, and have citations of regrouped ones counted anew."""
    before = connection.execute("SELECT paper_id, work_id, position FROM works").fetchall()
    after = [row for group in _groups(connection) for row in _ranked(connection, group)]
    connection.execute("DELETE FROM works")
    if after:
        connection.execute(
            "INSERT INTO works SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
            " unnest(?::INTEGER[])",
            [list(column) for column in zip(*after, strict=True)],
        )
    mark_changed(connection, [row[0] for row in set(before) ^ set(after)])


def _groups(connection: Connection) -> list[list[str]]:
    """Papers joined by links, the person's first; two that were set apart never meet in one."""
    links = connection.execute(
        "SELECT paper_id, other_id, relation FROM version_links"
        " SEMI JOIN papers a ON a.id = paper_id SEMI JOIN papers b ON b.id = other_id"
        " WHERE relation IN ('version', 'apart') ORDER BY origin = 'found', paper_id, other_id"
    ).fetchall()
    apart = [{one, other} for one, other, relation in links if relation == "apart"]
    groups: dict[str, set[str]] = {}
    for one, other, relation in links:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        if relation == "version" and not any(pair <= joined for pair in apart):
            groups |= dict.fromkeys(joined, joined)
    return [sorted(group) for group in {frozenset(group) for group in groups.values()}]


def _ranked(connection: Connection, group: Sequence[str]) -> list[tuple[str, str, int]]:
    rows = connection.execute(_NEWEST, [list(group)]).fetchall()
    return [(row[0], rows[0][0], position) for position, row in enumerate(rows)]
