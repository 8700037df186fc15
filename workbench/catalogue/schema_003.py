"""Schema step 3: citation counts from outside the library."""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m003_import_citation_counts"]


def m003_import_citation_counts(connection: Connection) -> None:
    """How often the world cites a paper, where someone has said so."""
    connection.execute(
        "CREATE TABLE imported_counts (paper_id VARCHAR PRIMARY KEY, citations INTEGER NOT NULL)"
    )
