"""Collections, notes, columns, problems and papers taken out, by the keys that a person presses."""

from __future__ import annotations

import os
import stat
import threading
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import Input, Markdown
from textual.widgets._toast import Toast

from tests.ui.app.driving import HUGE, NARROW, WIDE, Desk, desk
from tests.ui.app.test_library import library_place
from tests.ui.app.test_paper_actions import own_library, own_session  # noqa: F401 -- fixtures
from ui.app.dialogs.collect import CollectDialog
from ui.app.dialogs.columns import ColumnsDialog
from ui.app.dialogs.confirm import ConfirmDialog
from ui.app.dialogs.error import ErrorDialog
from ui.app.dialogs.note import NoteDialog
from ui.app.dialogs.problem import ProblemDialog, cure
from ui.app.dialogs.shelves import ShelfWish, ShelvesDialog
from ui.app.dialogs.tags import TagsDialog
from ui.app.dialogs.write_papers import WriteDialog
from ui.app.messages import FolderChosen
from ui.app.places.ask import AskPlace
from ui.app.places.folders import FoldersPlace
from ui.app.places.library import LibraryPlace
from ui.app.screens.paper import PaperScreen
from ui.app.session import Session
from ui.app.widgets.list_header import ListHeader
from ui.app.widgets.note_area import NoteArea
from ui.app.widgets.problem_list import Problem
from ui.app.widgets.question_list import QuestionList
from ui.app.widgets.reference_list import ReferenceList
from ui.app.widgets.shelf_list import Shelf
from ui.app.widgets.similar_list import SimilarList
from ui.app.work.keeping import keep_draft, write_papers
from ui.outside import OutsideError, open_pdf
from workbench.errors import CatalogueError
from workbench.library import Library
from workbench.states import FileState
from workbench.types import FileReport


async def opened(at: Desk, kind: type[object]) -> None:
    await at.until(lambda: isinstance(at.app.screen, kind))


def noticed(at: Desk) -> str:
    """What the one notice in the corner says; ``""`` while one makes room for the next."""
    toasts = list(at.app.screen.query(Toast))
    return str(toasts[0].render()) if len(toasts) == 1 else ""


async def collect(at: Desk, name: str) -> None:
    await at.press("c")
    await opened(at, CollectDialog)
    at.app.screen.query_one("#new", Input).value = name
    at.app.screen.query_one("#new", Input).focus()
    await at.press("enter")
    await at.quiet()


# -- collections ------------------------------------------------------------------------------


async def test_chosen_papers_are_collected_shown_and_let_go_again(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("space", "space")
        await at.until(lambda: "✓ 2 chosen" in at.screen_text())
        await collect(at, "Chapter [2]")
        assert own_library.collections()[0].papers == 2
        assert not place.papers.chosen
        # one comes out again by its mark
        await at.press("home", "c")
        await opened(at, CollectDialog)
        await at.press("space", "enter")
        await at.until(lambda: own_library.collections()[0].papers == 1)
        await at.press("f")
        await opened(at, ShelvesDialog)
        assert "Chapter [2]" in at.screen_text()
        await at.press("end", "enter")
        await at.until(lambda: place.papers.row_count == 1)
        assert "1 of 2 papers · Chapter [2]" in at.screen_text()
        await at.press("escape")
        await at.until(lambda: place.papers.row_count == 2)
        await at.press("u")
        await at.until(lambda: own_library.collections()[0].papers == 2)
        await at.press("u")
        await at.until(lambda: not own_library.collections())


async def test_a_collection_is_renamed_deleted_and_brought_back(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    own_library.collect([own_library.papers()[0].id], "thesis")
    async with desk(own_session, size=WIDE) as at:
        await library_place(at)
        await at.press("f")
        await opened(at, ShelvesDialog)
        await at.press("end", "r")
        at.app.screen.query_one("#new", Input).value = "Thesis 2"
        await at.press("enter")
        await at.until(lambda: [c.name for c in own_library.collections()] == ["Thesis 2"])
        await at.press("f")
        await opened(at, ShelvesDialog)
        await at.press("end", "delete")
        await at.until(lambda: not own_library.collections())
        await at.press("u")
        await at.until(lambda: [c.papers for c in own_library.collections()] == [1])


async def test_the_list_follows_a_collection_that_is_renamed_and_no_name_it_did_not_get(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    one, _ = own_library.papers()
    own_library.collect([one.id], "thesis")
    own_library.collect([], "taken")
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        place.restore({"shelf": ["collection", "thesis"]})
        place.reload()
        await at.until(lambda: place.papers.row_count == 1)

        def rename(new: str) -> None:
            place._shelf_wished(ShelfWish("rename", Shelf("collection", "thesis"), new))

        rename("Taken")
        await opened(at, ErrorDialog)
        assert place.shelf == Shelf("collection", "thesis")
        await at.press("escape")
        rename("chapter 2")
        await at.until(lambda: place.shelf == Shelf("collection", "chapter 2"))
        await at.quiet()
        assert "1 of 2 papers · chapter 2" in at.screen_text()


async def test_a_shelf_of_last_time_that_is_gone_shows_all_papers(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        place.restore({"shelf": ["collection", "gone"]})
        place.reload()
        await at.until(lambda: place.shelf == Shelf("show", "") and place.papers.row_count == 2)
        assert at.is_on_desk()
    assert own_library.collections() == []


async def test_a_name_that_cannot_be_is_refused_in_the_window(own_session: Session) -> None:  # noqa: F811
    async with desk(own_session, size=NARROW) as at:
        await library_place(at)
        await collect(at, 'say "so"')
        assert isinstance(at.app.screen, CollectDialog)
        assert "cannot be a name" in at.screen_text()


async def test_all_papers_of_the_list_are_chosen_and_tagged(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    own_library.tag([own_library.papers()[0].id], ["mine"])
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("ctrl+a")
        await at.until(lambda: len(place.papers.chosen) == 2)
        await at.press("number_sign")
        await opened(at, TagsDialog)
        # only what all of them have stands in the box: nothing of the others is lost
        assert at.app.screen.query_one("#tags", Input).value == ""
        at.app.screen.query_one("#tags", Input).value = "ann"
        await at.press("enter")
        await at.until(lambda: own_library.tags() == {"ann": 2, "mine": 1})
        await at.press("u")
        await at.until(lambda: own_library.tags() == {"mine": 1})
        await at.press("ctrl+a")
        await at.until(lambda: place.papers.chosen)
        await at.press("ctrl+a")
        await at.until(lambda: not place.papers.chosen)


# -- notes ------------------------------------------------------------------------------------


async def test_a_note_is_written_kept_shown_and_taken_back(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        await at.press("n")
        await opened(at, NoteDialog)
        at.app.screen.query_one(NoteArea).text = "# Doubts\n\n- [link](http://x.y) \x1b[31m[b]"
        await at.press("escape")
        await at.until(lambda: (now := place.papers.current) and now.has_note)
        assert "✎" in at.screen_text()
        await at.press("enter")
        await opened(at, PaperScreen)
        await at.until(lambda: at.app.screen.query_one("#note", Markdown).display)
        await at.until(lambda: "Doubts" in at.screen_text())
        assert "# Doubts" not in at.screen_text()
        await at.press("u")
        await at.until(lambda: not own_library.note(paper.id))
        await at.until(lambda: not at.app.screen.query_one("#note", Markdown).display)


async def test_what_is_being_written_is_kept_though_the_window_never_closes(
    own_session: Session, own_library: Library, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.app.dialogs.note.STILL_SECONDS", 0.05)
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        own_library.set_note(paper.id, "before")
        await at.press("n")
        await opened(at, NoteDialog)
        await at.type(" and half a")
        await at.until(lambda: own_library.note(paper.id) == "before and half a")
        await at.press("ctrl+d")
        await at.until(lambda: own_library.note(paper.id) == "before")


def full_disk(*_: object, **__: object) -> None:
    raise CatalogueError("the disk is full", "free some space")


async def test_a_note_that_cannot_be_stored_stays_in_its_window_until_it_is(
    own_session: Session, own_library: Library, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        await at.press("n")
        await opened(at, NoteDialog)
        await at.type("thoughts of an hour")
        monkeypatch.setattr(Library, "set_note", full_disk)
        await at.press("escape")
        await at.until(lambda: "Not stored yet: the disk is full" in at.screen_text())
        assert isinstance(at.app.screen, NoteDialog)
        monkeypatch.undo()
        # what is written on goes in, too
        await at.type(" more")
        await at.press("escape")
        await at.until(at.is_on_desk)
        assert own_library.note(paper.id) == "thoughts of an hour more"
        await at.press("u")
        await at.until(lambda: not own_library.note(paper.id))


async def test_a_draft_that_cannot_be_stored_takes_no_key_from_who_writes(
    own_session: Session, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.app.dialogs.note.STILL_SECONDS", 0.05)
    monkeypatch.setattr(Library, "set_note", full_disk)
    async with desk(own_session, size=WIDE) as at:
        await library_place(at)
        await at.press("n")
        await opened(at, NoteDialog)
        await at.type("half")
        await at.until(lambda: "Not stored yet" in at.screen_text())
        await at.type(" done")
        window = at.app.screen
        assert isinstance(window, NoteDialog)
        assert window.text == "half done"


async def test_a_draft_goes_when_what_was_written_is_deleted_again(
    own_session: Session, own_library: Library, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.app.dialogs.note.STILL_SECONDS", 0.05)
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        await at.press("n")
        await opened(at, NoteDialog)
        await at.type("x")
        await at.until(lambda: own_library.note(paper.id) == "x")
        await at.press("backspace", "escape")
        await at.until(at.is_on_desk)
        await at.until(lambda: not own_library.note(paper.id))


@pytest.mark.parametrize("key", ["n", "m", "asterisk", "number_sign", "c", "e", "delete"])
async def test_a_library_that_can_only_be_read_says_so_before_a_word_is_written(
    key: str, own_session: Session, own_library: Library, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE, notices=True) as at:
        await library_place(at)
        monkeypatch.setattr(own_library, "is_read_only", True)
        await at.press(key)
        await at.until(lambda: "can only be read" in noticed(at))
        assert at.is_on_desk()


# -- columns and what is remembered -----------------------------------------------------------


async def test_columns_are_chosen_drawn_sorted_by_and_remembered(session: Session) -> None:
    async with desk(session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("C")
        await opened(at, ColumnsDialog)
        names = list(at.app.screen.query_one("CheckList").states)  # type: ignore[attr-defined]
        for _ in range(names.index("Key")):
            await at.press("down")
        await at.press("space", "home", "space", "enter")
        await at.until(lambda: place.papers.columns is not None)
        head = place.query_one(ListHeader).render().plain
        assert "Key" in head
        assert "Authors" not in head
        await at.pilot.click(place.query_one(ListHeader), offset=(head.index("Key"), 0))
        await at.quiet()
        assert place.order == "citekey"
        state = place.remembered()
        again = LibraryPlace(session)
        await at.app.screen.mount(again)
        again.restore(state)
        assert tuple(again.papers.columns or ()) == place.papers.columns
        assert (again.order, again.shelf) == ("citekey", Shelf("show", ""))
        again.restore({"columns": 3, "order": ["x"], "shelf": ["tag"]})
        await again.remove()
        await at.press("C")
        await opened(at, ColumnsDialog)
        await at.press("d")
        await at.until(lambda: place.papers.columns is None)


@pytest.mark.parametrize("size", [NARROW, WIDE, HUGE])
async def test_every_column_sorts_and_titles_keep_their_room(
    session: Session, library: Library, size: tuple[int, int]
) -> None:
    from ui.app.widgets.paper_columns import COLUMNS, ORDERS, column_widths

    assert {column.order for column in COLUMNS} < {name for name, *_ in ORDERS}
    for name, descending, *_ in ORDERS:
        found = library.papers(order=name, descending=descending)
        assert len(found) == library.count_papers()
    width = size[0]
    for chosen in (None, [c.name for c in COLUMNS[1:]], ["Year"], []):
        shown = column_widths(width, chosen)
        assert shown[0][1] >= 20
        assert sum(cells for _, cells in shown) <= width


# -- problems ---------------------------------------------------------------------------------


async def test_problems_are_told_with_what_helps_and_read_again(
    own_session: Session, own_library: Library, tmp_path: Path, samples: Path  # noqa: F811
) -> None:  # fmt: skip
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"<html>please sign in</html>")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"<html>and here</html>")
    own_library.ingest([broken, other], embed=False)
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("p")
        await at.until(lambda: place.problems.row_count == 2)
        assert "2 problems" in at.screen_text()
        await at.press("enter")
        await opened(at, ProblemDialog)
        assert "Fetch the paper again" in at.screen_text()
        broken.write_bytes((samples / "lindgren20.pdf").read_bytes())
        await at.press("t")
        await at.until(lambda: own_library.count_papers() == 3, seconds=60)
        await at.until(lambda: place.problems.row_count == 1)
        # several at once: both are bad again, and both are mended
        for file, name in ((broken, "haugen2025.pdf"), (other, "reyes2018.pdf")):
            file.write_bytes((samples / name).read_bytes())
        await at.press("space")
        assert "✓" in at.screen_text()
        await at.press("t")
        await at.until(lambda: not place.problems.row_count, seconds=60)
        await at.press("escape")
        await at.until(lambda: place.papers.row_count == own_library.count_papers())


async def test_a_paper_is_taken_out_after_asking_and_brought_back_from_the_problems(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=NARROW) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        await at.press("delete")
        await opened(at, ConfirmDialog)
        assert "file stays" in at.screen_text()
        await at.press("n")
        assert own_library.count_papers() == 2
        await at.press("delete")
        await opened(at, ConfirmDialog)
        await at.press("y")
        await at.until(lambda: place.papers.row_count == 1)
        assert Path(paper.path).exists()
        await at.press("p")
        await at.until(lambda: place.problems.row_count == 1)
        await at.press("enter")
        await opened(at, ProblemDialog)
        # a whole reading: it waits for those that go on, and no note waits for it
        other, let_go = own_library.papers()[0], threading.Event()
        own_session.jobs.start(
            lambda _job: let_go.wait(30) and None, lane="ingest", title="Reading", target=place
        )
        await at.press("b")
        own_session.start(
            partial(keep_draft, other.id, "meanwhile"), lane="edit", title="t", target=place
        )
        await at.until(lambda: own_library.note(other.id) == "meanwhile")
        assert own_library.count_papers() == 1
        let_go.set()
        await at.until(lambda: own_library.count_papers() == 2, seconds=60)


async def test_taking_out_the_open_paper_leaves_it_and_undo_brings_it_back(
    own_session: Session, own_library: Library  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        await at.press("enter")
        await opened(at, PaperScreen)
        await at.quiet()
        await at.press("delete")
        await opened(at, ConfirmDialog)
        await at.press("y")
        await at.until(at.is_on_desk)
        await at.until(lambda: place.papers.row_count == 1)
        let_go = threading.Event()
        own_session.jobs.start(
            lambda _job: let_go.wait(30) and None, lane="ingest", title="Reading", target=place
        )
        await at.press("u")
        await at.until(lambda: len(own_session.jobs.running("ingest")) == 2)
        let_go.set()
        await at.until(lambda: own_library.count_papers() == 2, seconds=60)


async def test_papers_go_and_come_back_in_the_middle_of_reading(
    own_session: Session, own_library: Library, papers: Path  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE, notices=True) as at:
        at.app.desk.post_message(FolderChosen((str(papers),)))
        await at.until(lambda: own_library.count_papers() >= 4, seconds=60)
        reading = at.place("folders")
        assert isinstance(reading, FoldersPlace)
        assert reading.is_reading
        place = await library_place(at)
        await at.until(lambda: place.papers.current)
        gone = place.papers.current
        assert gone is not None
        await at.press("delete")
        await opened(at, ConfirmDialog)
        await at.press("y")
        await at.until(lambda: at.app.session.undo, seconds=60)
        assert at.is_on_desk(), at.screen_text()
        assert gone.id in {paper.id for paper in own_library.removed_papers()}
        await at.until(lambda: "u takes it back" in noticed(at))
        await at.press("u")
        await at.until(lambda: "Bringing back" in noticed(at))
        await at.until(lambda: not own_library.removed_papers(), seconds=60)
        await at.until(lambda: "back in the library" in noticed(at))
        await at.until(lambda: not reading.is_reading, seconds=120)
        assert at.is_on_desk(), at.screen_text()
        counts = next(row.counts for row in own_library.folders() if row.path == str(papers))
        files = sum(counts.get(state, 0) for state in FileState)
        assert files == len(list(papers.iterdir())), "no file was forgotten over it"


@pytest.mark.parametrize("state", list(FileState))
@pytest.mark.parametrize("reason", ["x.pdf is encrypted: a password opens it", "", "[odd]\x1b"])
def test_every_problem_has_a_cure(state: FileState, reason: str) -> None:
    assert cure(Problem(FileReport("/x.pdf", state, reason)))


# -- written down, opened outside -------------------------------------------------------------


async def test_papers_are_written_as_their_file_says_and_never_over_another(
    own_session: Session, own_library: Library, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    own_library.set_note(own_library.papers()[0].id, "my *own* words")
    target = tmp_path / "list.bib"
    target.write_text("kept", encoding="utf-8")
    async with desk(own_session, size=WIDE) as at:
        await library_place(at)

        async def write(path: Path, *keys: str) -> None:
            await at.press("ctrl+a")
            await at.until(lambda: "✓ 2 chosen" in at.screen_text())
            await at.press("w")
            await opened(at, WriteDialog)
            at.app.screen.query_one("#file", Input).value = str(path)
            await at.press(*keys, "enter")

        await write(target)
        await opened(at, ConfirmDialog)
        await at.press("n")
        assert target.read_text(encoding="utf-8") == "kept"
        await at.press("escape")
        await write(target)
        await opened(at, ConfirmDialog)
        await at.press("y")
        await at.until(lambda: target.read_text(encoding="utf-8").count("@") == 2)
        await at.press("escape")
        await write(tmp_path / "list.bib", "ctrl+n")
        markdown = tmp_path / "list.md"
        await at.until(markdown.exists)
        assert "my *own* words" in markdown.read_text(encoding="utf-8")


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop whose PDF viewer writes down how it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    told = tmp_path / "told"
    for name, line in (
        ("xdg-mime", "echo org.kde.okular.desktop"),
        ("okular", f'printf "%s\\n" "$@" > {told}.part; mv {told}.part {told}'),
        ("xdg-open", f'printf "%s\\n" "$@" > {told}.part; mv {told}.part {told}'),
    ):
        script = folder / name
        script.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":99")
    return told


async def test_a_pdf_opens_at_the_page_in_the_systems_viewer(
    own_session: Session, viewer: Path  # noqa: F811
) -> None:  # fmt: skip
    async with desk(own_session, size=WIDE) as at:
        place = await library_place(at)
        paper = place.papers.current
        assert paper is not None
        await at.press("enter")
        await opened(at, PaperScreen)
        await at.quiet()
        await at.press("right_square_bracket", "O")
        await at.until(viewer.exists)
        assert viewer.read_text(encoding="utf-8").split("\n")[:3] == ["--page", "2", paper.path]
        viewer.unlink()
        await at.press("R")
        await at.until(viewer.exists)
        assert viewer.read_text(encoding="utf-8").strip() == str(Path(paper.path).parent)


def test_a_viewer_of_ones_own_and_what_cannot_be_opened(
    tmp_path: Path, viewer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file; rm -rf $(x).pdf"
    file.write_bytes(b"%PDF")
    started = open_pdf(str(file), 7, "xdg-open --at={page} {file}")
    assert (started.program, started.at_page) == ("xdg-open", True)
    with pytest.raises(OutsideError, match="cannot be started"):
        open_pdf(str(file), 7, "no-such-viewer")
    with pytest.raises(OutsideError, match="not there"):
        open_pdf(str(tmp_path / "gone.pdf"))
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(OutsideError) as refused:
        open_pdf(str(file))
    assert str(file) in refused.value.hint
    del viewer


# -- one paper's neighbours -------------------------------------------------------------------


async def test_papers_like_one_and_questions_about_it_are_a_key_away(
    session: Session, library: Library
) -> None:
    asked = "What does a prior on the age of a paper do?"
    paper = library.ask(asked).citations[0].paper
    async with desk(session, size=WIDE) as at:
        from ui.app.messages import PaperChosen

        at.app.post_message(PaperChosen(paper.id))
        await opened(at, PaperScreen)
        await at.quiet()
        screen = at.app.screen
        await at.press("5")
        await at.until(lambda: screen.query_one(SimilarList).row_count > 1)
        assert all(hit.paper.id != paper.id for hit in screen.query_one(SimilarList).hits)
        await at.press("6")
        await at.until(lambda: screen.query_one(QuestionList).row_count)
        assert asked in at.screen_text()
        await at.press("enter")
        await at.until(at.is_on_desk)
        place = at.place("ask")
        assert isinstance(place, AskPlace)
        await at.until(lambda: place.answer is not None)


async def test_missing_references_come_first_when_asked_and_labels_are_shown(
    session: Session, library: Library
) -> None:
    details = [library.paper(paper.id) for paper in library.papers()]
    detail = max(details, key=lambda d: max((r.cited_here for r in d.references), default=0))
    most = max(reference.cited_here for reference in detail.references)
    async with desk(session, size=WIDE) as at:
        from ui.app.messages import PaperChosen

        at.app.post_message(PaperChosen(detail.summary.id))
        await opened(at, PaperScreen)
        await at.quiet()
        await at.press("3", "o")
        rows = at.app.screen.query_one(ReferenceList)
        assert rows.references[0].cited_here == most
        assert rows.references[0].cited_paper_id is None
        label = detail.references[0].label
        assert (f"[{label}]" if label else "(") in at.screen_text()


async def test_papers_that_nothing_names_are_left_out_and_counted(
    own_session: Session, own_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setattr(own_library, "not_citable", lambda _ids: own_library.papers()[:1])
    ids = own_library.paper_ids()
    async with desk(own_session, size=WIDE, notices=True) as at:
        place = await library_place(at)
        own_session.start(
            partial(write_papers, ids, str(tmp_path / "list.bib"), "bibtex", False, False),
            lane="list", title="t", target=place,
        )  # fmt: skip
        await at.until(lambda: "1 left out" in noticed(at))
        assert "1 paper written" in noticed(at)
