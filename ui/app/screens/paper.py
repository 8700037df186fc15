"""One open paper: what it is at the left; its page, passages and neighbours at the right.

Owns what is known about the paper and its neighbours. The page itself is ``paper_page``'s.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane

from ui.app import work
from ui.app.messages import LibraryChanged, PaperChosen, PaperRead
from ui.app.messages.keeping import AnswerChosen, AnswersUsingRead, PapersChanged
from ui.app.paper_actions import PaperActions
from ui.app.screens.paper_page import PaperPage
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

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import PaperSummary

__all__ = ["PaperScreen"]


class PaperScreen(PaperPage, PaperActions):
    """A paper."""

    HELP = (
        "A paper. `[` and `]` turn pages, `t` changes between words and picture, `1` to `6` "
        "change what is at the right, `i` shows or hides what is known about it, `e` corrects it, "
        "`n` writes a note, `#` tags, `c` collects, `m` marks it read, `*` puts a star on it, `v` "
        "shows versions, `O` opens the file at this page in your PDF viewer, Escape goes back."
    )

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 -- typed by Textual

    BINDINGS: ClassVar[list[BindingType]] = [
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
        Tab { color: $quiet; padding: 0 2 0 0; }
        Tab.-active { color: $foreground; }
        Underline > .underline--bar { color: $accent; background: $line; }
        &.-no-about #about-side { display: none; }
    }
    PaperScreen.-narrow #about-side, PaperScreen.-narrow ModelLine { display: none; }
    PaperScreen.-narrow.-no-about #about-side { display: block; width: 1fr; border-right: none; }
    PaperScreen.-narrow.-no-about #right { display: none; }
    """

    def __init__(self, session: Session, chosen: PaperChosen) -> None:
        super().__init__(session, chosen)
        self._is_gone = False
        """Whether it was taken out of the library."""

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
        self.call_after_refresh(self.show_legibly)

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
        self.show_head()
        self.show_quote()
        if self.is_text:
            self.show_text()

    def _label_tab(self, tab: str, label: str) -> None:
        self.query_one(TabbedContent).get_tab(tab).label = Content(label)

    def action_toggle_about(self) -> None:
        """Show or hide the left side; on a narrow screen, change sides."""
        self.toggle_class("-no-about")

    def action_tab(self, tab: str) -> None:
        """Show a tab and give its content the focus."""
        tabs = self.query_one(TabbedContent)
        tabs.active = tab
        inside = tabs.get_pane(tab).query("RowList, PageView").first()
        inside.focus()

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
