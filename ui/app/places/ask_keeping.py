"""What is done with an answer that is there: kept as a file, copied, voted on.

Owns these; asking, and showing the answer, is ``ask.py``'s.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from ui.app import work
from ui.app.messages import AnswerExported, FileInTheWay, VoteKept
from ui.app.places.place import Place
from ui.app.widgets.answer_prose import AnswerProse
from ui.app.widgets.quote_card import QuoteCard
from ui.app.wording import short_path

if TYPE_CHECKING:
    from ui.app.session import Session
    from workbench.types import Answer

__all__ = ["AnswerKeeping"]


class AnswerKeeping(Place):
    """A place with an answer in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,ctrl+s", "export", "Save", id="ask.save",
                tooltip="Save the answer as a Markdown file"),
        Binding("y", "copy", "Copy", show=False, id="ask.copy",
                tooltip="Copy the answer and its sources to the clipboard"),
    ]  # fmt: skip

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, name)
        self.answer: Answer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without an answer there is nothing to keep."""
        if action in {"export", "copy"}:
            return self.answer is not None
        return super().check_action(action, parameters)

    @on(QuoteCard.Voted)
    def _quote_voted(self, event: QuoteCard.Voted) -> None:
        event.stop()
        self._vote(event.n, event.value)

    @on(AnswerProse.Voted)
    def _answer_voted(self, event: AnswerProse.Voted) -> None:
        event.stop()
        self._vote(0, event.value)

    def _vote(self, n: int, value: int) -> None:
        if self.answer is not None:
            vote = partial(work.vote, self.answer, n, value)
            self.session.start(vote, lane="list", title="Keeping your vote", target=self)

    def on_vote_kept(self, message: VoteKept) -> None:
        """Say what it does, and how to take it back."""
        told = {
            1: f"[{message.n}] is good: its passage moves up a little (0 takes it back)",
            -1: f"[{message.n}] is bad: its passage moves down a little (0 takes it back)",
            0: f"no vote on [{message.n}]",
        }
        whole = {1: "kept: a good answer", -1: "kept: a bad answer", 0: "no vote on this answer"}
        said = told[message.value] if message.n else f"{whole[message.value]} (0 takes it back)"
        self.notify(said, markup=False)

    def action_export(self) -> None:
        """Ask for a file name, then write."""
        from ui.app.dialogs.export import ExportDialog

        if self.answer is not None:
            self.app.push_screen(ExportDialog(self.answer.question), self._export)

    def _export(self, path: str | None, overwrite: bool = False) -> None:
        if path and self.answer is not None:
            self.session.start(
                partial(work.export_answer, self.answer, path, overwrite),
                lane="list", title="Saving the answer", target=self,
            )  # fmt: skip

    def on_file_in_the_way(self, message: FileInTheWay) -> None:
        """Ask before a file is replaced."""
        from ui.app.dialogs.confirm import ConfirmDialog

        def replace(yes: bool | None) -> None:
            if yes:
                self._export(message.path, overwrite=True)

        question = f"There is a file {short_path(message.path)} already."
        self.app.push_screen(ConfirmDialog(question, "replace it", "keep it"), replace)

    def on_answer_exported(self, message: AnswerExported) -> None:
        """Say where it is."""
        where = short_path(str(Path(message.path).expanduser().absolute()))
        self.notify(f"Saved to {where}", markup=False)

    def action_copy(self) -> None:
        """Copy prose and sources (OSC 52)."""
        if self.answer is None:
            return
        sources = [
            f"[{c.n}] {c.paper.title} ({c.paper.year_label or 'n.d.'}), p. {c.page}: “{c.quote}”"
            for c in self.answer.citations
        ]
        self.app.copy_to_clipboard("\n".join([self.answer.text, "", *sources]))
        self.notify("Answer and sources copied", markup=False)
