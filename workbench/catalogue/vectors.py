"""Embeddings: one row a passage and model. HNSW files are built from these and may be lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbench.catalogue.database import Connection, Database
from workbench.catalogue.passages import from_number, to_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Vectors"]


class Vectors:
    """The ``vectors`` table. Vectors are float32 of unit length, shape ``(n, dimension)``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, model: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store the vectors of passages that have none of this model yet."""

        def change(connection: Connection) -> None:
            with connection.appender("vectors") as appender:
                for passage_id, vector in zip(ids, vectors, strict=True):
                    appender.append_row(
                        to_number(passage_id), model, vector.astype("<f4").tobytes()
                    )
            connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'vectors'")

        self._database.write(change)

    def count(self, model: str) -> int:
        """How many stored passages have a vector of this model."""
        return int(
            self._database.value(
                "SELECT count(*) FROM vectors v SEMI JOIN passages p ON p.id = v.passage_id"
                " WHERE v.model = ?",
                [model],
            )
        )

    def generation(self) -> int:
        """A number that grows with every change of which passages have a vector."""
        return int(self._database.value("SELECT value FROM counters WHERE name = 'vectors'"))

    def batches(
        self, model: str, size: int = 4096
    ) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """Every living vector of a model with its passage's id, in batches."""
        import numpy as np

        numbers = self._database.columns(
            "SELECT v.passage_id AS id FROM vectors v SEMI JOIN passages p ON p.id = v.passage_id"
            " WHERE v.model = ? ORDER BY id",
            [model],
        )["id"]
        for start in range(0, len(numbers), size):
            chosen = numbers[start : start + size]
            rows = self._database.rows(
                "SELECT passage_id, vector FROM vectors"
                " WHERE model = ? AND passage_id IN (SELECT unnest(?::BIGINT[]))",
                [model, chosen],
            )
            matrix = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
            yield [from_number(row[0]) for row in rows], matrix.reshape(len(rows), -1)

    def prune(self) -> None:
        """Drop the vectors of passages that no longer exist."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM vectors WHERE passage_id NOT IN (SELECT id FROM passages)"
            )
        )
