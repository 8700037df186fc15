"""Every sentence that could be quoted stands whole on the page that it would be cited to."""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from answer_support import paper as summary
from tests_support import page_text, squeezed

from ingest.limits import ReadOptions
from ingest.paper import Paper
from ingest.pieces import letters_of
from ingest.sentences import split_sentences
from tests.ingest.typesetting import LEADING, Sheet, read, running_text, wrapped
from workbench.answer.candidates import Candidate, quotable
from workbench.types import Hit, StoredPassage

SAMPLES = Path(__file__).resolve().parents[3] / "assets" / "samples"
RECORDS: list[dict[str, Any]] = json.loads((SAMPLES / "gold.json").read_text("utf-8"))["papers"]
TYPESET = [str(record["file"]) for record in RECORDS if record["kind"] == "typeset"]

TEXT = running_text(3, 420)
WIDTH = 470.0


def candidates_of(paper: Paper) -> list[Candidate]:
    """What could be quoted, had every passage of the paper been found."""
    of = summary(paper.title)
    stored = (
        StoredPassage(
            p.id,
            of.id,
            p.position,
            p.kind,
            p.text,
            p.section,
            p.page,
            p.tokens,
            p.rectangles,
            p.pieces,
        )
        for p in paper.passages
    )
    return quotable(Hit(n, 1 / n, {}, of, passage) for n, passage in enumerate(stored, start=1))


def broken_after(lines: int, folder: Path) -> Paper:
    """One paragraph, set on two pages, of which the first holds ``lines`` lines."""
    sheet = Sheet()
    set_lines = wrapped(TEXT, WIDTH, 10, "tiro")
    for part in (set_lines[:lines], set_lines[lines:]):
        sheet.page()
        for place, line in enumerate(part):
            sheet.put(60, 100 + 10 * LEADING * place, line)
    return read(sheet.save(folder / "broken.pdf"), ReadOptions(max_tokens=160))


@pytest.mark.parametrize("lines", range(3, 20))
def test_wherever_the_page_breaks_each_quote_stands_on_its_page(lines: int, tmp_path: Path) -> None:
    paper = broken_after(lines, tmp_path)
    pages = {n: squeezed(page_text(paper.path, n)) for n in (1, 2)}
    quoted = candidates_of(paper)
    assert all(squeezed(candidate.text) in pages[candidate.page] for candidate in quoted)

    whole = [s for s in split_sentences(TEXT) if any(squeezed(s) in t for t in pages.values())]
    assert {candidate.core for candidate in quoted} == set(whole)
    assert len(whole) >= len(split_sentences(TEXT)) - 1


SHORT_STRETCH = 20
"""A sentence that runs past a figure, a formula or a column's end is in pieces in the page's text;
one whose end stands on another page falls apart into letters."""


def stretches(quote: str, text: str) -> list[str]:
    """The fewest stretches of ``text`` that make up ``quote``; a letter not in it is one, too."""
    found: list[str] = []
    while quote:
        fits = bisect_left(range(1, len(quote) + 1), True, key=lambda n: quote[:n] not in text)
        found.append(quote[: max(fits, 1)])
        quote = quote[max(fits, 1) :]
    return found


def stands_on(quote: str, text: str) -> bool:
    """Whether ``quote`` is made of long stretches of ``text``, on average; both are squeezed."""
    return len(quote) >= SHORT_STRETCH * len(stretches(quote, text))


def test_a_sentence_over_a_page_break_falls_apart_on_either_page() -> None:
    above, below = "Alltheindexeswerebuilttwiceand", "comparedwithonethatwasneverchanged"
    assert stands_on(above + below, f"{below}Afigure{above}")
    assert not stands_on(above + below, above)
    assert not stands_on(above + below, below)


@pytest.mark.parametrize("file", TYPESET)
def test_each_quote_from_a_sample_paper_stands_on_its_page(file: str) -> None:
    paper = read(SAMPLES / "papers" / file)

    @cache
    def on_page(page: int) -> str:
        return squeezed(page_text(paper.path, page))

    quoted = candidates_of(paper)
    assert quoted
    assert not [
        (candidate.page, candidate.text)
        for candidate in quoted
        if not stands_on(squeezed(candidate.text), on_page(candidate.page))
    ]


@pytest.mark.parametrize("file", TYPESET)
def test_what_is_cited_of_a_sample_paper_is_found_on_its_page(file: str) -> None:
    paper = read(SAMPLES / "papers" / file)

    @cache
    def on_page(page: int) -> str:
        return letters_of(page_text(paper.path, page))

    quoted = candidates_of(paper)
    found = [letters_of(candidate.cited) in on_page(candidate.page) for candidate in quoted]
    whole = [letters_of(candidate.text) in on_page(candidate.page) for candidate in quoted]
    assert [candidate.in_one_piece for candidate in quoted] == whole
    assert sum(found) >= 0.995 * len(found)
