"""What to ask when nothing was asked yet: recent questions and some that titles suggest.

Owns wording the suggestions and drawing the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from ui.app import wording
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Answer, PaperSummary

__all__ = ["Start", "StartList", "suggested_questions"]


@dataclass(frozen=True, slots=True)
class Start:
    """One row: a question, and its answer where it was asked before."""

    question: str
    answer: Answer | None = None


def suggested_questions(papers: Sequence[PaperSummary], most: int = 3) -> list[str]:
    """Questions that papers of this library should be able to answer, from their titles."""
    titles = [title for paper in papers if 12 <= len(title := one_line(paper.title)) <= 90]
    shapes = ("What is known about “{}”?", "What are the main findings of “{}”?",
              "Which limits does “{}” report?")  # fmt: skip
    return [shape.format(title) for shape, title in zip(shapes, titles[:most], strict=False)]


class StartList(RowList):
    """Recent and suggested questions."""

    HELP = (
        "Questions asked before (• answered, ○ not) and questions to begin with (?). Enter takes "
        "one."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.starts: list[Start] = []

    def show_starts(self, answers: Sequence[Answer], questions: Sequence[str]) -> None:
        """Replace all rows."""
        self.starts = [Start(answer.question, answer) for answer in answers]
        self.starts += [Start(question) for question in questions]
        self.set_row_count(len(self.starts), keep_cursor=True)

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Mark, question, and when it was asked."""
        start = self.starts[index]
        if start.answer is None:
            return [Content.assemble(("?  ", "$accent"), one_line(start.question))]
        mark, colour = ("○", "$partly") if start.answer.refused else ("•", "$quiet")
        when = start.answer.asked_at[:16].replace("T", " ")
        cited = wording.count(len(start.answer.citations), "quote")
        tail = Content.styled(f"  {cited} · {when}", "$faint")
        head = Content.assemble((f"{mark}  ", colour), one_line(start.question))
        return [head.truncate(max(10, width - tail.cell_length), ellipsis=True) + tail]
