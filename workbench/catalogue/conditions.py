"""What a search can be narrowed by, as conditions that the catalogue can resolve.

Owns the SQL of every filter, over ``papers p`` and, where a condition is about single passages,
``passages s``. It knows nothing of how a filter is typed. Names and titles are compared folded:
without accents, case or kinds of dash and apostrophe, and by whole words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.words import fold
from workbench.catalogue.database import Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Condition",
    "all_of",
    "any_of",
    "author_is",
    "cited_by",
    "cites",
    "in_collection",
    "in_folder",
    "is_among_papers",
    "is_among_passages",
    "is_dated",
    "is_noted",
    "is_read",
    "is_starred",
    "negated",
    "note_has",
    "papers_where",
    "passages_where",
    "section_has",
    "tagged",
    "title_has",
    "venue_has",
    "year_within",
]

_DASHES_AND_QUOTES = "‐‑‒–—−’‘ʼ`´", "------'''''"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on papers, or on single passages of them.

    Args:
        sql: An expression that is never NULL.
        parameters: Values for its ``?``, in order.
        per_passage: Whether it looks at ``s`` too.
        per_paper: Whether it looks at ``p``; where none does, the papers need not be joined.
    """

    sql: str
    parameters: tuple[object, ...] = ()
    per_passage: bool = False
    per_paper: bool = True


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Every one of these holds; at least one must be given."""
    return _joined(conditions, " AND ")


def any_of(conditions: Sequence[Condition]) -> Condition:
    """One of these holds; at least one must be given."""
    return _joined(conditions, " OR ")


def negated(condition: Condition) -> Condition:
    """It does not hold. What is not known does not hold either, so its opposite does."""
    return replace(condition, sql=f"(NOT {condition.sql})")


def author_is(name: str) -> Condition:
    """One author's name holds all these words, in any order."""
    words = all_of([_matches("a", [word]) for word in name.split()])
    # a list's own functions take four times as long as rows
    return Condition(
        "(p.id IN (SELECT id FROM (SELECT id, unnest(authors) AS a FROM papers)"
        f" WHERE {words.sql}))",
        words.parameters,
    )


def title_has(words: str) -> Condition:
    """The title holds these words, one after another."""
    return _text_has("p.title", words)


def venue_has(words: str) -> Condition:
    """The venue holds these words, one after another."""
    return _text_has("p.venue", words)


def year_within(first: int | None, last: int | None) -> Condition:
    """Published in these years, both included; papers of unknown year are not."""
    return Condition(
        "coalesce(p.year BETWEEN ? AND ?, false)",
        (first if first is not None else -9999, last if last is not None else 9999),
    )


def tagged(tag: str) -> Condition:
    """The person gave the paper this tag."""
    kept = " ".join(tag.casefold().split())
    return Condition("(p.id IN (SELECT paper_id FROM tags WHERE tag = ?))", (kept,))


def in_collection(number: int) -> Condition:
    """The person put it into this collection, by the number that ``Collections`` gives."""
    return Condition(
        "(p.id IN (SELECT paper_id FROM collection_papers WHERE collection_id = ?))", (number,)
    )


def note_has(words: str) -> Condition:
    """The person's note on it holds these words, one after another."""
    text = _text_has("o.text", words)
    return Condition(
        f"(p.id IN (SELECT o.paper_id FROM notes o WHERE {text.sql}))", text.parameters
    )


def section_has(words: str) -> Condition:
    """A passage under a heading with these words, singular or plural; abstracts and captions too.

    Abstracts and captions often stand under no heading of that name, so their kind counts as one.
    """
    stems = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words.split()]
    heading = _matches("s.section", stems, ending="s?")
    is_kind = Condition("(s.kind = ?)", (fold(" ".join(stems)),))
    return replace(any_of([heading, is_kind]), per_passage=True, per_paper=False)


def cites(paper_id: str) -> Condition:
    """The paper's references name this paper, or another version of it."""
    return Condition(
        f"(p.id IN (SELECT paper_id FROM reference_entries WHERE cited_paper_id IN ({_VERSIONS})))",
        (paper_id, paper_id),
    )


def cited_by(paper_id: str) -> Condition:
    """This paper's references name it."""
    return Condition(
        "(p.id IN (SELECT cited_paper_id FROM reference_entries"
        " WHERE paper_id = ? AND cited_paper_id IS NOT NULL))",
        (paper_id,),
    )


def in_folder(folder: str) -> Condition:
    """A file of the paper lies below this folder.

    Args:
        folder: A whole path, or the name of a folder anywhere on the way to the file.
    """
    name = folder.replace("\\", "/").rstrip("/")
    is_whole = name.startswith("/") or re.match(r"[A-Za-z]:/", name)
    test = "starts_with(path, ?)" if is_whole else "contains(path, ?)"
    wanted = f"{name}/" if is_whole else f"/{name}/"
    return Condition(
        "(p.id IN (SELECT paper_id FROM (SELECT paper_id, lower(replace(path, '\\', '/')) AS path"
        f" FROM files WHERE paper_id IS NOT NULL) WHERE {test}))",
        (wanted.lower(),),
    )


def is_read() -> Condition:
    """The person marked it as read."""
    return Condition("(p.id IN (SELECT paper_id FROM reading WHERE is_read))")


def is_dated() -> Condition:
    """Its year is known."""
    return Condition("(p.year IS NOT NULL)")


def is_starred() -> Condition:
    """The person starred it."""
    return Condition("(p.id IN (SELECT paper_id FROM reading WHERE is_starred))")


def is_noted() -> Condition:
    """The person wrote a note about it."""
    return Condition("(p.id IN (SELECT paper_id FROM notes))")


def is_among_papers(paper_ids: Sequence[str]) -> Condition:
    """It is one of these papers."""
    return Condition("(p.id IN (SELECT unnest(?::VARCHAR[])))", (list(paper_ids),))


def is_among_passages(labels: NDArray[np.int64]) -> Condition:
    """It is one of these passages, by their numbers."""
    return Condition(
        "(s.id IN (SELECT unnest(?::BIGINT[])))", (labels,), per_passage=True, per_paper=False
    )


def papers_where(database: Database, condition: Condition) -> list[str]:
    """Ids of the papers for which a condition holds that is not about single passages."""
    rows = database.rows(f"SELECT p.id FROM papers p WHERE {condition.sql}", condition.parameters)
    return [row[0] for row in rows]


def passages_where(database: Database, condition: Condition) -> NDArray[np.int64]:
    """Numbers of the passages for which a condition holds, int64 (n,)."""
    papers = " JOIN papers p ON p.id = s.paper_id" if condition.per_paper else ""
    labels: NDArray[np.int64] = database.columns(
        f"SELECT s.id AS id FROM passages s{papers} WHERE {condition.sql}", condition.parameters
    )["id"]
    return labels


_VERSIONS = (
    "SELECT ? UNION ALL SELECT o.paper_id FROM works o JOIN works w ON w.work_id = o.work_id"
    " WHERE w.paper_id = ?"
)


def _joined(conditions: Sequence[Condition], word: str) -> Condition:
    return Condition(
        f"({word.join(condition.sql for condition in conditions)})",
        tuple(value for condition in conditions for value in condition.parameters),
        any(condition.per_passage for condition in conditions),
        any(condition.per_paper for condition in conditions),
    )


def _text_has(column: str, words: str) -> Condition:
    return _matches(column, words.split())


def _matches(column: str, words: Sequence[str], ending: str = "") -> Condition:
    """A column holds these words one after another.

    What does not even hold the longest of them as letters is passed over first: that takes a tenth
    of the time of a pattern, on a million rows a tenth of a second.
    """
    plain = f"strip_accents(lower({column}))"
    before, after = _DASHES_AND_QUOTES
    folded = f"translate({plain}, '{before}', '{after.replace(chr(39), chr(39) * 2)}')"
    pattern, longest = _sequence_pattern(words, ending)
    return Condition(f"(contains({plain}, ?) AND regexp_matches({folded}, ?))", (longest, pattern))


def _sequence_pattern(words: Sequence[str], ending: str) -> tuple[str, str]:
    """A pattern (RE2) for whole words one after another, and the longest of them.

    ``*`` at the end leaves the last word open.
    """
    text = _as_columns_are_folded(" ".join(words))
    parts = re.findall(r"[^\W_]+", text)
    if not parts:
        # only signs: as they stand
        signs = text.strip("*")
        return re.escape(signs), signs
    between = r"[^\p{L}\p{N}]+".join(parts) + ending
    right = "" if text.endswith("*") else _edge(parts[-1][-1], "$")
    return f"{_edge(parts[0][0], '^')}{between}{right}", max(parts, key=len)


def _as_columns_are_folded(text: str) -> str:
    """What ``_matches`` makes of a column: lower case, no combining marks, plain dashes and quotes.

    Not ``index.words.fold``, which takes a character for its compatible one ("ﬃ", "₂") and leaves
    the marks of scripts whose letters need them; both sides of a comparison must lose the same.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", plain).translate(str.maketrans(*_DASHES_AND_QUOTES))


def _edge(character: str, anchor: str) -> str:
    """Where a word ends. Digits may follow letters (SIGIR2020); CJK words have no such edge."""
    if ord(character) >= _FIRST_WITHOUT_SPACES:
        return ""
    kind = r"\p{N}" if character.isdigit() else r"\p{L}"
    return f"(?:{anchor}|[^{kind}])"


_FIRST_WITHOUT_SPACES = 0x2E80
"""From here on Unicode holds the scripts of East Asia, which write no spaces."""
