"""Citation keys and title keys: short names by which a paper is typed and matched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import count

from workbench.names import family_name

__all__ = ["author_key", "citekey", "title_key"]

_STOP = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from"),
        *("how", "in", "into", "is", "it", "its", "of", "on", "or", "our", "than", "that", "the"),
        *("their", "this", "to", "toward", "towards", "under", "upon", "via", "what", "when"),
        *("why", "with", "without"),
    ]
)


def citekey(
    authors: Collection[str], year: int | None, title: str, taken: Collection[str], stem: str = ""
) -> str:
    """A key such as ``khattab2020colbert`` that is not among ``taken``.

    Made of the first author's family name, the year and the title's first telling word, in ASCII,
    as BibTeX wants it. A paper whose author and title cannot be written so, or are not known, is
    named after its file, ``stem``. A number is added where two papers would share a key.
    """
    base = _base(authors, year, title, stem)
    if base not in taken:
        return base
    return next(key for n in count(2) if (key := f"{base}-{n}") not in taken)


def _base(authors: Collection[str], year: int | None, title: str, stem: str) -> str:
    name = _ascii(family_name(next(iter(authors), "")))
    word = next((w for w in _words(title) if w not in _STOP and len(w) > 2), "")
    if not name and not word and _ascii(stem):
        return _ascii(stem)
    return f"{name or 'anon'}{year or 'nd'}{word}"


def title_key(title: str) -> str:
    """A title folded for comparison: compatibility forms, lower case, letters and digits only."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in folded if c.isalnum())


def author_key(authors: Sequence[str]) -> str:
    """The first author's family name, folded as titles are; ``""`` where there is no author."""
    return title_key(family_name(authors[0])) if authors else ""


def _words(title: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", _ascii(title, keep=" "))


def _ascii(text: str, keep: str = "") -> str:
    folded = unicodedata.normalize("NFKD", text.replace("-", keep)).casefold()
    plain = folded.encode("ascii", "ignore").decode()
    return re.sub(rf"[^a-z0-9{keep}]+", keep, plain)
