"""Questions whose answers quote a paper.

Owns drawing them; opening one shows the answer again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Answer

__all__ = ["QuestionList"]


class QuestionList(RowList):
    """Question and day, then what was quoted of the paper."""

    ROW_HEIGHT: ClassVar[int] = 3
    HELP = "Your questions whose answers quote this paper, newest first. Enter shows the answer."

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.answers: Sequence[Answer] = ()
        self._paper_id = ""

    def show_answers(self, answers: Sequence[Answer], paper_id: str) -> None:
        """Replace all rows."""
        self.answers = answers
        self._paper_id = paper_id
        self.set_row_count(len(answers))

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Three lines: question, quote, a blank one."""
        answer = self.answers[index]
        day = f"  {one_line(answer.asked_at[:10])}"
        question = Content.styled(one_line(answer.question), "$title")
        quotes = [c for c in answer.citations if c.paper.id == self._paper_id]
        more = f"  +{len(quotes) - 1}" if len(quotes) > 1 else ""
        first = f"  p. {quotes[0].page} “{one_line(quotes[0].quote, width * 2)}" if quotes else ""
        return [
            question.truncate(width - len(day), ellipsis=True, pad=True)
            + Content.styled(day, "$faint"),
            Content.styled(first, "$quoted").truncate(max(4, width - len(more)), ellipsis=True)
            + Content.styled(more, "$faint"),
        ]
