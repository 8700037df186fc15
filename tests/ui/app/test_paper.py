"""An open paper: facts, page as picture and as words, lists, and ways back."""

from __future__ import annotations

import pytest

from ingest.paper import PassageKind
from tests.ui.app.driving import HUGE, NARROW, WIDE, Desk, desk
from ui.app.messages import PageDrawn, PaperChosen
from ui.app.page_text import page_text
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.page_view import PageView
from workbench.library import Library
from workbench.types import PaperSummary, StoredPassage


def longest(library: Library) -> PaperSummary:
    return max(library.papers(), key=lambda paper: paper.pages)


async def opened(at: Desk, chosen: PaperChosen) -> PaperScreen:
    at.app.post_message(chosen)
    await at.until(lambda: isinstance(at.app.screen, PaperScreen))
    screen = at.app.screen
    assert isinstance(screen, PaperScreen)
    await at.until(lambda: screen.detail)
    await at.quiet()
    return screen


async def test_facts_and_abstract_are_shown(session: Session, library: Library) -> None:
    paper = next(p for p in library.papers() if library.paper(p.id).abstract)
    async with desk(session) as at:
        await opened(at, PaperChosen(paper.id))
        text = at.screen_text()
        assert str(paper.year) in text
        assert "Abstract" in text


async def test_the_page_is_drawn_with_blocks(session: Session, library: Library) -> None:
    async with desk(session) as at:
        await opened(at, PaperChosen(longest(library).id))
        assert not any(isinstance(m, PageDrawn) for m in at.heard)
        await at.press("t")
        await at.quiet()
        assert any(isinstance(m, PageDrawn) for m in at.heard)
        assert any(block in at.screen_text() for block in "▀▄▌▐▖▗▘▝")


async def test_brackets_turn_pages_and_stop_at_both_ends(
    session: Session, library: Library
) -> None:
    paper = longest(library)
    async with desk(session) as at:
        screen = await opened(at, PaperChosen(paper.id))
        await at.press("left_square_bracket")
        assert screen.page == 1
        await at.press("right_square_bracket")
        assert screen.page == min(2, paper.pages)
        await at.press(*["right_square_bracket"] * 12)
        assert screen.page == paper.pages
        assert f"p. {paper.pages} of {paper.pages}" in at.screen_text()


async def test_words_of_a_page_with_the_quote_marked(session: Session, library: Library) -> None:
    paper = longest(library)
    passage = library.passages(paper.id)[1]
    quote = passage.text[:60]
    async with desk(session) as at:
        screen = await opened(at, PaperChosen(paper.id, passage.page, quote, passage.rectangles))
        assert screen.is_text
        view = screen.query_one(PageView)
        assert view._text is not None
        assert any(span.style == "$quoted" for span in view._text.spans)
        assert quote.split()[0] in at.screen_text()
        assert not screen.query_one("#quote").display
        await at.press("t")
        await at.quiet()
        assert not screen.is_text
        assert screen.query_one("#quote").display
        await at.press("t")
        assert screen.is_text


async def test_zoom_makes_the_page_wider_than_its_view(session: Session, library: Library) -> None:
    async with desk(session) as at:
        screen = await opened(at, PaperChosen(longest(library).id))
        await at.press("t")
        await at.quiet()
        view = screen.query_one(PageView)
        before = view.virtual_size.width
        await at.press("plus")
        assert view.virtual_size.width > before
        await at.press("minus")
        assert abs(view.virtual_size.width - before) <= 1


async def test_a_reference_in_the_library_opens_and_escape_comes_back(
    session: Session, library: Library
) -> None:
    citing = [
        (paper, row)
        for paper in library.papers()
        for row in library.paper(paper.id).references
        if row.cited_paper_id
    ]
    assert citing, "the samples cite one another"
    paper, row = citing[0]
    async with desk(session) as at:
        first = await opened(at, PaperChosen(paper.id))
        await at.press("3")
        await at.press(*["down"] * (row.position - first.detail.references[0].position))  # type: ignore[union-attr]
        await at.press("enter")
        await at.until(lambda: at.app.screen is not first)
        second = at.app.screen
        assert isinstance(second, PaperScreen)
        await at.until(lambda: second.detail)
        assert second.detail is not None
        assert second.detail.summary.id == row.cited_paper_id
        await at.press("4")
        assert paper.title[:20] in at.screen_text()
        await at.press("escape")
        assert at.app.screen is first
        await at.press("escape")
        assert at.is_on_desk()


async def test_a_passage_shows_its_page(session: Session, library: Library) -> None:
    paper = longest(library)
    last = library.passages(paper.id)[-1]
    async with desk(session) as at:
        screen = await opened(at, PaperChosen(paper.id))
        await at.press("2", "end", "enter")
        assert screen.page == last.page
        assert screen.query_one(PageView).has_focus


async def test_on_a_narrow_screen_facts_are_a_key_away(session: Session, library: Library) -> None:
    async with desk(session, NARROW) as at:
        screen = await opened(at, PaperChosen(longest(library).id))
        assert not screen.query_one("#about-side").display
        await at.press("i")
        assert screen.query_one("#about-side").display


async def test_a_paper_that_is_gone_is_told_in_one_box(session: Session) -> None:
    async with desk(session) as at:
        at.app.post_message(PaperChosen("0123456789abcdef"))
        await at.until(lambda: type(at.app.screen).__name__ == "ErrorDialog")


@pytest.mark.parametrize(
    ("size", "in_words"), [(NARROW, True), (WIDE, True), (HUGE, True), ((320, 80), False)]
)
async def test_a_paper_opens_as_a_picture_only_where_that_can_be_read(
    session: Session, library: Library, size: tuple[int, int], in_words: bool
) -> None:
    async with desk(session, size) as at:
        screen = await opened(at, PaperChosen(longest(library).id))
        assert screen.is_text is in_words
        assert ("Picture" in at.screen_text().splitlines()[-1]) is in_words


@pytest.mark.parametrize("looks", [(), ("t",)])
async def test_a_quote_stands_only_over_its_own_page(
    session: Session, library: Library, looks: tuple[str, ...]
) -> None:
    paper = longest(library)
    passage = library.passages(paper.id)[0]
    quote = passage.text[:60]
    async with desk(session) as at:
        screen = await opened(at, PaperChosen(paper.id, passage.page, quote, passage.rectangles))
        await at.press(*looks, "right_square_bracket")
        await at.quiet()
        assert screen.page == passage.page + 1
        assert f"the quote is on page {passage.page}" in at.screen_text()
        assert f"“{quote[:20]}" not in at.screen_text()


async def test_a_marked_quote_far_down_is_scrolled_to(session: Session, library: Library) -> None:
    paper = longest(library)
    passages = library.passages(paper.id)
    page = max({p.page for p in passages}, key=lambda n: sum(p.page == n for p in passages))
    passage = [p for p in passages if p.page == page][-1]
    quote = " ".join(passage.text.split()[-8:])
    async with desk(session, NARROW) as at:
        await opened(at, PaperChosen(paper.id, page, quote, passage.rectangles))
        await at.pilot.pause()
        assert quote.split()[-1] in at.screen_text()


def passage_of(position: int, text: str) -> StoredPassage:
    return StoredPassage(str(position), "p", position, PassageKind.BODY, text, "", 1, 9)


def test_what_neighbouring_passages_share_stands_once() -> None:
    first = passage_of(0, "Papers are read. Then they are cut in parts that overlap.")
    second = passage_of(1, "Then they are cut in parts that overlap. Each part is scored.")
    third = passage_of(2, "Another matter begins here.")
    text, mark = page_text([first, second, third], 1, "overlap. Each part")
    assert text.plain == (
        "Papers are read. Then they are cut in parts that overlap. Each part is scored."
        "\n\nAnother matter begins here."
    )
    assert text.plain[mark:].startswith("overlap. Each part")
