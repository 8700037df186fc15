"""Papers: storing what was read, listing, finding by key, removing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from ingest.paper import Paper
from workbench.catalogue.citekeys import citekey
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.details import Details
from workbench.catalogue.files import FileRow, record_file
from workbench.catalogue.inheritance import inherit
from workbench.catalogue.paper_rows import (
    as_read,
    delete_rows,
    edits_of,
    insert_paper,
    mark_changed,
    paper_id,
)
from workbench.catalogue.summaries import MATCHES, ORDERS, SUMMARY, ordering, summary
from workbench.errors import PaperNotFoundError
from workbench.types import PaperDetail, PaperSummary

__all__ = ["ORDERS", "Papers", "paper_id"]


class Papers:
    """The ``papers`` table and the rows that hang on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, paper: Paper, file: FileRow) -> str:
        """Store one read paper and its file's row together, replacing an earlier reading of it.

        Returns:
            The title that counts: the person's, where it was edited, or the one that was read.
        """
        identifier = paper_id(paper.sha256)
        known = self._database.row("SELECT as_read FROM papers WHERE id = ?", [identifier])
        key = json.loads(known[0])["citekey"] if known else self._new_citekey(paper)

        def change(connection: Connection) -> str:
            inherited = None if known else inherit(connection, paper, file.path)
            edits = edits_of(connection, identifier)
            if known:
                delete_rows(connection, [identifier])
            else:
                mark_changed(connection, [identifier])
            insert_paper(connection, paper, as_read(paper, inherited or key), edits)
            record_file(connection, file)
            connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")
            if known:
                # passages that do not come back leave their vectors behind
                connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'vectors'")
            return str(edits.get("title", paper.title))

        return self._database.write(change)

    def remove(self, ids: Sequence[str]) -> None:
        """Drop papers with everything that was read from them. Their files' rows stay."""

        def change(connection: Connection) -> None:
            delete_rows(connection, ids)
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
        """How many papers there are, or match ``text`` in title, authors, year, tags or key."""
        return int(
            self._database.value(
                f"SELECT count(*) FROM papers p WHERE {MATCHES}"
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
        by = ordering(order, descending=descending)
        where = f"WHERE {MATCHES}" if text else ""
        rows = self._database.rows(
            f"{SUMMARY} {where} ORDER BY {by} LIMIT $limit OFFSET $offset",
            {"limit": limit, "offset": offset} | ({"text": text.lower()} if text else {}),
        )
        return [summary(row) for row in rows]

    def summaries(self, ids: Iterable[str]) -> dict[str, PaperSummary]:
        """The papers with these ids, by id; unknown ids are left out."""
        rows = self._database.rows(
            f"{SUMMARY} WHERE p.id IN (SELECT unnest(?::VARCHAR[]))", [list(set(ids))]
        )
        return {row[0]: summary(row) for row in rows}

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
        return Details(self._database, self.summaries).of(identifier)

    def _new_citekey(self, paper: Paper) -> str:
        named = partial(citekey, paper.authors, paper.year, paper.title, stem=Path(paper.path).stem)
        base = named(())
        rows = self._database.rows(
            "SELECT citekey FROM papers WHERE citekey = ? OR starts_with(citekey, ?)",
            [base, f"{base}-"],
        )
        return named({row[0] for row in rows})
