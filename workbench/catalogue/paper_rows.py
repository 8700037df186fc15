"""The rows of one paper: laid down when it is read, changed where the person knows better.

Owns which column each bibliographic field has, and that an edit wins over what was read: the
``papers`` table always holds the values that count, ``papers.as_read`` what the reader found, and
``edits`` what the person said. Runs inside transactions that others open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.paper import READER_VERSION, Paper, Rectangle
from workbench.catalogue.citekeys import author_key, title_key
from workbench.catalogue.database import Connection
from workbench.catalogue.passages import insert_passages

__all__ = [
    "EDITABLE",
    "as_read",
    "delete_rows",
    "edits_of",
    "insert_paper",
    "mark_changed",
    "paper_id",
    "settle_fields",
]

EDITABLE = ("title", "subtitle", "authors", "year", "venue", "doi", "arxiv_id", "abstract",
            "keywords", "citekey", "language", "kind")  # fmt: skip
"""Columns of ``papers`` that a person can change."""

_TABLES = ("pages", "sections", "figures", "reference_entries", "passages")

Values = dict[str, Any]


def paper_id(sha256: str) -> str:
    """The id of the paper with this content."""
    return sha256[:16]


def as_read(paper: Paper, citekey: str) -> Values:
    """What the reader found, by editable field."""
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "abstract": paper.abstract,
        "keywords": list(paper.keywords),
        "citekey": citekey,
        "language": paper.language,
        "kind": paper.kind,
    }


def edits_of(connection: Connection, identifier: str) -> Values:
    """What the person said of a paper, by field."""
    rows = connection.execute(
        "SELECT field, value FROM edits WHERE paper_id = ?", [identifier]
    ).fetchall()
    return {field: json.loads(value) for field, value in rows}


def delete_rows(connection: Connection, ids: Sequence[str]) -> None:
    """Delete papers and all rows that were read with them, so that re-reading replaces them.

    Vectors stay where their passages come back with the same id: they are keyed by content.
    What the person said stays too.
    """
    chosen = [list(ids)]
    for table in (*_TABLES, "works", "cited_counts"):
        connection.execute(
            f"DELETE FROM {table} WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            chosen,
        )
    connection.execute("DELETE FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))", chosen)
    mark_changed(connection, ids)


def mark_changed(connection: Connection, ids: Sequence[str]) -> None:
    """Have citations and versions of these papers worked out again."""
    connection.execute(
        "INSERT OR IGNORE INTO changed_papers SELECT DISTINCT unnest(?::VARCHAR[])", [list(ids)]
    )


def insert_paper(connection: Connection, paper: Paper, read: Values, edits: Values) -> None:
    """Lay down one paper with its pages, sections, references and passages."""
    identifier = paper_id(paper.sha256)
    values = {
        "id": identifier,
        "sha256": paper.sha256,
        **_settled(read | edits),
        "warnings": list(paper.warnings),
        "provenance": _provenance(paper),
        "page_count": len(paper.pages),
        "reader": READER_VERSION,
        "affiliations": list(paper.affiliations),
        "emails": list(paper.emails),
        "as_read": json.dumps(read, ensure_ascii=False),
    }
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"INSERT INTO papers ({', '.join(values)}, added_at) VALUES ({marks}, now()::TIMESTAMP)",
        list(values.values()),
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
    _append(
        connection,
        "figures",
        (
            (identifier, n, f.kind, f.label, f.caption, f.page, _box(f.rectangle))
            for n, f in enumerate(paper.figures)
        ),
    )
    _append(connection, "reference_entries", _reference_rows(identifier, paper))
    insert_passages(connection, identifier, paper.passages)


def settle_fields(connection: Connection, identifier: str) -> None:
    """Write what counts into a paper's row: what was read, and over it what the person said."""
    [(text,)] = connection.execute(
        "SELECT as_read FROM papers WHERE id = ?", [identifier]
    ).fetchall()
    values = _settled(json.loads(text) | edits_of(connection, identifier))
    changes = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE papers SET {changes} WHERE id = ?", [*values.values(), identifier])
    mark_changed(connection, [identifier])


def _settled(values: Mapping[str, Any]) -> Values:
    """The columns of the editable fields, with the keys that are derived from them."""
    return {name: values[name] for name in EDITABLE} | {
        "title_key": title_key(values["title"]),
        "author_key": author_key(values["authors"]),
    }


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
            author_key(entry.authors),
        )


def _box(rectangle: Rectangle | None) -> list[float]:
    if rectangle is None:
        return []
    box = rectangle
    return [float(box.page), float(box.x0), float(box.y0), float(box.x1), float(box.y1)]


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
