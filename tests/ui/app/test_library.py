"""The list of papers: any length, narrowed, sorted, opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.message import Message

from tests.ui.app.driving import Desk, desk
from ui.app.places.library import LibraryPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.list_header import ListHeader
from ui.app.widgets.paper_list import PAGE, PaperList
from workbench.library import Library
from workbench.types import PaperSummary


async def library_place(at: Desk) -> LibraryPlace:
    await at.press("f4")
    place = at.place("library")
    assert isinstance(place, LibraryPlace)
    await at.until(lambda: place.papers.current)
    return place


async def test_all_papers_are_listed(session: Session, library: Library) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        assert place.papers.row_count == library.count_papers()
        assert library.papers(limit=1, order="title")[0].title[:30] in at.screen_text()


async def test_slash_narrows_and_the_count_says_so(session: Session, library: Library) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        # which paper was read first is chance, and a scan has no title
        words = " ".join(paper.title for paper in library.papers()).split()
        word = max((word for word in words if word.isascii() and word.isalpha()), key=len)
        await at.press("slash")
        await at.type(word.lower())
        await at.until(lambda: place.papers.row_count == library.count_papers(word.lower()))
        assert f"of {library.count_papers()} papers" in at.screen_text()


async def test_order_by_key_and_by_a_click_on_the_head(session: Session, library: Library) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        await at.press("o")
        await at.quiet()
        assert [_row(place.papers, i).id for i in range(place.papers.row_count)] == [
            p.id for p in library.papers(order="title")
        ]
        await at.press("r")
        await at.quiet()
        assert _row(place.papers, 0).id == library.papers(order="title", descending=True)[0].id
        head = place.query_one(ListHeader)
        names = head.render().plain
        await at.pilot.click(head, offset=(names.index("Cited"), 0))
        await at.quiet()
        assert place.order == "cited"


def _row(papers: PaperList, index: int) -> PaperSummary:
    paper = papers.paper_at(index)
    assert paper is not None
    return paper


async def test_enter_opens_the_paper(session: Session) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        await at.press("down", "enter")
        screen = at.app.screen
        assert isinstance(screen, PaperScreen)
        await at.until(lambda: screen.detail)
        assert screen.detail is not None
        assert screen.detail.summary.id == _row(place.papers, 1).id


async def test_gg_and_capital_g_reach_both_ends(session: Session) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        await at.press("G")
        assert place.papers.cursor == place.papers.row_count - 1
        await at.press("g", "g")
        await at.until(lambda: place.papers.cursor == 0)


async def test_of_fifty_thousand_papers_only_what_is_seen_is_read_and_drawn(
    session: Session, library: Library
) -> None:
    one = library.papers(limit=1)[0]

    def rows(offset: int) -> Sequence[PaperSummary]:
        return [replace(one, title=f"Paper {i}") for i in range(offset, offset + PAGE)]

    async with desk(session) as at:
        place = await library_place(at)
        at.heard.clear()
        place.papers.start_over(50_000)
        place.papers.add_rows(0, rows(0))
        await at.pilot.pause()
        assert "Paper 0 " in at.screen_text()
        place.papers.cursor = 49_999
        place.papers.add_rows(49_800, rows(49_800))
        await at.pilot.pause()
        assert "Paper 49999 " in at.screen_text()
        assert len(place.papers._drawn) < 200
        wanted = [m.offset for m in at.heard if isinstance(m, PaperList.RowsWanted)]
        assert set(wanted) <= {49_800}


async def test_reading_again_keeps_the_rows_and_the_place_in_them(
    session: Session, library: Library
) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        await at.press("down", "down")
        before = _row(place.papers, 2)
        place.papers.start_over(library.count_papers(), keep_cursor=True)
        assert place.papers.cursor == 2
        assert place.papers.current == before


async def test_rows_of_an_older_order_never_enter_a_younger_list(
    session: Session, library: Library
) -> None:
    from ui.app.messages import PapersRead

    async with desk(session) as at:
        place = await library_place(at)
        before = _row(place.papers, 0)
        foreign = replace(before, title="foreign")
        place.on_papers_read(PapersRead(place._generation - 1, 0, [foreign]))
        assert _row(place.papers, 0) == before


async def test_a_filter_that_nothing_matches_is_cleared_by_escape(
    session: Session, library: Library
) -> None:
    async with desk(session) as at:
        place = await library_place(at)
        await at.press("slash")
        await at.type("qqqq")
        await at.until(lambda: not place.papers.row_count)
        assert "escape clears the filter" in at.screen_text()
        await at.press("escape")
        await at.until(lambda: place.papers.row_count == library.count_papers())
        await at.type("e")
        await at.until(lambda: "escape" not in at.screen_text().splitlines()[4])
        await at.press("down", "escape")
        await at.until(lambda: not place.box().value)


async def test_the_order_says_what_it_is_and_what_it_is_turned_round(session: Session) -> None:
    async with desk(session) as at:
        await library_place(at)
        assert "newest added first" in at.screen_text()
        await at.press("r")
        await at.until(lambda: "oldest added first" in at.screen_text())


async def test_a_page_that_had_to_make_room_is_asked_for_once_more(session: Session) -> None:
    """Scrolling through a long list and back leaves no row blank."""

    class Listening(PaperList):
        def post_message(self, message: Message) -> bool:
            if isinstance(message, PaperList.RowsWanted):
                asked.append(message.offset)
                return True
            return super().post_message(message)

    asked: list[int] = []
    pages = 70
    async with desk(session) as at:
        rows = [_row((await library_place(at)).papers, 0)] * PAGE
        papers = Listening()
        papers.styles.display = "none"
        await at.app.screen.mount(papers)
        papers.start_over(pages * PAGE)
        for page in range(pages):
            papers.add_rows(page * PAGE, rows)
        assert papers.paper_at((pages - 1) * PAGE) is not None
        assert asked == []
        assert papers.paper_at(0) is None
        assert papers.paper_at(1) is None
        assert asked == [0]
        papers.add_rows(0, rows)
        assert papers.paper_at(0) is not None
