"""The rows of one paper: laid down when it is read, changed where the person knows better.

Owns which column each bibliographic field has, and that an edit wins over what was read: the
``papers`` table always holds the values that count, ``papers.as_read`` what the reader found, and
``edits`` what the person said. Runs inside transactions that others open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from ingest.paper import READER_VERSION, Paper, Rectangle
from workbench.catalogue.citekeys import author_key, title_key
from workbench.catalogue.database import Connection
from workbench.catalogue.passages import embedded_parts, passage_rows, to_number

__all__ = [
    "EDITABLE",
    "as_read",
    "delete_rows",
    "drop_vectors",
    "edits_of",
    "insert_paper",
    "insert_parts",
    "mark_changed",
    "next_generation",
    "paper_id",
    "parts_of",
    "settle_fields",
]

EDITABLE = ("title", "subtitle", "authors", "year", "venue", "doi", "arxiv_id", "abstract",
            "keywords", "citekey", "language", "kind")  # fmt: skip
"""Columns of ``papers`` that a person can change."""

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


def edits_of(connection: Connection, ids: Sequence[str]) -> dict[str, Values]:
    """What the person said of these papers, by paper and field; of others nothing is there."""
    rows = connection.execute(
        "SELECT paper_id, field, value FROM edits WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(ids)],
    ).fetchall()
    found: dict[str, Values] = {}
    for identifier, name, value in rows:
        found.setdefault(identifier, {})[name] = json.loads(value)
    return found


def delete_rows(connection: Connection, ids: Sequence[str]) -> None:
    """Delete papers and all rows that were read with them, so that re-reading replaces them.

    What the person said stays, and so do vectors: ``drop_vectors`` takes those that no longer hold.
    """
    chosen = [list(ids)]
    for table in (*_PARTS, "works", "cited_counts"):
        connection.execute(
            f"DELETE FROM {table} WHERE paper_id IN (SELECT unnest(?::VARCHAR[]))",
            chosen,
        )
    connection.execute("DELETE FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))", chosen)
    mark_changed(connection, ids)


def parts_of(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """The title, section and text that these papers' vectors are made of, by passage."""
    if not ids:
        return {}
    return embedded_parts(connection, "s.paper_id IN (SELECT unnest(?::VARCHAR[]))", ids)


def drop_vectors(connection: Connection, passage_ids: Collection[str]) -> None:
    """Have these passages embedded again, also where that could not be done before."""
    if not passage_ids:
        return
    numbers = [to_number(i) for i in passage_ids]
    for table in ("vectors", "unembeddable"):
        connection.execute(
            f"DELETE FROM {table} WHERE passage_id IN (SELECT unnest(?::BIGINT[]))", [numbers]
        )
    connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'vectors'")


def next_generation(connection: Connection) -> int:
    """Have the passages' number grow; what it is now."""
    [(value,)] = connection.execute(
        "UPDATE counters SET value = value + 1 WHERE name = 'passages' RETURNING value"
    ).fetchall()
    return int(value)


def mark_changed(connection: Connection, ids: Sequence[str]) -> None:
    """Have citations and versions of these papers worked out again."""
    connection.execute(
        "INSERT OR IGNORE INTO changed_papers SELECT DISTINCT unnest(?::VARCHAR[])", [list(ids)]
    )


def insert_paper(
    connection: Connection,
    paper: Paper,
    read: Values,
    edits: Values,
    added_at: datetime | None = None,
) -> None:
    """Lay down one paper's own row; ``insert_parts`` adds what hangs on it.

    Args:
        connection: With its transaction open.
        paper: As it was read.
        read: Its ``as_read``.
        edits: What the person said of it.
        added_at: When it came into the library, where that was before now.
    """
    values = {
        "id": paper_id(paper.sha256),
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
        f"INSERT INTO papers ({', '.join(values)}, added_at)"
        f" VALUES ({marks}, coalesce(?::TIMESTAMP, now()::TIMESTAMP))",
        [*values.values(), added_at],
    )


def insert_parts(connection: Connection, papers: Sequence[Paper]) -> None:
    """Lay down these papers' pages, sections, figures, references and passages.

    One appender a table takes in all of them: starting it costs more than a paper's rows.
    """
    for table, rows_of in _PARTS.items():
        rows = chain.from_iterable(rows_of(paper_id(p.sha256), p) for p in papers)
        with connection.appender(table) as appender:
            for row in rows:
                appender.append_row(*row)


def settle_fields(connection: Connection, identifier: str) -> None:
    """Write what counts into a paper's row: what was read, and over it what the person said."""
    [(text,)] = connection.execute(
        "SELECT as_read FROM papers WHERE id = ?", [identifier]
    ).fetchall()
    edits = edits_of(connection, [identifier]).get(identifier, {})
    values = _settled(json.loads(text) | edits)
    changes = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE papers SET {changes} WHERE id = ?", [*values.values(), identifier])
    mark_changed(connection, [identifier])


def _settled(values: Mapping[str, Any]) -> Values:
    """The columns of the editable fields, with the keys that are derived from them."""
    return {name: values[name] for name in EDITABLE} | {
        "title_key": title_key(values["title"]),
        "author_key": author_key(values["authors"]),
    }


Rows = Iterable[tuple[object, ...]]


def _page_rows(identifier: str, paper: Paper) -> Rows:
    return ((identifier, p.number, p.width, p.height, p.text.value, p.characters)
            for p in paper.pages)  # fmt: skip


def _section_rows(identifier: str, paper: Paper) -> Rows:
    return ((identifier, n, s.title, s.level, s.page) for n, s in enumerate(paper.sections))


def _figure_rows(identifier: str, paper: Paper) -> Rows:
    return ((identifier, n, f.kind, f.label, f.caption, f.page, _box(f.rectangle))
            for n, f in enumerate(paper.figures))  # fmt: skip


def _passage_rows(identifier: str, paper: Paper) -> Rows:
    return passage_rows(identifier, paper.passages)


def _reference_rows(identifier: str, paper: Paper) -> Rows:
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


def _provenance(paper: Paper) -> str:
    return json.dumps(
        {
            name: {"value": f.value, "source": f.source, "confidence": round(f.confidence, 3)}
            for name, f in paper.provenance.items()
        },
        ensure_ascii=False,
    )


_PARTS: Mapping[str, Callable[[str, Paper], Rows]] = {
    "pages": _page_rows,
    "sections": _section_rows,
    "figures": _figure_rows,
    "reference_entries": _reference_rows,
    "passages": _passage_rows,
}
