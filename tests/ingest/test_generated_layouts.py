"""Whole files with generated layouts: every sentence once, in order, and no page furniture."""

from __future__ import annotations

import random
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.paper import Paper, Rectangle
from tests.ingest.typesetting import Sheet, read

HEAD = "Adams and Brown: On generated pages"
FOOT = "Journal of Made-up Layouts"
SIDE = "Side remark"
SIDE_NOTE_X = 460
PAGE_WIDTH, MARGIN, GUTTER = 595, 50, 18


@dataclass(frozen=True)
class Layout:
    """One design of a document, from which its pages are set."""

    columns: int
    pages: int
    head: bool
    foot: bool
    numbers: bool
    footnote: bool
    wide_line: bool
    upside: bool
    side_notes: bool
    rotation: int
    seed: int


LAYOUTS = st.builds(
    Layout,
    columns=st.integers(1, 3),
    pages=st.integers(3, 4),
    head=st.booleans(),
    foot=st.booleans(),
    numbers=st.booleans(),
    footnote=st.booleans(),
    wide_line=st.booleans(),
    upside=st.booleans(),
    side_notes=st.booleans(),
    rotation=st.sampled_from([0, 90, 180, 270]),
    seed=st.integers(1, 40),
)


WORDS = """column gutter reader margin footnote letter bracket paragraph accent kerning ligature
serif stroke counter leading measure quire folio signature watermark press plate proof galley slug
ink paper binding spine title author index glossary preface chapter verse stanza rhyme metre essay
letterpress compositor foundry matrix punch mould alloy casting sorting setting printing
folding""".split()


def prose(seed: int, sentences: int) -> str:
    """Return sentences that no other seed gives; the last word but one of each names it.

    It is not the last, or it could stand alone at the foot of a column on several pages, where a
    name with a number is a page's foot.
    """
    chance = random.Random(seed)
    return " ".join(
        f"{' '.join(chance.choices(WORDS, k=10)).capitalize()} s{seed}n{place} "
        f"{chance.choice(WORDS)}."
        for place in range(sentences)
    )


def set_page(sheet: Sheet, layout: Layout, number: int) -> list[str]:
    """Set one page; return what its columns say, in the order they are read in."""
    sheet.page()
    if layout.head:
        sheet.put(MARGIN + 40 * (number % 2), 36, HEAD, 8)
    if layout.foot:
        sheet.put(MARGIN, 818, FOOT, 8)
    if layout.numbers:
        sheet.put(540, 818, str(number + 100), 9)
    top = 80.0
    texts = []
    if layout.wide_line:
        wide = f"wide{number} This line runs over all the columns of the page and parts nothing."
        top = sheet.column(MARGIN, top, PAGE_WIDTH - 2 * MARGIN, wide) + 20
        texts.append(wide)
    measure = SIDE_NOTE_X - 20 if layout.side_notes else PAGE_WIDTH - MARGIN
    width = (measure - MARGIN - (layout.columns - 1) * GUTTER) / layout.columns
    columns = [
        prose(10 * (layout.seed + 50 * number) + place, 12 // layout.columns + 4)
        for place in range(layout.columns)
    ]
    # the file may hold the columns in any order
    order = range(layout.columns)
    for place in reversed(order) if layout.upside else order:
        sheet.column(MARGIN + place * (width + GUTTER), top, width, columns[place])
    for place in range(3) if layout.side_notes else ():
        y = top + 40 + 130 * place
        sheet.column(SIDE_NOTE_X, y, 90, f"{SIDE} {number}{place} stands beside its text.", 7)
    if layout.footnote:
        sheet.put(MARGIN, 770, f"* A note{number} at the foot of the page in small print.", 7)
    return texts + columns


def made(layout: Layout) -> tuple[Paper, list[str]]:
    """Set, save and read one document."""
    sheet = Sheet()
    texts = [text for number in range(layout.pages) for text in set_page(sheet, layout, number)]
    for page in sheet.document:
        page.set_rotation(layout.rotation)
    with tempfile.TemporaryDirectory() as folder:
        return read(sheet.save(Path(folder) / "made.pdf")), texts


def in_order(paper: Paper, texts: list[str]) -> bool:
    """Whether the word that names each sentence comes in the order it was set."""
    whole = " ".join([paper.title, paper.abstract, *(passage.text for passage in paper.passages)])
    marks = [mark for text in texts for mark in re.findall(r"s\d+n\d+", text)]
    places = [whole.find(mark) for mark in marks]
    return -1 not in places and places == sorted(places)


def holds_furniture(text: str, layout: Layout) -> bool:
    numbers = [f" {number + 100} " for number in range(layout.pages) if layout.numbers]
    return any(mark in text for mark in (HEAD, FOOT, *numbers))


def is_broken_by_a_note(text: str) -> bool:
    """Whether a footnote or a side note follows on words that end no sentence."""
    befores = [text.partition(mark) for mark in ("* A note", SIDE)]
    return any(
        note and before.strip() and not before.rstrip().endswith(".") for before, note, _ in befores
    )


def on_its_page(box: Rectangle, paper: Paper) -> bool:
    page = paper.pages[box.page - 1]
    return 0 <= box.x0 < box.x1 <= page.width + 1 and 0 <= box.y0 < box.y1 <= page.height + 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LAYOUTS)
def test_text_is_in_order_without_furniture_and_boxed(layout: Layout) -> None:
    paper, texts = made(layout)
    assert in_order(paper, texts)
    for passage in paper.passages:
        assert not holds_furniture(passage.text, layout)
        assert not is_broken_by_a_note(passage.text)
        assert all(on_its_page(box, paper) for box in passage.rectangles)
