"""What ties papers of a library to each other, worked out again for those that changed."""

from __future__ import annotations

from workbench.catalogue.citations import link_references
from workbench.catalogue.database import Connection, Database
from workbench.catalogue.versions import link_versions

__all__ = ["link_papers"]


def link_papers(database: Database) -> int:
    """Bring versions, citations and their counts in step with the papers.

    Versions first: whom an entry cites, and how often a work is cited, depends on them.

    Returns:
        How many reference entries name a paper of the library.
    """
    if database.value("SELECT count(*) FROM changed_papers"):
        database.write(_link)
    return int(
        database.value("SELECT count(*) FROM reference_entries WHERE cited_paper_id IS NOT NULL")
    )


def _link(connection: Connection) -> None:
    link_versions(connection)
    link_references(connection)
    connection.execute("DELETE FROM changed_papers")
