"""Schema step 9: which stretches of a passage its page holds in one piece."""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m009_know_what_stands_in_one_piece"]


def m009_know_what_stands_in_one_piece(connection: Connection) -> None:
    """Add offsets start, end, start, … of each stretch; none where all of the text is one.

    Passages that were read before are taken for such until they are read again.
    """
    connection.execute("ALTER TABLE passages ADD COLUMN pieces INTEGER[] DEFAULT []")
