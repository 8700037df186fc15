"""What a person says of a paper in the app: marks, tags, corrections, versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.ui.app.driving import NARROW, WIDE, Desk, desk
from tests.ui.app.test_library import library_place
from ui.app.dialogs.edit import EditDialog
from ui.app.dialogs.tags import TagsDialog
from ui.app.dialogs.versions import VersionsDialog
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.text_box import TextBox
from workbench.library import Library
from workbench.settings import Settings

TITLES = ("Ranks or Scores?", "Does Reranking Pay")


@pytest.fixture
def own_library(tmp_path: Path, settings: Settings, samples: Path) -> Iterator[Library]:
    """A library of two papers that a test may change."""
    with Library.open(tmp_path / "own", settings=settings) as opened:
        opened.ingest([samples / "hybrid_fusion.pdf", samples / "10.5555_carrel.0013.pdf"])
        yield opened


@pytest.fixture
def own_session(own_library: Library, settings: Settings) -> Iterator[Session]:
    session = Session(lambda: own_library, settings, "own")
    yield session
    session.jobs.close(timeout=5)


async def test_marks_are_seen_in_the_list_at_once(own_session: Session) -> None:
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("m", "asterisk")
        await at.until(lambda: (now := place.papers.current) and now.is_read and now.is_starred)
        assert "★" in at.screen_text()
        await at.press("m")
        await at.until(lambda: (now := place.papers.current) and not now.is_read)


async def test_a_tag_is_put_on_and_the_list_narrows_to_it(
    own_session: Session, own_library: Library
) -> None:
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("number_sign")
        await at.until(lambda: isinstance(at.app.screen, TagsDialog))
        at.app.screen.query_one(TextBox).value = "To  Read, ann"
        await at.press("enter")
        await at.until(lambda: (now := place.papers.current) and now.tags == ("ann", "to read"))
        place.box().value = "to rea"
        await at.until(lambda: place.papers.row_count == 1)
        assert own_library.tags() == {"ann": 1, "to read": 1}


async def test_a_correction_is_kept_shown_and_taken_back(
    own_session: Session, own_library: Library
) -> None:
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        was = place.papers.current
        assert was is not None
        await edit(at, "title", "Of Small Collections")
        await at.until(lambda: "Of Small Collections" in at.screen_text())
        assert any(hit.paper.id == was.id for hit in own_library.search("of small").hits)
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, PaperScreen))
        await at.quiet()
        await at.press("e")
        await at.until(lambda: isinstance(at.app.screen, EditDialog))
        await at.until(lambda: f"read: {was.title[:20]}" in at.screen_text())
        await at.press("ctrl+r", "enter")
        await at.until(lambda: own_library.paper(was.id).summary.title == was.title)
        assert own_library.paper(was.id).edits == ()
        await at.press("escape")
        await at.until(lambda: (now := place.papers.current) and now.title == was.title)


async def test_a_field_that_cannot_be_is_refused_in_the_window(own_session: Session) -> None:
    async with desk(own_session, size=WIDE) as at:
        await library_place(at)
        await edit(at, "year", "20004")
        await at.until(lambda: "is not a year" in at.screen_text())
        assert isinstance(at.app.screen, EditDialog)
        assert at.app.screen.query_one("#year", Input).has_focus


async def test_versions_are_linked_marked_and_set_apart(
    own_session: Session, own_library: Library
) -> None:
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        current = place.papers.current
        other = next(p for p in own_library.papers() if current and p.id != current.id)
        await at.press("v")
        await at.until(lambda: isinstance(at.app.screen, VersionsDialog))
        at.app.screen.query_one(TextBox).value = other.citekey
        at.app.screen.query_one(TextBox).focus()
        await at.press("enter")
        await at.until(lambda: (now := place.papers.current) and now.versions == 2)
        assert "⇄" in at.screen_text()
        assert "↳" in at.screen_text()
        await at.press("v")
        await at.until(lambda: isinstance(at.app.screen, VersionsDialog))
        await at.press("x")
        await at.until(lambda: (now := place.papers.current) and now.versions == 1)


async def edit(at: Desk, field: str, text: str) -> None:
    """Open the window on the paper under the cursor and set one field."""
    await at.press("e")
    await at.until(lambda: isinstance(at.app.screen, EditDialog))
    box = at.app.screen.query_one(f"#{field}", Input)
    box.value = text
    box.focus()
    await at.press("enter")
