"""Schema step 5: which reader looked at a file, also at one that it could not read.

A file that an older reader failed on is tried again after an update; ``papers.reader`` says it for
those that were read.
"""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m005_know_who_failed_on_a_file"]


def m005_know_who_failed_on_a_file(connection: Connection) -> None:
    """Files that were looked at before this step are taken for an older reader's."""
    connection.execute("ALTER TABLE files ADD COLUMN reader VARCHAR DEFAULT ''")
