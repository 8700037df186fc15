"""Schema step 7: figures and tables, each with its caption and where its picture stands."""

from __future__ import annotations

from workbench.catalogue.database import Connection

__all__ = ["m007_keep_figures"]


def m007_keep_figures(connection: Connection) -> None:
    """Papers that were read before have none until they are read again."""
    connection.execute(
        """
        CREATE TABLE figures (
            paper_id VARCHAR NOT NULL,
            position INTEGER NOT NULL,
            kind VARCHAR NOT NULL,       -- figure, table or listing
            label VARCHAR NOT NULL,
            caption VARCHAR NOT NULL,
            page INTEGER NOT NULL,
            rectangle FLOAT[] NOT NULL   -- page, x0, y0, x1, y1; empty where it is not known
        )"""
    )
