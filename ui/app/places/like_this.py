"""What papers like one are looked for in the Search place, and what narrows them.

Owns telling a filter added to the query in the box from another query. Looking is ``search.py``'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Like"]


@dataclass(frozen=True, slots=True)
class Like:
    """Papers like one, looked for while the box held ``text``.

    ``terms`` are the filters chosen since: as long as the words in the box stay, a filter in it
    narrows what is shown.
    """

    key: str
    text: str
    terms: tuple[str, ...] = ()

    def narrowed_by(self, text: str) -> Like | None:
        """The same under the filters in ``text``; None where it has other words."""
        from workbench.errors import QueryError
        from workbench.search.adjust import chosen_filters
        from workbench.search.query import parse_query

        try:
            stays = parse_query(text).words == parse_query(self.text).words
        except QueryError:
            return None
        return replace(self, terms=chosen_filters(text)) if stays else None
