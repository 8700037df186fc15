"""One open paper: what it is at the left; its page, passages and neighbours at the right.

Owns which page is shown and what is marked on it. Rendering happens in the library's reader
process, decoding on a thread.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TabbedContent, TabPane

from ui.app import wording, work
from ui.app.messages import JobFailed, LibraryChanged, PageDrawn, PaperChosen, PaperRead
from ui.app.messages.keeping import AnswerChosen, AnswersUsingRead, PapersChanged
from ui.app.page_text import page_text
from ui.app.paper_actions import PaperActions
from ui.app.terminal import PictureWay
from ui.app.widgets.about_pane import AboutPane
from ui.app.widgets.bottom_line import BottomLine
from ui.app.widgets.cited_by_list import CitedByList
from ui.app.widgets.outline_list import OutlineList
from ui.app.widgets.page_view import PageView
from ui.app.widgets.passage_list import PassageList
from ui.app.widgets.question_list import QuestionList
from ui.app.widgets.reference_list import ReferenceList
from ui.app.widgets.row_list import RowList
from ui.app.widgets.similar_pane import SimilarPane
from ui.app.work import keeping
from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.paper import Rectangle
    from ui.app.app import CarrelApp
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import PaperDetail, PaperSummary, StoredPassage

__all__ = ["PaperScreen"]

RENDER_ZOOM = 1.5
"""Pixels per point that pages are rendered with: enough for four times the width of a view."""

PIXEL_ZOOM = 2.0
"""The same where the terminal shows pixels and the page is as wide as the view."""

LEGIBLE_COLUMNS = 180
"""Width of the page's view from which print made of blocks can be read: two cells a letter."""

LEGIBLE_PIXEL_COLUMNS = 50
"""The same for print made of pixels: two letters a cell."""


class PaperScreen(Screen[None], PaperActions):
    """A paper."""

    HELP = (
        "A paper. `[` and `]` turn pages, `t` changes between words and picture, `1` to `6` "
        "change what is at the right, `i` shows or hides what is known about it, `e` corrects it, "
        "`n` writes a note, `#` tags, `c` collects, `m` marks it read, `*` puts a star on it, `v` "
        "shows versions, `O` opens the file at this page in your PDF viewer, Escape goes back."
    )

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- typed by Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", key_display="esc", id="paper.back",
                tooltip="Back to where this paper was opened from"),
        Binding("left_square_bracket", "turn(-1)", "Page", key_display="[",
                id="paper.previous-page", tooltip="Turn to the page before"),
        Binding("right_square_bracket", "turn(1)", "Page", key_display="]", id="paper.next-page",
                tooltip="Turn to the next page"),
        Binding("plus,equals_sign", "zoom(1.4)", "Zoom", key_display="+", id="paper.zoom-in",
                tooltip="Show the page larger"),
        Binding("minus", "zoom(0.714)", "Zoom", key_display="-", show=False, id="paper.zoom-out",
                tooltip="Show the page smaller"),
        Binding("t", "show_words", "Words", id="paper.words",
                tooltip="Show the page's words instead of its picture"),
        Binding("t", "show_picture", "Picture", id="paper.picture",
                tooltip="Show the page's picture instead of its words"),
        Binding("i", "toggle_about", "About", id="paper.about",
                tooltip="Show or hide what is known about the paper"),
        Binding("1", "tab('page')", "Page", show=False, id="paper.page",
                tooltip="Show the page"),
        Binding("2", "tab('passages')", "Passages", show=False, id="paper.passages",
                tooltip="Show the passages"),
        Binding("3", "tab('references')", "References", show=False, id="paper.references",
                tooltip="Show what it cites"),
        Binding("4", "tab('cited-by')", "Cited by", show=False, id="paper.cited-by",
                tooltip="Show which papers of this library cite it"),
        Binding("5", "tab('similar')", "Similar", show=False, id="paper.similar",
                tooltip="Show papers like it"),
        Binding("6", "tab('questions')", "Questions", show=False, id="paper.questions",
                tooltip="Show your questions whose answers quote it"),
        Binding("tab", "app.focus_next", "Next", show=False, id="paper.focus-next",
                tooltip="To the next thing that can have the focus"),
        Binding("shift+tab", "app.focus_previous", "Previous", show=False,
                id="paper.focus-previous", tooltip="To the one before"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    PaperScreen {
        background: $background;
        #paper-head { height: 1; background: $surface; padding: 0 1; text-wrap: nowrap;
                      text-overflow: ellipsis; }
        #quote { height: auto; max-height: 6; padding: 0 2; margin-bottom: 1; display: none; }
        #about-side { width: 38%; border-right: solid $line; padding-top: 1; }
        #about-side AboutPane { height: 1fr; }
        #about-side OutlineList { height: 40%; border-top: solid $line; padding: 0 1; }
        #right { width: 1fr; }
        TabPane { padding: 0; }
        Tabs { height: 2; }
        Underline > .underline--bar { color: $accent; background: $line; }
        &.-no-about #about-side { display: none; }
    }
    PaperScreen.-narrow #about-side, PaperScreen.-narrow ModelLine { display: none; }
    PaperScreen.-narrow.-no-about #about-side { display: block; width: 1fr; border-right: none; }
    PaperScreen.-narrow.-no-about #right { display: none; }
    """

    def __init__(self, session: Session, chosen: PaperChosen) -> None:
        super().__init__()
        self.session = session
        self._chosen = chosen
        self.detail: PaperDetail | None = None
        self.passages: Sequence[StoredPassage] = ()
        self.page = chosen.page or 1
        self.is_text = True
        """Words rather than a picture. Without room, print made of blocks cannot be read."""
        self._marked: tuple[Rectangle, ...] = chosen.rectangles
        self._quote = chosen.quote
        self._quote_page = self.page
        self._is_cited = bool(chosen.quote)
        """Whether it is a quote that one came for, and not a passage that was chosen here."""
        self._is_marked = False
        """Whether the quote is marked in the words that are shown."""
        self._is_gone = False
        """Whether it was taken out of the library."""
        self._job: Job | None = None
        self._drawn_page = 0
        """The page whose picture is shown; drawn anew, it stays where it was."""

    def compose(self) -> ComposeResult:
        """Head; about left; tabs right; keys."""
        yield Static("reading …", id="paper-head", markup=False)
        with Horizontal():
            with Vertical(id="about-side"):
                yield AboutPane()
                yield OutlineList(id="outline")
            with Vertical(id="right"), TabbedContent(initial="page"):
                with TabPane("Page", id="page"):
                    yield Static(id="quote", markup=False)
                    yield PageView(id="page-view")
                with TabPane("Passages", id="passages"):
                    yield PassageList(id="passage-list")
                with TabPane("References", id="references"):
                    yield ReferenceList(id="reference-list")
                with TabPane("Cited by", id="cited-by"):
                    yield CitedByList(id="cited-by-list")
                with TabPane("Similar", id="similar"):
                    yield SimilarPane(self.session, self._chosen.paper_id)
                with TabPane("Questions", id="questions"):
                    yield QuestionList(id="question-list")
        yield BottomLine()

    def on_mount(self) -> None:
        """Read the paper, and draw its page meanwhile."""
        self.query_one(PageView).focus()
        self._read_paper()
        self.call_after_refresh(self._show_legibly)

    @property
    def _way(self) -> PictureWay:
        return cast("CarrelApp", self.app).look.way

    def _show_legibly(self) -> None:
        """Begin with the picture where it can be read, else with the words."""
        width = self.query_one(PageView).size.width
        least = LEGIBLE_PIXEL_COLUMNS if self._way.has_pixels else LEGIBLE_COLUMNS
        if width >= least and self._way is not PictureWay.TEXT:
            self.action_show_picture()

    # -- the paper ---------------------------------------------------------------------------

    def _read_paper(self) -> None:
        self.session.start(
            partial(work.read_paper, self._chosen.paper_id),
            lane="list", title="The paper", target=self,
        )  # fmt: skip
        self.session.start(
            partial(keeping.read_answers_using, self._chosen.paper_id),
            lane="list", title="Questions about the paper", target=self,
        )  # fmt: skip

    def current_paper(self) -> PaperSummary | None:
        """The paper that is open."""
        return self.detail.summary if self.detail else None

    def current_page(self) -> int:
        """The page that is shown."""
        return self.page

    def on_papers_changed(self, message: PapersChanged) -> None:
        """Whether this paper was taken out; ``PaperActions``' own handler comes after this."""
        self._is_gone = self._chosen.paper_id in message.gone

    def on_library_changed(self, message: LibraryChanged) -> None:
        """Something was taken back, perhaps of this paper."""
        message.stop()
        self._read_paper()

    def papers_changed(self) -> None:
        """Show it anew, or go where it is gone; the screens below look again too."""
        for screen in self.app.screen_stack:
            if screen is not self:
                screen.post_message(LibraryChanged())
        if self._is_gone:
            self.action_leave()
        else:
            self._read_paper()

    def on_paper_read(self, message: PaperRead) -> None:
        """Everything about the paper is here."""
        self.detail, self.passages = message.detail, message.passages
        detail = message.detail
        self.query_one(AboutPane).show_paper(detail)
        self.query_one(OutlineList).show_sections(detail.sections)
        self.query_one(PassageList).show_passages(message.passages)
        self.query_one(ReferenceList).show_references(detail.references)
        self.query_one(CitedByList).show_papers(detail.cited_by)
        self.query_one("#outline").display = bool(detail.sections)
        here = sum(r.cited_paper_id is not None for r in detail.references)
        self._label_tab("passages", f"Passages {len(message.passages)}")
        self._label_tab("references", f"References {len(detail.references)} ({here} here)")
        self._label_tab("cited-by", f"Cited by {len(detail.cited_by)}")
        self._show_head()
        self._show_quote()
        if self.is_text:
            self._show_text()

    def _label_tab(self, tab: str, label: str) -> None:
        self.query_one(TabbedContent).get_tab(tab).label = Content(label)

    def _show_head(self) -> None:
        if self.detail is None:
            return
        pages = self.detail.summary.pages
        page = f"p. {self.page} of {pages}" if pages else f"p. {self.page}"
        head = Content.assemble(
            ("‹ ", "$accent"),
            (f"{page}  ", "$accent"),
            (wording.title(self.detail.summary), "bold"),
        )
        self.query_one("#paper-head", Static).update(head)

    def _show_quote(self) -> None:
        """The quote over the picture of its page; in words it is marked where it stands."""
        quote = self.query_one("#quote", Static)
        is_here = self.page == self._quote_page
        quote.display = self._is_cited and not (is_here and self._is_marked)
        if is_here:
            quote.update(Content.styled(f"“{one_line(self._quote, 1200)}”", "$quoted"))
        else:
            quote.update(Content.styled(f"the quote is on page {self._quote_page}", "$faint"))

    # -- the page ----------------------------------------------------------------------------

    def _draw_page(self) -> None:
        if self._job is not None:
            self._job.abandon()
        marks = [r for r in self._marked if r.page == self.page]
        quote = self._quote if self.page == self._quote_page else ""
        view = self.query_one(PageView)
        zoom = PIXEL_ZOOM * max(1.0, view.zoom) if self._way.has_pixels else RENDER_ZOOM
        self._job = self.session.start(
            partial(work.draw_page, self._chosen.paper_id, self.page, marks, quote, zoom),
            lane="page", title="The page", target=self,
        )  # fmt: skip

    @on(PageView.EncodingWanted)
    def _encode(self, event: PageView.EncodingWanted) -> None:
        event.stop()
        self.session.start(
            partial(work.encode_pixels, event.encode),
            lane="pixels", title="The page's pixels", target=self.query_one(PageView),
        )  # fmt: skip

    def on_page_drawn(self, message: PageDrawn) -> None:
        """A page was rendered."""
        if message.page == self.page and not self.is_text:
            is_new = self.page != self._drawn_page
            self._drawn_page = self.page
            centre = (message.centre or 0.0) if is_new else None
            self.query_one(PageView).show_picture(message.picture, centre)

    def on_job_failed(self, message: JobFailed) -> None:
        """A page that cannot be drawn is shown as words; other failures are the app's to tell."""
        if self._job is not None and message.job == self._job.number:
            message.stop()
            self.is_text = True
            self.refresh_bindings()
            self._show_text(f"{message.problem} {message.hint}".strip())

    def _show_text(self, why: str = "") -> None:
        quote = self._quote if self.page == self._quote_page else ""
        text, mark = page_text(self.passages, self.page, quote)
        if not text and self.detail is not None:
            text = Content.styled("no passage of this page is in the library", "$faint")
        if why:
            told = Content.styled(f"{plain(why)}\n\n", "$partly")
            text, mark = told + text, mark + len(told) if mark >= 0 else -1
        self._is_marked = mark >= 0
        self._show_quote()
        self.query_one(PageView).show_text(text, mark)

    def turn_to(self, page: int, marked: tuple[Rectangle, ...] | None = None) -> None:
        """Show a page, with other marks if given."""
        last = self.detail.summary.pages if self.detail else page
        self.page = max(1, min(page, last or page))
        self._drawn_page = 0
        if marked is not None:
            self._marked = marked
        self._show_head()
        if self.is_text:
            self._show_text()
        else:
            self._is_marked = False
            self._show_quote()
            self._draw_page()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Words have a picture to change to, a picture has words and can be zoomed."""
        if action == "show_picture":
            return self.is_text and self._way is not PictureWay.TEXT
        if action in {"show_words", "zoom"}:
            return not self.is_text
        return super().check_action(action, parameters)

    def action_turn(self, step: int) -> None:
        """Turn pages."""
        self.action_tab("page")
        self.turn_to(self.page + step)

    def action_zoom(self, factor: float) -> None:
        """Larger or smaller, between the view's width and four times that."""
        view = self.query_one(PageView)
        view.zoom = max(0.5, min(4.0, view.zoom * factor))
        if self._way.has_pixels:
            self._draw_page()

    def action_show_words(self) -> None:
        """Words in place of the picture."""
        self._change_look(is_text=True)

    def action_show_picture(self) -> None:
        """The picture in place of the words."""
        self._change_look(is_text=False)

    def _change_look(self, *, is_text: bool) -> None:
        self.is_text = is_text
        self.action_tab("page")
        self.turn_to(self.page)

    def action_toggle_about(self) -> None:
        """Show or hide the left side; on a narrow screen, change sides."""
        self.toggle_class("-no-about")

    def action_tab(self, tab: str) -> None:
        """Show a tab and give its content the focus."""
        tabs = self.query_one(TabbedContent)
        tabs.active = tab
        inside = tabs.get_pane(tab).query("RowList, PageView").first()
        inside.focus()

    def action_leave(self) -> None:
        """Back."""
        if self._job is not None:
            self._job.abandon()
        self.dismiss(None)

    # -- lists -------------------------------------------------------------------------------

    @on(RowList.Chosen, "#outline")
    def _section_chosen(self, event: RowList.Chosen) -> None:
        if self.detail is not None:
            self.action_tab("page")
            self.turn_to(self.detail.sections[event.index].page)

    @on(RowList.Chosen, "#passage-list")
    def _passage_chosen(self, event: RowList.Chosen) -> None:
        passage = self.passages[event.index]
        self._quote, self._quote_page, self._is_cited = passage.text, passage.page, False
        self.action_tab("page")
        self.turn_to(passage.page, passage.rectangles)

    @on(RowList.Chosen, "#reference-list")
    def _reference_chosen(self, event: RowList.Chosen) -> None:
        if self.detail is None:
            return
        cited = self.query_one(ReferenceList).references[event.index].cited_paper_id
        if cited:
            self.post_message(PaperChosen(cited))
        else:
            self.notify("This paper is not in the library.", markup=False)

    # -- papers like it, questions about it --------------------------------------------------

    @on(TabbedContent.TabActivated)
    def _tab_shown(self, event: TabbedContent.TabActivated) -> None:
        event.stop()
        if event.pane.id == "similar":
            self.query_one(SimilarPane).look()

    def on_similar_pane_found(self, message: SimilarPane.Found) -> None:
        """Say how many there are."""
        self._label_tab("similar", f"Similar {message.papers}")

    def on_answers_using_read(self, message: AnswersUsingRead) -> None:
        """Show the questions."""
        self.query_one(QuestionList).show_answers(message.answers, self._chosen.paper_id)
        self._label_tab("questions", f"Questions {len(message.answers)}")

    @on(RowList.Chosen, "#question-list")
    def _question_chosen(self, event: RowList.Chosen) -> None:
        self.post_message(AnswerChosen(self.query_one(QuestionList).answers[event.index]))

    @on(RowList.Chosen, "#cited-by-list")
    def _citing_chosen(self, event: RowList.Chosen) -> None:
        if self.detail is not None:
            self.post_message(PaperChosen(self.detail.cited_by[event.index].id))
