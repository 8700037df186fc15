"""Schema step 10: where a passage has signs flat that its page raises or lowers."""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m010_know_which_signs_are_flat"]


def m010_know_which_signs_are_flat(connection: Connection) -> None:
    """Add the offsets at which such signs end; none until a paper is read again."""
    connection.execute("ALTER TABLE passages ADD COLUMN flat INTEGER[] DEFAULT []")
