"""Papers: storing what was read, listing, finding by key, removing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ingest.paper import READER_VERSION, Paper
from workbench.catalogue.citekeys import citekey, title_key
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.files import FileRow, record_file
from workbench.catalogue.passages import insert_passages
from workbench.errors import PaperNotFoundError
from workbench.types import (
    FileState,
    PaperDetail,
    PaperSummary,
    ReferenceRow,
    SectionRow,
)

__all__ = ["ORDERS", "Papers", "paper_id"]

# the family name, as workbench.names finds it
_FAMILY = (
    "CASE WHEN authors[1] LIKE '%,%' THEN split_part(authors[1], ',', 1)"
    " WHEN regexp_matches(authors[1], '[\\x{3040}-\\x{30ff}\\x{3400}-\\x{9fff}]') THEN authors[1]"
    " ELSE regexp_extract(authors[1], '(\\S+)\\s*$', 1) END"
)
ORDERS = {
    "added": ("added_at", "citekey"),
    "author": ("len(authors) = 0", f"lower({_FAMILY})", "year", "citekey"),
    "cited": ("cited_by", "citekey"),
    "title": ("lower(title)", "citekey"),
    "year": ("coalesce(year, 0)", "citekey"),
}
"""What a list of papers can be ordered by, with the columns that do it."""

# one row a paper: its first path in order, and its worst telling state
_SUMMARY = """
    SELECT p.id, p.citekey, p.title, p.authors, p.year, coalesce(f.path, ''),
           coalesce(f.state, 'skipped'), coalesce(f.reason, 'file is gone'),
           p.page_count, p.venue, coalesce(c.cited_by, 0) AS cited_by, p.added_at
    FROM papers p
    LEFT JOIN (
        SELECT paper_id, arg_min(path, rank) AS path, arg_min(state, rank) AS state,
               arg_min(reason, rank) AS reason
        FROM (SELECT *, (CASE WHEN state IN ('ready', 'words only') THEN '0' ELSE '1' END) || path
                     AS rank FROM files WHERE paper_id IS NOT NULL)
        GROUP BY paper_id
    ) f ON f.paper_id = p.id
    LEFT JOIN (
        SELECT cited_paper_id, count(DISTINCT paper_id) AS cited_by
        FROM reference_entries WHERE cited_paper_id IS NOT NULL GROUP BY cited_paper_id
    ) c ON c.cited_paper_id = p.id
"""
_MATCHES = """
    (contains(lower(p.title), $text) OR contains(lower(array_to_string(p.authors, ' ')), $text)
     OR contains(p.citekey, $text) OR contains(CAST(p.year AS VARCHAR), $text))
"""


def paper_id(sha256: str) -> str:
    """The id of the paper with this content."""
    return sha256[:16]


class Papers:
    """The ``papers`` table and the rows that hang on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, paper: Paper, file: FileRow) -> None:
        """Store one read paper and its file's row together, replacing an earlier reading of it."""
        known = self._database.row(
            "SELECT citekey FROM papers WHERE id = ?", [paper_id(paper.sha256)]
        )
        key = known[0] if known else self._new_citekey(paper)

        def change(connection: Connection) -> None:
            _delete_rows(connection, [paper_id(paper.sha256)])
            _insert_paper(connection, paper, key)
            record_file(connection, file)
            connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")
            if known:
                # passages that do not come back leave their vectors behind
                connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'vectors'")

        self._database.write(change)

    def remove(self, ids: Sequence[str]) -> None:
        """Drop papers with everything that was read from them. Their files' rows stay."""

        def change(connection: Connection) -> None:
            _delete_rows(connection, ids)
            connection.execute("UPDATE counters SET value = value + 1")

        if ids:
            self._database.write(change)

    def orphans(self) -> list[str]:
        """Ids of papers that no file holds any more."""
        rows = self._database.rows(
            "SELECT id FROM papers ANTI JOIN files ON files.paper_id = papers.id ORDER BY id"
        )
        return [row[0] for row in rows]

    def count(self, text: str = "") -> int:
        """How many papers there are, or match ``text`` in title, authors, year or key."""
        return int(
            self._database.value(
                f"SELECT count(*) FROM papers p WHERE {_MATCHES}"
                if text
                else "SELECT count(*) FROM papers",
                {"text": text.lower()} if text else (),
            )
        )

    def window(
        self,
        text: str = "",
        order: str = "added",
        *,
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[PaperSummary]:
        """One window of the list of papers; see ``ORDERS`` for ``order``."""
        direction = "DESC" if descending else "ASC"
        ordering = ", ".join(f"{column} {direction}" for column in ORDERS[order])
        where = f"WHERE {_MATCHES}" if text else ""
        rows = self._database.rows(
            f"{_SUMMARY} {where} ORDER BY {ordering} LIMIT $limit OFFSET $offset",
            {"limit": limit, "offset": offset} | ({"text": text.lower()} if text else {}),
        )
        return [_summary(row) for row in rows]

    def summaries(self, ids: Iterable[str]) -> dict[str, PaperSummary]:
        """The papers with these ids, by id; unknown ids are left out."""
        rows = self._database.rows(
            f"{_SUMMARY} WHERE p.id IN (SELECT unnest(?::VARCHAR[]))", [list(set(ids))]
        )
        return {row[0]: _summary(row) for row in rows}

    def published(self, since: int | None, until: int | None) -> list[str]:
        """Ids of papers of these years, both ends included; papers without a year are left out."""
        rows = self._database.rows(
            "SELECT id FROM papers WHERE year BETWEEN ? AND ? ORDER BY id",
            [since if since is not None else 0, until if until is not None else 9999],
        )
        return [row[0] for row in rows]

    def resolve(self, key: str) -> str:
        """The id of the one paper that an id, the start of one, a citation key or a path names.

        Raises:
            PaperNotFoundError: None does, or several do.
        """
        rows = self._database.rows(
            "SELECT DISTINCT p.id, p.citekey FROM papers p LEFT JOIN files f ON f.paper_id = p.id"
            " WHERE p.id = $1 OR p.citekey = $1 OR f.path = $1"
            " OR (length($1) >= 4 AND starts_with(p.id, $1))",
            [key],
        )
        if len(rows) == 1:
            return str(rows[0][0])
        if not rows:
            raise PaperNotFoundError(
                f"no paper answers to {key!r}", "`carrel papers` lists citation keys and ids"
            )
        choices = ", ".join(sorted(row[1] for row in rows)[:5])
        raise PaperNotFoundError(f"{key!r} names {len(rows)} papers", f"one of {choices}")

    def detail(self, identifier: str) -> PaperDetail:
        """Everything that is known of one paper, passages left out.

        Raises:
            PaperNotFoundError: There is no such paper.
        """
        row = self._database.row(
            "SELECT doi, arxiv_id, abstract, keywords, language, warnings FROM papers WHERE id = ?",
            [identifier],
        )
        summary = self.summaries([identifier]).get(identifier)
        if row is None or summary is None:
            raise PaperNotFoundError(f"no paper has the id {identifier}")
        return PaperDetail(
            summary=summary,
            doi=row[0],
            arxiv_id=row[1],
            abstract=row[2],
            keywords=tuple(row[3]),
            language=row[4],
            sections=self._sections(identifier),
            references=self._references(identifier),
            cited_by=self._citing(identifier),
            paths=self._paths(identifier),
            warnings=tuple(row[5]),
        )

    def _sections(self, identifier: str) -> tuple[SectionRow, ...]:
        rows = self._database.rows(
            "SELECT title, level, page FROM sections WHERE paper_id = ? ORDER BY position",
            [identifier],
        )
        return tuple(SectionRow(*row) for row in rows)

    def _references(self, identifier: str) -> tuple[ReferenceRow, ...]:
        rows = self._database.rows(
            "SELECT position, raw, title, authors, year, doi, cited_paper_id"
            " FROM reference_entries WHERE paper_id = ? ORDER BY position",
            [identifier],
        )
        return tuple(
            ReferenceRow(position, raw, title, tuple(authors), year, doi, cited)
            for position, raw, title, authors, year, doi, cited in rows
        )

    def _citing(self, identifier: str) -> tuple[PaperSummary, ...]:
        rows = self._database.rows(
            "SELECT DISTINCT paper_id FROM reference_entries WHERE cited_paper_id = ?", [identifier]
        )
        citing = self.summaries(row[0] for row in rows).values()
        return tuple(sorted(citing, key=lambda paper: (paper.year or 0, paper.citekey)))

    def _paths(self, identifier: str) -> tuple[str, ...]:
        rows = self._database.rows(
            "SELECT path FROM files WHERE paper_id = ?"
            " ORDER BY state NOT IN ('ready', 'words only'), path",
            [identifier],
        )
        return tuple(row[0] for row in rows)

    def _new_citekey(self, paper: Paper) -> str:
        named = partial(citekey, paper.authors, paper.year, paper.title, stem=Path(paper.path).stem)
        base = named(())
        rows = self._database.rows(
            "SELECT citekey FROM papers WHERE citekey = ? OR starts_with(citekey, ?)",
            [base, f"{base}-"],
        )
        return named({row[0] for row in rows})


_TABLES = ("pages", "sections", "reference_entries", "passages")


def _delete_rows(connection: Connection, ids: Sequence[str]) -> None:
    """Delete papers and all rows that belong to them, so that re-reading replaces them.

    Vectors stay where their passages come back with the same id: they are keyed by content.
    """
    chosen = [list(ids)]
    for table in _TABLES:
        connection.execute(
            f"DELETE FROM {table} WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            chosen,
        )
    connection.execute("DELETE FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))", chosen)


def _insert_paper(connection: Connection, paper: Paper, key: str) -> None:
    identifier = paper_id(paper.sha256)
    connection.execute(
        "INSERT INTO papers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " now()::TIMESTAMP)",
        [
            identifier,
            paper.sha256,
            key,
            paper.title,
            title_key(paper.title),
            list(paper.authors),
            paper.year,
            paper.venue,
            paper.doi,
            paper.arxiv_id,
            paper.abstract,
            list(paper.keywords),
            paper.language,
            list(paper.warnings),
            _provenance(paper),
            len(paper.pages),
            READER_VERSION,
        ],
    )
    _append(
        connection,
        "pages",
        (
            (identifier, p.number, p.width, p.height, p.text.value, p.characters)
            for p in paper.pages
        ),
    )
    _append(
        connection,
        "sections",
        ((identifier, n, s.title, s.level, s.page) for n, s in enumerate(paper.sections)),
    )
    _append(connection, "reference_entries", _reference_rows(identifier, paper))
    insert_passages(connection, identifier, paper.passages)


def _reference_rows(identifier: str, paper: Paper) -> Iterable[tuple[object, ...]]:
    for entry in paper.references:
        yield (
            identifier,
            entry.position,
            entry.raw,
            entry.label,
            entry.title,
            title_key(entry.title),
            list(entry.authors),
            entry.year,
            entry.venue,
            entry.volume,
            entry.pages,
            entry.doi,
            entry.arxiv_id,
            entry.url,
            None,
        )


def _append(connection: Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.appender(table) as appender:
        for row in rows:
            appender.append_row(*row)


def _provenance(paper: Paper) -> str:
    return json.dumps(
        {
            name: {"value": f.value, "source": f.source, "confidence": round(f.confidence, 3)}
            for name, f in paper.provenance.items()
        },
        ensure_ascii=False,
    )


def _summary(row: Sequence[Any]) -> PaperSummary:
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
    )
