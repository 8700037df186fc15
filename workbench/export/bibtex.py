"""BibTeX, read by LaTeX, BibLaTeX, Pandoc, Zotero and JabRef.

Owns entry types, fields and escaping. Text stays UTF-8; the ten characters that TeX reads as
commands are escaped, and braces always balance, whatever a title holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.names import names_institution
from workbench.export.entry import FILE_DATED, EntryKind, entry_kind, unique_keys
from workbench.export.plain import one_line, split_name
from workbench.types import PaperDetail

__all__ = ["bibtex"]

_TYPES = {
    EntryKind.ARTICLE: ("article", "journal"),
    EntryKind.MEETING: ("inproceedings", "booktitle"),
    EntryKind.PREPRINT: ("misc", "howpublished"),
    EntryKind.THESIS: ("phdthesis", "school"),
    EntryKind.REPORT: ("techreport", "institution"),
    EntryKind.BOOK: ("book", "series"),
    EntryKind.CHAPTER: ("incollection", "booktitle"),
    EntryKind.SLIDES: ("misc", "howpublished"),
    EntryKind.POSTER: ("misc", "howpublished"),
    EntryKind.LETTER: ("misc", "howpublished"),
    EntryKind.OTHER: ("misc", "howpublished"),
}
"""Entry type, and the field that takes the venue."""
_NAMED_TYPES = {
    EntryKind.THESIS: "Thesis",
    EntryKind.SLIDES: "Slides",
    EntryKind.POSTER: "Poster",
    EntryKind.LETTER: "Letter",
}
"""Shown instead of the entry type's own word: which degree a thesis earned is not known."""
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts escaped braces too, so they must not appear at all
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def bibtex(papers: Sequence[PaperDetail]) -> str:
    """One entry a paper, a blank line between entries."""
    entries = [_entry(paper, key) for paper, key in zip(papers, unique_keys(papers), strict=True)]
    return "\n".join(entries)


def _entry(paper: PaperDetail, key: str) -> str:
    kind, _ = _TYPES[entry_kind(paper)]
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(paper) if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


def _fields(paper: PaperDetail) -> Iterator[tuple[str, str]]:
    summary = paper.summary
    yield "author", " and ".join(_name(author) for author in summary.authors)
    # the second pair of braces keeps capitals as the paper has them
    yield "title", f"{{{_escape(summary.title)}}}" if summary.title else ""
    kind = entry_kind(paper)
    yield _TYPES[kind][1], _escape(summary.venue or _issuer(paper, kind))
    yield "type", _NAMED_TYPES.get(kind, "")
    yield "year", str(summary.year) if summary.year else ""
    yield "note", FILE_DATED if summary.year_is_file_date else ""
    yield "doi", _identifier(paper.doi)
    yield "eprint", _identifier(paper.arxiv_id)
    yield "archiveprefix", "arXiv" if paper.arxiv_id else ""
    yield "keywords", ", ".join(_escape(word) for word in paper.keywords)
    yield "abstract", _escape(paper.abstract)


def _issuer(paper: PaperDetail, kind: EntryKind) -> str:
    """The first line of a thesis' or report's addresses that names an institution."""
    if kind not in {EntryKind.THESIS, EntryKind.REPORT}:
        return ""
    return next(filter(names_institution, paper.affiliations), "")


def _escape(text: str) -> str:
    return one_line(text).translate(_ESCAPES)


def _identifier(text: str) -> str:
    """A DOI or arXiv id as it is, less what could end the field early."""
    return one_line(text).translate({ord("{"): None, ord("}"): None, ord("\\"): None})


def _name(author: str) -> str:
    family, given = split_name(author)
    if not given:
        return f"{{{_escape(family)}}}"  # one part: an organisation, or a name of one word
    if "," in given:
        first, _, suffix = given.partition(",")
        return f"{_guard(family)}, {_escape(suffix.strip())}, {_guard(first)}"
    return f"{_guard(family)}, {_guard(given)}"


def _guard(part: str) -> str:
    """Braces around a part that holds the word BibTeX splits names at."""
    escaped = _escape(part)
    return f"{{{escaped}}}" if " and " in f" {escaped.lower()} " else escaped
