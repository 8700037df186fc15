"""Answers that were given, kept whole, so that they can be read again and exported."""

from __future__ import annotations

from workbench.catalogue.database import Database
from workbench.errors import AnswerNotFoundError

__all__ = ["Answers"]

_SHORTEST_KEY = 4
"""Characters of an id that must be given, so that none is named by chance."""


class Answers:
    """The ``answers`` table; a record is JSON text of ``workbench/answer_records.py``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, identifier: str, question: str, asked_at: str, record: str) -> None:
        """Keep one answer. ``asked_at`` is ISO 8601 in UTC."""
        self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?::TIMESTAMP, ?)",
                [identifier, question, asked_at.removesuffix("Z"), record],
            )
        )

    def newest(self, limit: int, text: str = "") -> list[str]:
        """Records, newest first: all, or those with every word of ``text`` in question or answer.

        Words are looked for in any case, anywhere in the question and in what was shown.
        """
        shown = "lower(question || ' ' || (record->>'$.text'))"
        words = text.lower().split()
        holds = "".join(f" AND contains({shown}, ?)" for _ in words)
        rows = self._database.rows(
            f"SELECT record FROM answers WHERE TRUE{holds} ORDER BY asked_at DESC, id LIMIT ?",
            [*words, limit],
        )
        return [row[0] for row in rows]

    def before(self, asked_at: str, seconds: float, limit: int) -> list[str]:
        """Records of answers given up to a moment (ISO 8601 in UTC) and no longer than so many
        seconds before it, newest first.
        """
        moment = asked_at.removesuffix("Z")
        rows = self._database.rows(
            "SELECT record FROM answers WHERE asked_at <= ?::TIMESTAMP"
            " AND asked_at >= ?::TIMESTAMP - to_seconds(?) ORDER BY asked_at DESC, id LIMIT ?",
            [moment, moment, seconds, limit],
        )
        return [row[0] for row in rows]

    def naming(self, text: str, limit: int) -> list[str]:
        """Records that hold a text anywhere, such as a paper's id, newest first."""
        rows = self._database.rows(
            "SELECT record FROM answers WHERE contains(record, ?)"
            " ORDER BY asked_at DESC, id LIMIT ?",
            [text, limit],
        )
        return [row[0] for row in rows]

    def record(self, key: str) -> str:
        """The record of the one answer whose id starts with ``key``; ``last`` is the newest.

        Raises:
            AnswerNotFoundError: None does, or several do.
        """
        if key == "last":
            rows = self._database.rows("SELECT record FROM answers ORDER BY asked_at DESC LIMIT 1")
        elif len(key) < _SHORTEST_KEY:
            rows = []
        else:
            rows = self._database.rows("SELECT record FROM answers WHERE starts_with(id, ?)", [key])
        if len(rows) != 1:
            what = "no answer has" if not rows else f"{len(rows)} answers have"
            raise AnswerNotFoundError(f"{what} the id {key!r}", "`carrel answers` lists them")
        return str(rows[0][0])
