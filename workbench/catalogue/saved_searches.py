"""Searches that the person wants to make again, by name.

Owns the ``saved_searches`` table. Names come checked from ``workbench/kept_names.py``; whether a
query can be read is found out when it is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from workbench.catalogue.database import Connection, Database
from workbench.errors import EditError
from workbench.kept_names import name_key, nearest_name
from workbench.types import SavedSearch

__all__ = ["SavedSearches"]


class SavedSearches:
    """Queries with the controls they were made with."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        rows = self._database.rows(
            "SELECT name, query, controls, strftime(saved_at, '%Y-%m-%dT%H:%M:%SZ')"
            " FROM saved_searches"
        )
        found = [SavedSearch(name, query, json.loads(kept), at) for name, query, kept, at in rows]
        return sorted(found, key=lambda search: name_key(search.name))

    def named(self, name: str) -> SavedSearch:
        """The search of this name, in any case.

        Raises:
            EditError: There is none.
        """
        known = self.all()
        for search in known:
            if name_key(search.name) == name_key(name):
                return search
        near = nearest_name(name, [search.name for search in known])
        raise EditError(
            f"there is no saved search {name!r}",
            f"did you mean {near!r}?" if near else "`carrel searches` lists those there are",
        )

    def save(
        self, name: str, query: str, controls: Mapping[str, str | int | float], *, replace: bool
    ) -> None:
        """Keep a search.

        Raises:
            EditError: There is one of this name, and it is not to be replaced.
        """

        def change(connection: Connection) -> None:
            taken = _stored_name(connection, name)
            if taken is not None and not replace:
                raise EditError(
                    f"there is a saved search {taken!r} already", "replace it, or use another name"
                )
            connection.execute("DELETE FROM saved_searches WHERE name = ?", [taken])
            connection.execute(
                "INSERT INTO saved_searches VALUES (?, ?, ?, now()::TIMESTAMP)",
                [name, query, json.dumps(dict(controls), ensure_ascii=False)],
            )

        self._database.write(change)

    def rename(self, name: str, new: str) -> None:
        """Give a search another name.

        Raises:
            EditError: There is none of this name, or another one has the new one.
        """
        old = self.named(name).name

        def change(connection: Connection) -> None:
            if _stored_name(connection, new) not in (None, old):
                raise EditError(f"there is a saved search {new!r} already", "choose another name")
            connection.execute("UPDATE saved_searches SET name = ? WHERE name = ?", [new, old])

        self._database.write(change)

    def forget(self, name: str) -> SavedSearch:
        """Drop a search; return what it was.

        Raises:
            EditError: There is none of this name.
        """
        found = self.named(name)
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM saved_searches WHERE name = ?", [found.name]
            )
        )
        return found


def _stored_name(connection: Connection, name: str) -> str | None:
    rows = connection.execute("SELECT name FROM saved_searches").fetchall()
    return next((known for (known,) in rows if name_key(known) == name_key(name)), None)
