"""Rows and details of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.paper import Field, Figure, PassageKind, Rectangle, Section
from workbench.states import FileState, Relation

__all__ = [
    "EditedField",
    "FieldValue",
    "PaperDetail",
    "PaperSummary",
    "ReferenceRow",
    "Section",
    "StoredPassage",
    "VersionRow",
]


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """One row of the library. ``id`` is 16 hexadecimal digits of the file's content hash."""

    id: str
    citekey: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    path: str
    state: FileState
    reason: str = ""
    pages: int = 0
    venue: str = ""
    cited_by: int = 0
    """How many other papers of this library cite it; versions of one work count once."""
    subtitle: str = ""
    tags: tuple[str, ...] = ()
    """The person's tags, in alphabetical order."""
    is_read: bool = False
    is_starred: bool = False
    versions: int = 1
    """How many versions of this work the library holds, this one included."""
    newest_id: str = ""
    """Id of the newest version of this work; ``""`` where this one is the newest or only one."""
    collections: tuple[str, ...] = ()
    """The person's collections that it is in, in alphabetical order."""
    has_note: bool = False
    """Whether the person wrote a note about it."""
    year_is_file_date: bool = False
    """Whether ``year`` is only when the file was made: a scan may be decades younger than what it
    says, and nothing that the file prints gives a year."""

    @property
    def year_label(self) -> str:
        """The year for a person: "2013", "c. 2013" by the file's date, ``""`` where not known."""
        if self.year is None:
            return ""
        return f"c. {self.year}" if self.year_is_file_date else str(self.year)

    @property
    def printed_year(self) -> int | None:
        """The year, where more than the file's date gives it."""
        return None if self.year_is_file_date else self.year


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the catalogue holds it; see ``ingest.paper.Passage`` for the fields."""

    id: str
    paper_id: str
    position: int
    kind: PassageKind
    text: str
    section: str
    page: int
    tokens: int
    rectangles: tuple[Rectangle, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    flat: tuple[int, ...] = ()

    def stands_in_one_piece(self, start: int, end: int) -> bool:
        """Whether ``page`` holds ``text[start:end]`` letter after letter, as the file has it.

        That is what a PDF viewer finds. Where it does not, something stands in between, the rest is
        on another page, or the letters were mended.
        """
        return not self.pieces or any(s <= start and end <= e for s, e in self.pieces)


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A reference, and the library's own paper that it names, if there is one."""

    position: int
    raw: str
    title: str
    authors: tuple[str, ...]
    year: int | None
    doi: str
    cited_paper_id: str | None
    label: str = ""
    """As printed, without brackets (``12``, ``Smi04``); ``""`` where the list has none."""
    cited_here: int = 0
    """How many papers of the library cite the same work, as far as DOI or title tell it; 0 where
    the work itself is in the library."""


FieldValue = str | int | tuple[str, ...] | None
"""What a bibliographic field holds: text, a year or none, or authors and keywords in order."""


@dataclass(frozen=True, slots=True)
class EditedField:
    """A field that the person changed, and what was read there instead."""

    name: str
    value: FieldValue
    read: FieldValue
    edited_at: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A paper tied to another one. ``by_person`` where the link was made by hand."""

    paper: PaperSummary
    relation: Relation
    by_person: bool


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """Everything the library knows of one paper, passages left out."""

    summary: PaperSummary
    doi: str
    arxiv_id: str
    abstract: str
    keywords: tuple[str, ...]
    language: str
    sections: tuple[Section, ...]
    references: tuple[ReferenceRow, ...]
    cited_by: tuple[PaperSummary, ...]
    paths: tuple[str, ...]
    """Every path that holds this content; the first is the one that is opened."""
    warnings: tuple[str, ...]
    kind: str = ""
    """What kind of publication it is, one of ``workbench.editing.KINDS``; ``""`` unknown."""
    affiliations: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sources: Mapping[str, Field] = field(default_factory=dict)
    """What was read of a field, where it came from and how sure the reader is, by field."""
    edits: tuple[EditedField, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    """Other versions of the work, the newest first, and supplements."""
    figures: tuple[Figure, ...] = ()
    """Figures and tables in reading order."""
    note: str = ""
    """What the person wrote about it, in Markdown."""
