"""The source of one sample paper: TOML front matter, then a small Markdown subset.

The same parsed source makes both the typeset PDF and the gold that tests compare against, so the
gold is true by construction and nobody has to proof-read it by hand.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FICTION_NOTE = (
    "The authors and results of this paper are fictional; it was written as a sample for carrel."
)
FENCE = "+++"


class SourceError(Exception):
    """A source file says something that cannot be typeset, or contradicts itself."""


@dataclass(frozen=True)
class Author:
    """One (fictional) author, with the index of the affiliation printed under the title."""

    given: str
    family: str
    place: int

    @property
    def name(self) -> str:
        """The name as printed under a title; Japanese names put the family name first."""
        if ord(self.family[0]) > 0x2E80:
            return f"{self.family} {self.given}"
        return f"{self.given} {self.family}"

    @property
    def initialled(self) -> str:
        """The name as printed in a reference list."""
        if ord(self.family[0]) > 0x2E80:
            return self.family + self.given
        initials = re.sub(r"(\w)\w*", r"\1.", self.given)
        return f"{initials} {self.family}"


@dataclass(frozen=True)
class Reference:
    """One entry of a reference list; `key` is set when it is another sample paper."""

    cite_id: str
    authors: tuple[str, ...]
    year: int
    title: str
    venue: str
    key: str | None
    doi: str | None


@dataclass(frozen=True)
class Question:
    """A question that the paper answers, with the sentence that answers it."""

    question: str
    answer: str
    quote: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A section heading; level 1 is a section, level 2 a subsection."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text, still in source markup."""

    text: str


@dataclass(frozen=True)
class Equation:
    """A displayed equation, in Typst's own maths syntax."""

    formula: str


@dataclass(frozen=True)
class Table:
    """A table with a header row; cells are still in source markup."""

    label: str
    caption: str
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[str, ...]
    wide: bool


@dataclass(frozen=True)
class Figure:
    """A figure drawn by one of the template's functions from the data in `spec`."""

    label: str
    caption: str
    kind: str
    spec: dict[str, Any]
    wide: bool


Block = Heading | Paragraph | Equation | Table | Figure


@dataclass(frozen=True)
class Paper:
    """Everything that is known about one sample paper."""

    key: str
    file: str
    kind: str
    style: str
    cite_style: str
    title: str
    short_title: str
    authors: tuple[Author, ...]
    affiliations: tuple[str, ...]
    year: int
    venue: str
    doi: str
    doi_printed: bool
    first_page: int
    language: str
    pdf_title: str | None
    pdf_authors: tuple[str, ...]
    abstract: str
    references: tuple[Reference, ...]
    questions: tuple[Question, ...]
    blocks: tuple[Block, ...]

    @property
    def byline(self) -> str:
        """The authors as a running head names them."""
        families = [author.family for author in self.authors]
        if self.language == "ja":
            return families[0] if len(families) == 1 else f"{families[0]}ほか"
        if len(families) > 2:
            return f"{families[0]} et al."
        return " and ".join(families)


def typographic(text: str) -> str:
    """Turn the straight quotes and double hyphens of the source into what a typesetter sets."""
    text = re.sub(r"(^|[\s(\[“—–])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"'(?=\d)", "’", text)  # '98, with the years left out
    text = re.sub(r"(^|[\s(\[“—–])'", r"\1‘", text).replace("'", "’")
    return text.replace("--", "–")


def load_papers(folder: Path) -> tuple[Paper, ...]:
    """Read every paper of a folder, oldest first, with the references between them filled in."""
    raw = [_split_front_matter(path) for path in sorted(folder.glob("*.md"))]
    known = {str(front["key"]): front for front, _ in raw}
    papers = [_paper(front, body, known) for front, body in raw]
    return tuple(sorted(papers, key=lambda paper: (paper.year, paper.key)))


def _split_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    text = path.read_text(encoding="utf-8")
    _, front, body = text.split(f"{FENCE}\n", 2)
    try:
        parsed = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path.name}: {error}") from error
    if parsed["key"] != path.stem:
        raise SourceError(f"{path.name}: key {parsed['key']!r} is not the file's name")
    return parsed, body


def _paper(front: dict[str, Any], body: str, known: dict[str, dict[str, Any]]) -> Paper:
    authors = _authors(front)
    metadata = front.get("pdf_metadata", "good")
    good = metadata == "good"
    return Paper(
        key=front["key"],
        file=front["file"],
        kind=front.get("kind", "typeset"),
        style=front["style"],
        cite_style=front.get("cite_style", "numbered"),
        title=typographic(front["title"]),
        short_title=typographic(front.get("short_title", front["title"])),
        authors=authors,
        affiliations=tuple(front["affiliations"]),
        year=front["year"],
        venue=typographic(front["venue"]),
        doi=front["doi"],
        doi_printed=front.get("doi_printed", True),
        first_page=front.get("first_page", 1),
        language=front.get("language", "en"),
        pdf_title=typographic(front["title"]) if good else (metadata or None),
        pdf_authors=tuple(author.name for author in authors) if good else (),
        abstract=_one_line(front["abstract"]),
        references=tuple(_reference(entry, front, known) for entry in front["references"]),
        questions=tuple(
            Question(q["question"], q["answer"], typographic(q["quote"]), tuple(q["terms"]))
            for q in front["questions"]
        ),
        blocks=tuple(_blocks(body, front["key"])),
    )


def _authors(front: dict[str, Any]) -> tuple[Author, ...]:
    return tuple(Author(a["given"], a["family"], a.get("place", 0)) for a in front["authors"])


def _reference(
    entry: dict[str, Any], citing: dict[str, Any], known: dict[str, dict[str, Any]]
) -> Reference:
    if "key" not in entry:
        return Reference(
            cite_id=entry["id"],
            authors=tuple(entry["authors"]),
            year=entry["year"],
            title=typographic(entry["title"]),
            venue=typographic(entry["venue"]),
            key=None,
            doi=None,
        )
    cited = known[entry["key"]]
    if cited["year"] > citing["year"] or cited["key"] == citing["key"]:
        raise SourceError(f"{citing['key']} cites {cited['key']}, which is not older")
    return Reference(
        cite_id=cited["key"],
        authors=tuple(author.initialled for author in _authors(cited)),
        year=cited["year"],
        title=typographic(cited["title"]),
        venue=typographic(cited["venue"]),
        key=cited["key"],
        doi=cited["doi"],
    )


def _one_line(text: str) -> str:
    """Undo the source's line breaks: a space between Latin words, nothing between CJK ones."""
    lines = [line.strip() for line in text.strip().splitlines()]
    joined = lines[0]
    for line in lines[1:]:
        cjk = ord(joined[-1]) > 0x2E80 or ord(line[0]) > 0x2E80
        joined += line if cjk else f" {line}"
    return joined


def _blocks(body: str, key: str) -> list[Block]:
    blocks: list[Block] = []
    for chunk in _chunks(body):
        if chunk.startswith("```"):
            blocks.append(_fenced(chunk, key))
        elif chunk.startswith("#"):
            marks, _, text = chunk.partition(" ")
            blocks.append(Heading(len(marks), typographic(text.strip())))
        elif chunk.startswith("$$"):
            blocks.append(Equation(chunk.strip("$ \n")))
        else:
            blocks.append(Paragraph(_one_line(chunk)))
    return blocks


def _chunks(body: str) -> list[str]:
    """Split a body at blank lines, except inside a fenced block."""
    chunks: list[str] = []
    lines: list[str] = []
    fenced = False
    for line in [*body.splitlines(), ""]:
        if line.startswith("```"):
            fenced = not fenced
        if line.strip() or fenced:
            lines.append(line)
        elif lines:
            chunks.append("\n".join(lines))
            lines = []
    return chunks


def _fenced(chunk: str, key: str) -> Table | Figure:
    opening, *lines, _ = chunk.splitlines()
    match opening.strip("`").split():
        case ["table", label, *options]:
            return _table(label, lines, "wide" in options)
        case ["figure", label, *options]:
            spec = tomllib.loads("\n".join(lines))
            return Figure(label, spec.pop("caption"), spec.pop("kind"), spec, "wide" in options)
    raise SourceError(f"{key}: cannot read the block {opening!r}")


def _table(label: str, lines: list[str], wide: bool) -> Table:
    split = next(i for i, line in enumerate(lines) if line.startswith("|"))
    caption = _one_line("\n".join(lines[:split]))
    rows = [tuple(cell.strip() for cell in line.strip()[1:-1].split("|")) for line in lines[split:]]
    head, rule, *rest = rows
    aligns = tuple("right" if cell.endswith(":") else "left" for cell in rule)
    if any(len(row) != len(head) for row in rest):
        raise SourceError(f"table {label}: rows of unequal length")
    return Table(label, caption, (head, *rest), aligns, wide)
