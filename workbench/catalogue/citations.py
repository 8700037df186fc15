"""The library's own citation graph: which reference entries name which of its papers.

Links follow papers as they come, change and go. Only entries that a changed paper can matter to
are looked at again: its own, those that named it, and those that share a DOI, an arXiv id, the
beginning or end of a title, or first author and year with it. An entry names a paper when

1. their DOIs are equal, or their arXiv ids (version left out), and title and author do not both
   speak against it;
2. their titles are equal once folded, and, for a telling title, one of first author and year
   agrees and neither disagrees; where neither is known the title must be long;
   a short title needs both, and a title that thousands share (``Editorial``) is no evidence;
3. their titles are one title with slips of print, with its subtitle left out or in other words
   after its name (``workbench/catalogue/titles.py``), and both first author and year agree;
4. the entry's title could not be parsed, its text holds the paper's long title word for word, and
   both first author and year agree.

Years agree give or take one, as a preprint and its publication differ; with a long title and the
same first author five years are not too many, but for titles of series (``Overview of …``). A paper
never cites its own work. An entry that fits several works equally well names none of them; of
several versions of one work it names the one nearest in year, then the newest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

from workbench.catalogue.citekeys import title_key
from workbench.catalogue.database import Connection
from workbench.catalogue.titles import GENERIC, is_same_title, main_title, share_name

__all__ = ["link_references"]

_EDGE = 20
"""Letters at the beginning and at the end of a folded title by which pairs are found. A slip in
one of them leaves the other, and only a handful of titles share that many."""

_TELLING = 24
"""Letters from which on a folded title is hardly shared by two works of one year or author."""

_LONG = 32
"""Letters from which on a title is hardly shared at all."""

_SHORTEST_MAIN = 12
"""Letters that are left of a title whose subtitle was dropped."""

_SERIES = re.compile(
    r"(?:overview|report|summary|proceedings|results|findings|review|annual)\b", re.IGNORECASE
)
"""Titles that come back every year with another year's content."""

_FOLD = "regexp_replace(lower(strip_accents({0})), '[^\\p{{L}}\\p{{N}}]', '', 'g')"

_ARXIV = "regexp_replace({0}, 'v[0-9]+$', '')"

_PARTS = """
    CREATE OR REPLACE TEMP VIEW parts AS
    SELECT p.id, coalesce(w.work_id, s.main, p.id) AS work, coalesce(w.work_id, p.id) AS own_work,
           coalesce(w.position, 0) AS position, s.main IS NOT NULL AS is_supplement
    FROM papers p
    LEFT JOIN works w ON w.paper_id = p.id
    LEFT JOIN (
        SELECT l.paper_id, min(coalesce(mw.work_id, l.other_id)) AS main
        FROM version_links l SEMI JOIN papers o ON o.id = l.other_id
        LEFT JOIN works mw ON mw.paper_id = l.other_id
        WHERE l.relation = 'supplement' GROUP BY l.paper_id
    ) s ON s.paper_id = p.id
"""

_TARGETS = f"""
    CREATE OR REPLACE TEMP TABLE targets AS
    SELECT p.id, parts.work, parts.position, parts.is_supplement, p.title, p.subtitle, p.authors,
           p.title_key || {_FOLD.format("p.subtitle")} AS key, p.author_key AS author, p.year,
           lower(p.doi) AS doi, {_ARXIV.format("p.arxiv_id")} AS arxiv,
           c.paper_id IS NOT NULL AS changed
    FROM papers p JOIN parts ON parts.id = p.id
    LEFT JOIN changed_papers c ON c.paper_id = p.id
"""

# small hash tables of what changed are held against one column of all entries at a time
_TOUCHED = f"""
    CREATE OR REPLACE TEMP TABLE touched AS
    WITH changed AS (FROM targets WHERE changed)
    SELECT rowid AS entry FROM reference_entries SEMI JOIN changed_papers USING (paper_id)
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN changed_papers c
        ON c.paper_id = e.cited_paper_id
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN changed c
        ON c.doi = lower(e.doi) WHERE e.doi <> ''
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN changed c
        ON c.arxiv = {_ARXIV.format("e.arxiv_id")} WHERE e.arxiv_id <> ''
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN changed c
        ON left(c.key, {_EDGE}) = left(e.title_key, {_EDGE}) WHERE e.title_key <> ''
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN changed c
        ON right(c.key, {_EDGE}) = right(e.title_key, {_EDGE}) WHERE e.title_key <> ''
    UNION
    SELECT rowid FROM reference_entries e SEMI JOIN (
        SELECT author, year + unnest([-1, 0, 1]) AS year FROM changed
    ) c ON c.author = e.author_key AND c.year = e.year WHERE e.author_key <> ''
"""
_ENTRIES = f"""
    CREATE OR REPLACE TEMP TABLE entries AS
    SELECT rowid AS entry, paper_id, title, raw, title_key AS key, author_key AS author, year,
           lower(doi) AS doi, {_ARXIV.format("arxiv_id")} AS arxiv
    FROM reference_entries WHERE rowid IN (SELECT entry FROM touched)
"""

_NEAR = f"""
    (e.key = p.key OR (
        least(length(e.key), length(p.key)) >= {_TELLING}
        AND abs(length(e.key) - length(p.key)) <= length(p.key) // 12
        AND levenshtein(e.key, p.key) <= length(p.key) // 12))
"""
"""One letter in twelve: all that print and parsing change in a title; cheap enough for SQL."""

_AUTHOR_IN_RAW = f"length(p.author) >= 4 AND contains({_FOLD.format('e.raw')}, p.author)"
_TWO_AUTHORS_IN_RAW = f"""
    len(list_filter(p.authors, lambda name: contains({_FOLD.format("e.raw")},
        {_FOLD.format("regexp_extract(name, '([^ ,]+)(,.*)?$', 1)")}))) >= 2
"""

# folding a whole entry is dear: a dozen letters as they stand must be there first
_IN_RAW = f"""
    length(p.key) >= {_LONG} AND contains(lower(e.raw), lower(left(p.title, {_SHORTEST_MAIN})))
    AND contains({_FOLD.format("e.raw")}, p.key)
"""

# every pair that one of the rules may take; which of them it is, Python decides
_PAIRS = f"""
    WITH found AS (
        SELECT e.entry, p.id FROM entries e JOIN targets p ON e.doi = p.doi WHERE e.doi <> ''
        UNION
        SELECT e.entry, p.id FROM entries e JOIN targets p ON e.arxiv = p.arxiv WHERE e.arxiv <> ''
        UNION
        SELECT e.entry, p.id FROM entries e
        JOIN targets p ON left(e.key, {_EDGE}) = left(p.key, {_EDGE})
        WHERE e.key <> '' AND {_NEAR}
        UNION
        SELECT e.entry, p.id FROM entries e
        JOIN targets p ON right(e.key, {_EDGE}) = right(p.key, {_EDGE})
        WHERE e.key <> '' AND {_NEAR}
        UNION
        SELECT e.entry, p.id FROM entries e
        JOIN targets p ON e.author = p.author AND p.year BETWEEN e.year - 1 AND e.year + 1
        WHERE e.author <> '' AND p.key <> '' AND ({_NEAR}
            OR lower(split_part(e.title, ':', 1)) = lower(split_part(p.title, ':', 1))
            OR (length(e.key) >= {_SHORTEST_MAIN} AND starts_with(p.key, e.key))
            OR (length(p.key) >= {_SHORTEST_MAIN} AND starts_with(e.key, p.key))
            OR ({_IN_RAW}))
    )
    SELECT e.entry, p.id, p.work, p.position, p.is_supplement, e.key, p.key,
           e.title, p.title, p.subtitle,
           e.doi <> '' AND e.doi = p.doi, e.arxiv <> '' AND e.arxiv = p.arxiv,
           -- of an entry's several years the parser may have taken another one
           CASE WHEN abs(e.year - p.year) > 1 AND contains(e.raw, p.year::VARCHAR) THEN 0
                ELSE e.year - p.year END,
           CASE WHEN p.author = '' THEN NULL
                WHEN e.author = p.author OR ({_AUTHOR_IN_RAW}) THEN true
                WHEN least(length(e.author), length(p.author)) >= 5
                     AND levenshtein(e.author, p.author) <= 1 THEN true
                WHEN e.author = '' THEN NULL
                ELSE {_TWO_AUTHORS_IN_RAW} END,
           {_IN_RAW}
    FROM found JOIN entries e USING (entry) JOIN targets p USING (id)
    JOIN parts own ON own.id = e.paper_id
    WHERE own.work <> p.work
    ORDER BY e.entry
"""

_SET = """
    UPDATE reference_entries SET cited_paper_id = n.id
    FROM (SELECT unnest(?::BIGINT[]) AS entry, unnest(?::VARCHAR[]) AS id) n
    WHERE reference_entries.rowid = n.entry
"""

_COUNT = (
    "DELETE FROM cited_counts",
    """
    INSERT INTO cited_counts
    WITH counts AS (
        SELECT cited.own_work, count(DISTINCT citing.work) AS n
        FROM reference_entries e
        JOIN parts citing ON citing.id = e.paper_id
        JOIN parts cited ON cited.id = e.cited_paper_id
        WHERE citing.work <> cited.work GROUP BY cited.own_work
    )
    SELECT parts.id, n FROM parts JOIN counts USING (own_work)
    """,
)


class _Rule(IntEnum):
    """What tied an entry to a paper; the higher the surer."""

    NONE = 0
    SLIP = 1
    TITLE = 2
    ARXIV = 3
    DOI = 4


@dataclass(frozen=True, slots=True)
class _Pair:
    """An entry and a paper that share enough to be looked at. Keys are folded titles."""

    entry: int
    paper: str
    work: str
    position: int
    is_supplement: bool
    entry_key: str
    paper_key: str
    entry_title: str
    paper_title: str
    paper_subtitle: str
    same_doi: bool
    same_arxiv: bool
    years: int | None
    """The entry's year less the paper's, where both are known."""
    author_agrees: bool | None
    is_in_raw: bool
    """Whether the entry's text holds the paper's long title word for word."""


def link_references(connection: Connection) -> None:
    """Tie the entries that changed papers can matter to, inside an open transaction."""
    for statement in (_PARTS, _TARGETS, _TOUCHED, _ENTRIES):
        connection.execute(statement)
    pairs = [_Pair(*row) for row in connection.execute(_PAIRS).fetchall()]
    connection.execute(
        "UPDATE reference_entries SET cited_paper_id = NULL"
        " WHERE cited_paper_id IS NOT NULL AND rowid IN (SELECT entry FROM entries)"
    )
    chosen = {
        entry: paper
        for entry, fitting in groupby(pairs, key=lambda pair: pair.entry)
        if (paper := _best(list(fitting)))
    }
    connection.execute(_SET, [list(chosen), list(chosen.values())])
    for statement in _COUNT:
        connection.execute(statement)


def _best(pairs: Sequence[_Pair]) -> str | None:
    """The one paper that an entry names, or None."""
    ruled = [(rule, pair) for pair in pairs if (rule := _rule(pair))]
    if not ruled:
        return None
    surest = max(rule for rule, _ in ruled)
    fitting = [pair for rule, pair in ruled if rule is surest]
    nearest = min(abs(pair.years or 0) for pair in fitting)
    fitting = [pair for pair in fitting if abs(pair.years or 0) == nearest]
    if len({pair.work for pair in fitting}) > 1:
        return None
    return min(fitting, key=lambda pair: (pair.is_supplement, pair.position)).paper


def _rule(pair: _Pair) -> _Rule:
    if pair.same_doi or pair.same_arxiv:
        strays = pair.author_agrees is False and _is_another_title(pair)
        if not strays:
            return _Rule.DOI if pair.same_doi else _Rule.ARXIV
    if not pair.paper_key or pair.paper_key in GENERIC or pair.entry_key in GENERIC:
        return _Rule.NONE
    if pair.entry_key == pair.paper_key:
        return _Rule.TITLE if _title_is_enough(pair) else _Rule.NONE
    if pair.author_agrees and pair.years is not None and abs(pair.years) <= 1:
        return _Rule.SLIP if _is_one_title(pair) else _Rule.NONE
    return _Rule.NONE


def _title_is_enough(pair: _Pair) -> bool:
    """Whether author and year let one folded title be one work."""
    length, years = len(pair.paper_key), pair.years
    near = None if years is None else abs(years) <= 1
    if pair.author_agrees is False:
        return False
    if length < _TELLING:
        return bool(pair.author_agrees and near)
    if pair.author_agrees is None and near is None:
        return length >= _LONG
    if near is False:
        is_series = _SERIES.match(pair.paper_title) is not None
        apart = abs(years or 0)
        return bool(pair.author_agrees) and length >= _LONG and apart <= 5 and not is_series
    return True


def _is_one_title(pair: _Pair) -> bool:
    """Slips, or a subtitle left out; or the entry's text was parsed otherwise but holds it."""
    paper = (
        f"{pair.paper_title}: {pair.paper_subtitle}" if pair.paper_subtitle else pair.paper_title
    )
    if is_same_title(pair.entry_title, paper) or share_name(pair.entry_title, paper):
        return True
    shorter, longer = sorted((pair.entry_key, pair.paper_key), key=len)
    if len(shorter) >= _SHORTEST_MAIN and longer.startswith(shorter):
        whole = pair.entry_title if longer == pair.entry_key else pair.paper_title
        return title_key(main_title(whole)) == shorter
    return pair.is_in_raw and pair.paper_key not in pair.entry_key


def _is_another_title(pair: _Pair) -> bool:
    """Whether both titles are known and share neither beginning nor end."""
    one, other = pair.entry_key, pair.paper_key
    if min(len(one), len(other)) < _SHORTEST_MAIN:
        return False
    return one[:_SHORTEST_MAIN] != other[:_SHORTEST_MAIN] and one not in other and other not in one
