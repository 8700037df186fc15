"""Everything that is known of one paper, gathered from all tables but the passages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from ingest.paper import Field, Figure, Rectangle
from workbench.catalogue.database import Database
from workbench.catalogue.paper_rows import EDITABLE
from workbench.errors import PaperNotFoundError
from workbench.types import (
    EditedField,
    PaperDetail,
    PaperSummary,
    ReferenceRow,
    Relation,
    Section,
    VersionRow,
)

__all__ = ["Details"]

_PAPER = """
    SELECT doi, arxiv_id, abstract, keywords, language, warnings, kind, affiliations, emails,
           provenance, as_read
    FROM papers WHERE id = ?
"""
# the work's other versions, newest first, then what supplements what; a hand-made link says so
_OTHERS = """
    SELECT w.paper_id, 'version', l.paper_id IS NOT NULL, w.position
    FROM works own JOIN works w ON w.work_id = own.work_id AND w.paper_id <> own.paper_id
    LEFT JOIN version_links l ON l.relation = 'version' AND l.origin = 'person'
        AND l.paper_id = least(own.paper_id, w.paper_id)
        AND l.other_id = greatest(own.paper_id, w.paper_id)
    WHERE own.paper_id = $1
    UNION ALL
    SELECT other_id, 'supplement of', origin = 'person', 0 FROM version_links
    WHERE paper_id = $1 AND relation = 'supplement'
    UNION ALL
    SELECT paper_id, 'supplement', origin = 'person', 0 FROM version_links
    WHERE other_id = $1 AND relation = 'supplement'
    ORDER BY 2 DESC, 4, 1
"""
_TELLING = 16
"""Letters from which on two entries of one title are most likely one work: no \"Introduction\"."""

_CITING = """
    WITH own AS (
        SELECT $1 AS id UNION SELECT w.paper_id FROM works mine JOIN works w USING (work_id)
        WHERE mine.paper_id = $1
    )
    SELECT DISTINCT paper_id FROM reference_entries
    WHERE cited_paper_id IN (FROM own) AND paper_id NOT IN (FROM own)
"""

# two columns of all entries are held against the few of one paper
_CITED_HERE = f"""
    WITH own AS (
        SELECT position, lower(doi) AS doi,
               CASE WHEN length(title_key) >= {_TELLING} THEN title_key ELSE '' END AS key
        FROM reference_entries WHERE paper_id = $1 AND cited_paper_id IS NULL
    ),
    same AS (
        SELECT own.position, e.paper_id FROM reference_entries e JOIN own ON own.doi = lower(e.doi)
        WHERE e.doi <> ''
        UNION
        SELECT own.position, e.paper_id FROM reference_entries e JOIN own ON own.key = e.title_key
        WHERE own.key <> ''
    )
    SELECT position, count(DISTINCT paper_id) FROM same GROUP BY position
"""


class Details:
    """Reads one paper whole.

    Args:
        database: Where it is stored.
        summaries: Gives the list's rows of papers, by id.
    """

    def __init__(
        self, database: Database, summaries: Callable[[Iterable[str]], dict[str, PaperSummary]]
    ) -> None:
        self._database = database
        self._summaries = summaries

    def of(self, identifier: str) -> PaperDetail:
        """Everything that is known of one paper, passages left out.

        Raises:
            PaperNotFoundError: There is no such paper.
        """
        row = self._database.row(_PAPER, [identifier])
        summary = self._summaries([identifier]).get(identifier)
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
            kind=row[6],
            affiliations=tuple(row[7]),
            emails=tuple(row[8]),
            sources={name: Field(**found) for name, found in json.loads(row[9]).items()},
            edits=self._edits(identifier, row[10]),
            versions=self._versions(identifier),
            figures=self._figures(identifier),
            note=self._note(identifier),
        )

    def _sections(self, identifier: str) -> tuple[Section, ...]:
        rows = self._database.rows(
            "SELECT title, level, page FROM sections WHERE paper_id = ? ORDER BY position",
            [identifier],
        )
        return tuple(Section(*row) for row in rows)

    def _figures(self, identifier: str) -> tuple[Figure, ...]:
        rows = self._database.rows(
            "SELECT kind, label, caption, page, rectangle FROM figures WHERE paper_id = ?"
            " ORDER BY position",
            [identifier],
        )
        return tuple(
            Figure(kind, label, caption, page, _rectangle(box))
            for kind, label, caption, page, box in rows
        )

    def _note(self, identifier: str) -> str:
        row = self._database.row("SELECT text FROM notes WHERE paper_id = ?", [identifier])
        return str(row[0]) if row else ""

    def _references(self, identifier: str) -> tuple[ReferenceRow, ...]:
        rows = self._database.rows(
            "SELECT position, raw, title, authors, year, doi, cited_paper_id, label"
            " FROM reference_entries WHERE paper_id = ? ORDER BY position",
            [identifier],
        )
        shared: dict[int, int] = dict(self._database.rows(_CITED_HERE, [identifier]))
        return tuple(
            ReferenceRow(
                position, raw, title, tuple(authors), year, doi, cited, label,
                shared.get(position, 0),
            )
            for position, raw, title, authors, year, doi, cited, label in rows
        )  # fmt: skip

    def _citing(self, identifier: str) -> tuple[PaperSummary, ...]:
        """Papers that cite any version of this work, the work's own versions left out."""
        rows = self._database.rows(_CITING, [identifier])
        citing = self._summaries(row[0] for row in rows).values()
        return tuple(sorted(citing, key=lambda paper: (paper.year or 0, paper.citekey)))

    def _paths(self, identifier: str) -> tuple[str, ...]:
        rows = self._database.rows(
            "SELECT path FROM files WHERE paper_id = ?"
            " ORDER BY state NOT IN ('ready', 'words only'), path",
            [identifier],
        )
        return tuple(row[0] for row in rows)

    def _edits(self, identifier: str, as_read: str) -> tuple[EditedField, ...]:
        rows = self._database.rows(
            "SELECT field, value, strftime(edited_at, '%Y-%m-%dT%H:%M:%SZ') FROM edits"
            " WHERE paper_id = ?",
            [identifier],
        )
        read = json.loads(as_read)
        edits = [
            EditedField(name, _plain(json.loads(value)), _plain(read.get(name)), edited_at)
            for name, value, edited_at in rows
        ]
        return tuple(sorted(edits, key=lambda edit: EDITABLE.index(edit.name)))

    def _versions(self, identifier: str) -> tuple[VersionRow, ...]:
        rows = self._database.rows(_OTHERS, [identifier])
        papers = self._summaries(row[0] for row in rows)
        return tuple(
            VersionRow(papers[other], Relation(relation), by_person)
            for other, relation, by_person, _ in rows
            if other in papers
        )


def _plain(value: str | int | list[str] | None) -> str | int | tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) else value


def _rectangle(box: list[float]) -> Rectangle | None:
    if not box:
        return None
    page, x0, y0, x1, y1 = box
    return Rectangle(int(page), x0, y0, x1, y1)
