"""Papers made of a letter, and how they get into a catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.paper import Page, PageText, Paper, Passage, PassageKind, Rectangle, Reference, Section
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.papers import paper_id
from workbench.types import FileState


def a_paper(
    letter: str,
    title: str,
    authors: Sequence[str],
    year: int | None,
    references: Sequence[Reference] = (),
    **fields: str,
) -> Paper:
    sha256 = letter * 64
    number = int(sha256[:15], 16)
    passages = tuple(
        Passage(
            id=f"{number + position:016x}",
            position=position,
            kind=PassageKind.BODY,
            text=f"Sentence {position} of [{letter}].",
            section="Results > Speed",
            page=2,
            tokens=6,
            rectangles=(Rectangle(2, 10.5, 20, 30, 40),),
            cites=(0,),
            pieces=((0, 8), (9, 19)) if position else (),
        )
        for position in range(3)
    )
    return Paper(
        path=f"/papers/{letter}.pdf",
        sha256=sha256,
        bytes=10,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title=title,
        authors=tuple(authors),
        year=year,
        doi=fields.get("doi", ""),
        arxiv_id=fields.get("arxiv_id", ""),
        venue="",
        abstract="",
        keywords=("graphs",),
        language="en",
        sections=(Section("Results", 1, 2),),
        references=tuple(references),
        passages=passages,
    )


def store(catalogue: Catalogue, paper: Paper) -> str:
    identifier = paper_id(paper.sha256)
    row = FileRow(paper.path, paper.sha256, 10, 1, identifier, FileState.WORDS_ONLY, "")
    catalogue.papers.store(paper, row)
    return identifier


GRAPHS = ("Nearest Neighbour Graphs for Large Collections", ["Ada Müller", "Bo Li"], 2004)


def entry(title: str, author: str = "", year: int | None = None, **ids: str) -> Reference:
    authors = (author,) if author else ()
    return Reference(0, f"{author} {title} {year}", title=title, authors=authors, year=year, **ids)
