"""What each bibliographic field may hold, and how a person's typing becomes a value.

Owns the fields that can be edited, their forms, what a tag may be, and the words of refusal.
Stores nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.errors import EditError
from workbench.plain_text import encodable, plain

if TYPE_CHECKING:
    from workbench.types import FieldValue, PaperDetail

__all__ = ["FIELDS", "KINDS", "EditableField", "field_text", "field_values", "parse_changes",
           "tag_name"]  # fmt: skip

KINDS = ("article", "conference paper", "preprint", "book", "chapter", "thesis", "report",
         "slides", "poster", "letter", "supplement", "other")  # fmt: skip
"""Kinds of publication: those that the reader tells, and what only a person can say."""

_EARLIEST_YEAR = 1450
"""Before printing there was nothing that a library of papers would date."""

_LONGEST = {"title": 500, "abstract": 20_000}
_LONGEST_OTHER = 300
"""Characters; more than any real field has, so that a file pasted by mistake is refused."""

_LONGEST_TAG = 60
"""Characters of a tag: one line of a narrow screen."""

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)
_ARXIV = re.compile(r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})")
_ARXIV_PREFIX = re.compile(r"^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:?\s*)", re.IGNORECASE)
_ARXIV_TAIL = re.compile(r"(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_CITEKEY = re.compile(r"[^\W_][\w:.+/-]*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class EditableField:
    """One field: its name in commands and JSON, its label, what may stand in it."""

    name: str
    label: str
    form: str
    """What may be typed, for help and refusals."""
    parse: Callable[[str], FieldValue]


def _text(name: str, text: str) -> str:
    """One line of composed text without control characters.

    Raises:
        EditError: It is longer than any real field of this name.
    """
    clean = " ".join(plain(unicodedata.normalize("NFC", encodable(text))).split())
    longest = _LONGEST.get(name, _LONGEST_OTHER)
    if len(clean) > longest:
        raise EditError(
            f"the {name} has {len(clean):,} characters", f"at most {longest:,} make sense there"
        )
    return clean


def _title(text: str) -> str:
    title = _text("title", text)
    if not any(c.isalnum() for c in title):
        raise EditError("a title cannot be empty", "`--undo title` brings back what was read")
    return title


def _year(text: str) -> int | None:
    latest = datetime.now(UTC).year + 1
    clean = text.strip()
    if not clean:
        return None
    if not re.fullmatch(r"[0-9]{4}", clean) or not _EARLIEST_YEAR <= int(clean) <= latest:
        raise EditError(
            f"{clean!r} is not a year", f"four digits, {_EARLIEST_YEAR} to {latest}, or nothing"
        )
    return int(clean)


def _doi(text: str) -> str:
    doi = _DOI_PREFIX.sub("", _text("doi", text)).lower()
    if doi and not _DOI.fullmatch(doi):
        raise EditError(f"{doi!r} is not a DOI", "as in 10.1145/3397271.3401075, or nothing")
    return doi


def _arxiv(text: str) -> str:
    bare = _ARXIV_PREFIX.sub("", _text("arxiv_id", text))
    identifier = _ARXIV_TAIL.sub("", bare).lower()
    if identifier and not _ARXIV.fullmatch(identifier):
        raise EditError(
            f"{identifier!r} is not an arXiv id", "as in 2004.12832 or cs/0112017, or nothing"
        )
    return identifier


def _authors(text: str) -> tuple[str, ...]:
    parts = re.split(r"[;\n]", text)
    if len(parts) == 1:
        parts = re.split(r"\s+and\s+", text)
    return tuple(name for part in parts if (name := _text("authors", part)))


def _keywords(text: str) -> tuple[str, ...]:
    return tuple(word for part in re.split(r"[;,\n]", text) if (word := _text("keywords", part)))


def _citekey(text: str) -> str:
    key = text.strip()
    if not _CITEKEY.fullmatch(key) or len(key) > _LONGEST_OTHER:
        raise EditError(
            f"{key!r} cannot be a citation key",
            "ASCII letters, digits and _ : . + / -, beginning with a letter or digit",
        )
    return key


def _language(text: str) -> str:
    code = text.strip().lower()
    if code and not _LANGUAGE.fullmatch(code):
        raise EditError(f"{code!r} is not a language code", "as in en, de, zh, or nothing")
    return code


def _kind(text: str) -> str:
    kind = " ".join(text.lower().split())
    if kind and kind not in KINDS:
        raise EditError(f"{kind!r} is not a kind of publication", f"one of {', '.join(KINDS)}")
    return kind


FIELDS: Mapping[str, EditableField] = {
    field.name: field
    for field in (
        EditableField("title", "Title", "text", _title),
        EditableField("subtitle", "Subtitle", "text", lambda t: _text("subtitle", t)),
        EditableField("authors", "Authors", "names in order, ; between them", _authors),
        EditableField("year", "Year", "four digits", _year),
        EditableField("venue", "Venue", "text", lambda t: _text("venue", t)),
        EditableField("doi", "DOI", "as in 10.1145/3397271.3401075", _doi),
        EditableField("arxiv_id", "arXiv", "as in 2004.12832", _arxiv),
        EditableField("kind", "Kind", f"one of {', '.join(KINDS)}", _kind),
        EditableField("language", "Language", "as in en", _language),
        EditableField("citekey", "Citation key", "letters, digits and _ : . + / -", _citekey),
        EditableField("keywords", "Keywords", "words, ; or , between them", _keywords),
        EditableField("abstract", "Abstract", "text", lambda t: _text("abstract", t)),
    )
}
"""Every field that can be edited, in the order in which they are shown."""


def parse_changes(changes: Mapping[str, FieldValue | Sequence[str]]) -> dict[str, FieldValue]:
    """The values that a person's changes stand for.

    Args:
        changes: By field name: text as a person types it, a number for the year, a sequence of
            names or words for authors and keywords; ``""`` or None clears a field.

    Raises:
        EditError: A field is unknown, or cannot hold what was given.
    """
    return {name: _field(name).parse(_typed(value)) for name, value in changes.items()}


def _field(name: str) -> EditableField:
    if name not in FIELDS:
        raise EditError(f"there is no field {name!r}", f"one of {', '.join(FIELDS)}")
    return FIELDS[name]


def _typed(value: FieldValue | Sequence[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int):
        return str(value)
    # a name that stands alone must not be taken apart at its `and`
    return ";".join(value) + (";" if value else "")


def field_text(value: FieldValue) -> str:
    """A value as a person types it; ``parse_changes`` reads it back."""
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def field_values(paper: PaperDetail) -> dict[str, FieldValue]:
    """What counts for each field of a paper, in the order of ``FIELDS``."""
    summary = paper.summary
    values: dict[str, FieldValue] = {
        "title": summary.title,
        "subtitle": summary.subtitle,
        "authors": summary.authors,
        "year": summary.year,
        "venue": summary.venue,
        "citekey": summary.citekey,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "kind": paper.kind,
        "language": paper.language,
        "keywords": paper.keywords,
        "abstract": paper.abstract,
    }
    return {name: values[name] for name in FIELDS}


def tag_name(text: str) -> str:
    """A tag as it is stored: lower case, single spaces, so that it can be typed again.

    Raises:
        EditError: It is empty, too long, or holds a comma, a quote or a control character.
    """
    tag = " ".join(text.casefold().split())
    if not tag or len(tag) > _LONGEST_TAG or not tag.isprintable() or set(tag) & set(',"'):
        raise EditError(
            f"{text!r} cannot be a tag",
            f'letters, digits, signs and spaces, at most {_LONGEST_TAG}, without , and "',
        )
    if tag[0] in "+-":
        raise EditError(f"{text!r} cannot be a tag", "begin it with a letter or a digit")
    return tag
