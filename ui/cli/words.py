"""How papers and passages are named in plain lines of text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ui.safe_text import one_line

if TYPE_CHECKING:
    from ingest.paper import Reference
    from workbench.types import FileReport, PaperSummary, ReferenceRow, StoredPassage

__all__ = ["WIDTH", "byline", "file_lines", "in_line", "place", "reference_entry", "wrapped"]

WIDTH = 96
"""Characters of a line of text."""
_LONGEST = 4096


def in_line(text: object) -> str:
    """A fact as part of one line: no name of a file can begin a line of its own."""
    return one_line(str(text), _LONGEST)


def byline(paper: PaperSummary) -> str:
    """``Khattab and Zaharia 2020 · khattab2020colbert``."""
    authors = _authors(paper.authors)
    year = paper.year_label or "no year"
    return in_line(f"{authors} {year} · {paper.citekey}")


def place(passage: StoredPassage) -> str:
    """``page 4, Results``."""
    section = passage.section.rsplit(" > ", 1)[-1]
    return in_line(f"page {passage.page}, {section}" if section else f"page {passage.page}")


def file_lines(file: FileReport) -> str:
    """How a file ended; its reason, where there is one, on a line below."""
    reason = f"\n            {in_line(file.reason)}" if file.reason else ""
    return f"{file.state.value:<10}  {in_line(file.path)}{reason}"


def reference_entry(reference: Reference | ReferenceRow) -> str:
    """``[12] Knuth, D. …``: under its printed label, or its place in the list, counted from 1."""
    return f"[{reference.label or reference.position}] {reference.raw}"


def wrapped(text: str, *, indent: int = 0, most: int | None = None) -> str:
    """Text broken into lines; cut, with an ellipsis, beyond ``most`` characters."""
    flat = " ".join(text.split())
    if most is not None and len(flat) > most:
        flat = f"{flat[:most].rsplit(' ', 1)[0]} …"
    margin = " " * indent
    return textwrap.fill(
        flat, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
    )


def _authors(authors: tuple[str, ...]) -> str:
    from workbench.names import family_name

    names = [family_name(author) or author for author in authors]
    if not names:
        return "unknown authors"
    if len(names) == 1:
        return names[0]
    return f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."
