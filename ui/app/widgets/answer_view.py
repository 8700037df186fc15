"""A question with its answer: what was asked, the prose, the verdict and what must be known.

Owns the left side of the Ask place once something was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ui.app import wording
from ui.app.asking import chips_of
from ui.app.widgets.answer_prose import QUOTES, AnswerProse
from ui.app.widgets.chip_line import ChipLine
from ui.app.widgets.search_tree import SearchTree
from ui.safe_text import one_line, plain
from workbench.states import Support

if TYPE_CHECKING:
    from workbench.answer.changes import Changes
    from workbench.types import Answer, QuestionUnderstood, SearchNode

__all__ = ["AnswerView"]


class AnswerView(VerticalScroll, can_focus=False):
    """One question and what came of it."""

    DEFAULT_CSS = """
    AnswerView {
        padding: 0 0 0 2; scrollbar-size-vertical: 1;
        & > Static { width: 1fr; height: auto; padding-right: 2; }
        & > AnswerProse { padding-right: 2; }
        #asked { color: $foreground; text-style: bold; }
        #understood { width: 1fr; padding: 0 2 0 0; }
        SearchTree { margin-top: 1; }
        AnswerProse { margin-top: 1; }
        #lead { margin-top: 1; color: $partly; display: none; }
        #verdict { color: $quiet; }
        #since { color: $accent; display: none; }
        #changed { margin-top: 1; color: $quiet; display: none; }
        #notes { margin-top: 1; color: $faint; }
    }
    """

    def compose(self) -> ComposeResult:
        """Everything is there from the start, so that nothing jumps when it fills."""
        yield Static(id="asked", markup=False)
        yield ChipLine(id="understood", stops_tab=False)
        yield Static(id="since", markup=False)
        yield SearchTree()
        # above the prose: below a long answer nobody would see how well it holds
        yield Static(id="verdict", markup=False)
        yield Static(id="lead", markup=False)
        yield AnswerProse()
        yield Static(id="changed", markup=False)
        yield Static(id="notes", markup=False)

    @property
    def prose(self) -> AnswerProse:
        """The sentences."""
        return self.query_one(AnswerProse)

    @property
    def searches(self) -> SearchTree:
        """The searches behind the answer."""
        return self.query_one(SearchTree)

    @property
    def chips(self) -> ChipLine:
        """How the question was understood."""
        return self.query_one("#understood", ChipLine)

    def begin(self, question: str) -> None:
        """Show that a question was asked and nothing is known yet."""
        self._say("asked", Content(one_line(question)))
        self.chips.show_chips(())
        self.searches.show_nodes((), is_open=True)
        self._maybe("since", Content(""))
        self._maybe("changed", Content(""))
        self._say("verdict", Content("looking for quotes …   escape cancels"))
        self._say("notes", Content(""))
        self._maybe("lead", Content(""))
        self.prose.answer = None
        self.prose.draft = ""
        self.prose.current = 0
        self.scroll_to(y=0, animate=False)

    def show_understood(self, understood: QuestionUnderstood) -> None:
        """Show what the question was taken for and what it is narrowed to."""
        self.chips.show_chips(chips_of(understood))

    def show_search(self, node: SearchNode) -> None:
        """Show a search that was planned, or what came of it."""
        self.searches.grow(node)

    def show_new_papers(self, papers: int) -> None:
        """Say that the library has grown since, where it has."""
        since = f"{wording.count(papers, 'new paper')} since this was asked: r asks again"
        self._maybe("since", Content(since if papers else ""))

    def show_quotes_found(self, count: int) -> None:
        """Say that the evidence is there and the prose is being written."""
        found = wording.count(count, "quote")
        self._say("verdict", Content(f"{found} found · writing …   escape cancels"))

    def grow(self, draft: str) -> None:
        """Show more of the draft; keep its end in sight if one was there already."""
        at_end = self.scroll_offset.y >= self.max_scroll_y - 1
        self.prose.draft = draft
        if at_end:
            self.call_after_refresh(self.scroll_end, animate=False)

    def settle(self, answer: Answer, changes: Changes | None = None) -> None:
        """Show the checked answer in the draft's place, and what is new in it."""
        self._say("asked", Content(one_line(answer.question)))
        self.chips.show_chips(chips_of(answer))
        self.searches.show_nodes(answer.searches, is_open=False)
        self._maybe("since", Content(""))
        self._maybe("changed", _changed(changes))
        # a refusal's own text says that it is one
        says_so = not answer.refused or bool(answer.text.strip())
        self._maybe("lead", Content("" if says_so else "Your papers do not seem to answer this."))
        self.prose.current = 0
        self.prose.answer = answer
        self._say("verdict", _verdict(answer))
        self.call_after_refresh(self.scroll_home, animate=False)
        self._say("notes", _notes(answer))

    def stop(self, why: str) -> None:
        """Say that no answer will come; the draft so far stays readable."""
        self._say("verdict", Content(why))

    def _say(self, name: str, text: Content) -> None:
        self.query_one(f"#{name}", Static).update(text)

    def _maybe(self, name: str, text: Content) -> None:
        """Say something that takes no room where there is nothing to say."""
        line = self.query_one(f"#{name}", Static)
        line.update(text)
        line.display = bool(text)


NEAREST = "the nearest passages are in the evidence; one of them may be what you look for"
SEARCH = "a search (F3) shows what the papers do say about it"


def _notes(answer: Answer) -> Content:
    """Why a sentence is doubted, what was searched, what to try: a line each."""
    lines: list[Content] = []
    for sentence in answer.sentences:
        if sentence.reason and sentence.support is not Support.SUPPORTED:
            mark, colour = wording.SUPPORT_MARKS[sentence.support]
            start = one_line(sentence.text, 48)
            lines.append(
                Content.assemble((f"{mark} ", colour), f"“{start}” {plain(sentence.reason)}")
            )
    told = [*answer.notes, *(_advice(answer) if answer.refused else ())]
    lines += [
        Content(f"· {plain(wording.with_keys(note))}")
        for note in dict.fromkeys(told)
        if note not in answer.text
    ]
    return Content("\n").join(lines)


def _advice(answer: Answer) -> list[str]:
    """What to do where the papers do not answer; the text of the refusal often says part of it."""
    advice = [answer.suggestion]
    if answer.citations:
        advice.append(NEAREST)
    advice.append(SEARCH)
    untold = [one_line(query, 120) for query in answer.searched if query not in answer.text]
    if untold:
        advice.append("searched: " + "; ".join(untold))
    return advice


def _changed(changes: Changes | None) -> Content:
    """What is different from the answer before."""
    if changes is None:
        return Content("")
    parts = [changes.verdict]
    if changes.new_quotes:
        parts.append(wording.count(len(changes.new_quotes), "new quote"))
    if changes.gone_quotes:
        parts.append(f"{wording.count(len(changes.gone_quotes), 'quote')} gone")
    lines = ["since it was asked before: " + " · ".join(parts)]
    lines += [f"+ {one_line(name, 80)}" for name in changes.new_papers]
    lines += [f"− {one_line(name, 80)}" for name in changes.gone_papers]
    return Content("\n".join(lines))


def _verdict(answer: Answer) -> Content:
    total = len(answer.sentences)
    held = sum(s.support is Support.SUPPORTED for s in answer.sentences)
    parts: list[str] = []
    mark, colour = "○", "$quiet"
    is_written = answer.model != QUOTES
    if total and not answer.refused and is_written:
        mark, colour = ("✓", "$good") if held == total else ("~", "$partly")
        parts.append(f"{held} of {wording.count(total, 'sentence')} supported")
    if answer.reworded_for:
        parts.append(f"in other words {one_line(answer.reworded_for, 60)}")
    if seconds := answer.timings.get("total"):
        parts.append(wording.duration(seconds))
    papers = len({citation.paper.id for citation in answer.citations})
    if papers:
        counted = wording.count(papers, "paper")
        parts.append(f"nearest passages from {counted}" if answer.refused else f"{counted} cited")
    if is_written:
        parts.append(one_line(answer.model, 40))
    elif not answer.refused:
        parts.insert(0, "quotes, word for word")
    return Content.assemble((f"{mark} ", colour), " · ".join(parts))
