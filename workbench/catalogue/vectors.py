"""Embeddings: one row a passage and model. HNSW files are built from these and may be lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.catalogue.database import Connection, Database
from workbench.catalogue.passages import IndexedPassage, embedded_parts, to_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Vectors"]


class Vectors:
    """The ``vectors`` table. Vectors are float32 of unit length, shape ``(n, dimension)``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_unchanged(
        self, model: str, passages: Sequence[IndexedPassage], vectors: NDArray[np.float32]
    ) -> set[str]:
        """Store the vectors of those passages that still read as they did when embedded.

        Returns:
            The ids of the others, which go on waiting: their title was edited, or their paper was
            read again or taken out, while the model was at work.
        """

        def change(connection: Connection) -> set[str]:
            numbers = [to_number(p.id) for p in passages]
            now = embedded_parts(connection, "s.id IN (SELECT unnest(?::BIGINT[]))", numbers)
            kept = [
                n for n, p in enumerate(passages) if now.get(p.id) == (p.title, p.section, p.text)
            ]
            _append(connection, model, [passages[n].id for n in kept], vectors[kept])
            return {p.id for p in passages} - {passages[n].id for n in kept}

        return self._database.write(change)

    def add(self, model: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store the vectors of passages that have none of this model yet."""
        self._database.write(lambda connection: _append(connection, model, ids, vectors))

    def give_up(self, model: str, passage_id: str, reason: str) -> None:
        """Note that no vector of this model can be had of a passage: it no longer waits."""
        self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO unembeddable VALUES (?, ?, ?)", [to_number(passage_id), model, reason]
            )
        )

    def given_up(self, model: str) -> int:
        """How many passages no vector of this model can be had of."""
        return int(
            self._database.value(
                "SELECT count(*) FROM unembeddable u SEMI JOIN passages p ON p.id = u.passage_id"
                " WHERE u.model = ?",
                [model],
            )
        )

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
        found = self._database.steady_value("SELECT value FROM counters WHERE name = 'vectors'")
        return int(found)

    def labels(self, model: str) -> NDArray[np.int64]:
        """The numbers of all passages that have a vector of this model, int64 (n,), ascending."""
        labels: NDArray[np.int64] = self._database.columns(
            "SELECT v.passage_id AS id FROM vectors v SEMI JOIN passages p ON p.id = v.passage_id"
            " WHERE v.model = ? ORDER BY id",
            [model],
        )["id"]
        return labels

    def of(
        self, model: str, labels: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The vectors, (n, dimension), of those of these passages that have one, with numbers."""
        import numpy as np

        rows = self._database.rows(
            "SELECT v.passage_id, v.vector FROM vectors v SEMI JOIN passages p"
            " ON p.id = v.passage_id WHERE v.model = ? AND v.passage_id IN"
            " (SELECT unnest(?::BIGINT[]))",
            [model, labels],
        )
        matrix = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4")
        found = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        return found, matrix.reshape(len(rows), -1) if rows else np.empty((0, 0), np.float32)

    def models(self) -> dict[str, int]:
        """How many vectors there are of each model."""
        rows = self._database.rows("SELECT model, count(*) FROM vectors GROUP BY model")
        return {row[0]: int(row[1]) for row in rows}

    def keep_only(self, model: str) -> None:
        """Drop the vectors of all other models."""
        if self.models().keys() - {model}:
            self._database.write(
                lambda connection: connection.execute(
                    "DELETE FROM vectors WHERE model <> ?", [model]
                )
            )

    def prune(self) -> None:
        """Drop the vectors of passages that no longer exist, and what was noted of them."""

        def change(connection: Connection) -> None:
            for table in ("vectors", "unembeddable"):
                connection.execute(
                    f"DELETE FROM {table} WHERE passage_id NOT IN (SELECT id FROM passages)"
                )

        self._database.write(change)


def _append(
    connection: Connection, model: str, ids: Sequence[str], vectors: NDArray[np.float32]
) -> None:
    with connection.appender("vectors") as appender:
        for passage_id, vector in zip(ids, vectors, strict=True):
            appender.append_row(to_number(passage_id), model, vector.astype("<f4").tobytes())
    connection.execute("UPDATE counters SET value = value + 1 WHERE name = 'vectors'")
