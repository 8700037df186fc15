"""The chain that answers a question: understand, gather, quotes, write, verify, settle, or refuse.

Owns the order of the steps, their timings, the events and the cancelling. Each step's rules are in
its own file. Everything it needs from the library is handed in as a function.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.draft import DraftSentence, draft_from_quotes
from workbench.answer.gather import Gathered, Search, gather
from workbench.answer.quotes import Quote, choose_quotes
from workbench.answer.refuse import REFUSAL, answerable_parts, missing_words, suggestion_for
from workbench.answer.relevance import Embed
from workbench.answer.settle import citations_for, render_text, settle
from workbench.answer.understand import Understanding, understand
from workbench.answer.write import Writer, write_draft
from workbench.types import (
    Answer,
    AnswerEvent,
    AnswerListener,
    AnswerSettled,
    Citation,
    EvidenceGathered,
    Filters,
    Sentence,
    TextGrown,
)

__all__ = ["QUOTES_ALONE", "Answerer"]

QUOTES_ALONE = "quotes"
"""What an answer names as its model when no model wrote."""

_NEAREST = 3
"""Quotes shown with a refusal."""


@dataclass(slots=True)
class _Run:
    """One question on its way: what is told to whom, and how long each step took."""

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

    def elapsed(self) -> float:
        return time.monotonic() - self.began


class Answerer:
    """Answers questions from a library's passages.

    Args:
        search: The library's search: query, filters and number of hits to ranked hits.
        embed: Texts to unit vectors, or ``None``: quotes are then chosen by words alone.
        writer: A model that writes from quotes, or ``None``: the answer is then the quotes.
        passages: Passages read for one answer.
        quotes: Most quotes one answer cites.
        is_empty: Whether the library holds nothing that can be searched; asked on a refusal alone.
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
    ) -> None:
        self._search = search
        self._embed = embed
        self._writer = writer
        self._passages = passages
        self._most_quotes = quotes
        self._is_empty = is_empty

    def answer(
        self,
        question: str,
        filters: Filters | None = None,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Answer one question, or refuse where the library does not hold the answer.

        ``on_event`` hears ``EvidenceGathered`` first, ``TextGrown`` while text comes, and
        ``AnswerSettled`` last, all on the calling thread.

        Raises:
            QueryError: The question is empty.
            CancelledError: ``cancel`` was set; nothing is settled then.
        """
        run = _Run(on_event, cancel)
        with run.step("understand"):
            understood = understand(question)
        with run.step("gather"):
            gathered = gather(
                understood, self._search, filters or Filters(), self._passages, cancel
            )
        with run.step("quotes"):
            quotes = self._choose(understood, gathered, cancel)
        answered = answerable_parts(understood, gathered, quotes)
        answer = (
            self._settled(run, understood, gathered, quotes, answered)
            if answered
            else self._refused(run, understood, gathered, quotes, narrowed=bool(filters))
        )
        run.tell(AnswerSettled(answer))
        return answer

    def _choose(
        self, understood: Understanding, gathered: Gathered, cancel: threading.Event | None
    ) -> list[Quote]:
        return choose_quotes(
            understood,
            gathered,
            embed=self._embed,
            most=self._most_quotes,
            cancel=cancel,
        )

    def _settled(
        self,
        run: _Run,
        understood: Understanding,
        gathered: Gathered,
        quotes: Sequence[Quote],
        answered: Sequence[str],
    ) -> Answer:
        draft = draft_from_quotes(quotes)
        _, shown = settle(draft, quotes)
        run.tell(EvidenceGathered(shown))
        run.timings["first_quote"] = run.elapsed()
        model, notes = QUOTES_ALONE, [*understood.notes, *gathered.notes]
        notes += [f"nothing was found on: {p}" for p in understood.parts if p not in answered]
        if self._writer is not None:
            with run.step("write"):
                draft, written, said = self._written(run, understood, quotes, draft)
            model = self._writer.name if written else QUOTES_ALONE
            notes += said
        sentences, citations = settle(draft, quotes)
        text = render_text(sentences)
        if self._writer is None:
            run.tell(TextGrown(text))
        return _assemble(run, understood, gathered, text, sentences, citations, model, notes)

    def _written(
        self,
        run: _Run,
        understood: Understanding,
        quotes: Sequence[Quote],
        fallback: list[DraftSentence],
    ) -> tuple[list[DraftSentence], bool, list[str]]:
        """A checked draft by the writer, or the quotes alone where it was no help."""
        assert self._writer is not None
        result = write_draft(
            self._writer,
            understood,
            quotes,
            fallback,
            embed=self._embed,
            on_text=lambda delta: run.tell(TextGrown(delta)),
            cancel=run.cancel,
        )
        return result.sentences, result.written > 0, list(result.notes)

    def _refused(
        self,
        run: _Run,
        understood: Understanding,
        gathered: Gathered,
        quotes: Sequence[Quote],
        *,
        narrowed: bool,
    ) -> Answer:
        nearest = citations_for(quotes[:_NEAREST])
        run.tell(EvidenceGathered(nearest))
        run.timings["first_quote"] = run.elapsed()
        missing = missing_words(understood.question, gathered.hits)
        suggestion = suggestion_for(
            missing,
            empty=not gathered.hits and self._is_empty(),
            narrowed=narrowed,
            found=bool(gathered.hits),
        )
        text = _refusal_text(gathered, nearest, suggestion)
        run.tell(TextGrown(text))
        notes = [*understood.notes, *gathered.notes]
        return _assemble(
            run, understood, gathered, text, (), nearest, QUOTES_ALONE, notes, suggestion
        )


def _refusal_text(gathered: Gathered, nearest: Sequence[Citation], suggestion: str) -> str:
    papers = len({hit.paper.id for hit in gathered.hits})
    passages = len(gathered.hits)
    searched = (
        f"Searched for {_listed(gathered.queries)}: the {passages} nearest passages, from "
        f"{papers} paper{'s' * (papers != 1)}, do not hold an answer."
        if passages
        else f"Searched for {_listed(gathered.queries)} and found no passage at all."
    )
    marks = "".join(f"[{citation.n}]" for citation in nearest)
    near = f" The nearest things found: {marks}." if nearest else ""
    return f"{REFUSAL} {searched}{near}\n\n{suggestion}"


def _listed(queries: Sequence[str]) -> str:
    return ", ".join(f"“{query}”" for query in queries)


def _assemble(
    run: _Run,
    understood: Understanding,
    gathered: Gathered,
    text: str,
    sentences: tuple[Sentence, ...],
    citations: tuple[Citation, ...],
    model: str,
    notes: Sequence[str],
    suggestion: str = "",
) -> Answer:
    return Answer(
        id=secrets.token_hex(8),
        question=understood.question,
        text=text,
        sentences=sentences,
        citations=citations,
        refused=not sentences,
        model=model,
        timings={**run.timings, "total": run.elapsed()},
        notes=tuple(dict.fromkeys(notes)),
        asked_at=datetime.now(UTC).isoformat(timespec="seconds"),
        kind=understood.kind.value,
        searched=gathered.queries,
        suggestion=suggestion,
    )
