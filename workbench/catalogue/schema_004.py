"""Schema step 4: passages that no vector can be had of.

Owns the table of passages on which an embedding model's process died, so that they are not tried
again at every start and keep the others waiting.
"""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m004_remember_what_cannot_be_embedded"]


def m004_remember_what_cannot_be_embedded(connection: Connection) -> None:
    """One row a passage and model, with why."""
    connection.execute(
        """
        CREATE TABLE unembeddable (
            passage_id BIGINT NOT NULL,
            model VARCHAR NOT NULL,
            reason VARCHAR NOT NULL
        )"""
    )
