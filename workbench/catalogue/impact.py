"""How old papers are and how often they are cited: what the priors of a search are made of.

Owns the numbers, and who cites whom among papers found; ``workbench.search.weigh`` decides what
they are worth. Counts come from the library's own citation graph (``cited_counts``) and, where
someone brought them, from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.catalogue.database import Connection, Database

__all__ = ["Impact", "PaperImpact", "import_counts"]


@dataclass(frozen=True, slots=True)
class PaperImpact:
    """One paper's year and citations. ``imported`` is None where only the library counted."""

    paper_id: str
    year: int | None
    cited_by: int
    imported: int | None


class Impact:
    """Reads years and counts of all papers, and who cites whom among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> tuple[int, ...]:
        """Numbers that change when years or counts do, cheap to ask for."""
        row = self._database.steady_row(
            "SELECT (SELECT value FROM counters WHERE name = 'passages'),"
            # no sums: a citation may go from one paper to another. Twice hashed, since a hash of
            # two values is the exclusive or of two hashes, and would cancel out like a sum
            " (SELECT coalesce(bit_xor(hash(hash(paper_id, cited_by))), 0) FROM cited_counts),"
            " (SELECT coalesce(bit_xor(hash(hash(paper_id, citations))), 0) FROM imported_counts),"
            " (SELECT coalesce(bit_xor(hash(hash(id, year))), 0) FROM papers)"
        )
        return tuple(int(value) for value in row or ())

    def all(self) -> list[PaperImpact]:
        """Every paper's year and counts."""
        rows = self._database.rows(
            "SELECT p.id, p.year, coalesce(c.cited_by, 0), i.citations FROM papers p"
            " LEFT JOIN cited_counts c ON c.paper_id = p.id"
            " LEFT JOIN imported_counts i ON i.paper_id = p.id"
        )
        return [PaperImpact(*row) for row in rows]

    def links_of(self, paper_ids: Sequence[str]) -> list[tuple[str, str]]:
        """Each of these papers with each paper of the library that it cites or that cites it."""
        chosen = list(paper_ids)
        rows = self._database.rows(
            "SELECT DISTINCT paper_id, cited_paper_id FROM reference_entries"
            " WHERE cited_paper_id IS NOT NULL AND paper_id IN (SELECT unnest($1::VARCHAR[]))"
            " UNION SELECT DISTINCT cited_paper_id, paper_id FROM reference_entries"
            " WHERE cited_paper_id IN (SELECT unnest($1::VARCHAR[]))",
            [chosen],
        )
        return [(row[0], row[1]) for row in rows]


def import_counts(connection: Connection, counts: Mapping[str, int]) -> None:
    """Take citation counts by paper id, in the caller's transaction; earlier ones are replaced."""
    if counts:
        connection.execute(
            "INSERT OR REPLACE INTO imported_counts"
            " SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            [list(counts), list(counts.values())],
        )
