"""What reading one file yields: a structured paper, as plain immutable data.

Owns the shapes only. Everything here can be pickled, so that it can travel home from a worker
process; nothing here knows PyMuPDF, a database or a model. Coordinates are PDF points (1/72 inch)
with the origin in the upper left corner of the page as a person sees it (rotation applied).
Page numbers are 1-based throughout: the first page of the file is page 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "READER_VERSION",
    "Field",
    "Figure",
    "Page",
    "PageText",
    "Paper",
    "Passage",
    "PassageKind",
    "Rectangle",
    "Reference",
    "Section",
]


READER_VERSION = "6"
"""Version of what the reader yields; papers read by an older one are read again."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on one page: ``x0 < x1`` and ``y0 < y1``, in points from the upper left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class PageText(StrEnum):
    """What kind of text a page yielded."""

    NATIVE = "native"
    """The file's own text layer, judged readable."""
    RECOGNISED = "recognised"
    """Optical character recognition, because the page held no usable text."""
    GARBLED = "garbled"
    """A text layer is there but does not spell words; it is reported, not indexed."""
    NONE = "none"
    """No text at all: a scan or a picture."""
    BLANK = "blank"
    """Nothing is drawn on the page either."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size, how its text was had and how many characters of body text it gave."""

    number: int
    width: float
    height: float
    text: PageText
    characters: int


@dataclass(frozen=True, slots=True)
class Field:
    """One bibliographic field with where it came from and how sure the reader is.

    ``source`` is one of ``page``, ``metadata``, ``xmp``, ``file name``, ``outline``;
    ``confidence`` lies in 0..1.
    """

    value: str
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in reading order: ``level`` 1 is top level, ``page`` where the heading stands."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list: ``raw`` is always kept, the rest is what could be parsed.

    ``label`` is the entry's printed label without brackets (``12``, ``Smi04``) or ``""``.
    """

    position: int
    raw: str
    label: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or table: its label and caption as printed, and where its picture stands.

    ``kind`` is ``figure``, ``table`` or ``listing`` (algorithms and code). ``rectangle`` is the
    room that the picture or the rows take beside the caption, the caption left out; None where
    the layout does not tell. ``page`` is the caption's.
    """

    kind: str
    label: str
    caption: str
    page: int
    rectangle: Rectangle | None = None


class PassageKind(StrEnum):
    """What a passage is made of."""

    ABSTRACT = "abstract"
    BODY = "body"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Passage:
    """A few whole sentences of one section: the unit that is searched, quoted and cited.

    ``id`` is 16 lower-case hexadecimal digits below 2**63, derived from the file's content hash,
    the passage's place and its text, so the same file read twice gives the same ids.
    ``section`` is the path of headings joined by `` > ``, or ``""`` before the first heading.
    ``rectangles`` box the passage's lines, in reading order, all of them on ``page``; only a
    sentence that runs over a page break, which is a passage of its own, has them on the pages it
    touches, and ``page`` is where it begins. ``tokens`` counts the shown text with the counter that
    the reader was handed. ``cites`` holds positions into the paper's references. ``pieces`` are the
    longest stretches of the text, as offsets, that ``page`` holds in one piece as the file has it
    (``ingest.pieces.pieces_of``); there are none where it holds all of it so. ``flat`` are the
    offsets at which signs end that the page raises or lowers and the text has flat, where that
    reads otherwise, as ``2n`` for two to the power n (``ingest.flat_signs``).
    """

    id: str
    position: int
    kind: PassageKind
    text: str
    section: str
    page: int
    tokens: int
    rectangles: tuple[Rectangle, ...] = ()
    cites: tuple[int, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()
    flat: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that reading one PDF yields. ``warnings`` are sentences meant for a person."""

    path: str
    sha256: str
    bytes: int
    pages: tuple[Page, ...]
    title: str
    authors: tuple[str, ...]
    year: int | None
    doi: str
    arxiv_id: str
    venue: str
    abstract: str
    keywords: tuple[str, ...]
    language: str
    """ISO 639-1 code of the body text, ``""`` when unsure."""
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    """The lines between title and text that name no person: institutions and addresses."""
    emails: tuple[str, ...] = ()
    """The authors' addresses, in order of print; kept apart from their names."""
    provenance: dict[str, Field] = field(default_factory=dict)
    """Where each field that was found came from, by field name: title, subtitle, authors, year,
    venue, doi, arxiv_id (its value with the printed version), abstract, keywords and kind."""
    subtitle: str = ""
    """What stands right below the title in smaller print; what follows a colon is title."""
    kind: str = ""
    """What kind of publication it is, one of ``ingest.kinds.READ_KINDS``; ``""`` when unsure."""
    figures: tuple[Figure, ...] = ()
    """Figures and tables in reading order, each tied to its picture's place."""
