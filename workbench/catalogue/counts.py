"""The library counted: papers by year, author and venue, and which are cited most.

Owns these queries. What a question asks to have counted is for ``workbench.answer.counting``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.catalogue.database import Database, Row
from workbench.types import CountScope

__all__ = ["Counts"]

_ENOUGH_WORDS = 2
"""Words of a question that a title must have to be what the question is about."""
_LACKING = {
    "year": "p.year IS NULL",
    "authors": "len(p.authors) = 0",
    "abstract": "p.abstract = ''",
    "title": "p.title = ''",
    "venue": "p.venue = ''",
    "doi": "p.doi = ''",
    "references": "NOT EXISTS (SELECT 1 FROM reference_entries r WHERE r.paper_id = p.id)",
}
"""SQL for what ``CountScope.lacking`` may be."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_PARTED = re.compile(r"[-\s]+")


class Counts:
    """Counts over the papers of one library. Every row is what is shown, best first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def languages(self) -> dict[str, int]:
        """Papers by the language that they are in; ``""`` where it is not known."""
        return dict(self._database.rows("SELECT language, count(*) FROM papers GROUP BY language"))

    def added_since(self, moment: str) -> int:
        """Papers that were added or read anew after an ISO 8601 moment."""
        sql = "SELECT count(*) FROM papers WHERE added_at > ?::TIMESTAMPTZ::TIMESTAMP"
        return int(self._database.rows(sql, [moment])[0][0])

    def papers(self, scope: CountScope) -> int:
        """How many papers there are."""
        where, values = _where(scope)
        return int(self._database.value(f"SELECT count(*) FROM papers p WHERE {where}", values))

    def by_year(self, scope: CountScope) -> list[Row]:
        """Year and number of papers, oldest first; papers without a year last, under NULL."""
        where, values = _where(scope)
        return self._database.rows(
            f"SELECT p.year, count(*) FROM papers p WHERE {where}"
            " GROUP BY p.year ORDER BY p.year NULLS LAST",
            values,
        )

    def authors(self, scope: CountScope, limit: int) -> list[Row]:
        """Author as printed and number of papers."""
        where, values = _where(scope)
        return self._database.rows(
            "SELECT author, count(DISTINCT id) AS papers FROM"
            f" (SELECT p.id, unnest(p.authors) AS author FROM papers p WHERE {where})"
            " GROUP BY author ORDER BY papers DESC, author LIMIT ?",
            [*values, limit],
        )

    def venues(self, scope: CountScope, limit: int) -> list[Row]:
        """Venue as printed and number of papers; papers without one are left out."""
        where, values = _where(scope)
        return self._database.rows(
            f"SELECT p.venue, count(*) AS papers FROM papers p WHERE {where} AND p.venue <> ''"
            " GROUP BY p.venue ORDER BY papers DESC, p.venue LIMIT ?",
            [*values, limit],
        )

    def cited(self, scope: CountScope, limit: int) -> list[Row]:
        """Paper's id and how many others of the library cite it; uncited papers are left out."""
        where, values = _where(scope)
        return self._database.rows(
            "SELECT p.id, c.cited_by FROM papers p JOIN cited_counts c ON c.paper_id = p.id"
            f" WHERE {where} AND c.cited_by > 0 ORDER BY c.cited_by DESC, p.year, p.id LIMIT ?",
            [*values, limit],
        )

    def dated(self, scope: CountScope, limit: int, *, newest: bool) -> list[Row]:
        """Paper's id and year, from one end; papers without a year are left out."""
        where, values = _where(scope)
        order = "DESC" if newest else "ASC"
        return self._database.rows(
            f"SELECT p.id, p.year FROM papers p WHERE {where} AND p.year IS NOT NULL"
            f" ORDER BY p.year {order}, p.id LIMIT ?",
            [*values, limit],
        )

    def longest(self, scope: CountScope, limit: int, *, most: bool) -> list[Row]:
        """Paper's id and number of pages, from one end."""
        where, values = _where(scope)
        order = "DESC" if most else "ASC"
        return self._database.rows(
            f"SELECT p.id, p.page_count FROM papers p WHERE {where} AND p.page_count > 0"
            f" ORDER BY p.page_count {order}, p.id LIMIT ?",
            [*values, limit],
        )

    def added(self, scope: CountScope, limit: int) -> list[Row]:
        """Paper's id and the day that it was added on, the latest first."""
        where, values = _where(scope)
        return self._database.rows(
            "SELECT p.id, strftime(p.added_at, '%Y-%m-%d') FROM papers p"
            f" WHERE {where} ORDER BY p.added_at DESC, p.id LIMIT ?",
            [*values, limit],
        )

    def listed(self, scope: CountScope, limit: int) -> list[Row]:
        """Paper's id, the newest first; papers without a year last."""
        where, values = _where(scope)
        return self._database.rows(
            f"SELECT p.id FROM papers p WHERE {where}"
            " ORDER BY p.year DESC NULLS LAST, p.title LIMIT ?",
            [*values, limit],
        )

    def naming(self, name: str) -> list[Row]:
        """Id and abstract of papers whose title or abstract holds a name as whole words.

        A citation key counts as one.
        """
        return self._database.rows(
            "SELECT id, abstract FROM papers WHERE lower(citekey) = lower(?)"
            " OR regexp_matches(title || ' ' || abstract, ?, 'i') ORDER BY year, id",
            [name, _whole_words(name)],
        )

    def citing(self, authors: Sequence[str], title: Sequence[str], year: int | None) -> list[Row]:
        """Id of papers with a reference of this kind, and the titles of all such that they have.

        A reference needs every one of these words among its authors, every one of these stretches
        in its title, as whole words, and that year. What it says counts, and what is known of the
        paper of the library that it names. Where no author could be read, what stands before the
        title counts.
        """
        where = [
            *("regexp_matches(named, ?, 'i')" for _ in authors),
            *("regexp_matches(titled, ?, 'i')" for _ in title),
            *(["year = ?"] if year is not None else []),
        ]
        values = [*map(_whole_words, authors), *map(_whole_words, title)]
        return self._database.rows(
            "SELECT paper_id, list(DISTINCT cited ORDER BY cited) FROM ("
            " SELECT r.paper_id, p.year AS appeared, coalesce(r.year, h.year) AS year,"
            "  if(r.title = '', coalesce(h.title, ''), r.title) AS cited,"
            "  concat_ws(chr(10), r.title, h.title, if(r.title = '', r.raw, NULL)) AS titled,"
            "  concat_ws(chr(10), array_to_string(r.authors, '; '),"
            "   array_to_string(h.authors, '; '),"
            "   if(len(r.authors) = 0 AND r.title <> '', split_part(r.raw, r.title, 1), NULL))"
            "  AS named"
            " FROM reference_entries r JOIN papers p ON p.id = r.paper_id"
            " LEFT JOIN papers h ON h.id = r.cited_paper_id)"
            f" WHERE {' AND '.join(where) or 'FALSE'}"
            " GROUP BY paper_id ORDER BY any_value(appeared), paper_id",
            [*values, *([year] if year is not None else [])],
        )

    def cited_but_missing(
        self, words: Sequence[str], names: Sequence[str], limit: int
    ) -> list[Row]:
        """Title, first author, year and citing papers of works that the library does not hold.

        Only works are told whose title or author is one of ``names``, or whose title has two of
        ``words`` (all of them where there are fewer; one alone, such as "algorithm", tells
        nothing, but "late-interaction" is two), as whole words, in any case, singular or plural.
        Those with a name come first, then those with more of the words.
        """
        sieve, pieces = _sieve([*names, *(word.removesuffix("s") for word in words)])
        named = [_whole_words(name) for name in names]
        telling = [_whole_words(word.removesuffix("s"), "(?:s|es)?") for word in words]
        return self._database.rows(
            "SELECT title, author, year, citing FROM ("
            f" SELECT *, {_matches(named, 'concat_ws(chr(10), title, author)')} AS named,"
            f" {_matches(telling, 'title', [len(_PARTED.split(word)) for word in words])}"
            " AS matching FROM ("
            "  SELECT any_value(title) AS title, any_value(authors)[1] AS author,"
            "   max(year) AS year, count(DISTINCT paper_id) AS citing"
            "  FROM reference_entries WHERE cited_paper_id IS NULL AND length(title_key) > 12"
            f"  AND title_key IN (SELECT title_key FROM reference_entries WHERE {sieve})"
            "  GROUP BY title_key)) WHERE named > 0 OR matching >= ?"
            " ORDER BY named DESC, matching DESC, citing DESC, title LIMIT ?",
            [*named, *telling, *pieces, max(1, min(_ENOUGH_WORDS, len(words))), limit],
        )


def _sieve(texts: Sequence[str]) -> tuple[str, list[str]]:
    """SQL for whether a reference may hold any of these texts, with its values.

    Plain letters are found many times faster than patterns, and only what they leave is grouped.
    """
    held = "contains(lower(concat_ws(chr(10), title, authors[1])), ?)"
    return " OR ".join([held] * len(texts)) or "FALSE", [
        _PARTED.split(text)[0].lower() for text in texts
    ]


def _matches(patterns: Sequence[str], text: str, counts: Sequence[int] = ()) -> str:
    """SQL for how many of these patterns a text, itself SQL, holds; each counts 1 or as given.

    Each is a parameter of its own: DuckDB compiles a pattern that is the same for all rows once,
    and one that comes from a list for every row again, which takes seconds.
    """
    each = [
        f"{count} * regexp_matches({text}, ?, 'i')::INTEGER"
        for _, count in zip(patterns, counts or [1] * len(patterns), strict=True)
    ]
    return " + ".join(each) or "0"


def _whole_words(text: str, ending: str = "") -> str:
    """A pattern of RE2 for these words, neither end of which lies inside a word.

    A hyphen and a space are the same: titles write "late interaction", questions both.
    """
    words = r"[-\s]+".join(re.escape(word) for word in _PARTED.split(text))
    return rf"(?:^|[^\pL\pN]){words}{ending}(?:[^\pL\pN]|$)"


def _mentioning(term: str) -> tuple[str, list[object]]:
    """SQL for whether a paper holds a term as whole words, singular or plural, with its values.

    "AI" is not held by "maintain", nor by "ai". Plain letters are looked for first, which is many
    times faster. Scripts that put no spaces between words have no whole words.
    """
    texts = ("p.title || ' ' || p.abstract", "s.text")
    if _UNSPACED.search(term):
        held, values = "contains({0}, ?)", [term]
    else:
        is_short_form = term.isupper()
        pattern = _whole_words(term if is_short_form else term.removesuffix("s"), "(?:s|es)?")
        flags = "c" if is_short_form else "i"
        held = f"(contains(lower({{0}}), ?) AND regexp_matches({{0}}, ?, '{flags}'))"
        values = [_PARTED.split(term)[0].lower().removesuffix("s"), pattern]
    first, other = (held.format(text) for text in texts)
    condition = (
        f"({first} OR EXISTS (SELECT 1 FROM passages s WHERE s.paper_id = p.id AND {other}))"
    )
    return condition, [*values, *values]


def _where(scope: CountScope) -> tuple[str, list[object]]:
    """SQL over ``papers p`` with its values."""
    parts: list[str] = ["TRUE"]
    values: list[object] = []
    if scope.since is not None:
        parts.append("p.year >= ?")
        values.append(scope.since)
    if scope.until is not None:
        parts.append("p.year <= ?")
        values.append(scope.until)
    if scope.papers:
        parts.append("list_contains(?::VARCHAR[], p.id)")
        values.append(list(scope.papers))
    if scope.author:
        parts.append("regexp_matches(array_to_string(p.authors, '; '), ?, 'i')")
        values.append(_whole_words(scope.author))
    if scope.lacking:
        parts.append(_LACKING[scope.lacking])
    if scope.mentioning:
        condition, told = _mentioning(scope.mentioning)
        parts.append(condition)
        values += told
    return " AND ".join(parts), values
