"""How a question is asked: what it is taken for, what it may cost, what it is narrowed to.

Owns the one value that says all of it, the chips that show it, and what taking one out or taking
an offer makes of it. Asking is ``work``'s, showing the Ask place's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ui.app import wording
from ui.app.widgets.chip_line import Chip
from ui.safe_text import plain
from workbench.answer.narrowing import set_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.types import Answer, Filters, QuestionUnderstood, Suggestion

__all__ = ["Asking", "chips_of"]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with all that is said beside it; what is empty is left to carrel.

    Args:
        question: The person's words.
        kind: What it is taken for.
        effort: What the answer may cost.
        filters: What it is narrowed to beside what is read from it.
        narrowed_by: As much as is to stay of what was read from it; None reads it.
        recency: How much newness counts, 0 to 10; None as the settings say.
        follows: The answer that it may go on from.
        before: An earlier answer to the same question, to be compared with the new one.
    """

    question: str
    kind: str = ""
    effort: str = ""
    filters: Filters | None = None
    narrowed_by: tuple[Suggestion, ...] | None = None
    recency: float | None = None
    follows: Answer | None = None
    before: Answer | None = None

    @classmethod
    def again(cls, answer: Answer) -> Asking:
        """An answer's question as it was asked then."""
        return cls(
            answer.question, answer.kind, answer.effort, set_beside(answer),
            narrowed_by=answer.narrowed_by, before=answer,
        )  # fmt: skip

    @property
    def is_again(self) -> bool:
        """Whether this is an earlier question unchanged, so that answers can be compared."""
        return self.before is not None and self == Asking.again(self.before)

    def without(self, chip: str, understood: Answer | QuestionUnderstood) -> Asking:
        """The same without what a chip says."""
        filters, read = set_beside(understood), understood.narrowed_by
        name, _, number = chip.partition(" ")
        question = self.question
        if name == "years":
            filters = replace(filters, since=None, until=None)
        elif name == "papers":
            filters = replace(filters, papers=())
        elif name == "term":
            gone = understood.filters.terms[int(number)]
            read = tuple(taken for taken in read if taken.filter != gone)
            kept = tuple(term for term in filters.terms if term != gone)
            filters = replace(filters, terms=kept)
            # a filter that was typed narrows wherever it stands
            question = " ".join(question.replace(gone, " ").split())
        return replace(self, question=question, filters=filters, narrowed_by=read)

    def taking(self, offered: Suggestion, understood: Answer | QuestionUnderstood) -> Asking:
        """The same narrowed by something that was only offered."""
        if offered.kind == "recency":
            return replace(self, recency=float(offered.filter.rpartition("=")[2]))
        return self.narrowed(offered.filter, understood)

    def narrowed(self, term: str, understood: Answer | QuestionUnderstood) -> Asking:
        """The same narrowed by one more filter of the query language."""
        beside = set_beside(understood)
        terms = tuple(dict.fromkeys((*beside.terms, term)))
        return replace(
            self, filters=replace(beside, terms=terms), narrowed_by=understood.narrowed_by
        )


def chips_of(understood: Answer | QuestionUnderstood) -> list[Chip]:
    """Kind and effort, what narrows, what else might."""
    chips = [Chip("kind", f"kind: {understood.kind or 'any'}")]
    chips.append(Chip("effort", f"effort: {understood.effort or 'as set'}"))
    chips += _narrowing(understood.filters, understood.narrowed_by)
    chips.append(Chip("narrow", "narrow …"))
    chips += [
        Chip(f"offer {n}", plain(offered.label), is_offer=True)
        for n, offered in enumerate(understood.could_narrow)
    ]
    return chips


def _narrowing(filters: Filters, read: Sequence[Suggestion]) -> list[Chip]:
    """A chip for each filter, in words where it was read from the question's own."""
    labels = {suggestion.filter: suggestion.label for suggestion in read}
    chips = []
    if filters.since is not None or filters.until is not None:
        years = f"years: {filters.since or ''}–{filters.until or ''}"
        chips.append(Chip("years", years, can_go=True))
    if filters.papers:
        papers = f"only in {wording.count(len(filters.papers), 'paper')}"
        chips.append(Chip("papers", papers, can_go=True))
    chips += [
        Chip(f"term {n}", plain(labels.get(term, term)), can_go=True)
        for n, term in enumerate(filters.terms)
    ]
    return chips
