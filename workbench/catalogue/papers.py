"""Papers: storing what was read, listing, finding by key, removing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.paper import Paper
from workbench.catalogue import summaries
from workbench.catalogue.changes import PassageChanges
from workbench.catalogue.citekeys import citekey
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.details import Details
from workbench.catalogue.files import FileRow, record_files
from workbench.catalogue.inheritance import inherit
from workbench.catalogue.paper_rows import (
    as_read,
    delete_rows,
    drop_vectors,
    edits_of,
    insert_paper,
    insert_parts,
    mark_changed,
    next_generation,
    paper_id,
    parts_of,
)
from workbench.catalogue.passages import to_number
from workbench.catalogue.removed import take_back, take_out
from workbench.catalogue.summaries import ORDERS, ROWS_OF, SHOWS, kept, ordering, summary
from workbench.errors import PaperNotFoundError
from workbench.types import PaperDetail, PaperSummary

__all__ = ["ORDERS", "SHOWS", "Papers", "paper_id"]


class Papers:
    """The ``papers`` table and the rows that hang on it."""

    def __init__(self, database: Database, changes: PassageChanges) -> None:
        self._database = database
        self._changes = changes

    def store(self, paper: Paper, file: FileRow) -> None:
        """Store one read paper and its file's row; see ``store_together``."""
        self.store_together([(paper, file)])

    def store_together(self, read: Sequence[tuple[Paper, FileRow]]) -> set[str]:
        """Store read papers and their files' rows, replacing earlier readings of them.

        All are stored or none is, in one transaction: one each would cost far more time.

        Returns:
            The ids of passages of earlier readings that did not come back with the same title,
            section and text: their vectors are dropped.
        """
        papers = {paper_id(paper.sha256): paper for paper, _ in read}
        paths = {paper_id(paper.sha256): file.path for paper, file in read}

        def change(connection: Connection) -> tuple[int, set[str]]:
            known = _first_readings(connection, list(papers))
            edits = edits_of(connection, list(papers))
            seen = _seen_paths(connection, list(paths.values()))
            before = parts_of(connection, list(known))
            if known:
                delete_rows(connection, list(known))
            mark_changed(connection, [i for i in papers if i not in known])
            for identifier, paper in papers.items():
                key, added_at = known.get(identifier, (None, None))
                if key is None and paths[identifier] in seen:
                    key = inherit(connection, paper, paths[identifier])
                    edits |= edits_of(connection, [identifier])
                read_as = as_read(paper, key or _new_citekey(connection, paper))
                insert_paper(connection, paper, read_as, edits.get(identifier, {}), added_at)
            insert_parts(connection, list(papers.values()))
            # a paper that is there and read anew may be one that is still to be taken out
            take_back(connection, [i for i in papers if i not in known])
            record_files(connection, (file for _, file in read))
            generation = next_generation(connection)
            after = parts_of(connection, list(known))
            lost = {i for i, parts in before.items() if after.get(i) != parts}
            drop_vectors(connection, lost)
            return generation, lost

        generation, lost = self._database.write(change)
        self._changes.note(generation, {i: _labels(paper) for i, paper in papers.items()})
        return lost

    def titles(self, ids: Sequence[str]) -> dict[str, str]:
        """The titles that count of these papers, by id; unknown ids are left out."""
        return dict(
            self._database.rows(
                "SELECT id, title FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))",
                [list(ids)],
            )
        )

    def remove(self, ids: Sequence[str], *, by_person: bool = False) -> None:
        """Drop papers with everything that was read from them. Their files' rows stay.

        Args:
            ids: The papers.
            by_person: Whether their files are left unread until the person takes them back.
        """

        def change(connection: Connection) -> int:
            if by_person:
                take_out(connection, ids)
            delete_rows(connection, ids)
            connection.execute("UPDATE counters SET value = value + 1 WHERE name <> 'passages'")
            return next_generation(connection)

        if ids:
            generation = self._database.write(change)
            self._changes.note(generation, {i: np.empty(0, np.int64) for i in ids})

    def orphans(self) -> list[str]:
        """Ids of papers that no file holds any more."""
        rows = self._database.rows(
            "SELECT id FROM papers ANTI JOIN files ON files.paper_id = papers.id ORDER BY id"
        )
        return [row[0] for row in rows]

    def count(self, text: str = "", collection: int | None = None, show: str = "") -> int:
        """How many papers there are, or are left by what narrows the list; see ``kept``."""
        where, parameters = kept(text, collection, show)
        return int(self._database.value(f"SELECT count(*) FROM papers p {where}", parameters))

    def window(
        self,
        text: str = "",
        order: str = "added",
        *,
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
        collection: int | None = None,
        show: str = "",
    ) -> list[PaperSummary]:
        """One window of the list of papers; see ``ORDERS`` for ``order``, ``kept`` for the rest."""
        by = ordering(order, descending=descending)
        where, parameters = kept(text, collection, show)
        rows = self._database.rows(
            summaries.window(where, by),
            {"limit": limit, "offset": offset} | parameters,
        )
        return [summary(row) for row in rows]

    def warned(self) -> list[tuple[str, str, str, list[str]]]:
        """Id, first path, state and warnings of each paper that has warnings, by path."""
        rows = self._database.rows(
            "SELECT p.id, min(f.path), arg_min(f.state, f.path), any_value(p.warnings)"
            " FROM papers p JOIN files f ON f.paper_id = p.id"
            " WHERE len(p.warnings) > 0 GROUP BY p.id ORDER BY 2"
        )
        return [(key, path, state, list(said)) for key, path, state, said in rows]

    def ids(self, text: str = "", collection: int | None = None, show: str = "") -> list[str]:
        """Ids of all papers that are left by what narrows the list; see ``kept``."""
        where, parameters = kept(text, collection, show)
        return [
            row[0] for row in self._database.rows(f"SELECT id FROM papers p {where}", parameters)
        ]

    def summaries(self, ids: Iterable[str]) -> dict[str, PaperSummary]:
        """The papers with these ids, by id; unknown ids are left out."""
        rows = self._database.rows(ROWS_OF, {"ids": list(set(ids))})
        return {row[0]: summary(row) for row in rows}

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


def _labels(paper: Paper) -> NDArray[np.int64]:
    """The numbers of a paper's passages."""
    return np.array([to_number(passage.id) for passage in paper.passages], np.int64)


def _first_readings(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    """The citation key that each of these papers was given when it was first read, and when."""
    rows = connection.execute(
        "SELECT id, as_read, added_at FROM papers WHERE id IN (SELECT unnest(?::VARCHAR[]))", [ids]
    ).fetchall()
    return {identifier: (json.loads(read)["citekey"], at) for identifier, read, at in rows}


def _seen_paths(connection: Connection, paths: Sequence[str]) -> set[str]:
    """Those of the paths where a paper was found before."""
    rows = connection.execute(
        "SELECT path FROM files WHERE paper_id IS NOT NULL"
        " AND path IN (SELECT unnest(?::VARCHAR[]))",
        [paths],
    ).fetchall()
    return {row[0] for row in rows}


def _new_citekey(connection: Connection, paper: Paper) -> str:
    named = partial(citekey, paper.authors, paper.year, paper.title, stem=Path(paper.path).stem)
    base = named(())
    rows = connection.execute(
        "SELECT citekey FROM papers WHERE citekey = ? OR starts_with(citekey, ?)",
        [base, f"{base}-"],
    ).fetchall()
    return named({row[0] for row in rows})
