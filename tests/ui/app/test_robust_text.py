"""Every list, card and dialog shows hostile text harmlessly: nothing breaks, leaks or is obeyed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from tests.ui.app.test_text import TITLES
from ui.app.dialogs.collect import CollectDialog
from ui.app.dialogs.confirm import ConfirmDialog
from ui.app.dialogs.error import ErrorDialog
from ui.app.dialogs.export import ExportDialog
from ui.app.dialogs.note import NoteDialog
from ui.app.dialogs.problem import ProblemDialog
from ui.app.dialogs.setting import SettingDialog
from ui.app.dialogs.shelves import ShelvesDialog
from ui.app.dialogs.tags import TagsDialog
from ui.app.dialogs.write_papers import WriteDialog
from ui.app.jobs import Job, JobTarget
from ui.app.themes import THEMES
from ui.app.widgets.about_pane import AboutPane
from ui.app.widgets.check_list import CheckList
from ui.app.widgets.cited_by_list import CitedByList
from ui.app.widgets.file_list import FileList
from ui.app.widgets.folder_list import FolderList
from ui.app.widgets.map_canvas import MapCanvas
from ui.app.widgets.model_list import ModelList
from ui.app.widgets.outline_list import OutlineList
from ui.app.widgets.paper_columns import COLUMNS
from ui.app.widgets.paper_list import PaperList
from ui.app.widgets.passage_list import PassageList
from ui.app.widgets.problem_list import Problem, ProblemList
from ui.app.widgets.progress_panel import ProgressPanel
from ui.app.widgets.question_list import QuestionList
from ui.app.widgets.reference_list import ReferenceList
from ui.app.widgets.shelf_list import Shelf, ShelfList
from ui.app.widgets.similar_list import SimilarList
from ui.app.widgets.start_list import StartList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line, plain
from workbench.library import Library
from workbench.settings import setting_info
from workbench.states import FileState
from workbench.types import (
    Answer,
    Citation,
    Collection,
    FileReport,
    FolderRow,
    Hit,
    MapGroup,
    MapPoint,
    ModelRow,
    PaperDetail,
    PaperMap,
    PaperSummary,
    Progress,
    ReferenceRow,
    Section,
    StoredPassage,
)

SIZES = ((80, 24), (30, 10))


class Stage(App[None]):
    """A widget of the app alone on the screen, with its colours."""

    def __init__(self, widget: Widget | None = None, dialog: Screen[object] | None = None) -> None:
        super().__init__()
        self._widget, self._dialog = widget, dialog
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        if self._widget is not None:
            yield self._widget

    def on_mount(self) -> None:
        if self._dialog is not None:
            self.push_screen(self._dialog)


@pytest.fixture(scope="module")
def detail(library: Library) -> PaperDetail:
    return library.paper(library.papers(limit=1)[0].id)


def outline(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = OutlineList()
    return rows, lambda: rows.show_sections([Section(text, level, 1) for level in (1, 2, 9)])


def files(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = FileList()
    reports = [FileReport(f"/x/{text}", state, text) for state in FileState]
    return rows, lambda: rows.show_files(reports)


def folders(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = FolderList()
    return rows, lambda: rows.show_folders([FolderRow(text, {"ready": 3}, "2026-11-23T12:00:00Z")])


def models(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = ModelList()
    row = ModelRow(text, "embed", text, text, 1, True, True, True, text, 1, 1, 1, 1, text)
    return rows, lambda: rows.show_models([row], {})


def papers(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = PaperList()
    summary = replace(
        detail.summary, title=text, authors=(text, text), venue=text, path=text, tags=(text,),
        collections=(text,), citekey=text, has_note=True,
    )  # fmt: skip
    rows.columns = [column.name for column in COLUMNS[1:]]

    def fill() -> None:
        rows.start_over(1)
        rows.add_rows(0, [summary])

    return rows, fill


def references(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = ReferenceList()
    row = ReferenceRow(1, text, text, (text,), 2000, text, None)
    return rows, lambda: rows.show_references([row])


def cited_by(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = CitedByList()
    return rows, lambda: rows.show_papers([replace(detail.summary, title=text, authors=(text,))])


def passages(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    from ingest.paper import PassageKind

    rows = PassageList()
    row = StoredPassage("0" * 16, detail.summary.id, 0, PassageKind.BODY, text, text, 1, 9)
    return rows, lambda: rows.show_passages([row])


def starts(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = StartList()
    return rows, lambda: rows.show_starts([], [text])


def about(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    pane = AboutPane()
    summary = replace(detail.summary, title=text, authors=(text,), venue=text, path=text)
    odd = replace(
        detail, summary=summary, abstract=text, keywords=(text,), doi=text, warnings=(text,),
        paths=(text,), sections=(Section(text, 1, 1),),
    )  # fmt: skip
    return pane, lambda: pane.show_paper(odd)


def progress(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    panel = ProgressPanel(can_pause=True)

    def fill() -> None:
        panel.begin(text)
        panel.show_progress(Progress("read", 1, 2, "files", text))

    return panel, fill


def canvas(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    plane = MapCanvas()
    point = MapPoint(replace(detail.summary, title=text), 0.5, 0.5, 0)
    found = PaperMap((point,), (MapGroup(0, text, 0.5, 0.5, 1),), (), 0)
    return plane, lambda: plane.show_map(found)


def similar(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    from ingest.paper import PassageKind

    rows = SimilarList()
    passage = StoredPassage("0" * 16, detail.summary.id, 0, PassageKind.BODY, text, text, 1, 9)
    summary = replace(detail.summary, title=text, authors=(text,), venue=text)
    return rows, lambda: rows.show_hits([Hit(1, 0.5, {}, summary, passage, text)])


def questions(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    from ingest.paper import PassageKind

    rows = QuestionList()
    passage = StoredPassage("0" * 16, detail.summary.id, 0, PassageKind.BODY, text, text, 1, 9)
    citation = Citation(1, replace(detail.summary, title=text), passage, 1, text)
    answer = Answer("1" * 16, text, text, (), (citation, citation), False, text, {}, asked_at=text)
    return rows, lambda: rows.show_answers([answer], detail.summary.id)


def problems(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = ProblemList()
    reports = [FileReport(f"/x{text}/{text}", state, text) for state in FileState]
    return rows, lambda: rows.show_problems(reports, [])


def shelves(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = ShelfList()
    return rows, lambda: rows.show_shelves({"": 3}, [Collection(text, 1, "")], {text: 2})


def checks(_: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    rows = CheckList([(text, text, None)])
    return rows, lambda: rows.action_change()


def noted(detail: PaperDetail, text: str) -> tuple[Widget, Callable[[], None]]:
    """The person's own Markdown, which may hold anything that was pasted into it."""
    pane = AboutPane()
    note = f"# {text}\n\n- {text}\n\n> {text}\n\n`{text}` [{text}](http://x.y)\n\n```\n{text}\n```"
    odd = replace(detail, note=note, summary=replace(detail.summary, collections=(text,)))
    return pane, lambda: pane.show_paper(odd)


def odd_paper(text: str) -> PaperSummary:
    return PaperSummary("0" * 16, text, text, (text,), None, text, FileState.READY, text)


WIDGETS = (
    similar, questions, problems, shelves, checks, noted,
    outline, files, folders, models, papers, references, cited_by, passages, starts, about,
    progress, canvas,
)  # fmt: skip


def is_harmless(app: App[None]) -> None:
    """Nothing on the screen is a command to the terminal, and every line has its width."""
    strips = app.screen._compositor.render_strips()
    for strip in strips:
        assert strip.cell_length == app.size.width
        for character in strip.text:
            assert unicodedata.category(character) not in {"Cc", "Cs"}, repr(strip.text)
            assert not 0x202A <= ord(character) <= 0x202E
            assert not 0x2066 <= ord(character) <= 0x2069


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize("make", WIDGETS, ids=lambda make: make.__name__)
async def test_a_list_shows_any_text(
    detail: PaperDetail,
    make: Callable[[PaperDetail, str], tuple[Widget, Callable[[], None]]],
    title: str,
) -> None:
    widget, fill = make(detail, title)
    app = Stage(widget)
    async with app.run_test(size=SIZES[0]) as pilot:
        fill()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            is_harmless(app)


def _stores_nothing(_text: str, target: JobTarget) -> Job:
    return Job(0, "", "edit", target)


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize(
    "dialog",
    [
        lambda text: ErrorDialog(text, text, text),
        lambda text: ConfirmDialog(text, "yes", "no"),
        ExportDialog,
        lambda text: SettingDialog(setting_info("models.writer"), text),
        lambda text: NoteDialog(text, text, _stores_nothing, _stores_nothing),
        lambda text: CollectDialog([odd_paper(text)], [Collection(text, 1, "")]),
        lambda text: ShelvesDialog({"": 1}, [Collection(text, 1, "")], {text: 1}, Shelf("tag", "")),
        lambda text: ProblemDialog(Problem(FileReport(f"/{text}", FileState.FAILED, text))),
        lambda text: TagsDialog(text, [text], [text]),
        lambda text: WriteDialog(2, text),
    ],
    ids=[
        "error",
        "confirm",
        "export",
        "setting",
        "note",
        "collect",
        "shelves",
        "problem",
        "tags",
        "write",
    ],
)
async def test_a_dialog_shows_any_text(dialog: Callable[[str], Screen[object]], title: str) -> None:
    app = Stage(dialog=dialog(title))
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.pause()
        is_harmless(app)
        await pilot.press("d")
        await pilot.pause()
        is_harmless(app)


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
async def test_a_box_takes_any_paste(title: str) -> None:
    box = TextBox("anything")
    app = Stage(box)
    async with app.run_test(size=SIZES[0]) as pilot:
        box.focus()
        box.post_message(events.Paste(title))
        await pilot.pause()
        is_harmless(app)
        assert box.value == plain(title)


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
async def test_a_notice_shows_any_text(title: str) -> None:
    app = Stage()
    async with app.run_test(size=SIZES[0]) as pilot:
        app.notify(one_line(title, 200), markup=False)
        await pilot.pause()
        is_harmless(app)
