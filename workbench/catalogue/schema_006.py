"""Schema step 6: what a person thinks of answers and of the passages they quote."""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m006_keep_votes"]


def m006_keep_votes(connection: Connection) -> None:
    """A thumb up (1) or down (-1) for an answer as a whole, or for one passage."""
    connection.execute(
        """
        CREATE TABLE votes (
            answer_id VARCHAR NOT NULL,
            passage_id BIGINT NOT NULL,   -- 0 for the answer as a whole
            value TINYINT NOT NULL,
            voted_at TIMESTAMP NOT NULL,
            PRIMARY KEY (answer_id, passage_id)
        )"""
    )
