"""What a person typed, read as words to find, phrases to keep whole and words to leave out.

Owns the little syntax of a plain search: ``"exact phrase"`` in double quotes, ``-word`` and
``-"phrase"``. Everything else is text: no input is an error.

A phrase in quotes is a demand in a short query and a quotation in a long question ("What is meant
by “what you see is what you get” in …?"): there it only lifts what holds it word for word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["QueryText", "parse_query_text"]

SHORT_QUERY = 6
"""Words outside quotes up to which a query is a query and not a question."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
_PART = re.compile(
    r'(?P<minus>(?<!\S)[-−])?"(?P<phrase>[^"]*)"|(?<!\S)[-−](?P<word>[^\W\d_][^\s"]*)'
)


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query taken apart.

    Args:
        free: The text outside quotes and exclusions; may be empty.
        phrases: What must occur word for word.
        excluded: Words and phrases that must not occur.
    """

    free: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def requires_phrases(self) -> bool:
        """Whether the quotes are a demand: at most ``SHORT_QUERY`` words stand outside them."""
        return len(self.free.split()) <= SHORT_QUERY

    @property
    def words(self) -> str:
        """The words that each count for themselves; of a long question, those quoted too."""
        return self.free if self.requires_phrases else " ".join((self.free, *self.phrases))


def parse_query_text(query: str) -> QueryText:
    """Take a query apart. An unpaired quote is just a character."""
    query = query.translate(_QUOTES)
    phrases: list[str] = []
    excluded: list[str] = []
    for match in _PART.finditer(query):
        if match["word"] is not None:
            excluded.append(match["word"])
        elif match["phrase"].strip():
            (excluded if match["minus"] else phrases).append(match["phrase"].strip())
    return QueryText(_PART.sub(" ", query).strip(), tuple(phrases), tuple(excluded))
