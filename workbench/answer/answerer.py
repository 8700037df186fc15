"""The chain that answers a question: understand, gather, quotes, write, verify, settle, or refuse.

Owns the order of the steps, their timings, the events and the cancelling. Each step's rules are in
its own file. Everything it needs from the library is handed in as a function.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from workbench.answer.assemble import Parts, assemble, disagreement_notes, refusal_text
from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.counting import Counter, count
from workbench.answer.draft import DraftSentence
from workbench.answer.followup import searched_question
from workbench.answer.gather import Gathered, Search, gather
from workbench.answer.kinds import Kind
from workbench.answer.layout import lay_out, side_by_side
from workbench.answer.plan import Effort, Plan, plan_for
from workbench.answer.quotes import Quote, choose_quotes
from workbench.answer.refuse import answerable_parts, missing_words, suggestion_for
from workbench.answer.relevance import Embed
from workbench.answer.rounds import search_again
from workbench.answer.settle import citations_for, render_text, settle
from workbench.answer.understand import Understanding, understand
from workbench.answer.write import Writer, write_draft
from workbench.types import (
    Answer,
    AnswerEvent,
    AnswerListener,
    AnswerSettled,
    EvidenceGathered,
    Filters,
    TextGrown,
)

__all__ = ["QUOTES_ALONE", "Answerer"]

QUOTES_ALONE = "quotes"
"""What an answer names as its model when no model wrote."""

_COUNTED = "the catalogue"
"""What it names where the answer was counted."""

_NEAREST = 3
"""Quotes shown with a refusal."""


@dataclass(slots=True)
class _Run:
    """One question on its way: what is told to whom, and how long each step took."""

    understood: Understanding
    filters: Filters
    effort: Effort
    plan: Plan
    follows: str
    on_event: AnswerListener | None
    cancel: threading.Event | None
    began: float = field(default_factory=time.monotonic)
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        raise_if_cancelled(self.cancel)
        started = time.monotonic()
        yield
        self.timings[name] = time.monotonic() - started

    def tell(self, event: AnswerEvent) -> None:
        raise_if_cancelled(self.cancel)
        if self.on_event is not None:
            self.on_event(event)

    def show(self, quotes: Sequence[Quote]) -> None:
        """Quotes are on the screen before a word is written."""
        settled = settle(lay_out(quotes, self.understood), quotes)
        self.tell(EvidenceGathered(settled.citations))
        self.timings.setdefault("first_quote", self.elapsed())

    def elapsed(self) -> float:
        return time.monotonic() - self.began


class Answerer:
    """Answers questions from a library's passages.

    Args:
        search: The library's search: query, filters and number of hits to ranked hits.
        embed: Texts to unit vectors, or ``None``: quotes are then chosen by words alone.
        writer: A model that writes from quotes, or ``None``: the answer is then the quotes.
        passages: Passages read for one answer of normal effort.
        quotes: Most quotes such an answer cites.
        is_empty: Whether the library holds nothing that can be searched; asked on a refusal alone.
        counter: Counts the library's papers, or ``None``: such questions are then searched.
        missing_works: Words to works that the library cites and does not hold; for refusals.
        settings: What is kept with each answer as the settings that it was made with.
    """

    def __init__(
        self,
        search: Search,
        embed: Embed | None = None,
        writer: Writer | None = None,
        *,
        passages: int = 24,
        quotes: int = 8,
        is_empty: Callable[[], bool] = lambda: False,
        counter: Counter | None = None,
        missing_works: Callable[[Sequence[str]], Sequence[str]] = lambda words: (),  # noqa: ARG005
        settings: Mapping[str, str | int | float] | None = None,
    ) -> None:
        self._search = search
        self._embed = embed
        self._writer = writer
        self._passages = passages
        self._most_quotes = quotes
        self._is_empty = is_empty
        self._counter = counter
        self._missing_works = missing_works
        self._settings = dict(settings or {})

    def answer(
        self,
        question: str,
        filters: Filters | None = None,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
        *,
        kind: Kind | None = None,
        effort: Effort = Effort.NORMAL,
        follows: Answer | None = None,
    ) -> Answer:
        """Answer one question, or refuse where the library does not hold the answer.

        ``on_event`` hears ``EvidenceGathered`` first, ``TextGrown`` while text comes, and
        ``AnswerSettled`` last, all on the calling thread.

        Args:
            question: What a person asks.
            filters: What to narrow to.
            on_event: Told of quotes, growing text and the settled answer.
            cancel: Checked between steps.
            kind: What the question asks for, where the person says so.
            effort: What the answer may cost.
            follows: The answer that the question goes on from.

        Raises:
            QueryError: The question is empty.
            CancelledError: ``cancel`` was set; nothing is settled then.
        """
        began = time.monotonic()
        understood = understand(searched_question(question, follows), kind)
        plan = plan_for(understood.kind, effort, self._passages, self._most_quotes)
        narrowed = filters or Filters()
        followed = follows.id if follows else ""
        run = _Run(understood, narrowed, effort, plan, followed, on_event, cancel, began)
        run.timings["understand"] = run.elapsed()
        if understood.kind is Kind.COUNT and self._counter is not None:
            answer = self._counted(run, self._counter)
        else:
            answer = self._searched(run)
        run.tell(AnswerSettled(answer))
        return answer

    def _searched(self, run: _Run) -> Answer:
        with run.step("gather"):
            gathered = gather(
                run.understood, self._search, run.filters, run.plan.passages, run.cancel
            )
        with run.step("quotes"):
            quotes = self._choose(run, gathered)
        if quotes and run.plan.rounds:
            run.show(quotes)
            with run.step("rounds"):
                gathered, quotes, notes = self._again(run, gathered, quotes)
        else:
            notes = ()
        answered = answerable_parts(run.understood, gathered, quotes)
        if answered:
            return self._settled(run, gathered, quotes, answered, notes)
        return self._refused(run, gathered, quotes, notes)

    def _choose(self, run: _Run, gathered: Gathered) -> list[Quote]:
        return choose_quotes(
            run.understood,
            gathered,
            embed=self._embed,
            most=run.plan.quotes,
            per_paper=run.plan.per_paper,
            floor=run.plan.floor,
            cancel=run.cancel,
        )

    def _again(
        self, run: _Run, gathered: Gathered, quotes: list[Quote]
    ) -> tuple[Gathered, list[Quote], tuple[str, ...]]:
        found = search_again(
            run.understood,
            gathered,
            quotes,
            search=self._search,
            choose=lambda wider: self._choose(run, wider),
            filters=run.filters,
            plan=run.plan,
            effort=run.effort,
            began=run.began,
            cancel=run.cancel,
        )
        return found.gathered, found.quotes, found.notes

    def _settled(
        self,
        run: _Run,
        gathered: Gathered,
        quotes: Sequence[Quote],
        answered: Sequence[str],
        notes: Sequence[str],
    ) -> Answer:
        run.show(quotes)
        draft = lay_out(quotes, run.understood)
        model, said = QUOTES_ALONE, [*run.understood.notes, *gathered.notes, *notes]
        said += [f"nothing was found on: {p}" for p in run.understood.parts if p not in answered]
        if self._writer is not None:
            with run.step("write"):
                draft, written, told = self._written(run, quotes, draft)
            model = self._writer.name if written else QUOTES_ALONE
            said += told
        settled = settle(draft, quotes)
        text = render_text(settled.sentences, settled.headings)
        if self._writer is None:
            run.tell(TextGrown(text))
        table = side_by_side(draft, quotes, run.understood, settled.numbers.__getitem__)
        return assemble(
            Parts(
                **self._common(run, gathered),
                text=text,
                model=model,
                sentences=settled.sentences,
                citations=settled.citations,
                headings=settled.headings,
                table=table,
                notes=[*said, *disagreement_notes(settled.citations)],
            )
        )

    def _written(
        self, run: _Run, quotes: Sequence[Quote], fallback: list[DraftSentence]
    ) -> tuple[list[DraftSentence], bool, list[str]]:
        """A checked draft by the writer, or the quotes alone where it was no help."""
        assert self._writer is not None
        result = write_draft(
            self._writer,
            run.understood,
            quotes,
            fallback,
            embed=self._embed,
            on_text=lambda delta: run.tell(TextGrown(delta)),
            cancel=run.cancel,
        )
        return result.sentences, result.written > 0, list(result.notes)

    def _refused(
        self, run: _Run, gathered: Gathered, quotes: Sequence[Quote], notes: Sequence[str]
    ) -> Answer:
        nearest = citations_for(quotes[:_NEAREST])
        run.tell(EvidenceGathered(nearest))
        run.timings["first_quote"] = run.elapsed()
        missing = missing_words(run.understood.question, gathered.hits)
        suggestion = suggestion_for(
            run.understood.question,
            missing,
            empty=not gathered.hits and self._is_empty(),
            narrowed=bool(run.filters),
            found=bool(gathered.hits),
            works=self._missing_works(run.understood.question.split()),
        )
        text = refusal_text(gathered, nearest, suggestion)
        run.tell(TextGrown(text))
        return assemble(
            Parts(
                **self._common(run, gathered),
                text=text,
                model=QUOTES_ALONE,
                citations=nearest,
                notes=[*run.understood.notes, *gathered.notes, *notes],
                suggestion=suggestion,
                refused=True,
            )
        )

    def _counted(self, run: _Run, counter: Counter) -> Answer:
        with run.step("count"):
            counted = count(run.understood.question, run.filters, counter)
        run.tell(TextGrown(counted.text))
        nothing = Gathered((), {}, (), ())
        return assemble(
            Parts(
                **self._common(run, nothing),
                text=counted.text,
                model=_COUNTED,
                table=counted.table,
                notes=["counted in the catalogue; no passage was read"],
            )
        )

    def _common(self, run: _Run, gathered: Gathered) -> dict[str, Any]:
        """What every answer says of how it came about."""
        return {
            "understood": run.understood,
            "timings": {**run.timings, "total": run.elapsed()},
            "searched": gathered.queries,
            "filters": run.filters,
            "effort": run.effort.value,
            "settings": self._settings,
            "follows": run.follows,
        }
