"""How old papers are and how often they are cited: what the priors of a search are made of.

Owns the numbers, and who cites whom among papers found; ``workbench.search.weigh`` decides what
they are worth. Counts come from the library's own citation graph (``cited_counts``) and, where
someone brought them, from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.catalogue.database import Connection, Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Impact", "PaperImpacts", "import_counts"]


@dataclass(frozen=True, slots=True)
class PaperImpacts:
    """Papers' years and citations, as columns (n,): a library has many, and they change often."""

    papers: Sequence[str]
    years: NDArray[np.float64]
    """NaN where a paper has none."""
    cited_by: NDArray[np.float64]
    """As the library counts."""
    imported: NDArray[np.float64]
    """As counts from outside say; NaN where there are none."""


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

    def all(self) -> PaperImpacts:
        """Every paper's year and counts."""
        columns = self._database.columns(
            "SELECT p.id AS papers, coalesce(p.year, 'nan'::DOUBLE) AS years,"
            " coalesce(c.cited_by, 0)::DOUBLE AS cited_by,"
            " coalesce(i.citations, 'nan'::DOUBLE) AS imported FROM papers p"
            " LEFT JOIN cited_counts c ON c.paper_id = p.id"
            " LEFT JOIN imported_counts i ON i.paper_id = p.id"
        )
        papers = columns.pop("papers").tolist()
        return PaperImpacts(papers, **columns)

    def links_of(self, paper_ids: Sequence[str]) -> list[tuple[str, str]]:
        """Each of these papers with each paper of the library that it cites or that cites it."""
        # one pass for both directions, over the few entries that name a paper of the library
        rows = self._database.rows(
            "SELECT paper_id, cited_paper_id FROM reference_entries"
            " WHERE cited_paper_id IS NOT NULL AND (paper_id IN (SELECT unnest($1::VARCHAR[]))"
            " OR cited_paper_id IN (SELECT unnest($1::VARCHAR[])))",
            [list(paper_ids)],
        )
        chosen = set(paper_ids)
        both_ways = {pair for citing, cited in rows for pair in ((citing, cited), (cited, citing))}
        return sorted(pair for pair in both_ways if pair[0] in chosen)


def import_counts(connection: Connection, counts: Mapping[str, int]) -> None:
    """Take citation counts by paper id, in the caller's transaction; earlier ones are replaced."""
    if counts:
        connection.execute(
            "INSERT OR REPLACE INTO imported_counts"
            " SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
            [list(counts), list(counts.values())],
        )
