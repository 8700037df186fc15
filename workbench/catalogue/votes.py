"""Thumbs up and down, kept until they are taken back.

Owns the ``votes`` table. What a vote is worth in a ranking is for ``workbench.answer.feedback``.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.catalogue.database import Connection, Database
from workbench.catalogue.passages import from_number, to_number

__all__ = ["Votes"]

_WHOLE = 0
"""Stands for the answer as a whole; no passage has this number."""


class Votes:
    """What a person thinks of answers and passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cast(self, answer_id: str, passage_ids: Sequence[str], value: int) -> None:
        """Keep a vote; an earlier one on the same is replaced, and 0 takes it back.

        Args:
            answer_id: The answer that it was cast on.
            passage_ids: Passages that it quotes; empty for the answer as a whole.
            value: 1, -1, or 0.
        """
        targets = sorted({to_number(passage_id) for passage_id in passage_ids} or {_WHOLE})

        def change(connection: Connection) -> None:
            if value:
                connection.execute(
                    "INSERT OR REPLACE INTO votes"
                    " SELECT ?, unnest(?::BIGINT[]), ?, now()::TIMESTAMP",
                    [answer_id, targets, value],
                )
            else:
                connection.execute(
                    "DELETE FROM votes WHERE answer_id = ?"
                    " AND list_contains(?::BIGINT[], passage_id)",
                    [answer_id, targets],
                )

        self._database.write(change)

    def on_answer(self, answer_id: str) -> dict[str, int]:
        """The votes on one answer: passage id to value, ``""`` for the answer as a whole."""
        rows = self._database.rows(
            "SELECT passage_id, value FROM votes WHERE answer_id = ?", [answer_id]
        )
        return {"" if key == _WHOLE else from_number(key): value for key, value in rows}

    def on_passages(self) -> dict[str, int]:
        """Every passage with a vote, to the sum of its votes over all answers."""
        rows = self._database.rows(
            "SELECT passage_id, sum(value) FROM votes WHERE passage_id <> 0"
            " GROUP BY passage_id HAVING sum(value) <> 0"
        )
        return {from_number(key): int(value) for key, value in rows}

    def clear(self) -> int:
        """Take back all votes; return how many there were."""
        count = int(self._database.value("SELECT count(*) FROM votes"))
        self._database.write(lambda connection: connection.execute("DELETE FROM votes"))
        return count
