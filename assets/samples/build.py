"""Build the sample papers and their gold from `source/`.

    python assets/samples/build.py            # every PDF, and gold.json
    python assets/samples/build.py okafor1998 # one paper's PDF, to look at

The output is the same bytes each time: no clock, no random numbers without a seed, no font but
those that the typesetter carries itself and one named Japanese font.
"""

from __future__ import annotations

import json
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))  # so that it also runs where carrel is not installed

from assets.samples.paper_source import (  # noqa: E402
    Paper,
    SourceError,
    load_papers,
    typographic,
)
from assets.samples.special_files import (  # noqa: E402
    fold,
    page_texts,
    scan_of,
    truncated_beyond_repair,
)
from assets.samples.typst_markup import WORDS, Typeset, typeset  # noqa: E402

SOURCE = HERE / "source"
PAPERS = HERE / "papers"
GOLD = HERE / "gold.json"
CJK_FONT = "IPAexMincho"
EPOCH = 0
DUPLICATE = ("novak2022", "hybrid_fusion_final_v2.pdf")
BROKEN = ("abara2021", "download.pdf")


class FontMissingError(SourceError):
    """The Japanese paper cannot be set without its font."""


def main(arguments: list[str]) -> int:
    """Build what was asked for, or everything."""
    try:
        papers = load_papers(SOURCE)
        build(chosen(papers, arguments), everything=not arguments)
    except SourceError as error:
        print(f"cannot build: {error}", file=sys.stderr)
        return 1
    return 0


def chosen(papers: tuple[Paper, ...], keys: list[str]) -> list[Paper]:
    """The papers with these citekeys; all of them where none is given."""
    unknown = set(keys) - {paper.key for paper in papers}
    if unknown:
        raise SourceError(f"no such paper: {', '.join(sorted(unknown))}")
    return [paper for paper in papers if not keys or paper.key in keys]


def build(papers: list[Paper], *, everything: bool) -> None:
    """Write the PDFs of some papers; with all of them, also the special files and the gold."""
    PAPERS.mkdir(exist_ok=True)
    records: list[dict[str, Any]] = []
    for paper in papers:
        made = typeset(paper)
        pdf = compile_pdf(paper, made)
        (PAPERS / paper.file).write_bytes(as_published(paper, pdf))
        records.append(gold_record(paper, made, page_texts(pdf)))
    if everything:
        records += [write_duplicate(), write_broken()]
        _remove_strays({record["file"] for record in records})
        write_gold(records)


def compile_pdf(paper: Paper, made: Typeset) -> bytes:
    """Typeset one paper. System fonts are left out, so that every machine sets the same lines."""
    template = (HERE / "template.typ").read_text(encoding="utf-8")
    pdf = typst.Compiler(
        (template + made.markup).encode(),
        root=str(HERE),
        font_paths=fonts_for(paper.language),
        ignore_system_fonts=True,
    ).compile(format="pdf", timestamp=EPOCH, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise SourceError(f"{paper.key}: the typesetter gave no PDF")
    return pdf


def fonts_for(language: str) -> typst.Fonts:
    """The typesetter's own fonts, and the Japanese one where it is needed."""
    if language == "ja":
        return typst.Fonts(include_system_fonts=False, font_paths=[cjk_font_folder()])
    return typst.Fonts(include_system_fonts=False)


def cjk_font_folder() -> Path:
    """The folder of the Japanese font on this machine."""
    for font in typst.Fonts(include_system_fonts=True).fonts():
        if font.family == CJK_FONT and font.path:
            return Path(font.path).parent
    raise FontMissingError(
        f"the Japanese paper needs the font {CJK_FONT} "
        "(Debian, Ubuntu: apt-get install fonts-ipaexfont-mincho)"
    )


def as_published(paper: Paper, pdf: bytes) -> bytes:
    """The PDF that a reader would have: the typeset one, or a scan of its print-out."""
    return scan_of(pdf, seed=paper.year) if paper.kind == "scan" else pdf


def write_duplicate() -> dict[str, Any]:
    """The same bytes under the sort of name that people give to copies."""
    key, file = DUPLICATE
    original = _file_of(key)
    (PAPERS / file).write_bytes((PAPERS / original).read_bytes())
    return {"file": file, "kind": "duplicate", "key": key, "copy_of": original}


def write_broken() -> dict[str, Any]:
    """A download that stopped before its first page was complete."""
    key, file = BROKEN
    original = _file_of(key)
    (PAPERS / file).write_bytes(truncated_beyond_repair((PAPERS / original).read_bytes()))
    return {"file": file, "kind": "broken", "key": None, "copy_of": original}


def _file_of(key: str) -> str:
    return next(paper.file for paper in load_papers(SOURCE) if paper.key == key)


def _remove_strays(kept: set[str]) -> None:
    for path in PAPERS.glob("*.pdf"):
        if path.name not in kept:
            path.unlink()


# ---- gold -------------------------------------------------------------------


def gold_record(paper: Paper, made: Typeset, pages: list[str]) -> dict[str, Any]:
    """What is known to be true of one PDF, from the source that it was made from."""
    return {
        "file": paper.file,
        "kind": paper.kind,
        "key": paper.key,
        "title": paper.title,
        "authors": [author.name for author in paper.authors],
        "affiliations": list(paper.affiliations),
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "doi_printed": paper.doi_printed,
        "language": paper.language,
        "cite_style": paper.cite_style,
        "pdf_metadata_title": None if paper.kind == "scan" else paper.pdf_title,
        "pages": len(pages),
        "first_printed_page": paper.first_page,
        "abstract": made.abstract,
        "sections": [
            {"number": number, "title": title, "level": level}
            for number, title, level in made.sections
        ],
        "references_heading": WORDS[paper.language]["references"],
        "references": [
            {
                "raw": raw,
                "title": reference.title,
                "authors": list(reference.authors),
                "year": reference.year,
                "venue": reference.venue,
                "key": reference.key,
            }
            for reference, raw in made.references
        ],
        "reading_order": [text for _, text in made.paragraphs],
        "section_of_paragraph": [section for section, _ in made.paragraphs],
        "floats": list(made.floats),
        "not_in_body": list(made.not_in_body),
        "questions": [
            {
                "question": q.question,
                "answer": q.answer,
                "page": page_of(q.quote, paper, made, pages),
                "quote": q.quote,
                "terms": list(q.terms),
            }
            for q in paper.questions
        ],
    }


def page_of(quote: str, paper: Paper, made: Typeset, pages: list[str]) -> int:
    """The PDF page (from 1) that holds a quote; a quote across two pages is no use as gold."""
    if not any(quote in text for _, text in made.paragraphs):
        raise SourceError(f"{paper.key}: not in the text: {quote!r}")
    found = [number for number, text in enumerate(pages, start=1) if fold(quote) in text]
    if len(found) != 1:
        raise SourceError(f"{paper.key}: on pages {found}, not on one: {quote!r}")
    return found[0]


def write_gold(records: list[dict[str, Any]]) -> None:
    """Write the gold, after checking that the cross-paper questions name papers that exist."""
    questions = tomllib.loads((SOURCE / "questions.toml").read_text(encoding="utf-8"))
    keys = {record["key"] for record in records}
    for question in questions["synthesis"]:
        if not set(question["keys"]) <= keys:
            raise SourceError(f"unknown paper in {question['question']!r}")
    gold = {
        "made_by": "assets/samples/build.py",
        "typst": version("typst"),
        "papers": records,
        "synthesis_questions": questions["synthesis"],
        "unanswerable_questions": [typographic(q) for q in questions["unanswerable"]],
    }
    GOLD.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
