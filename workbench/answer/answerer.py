"""The chain that answers a question: understand, find, write, verify, settle, or refuse.

Owns the order of the steps and their events. Each step's rules are in its own file. Everything it
needs from the library is handed in as a function.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.answer.assemble import Parts, assemble, disagreement_notes, refusal_text
from workbench.answer.counted import Counter
from workbench.answer.counting import count
from workbench.answer.draft import DraftSentence
from workbench.answer.finding import Found, find_evidence
from workbench.answer.followup import is_same_question, leans_on_before, searched_question
from workbench.answer.gather import Gathered
from workbench.answer.kinds import Kind
from workbench.answer.layout import lay_out, side_by_side
from workbench.answer.memory import Evidence
from workbench.answer.narrowing import Narrowing, Suggest, narrowing_of
from workbench.answer.plan import Effort, plan_for
from workbench.answer.presence import unmet_matter
from workbench.answer.quotes import Quote, in_prompt_order
from workbench.answer.refuse import missing_words, suggestion_for, word_meant
from workbench.answer.relevance import Embed
from workbench.answer.run import Run
from workbench.answer.settle import citations_for, render_text, settle
from workbench.answer.trail import Search
from workbench.answer.understand import Understanding, understand
from workbench.answer.write import Writer, write_draft
from workbench.types import (
    Answer,
    AnswerListener,
    AnswerSettled,
    EvidenceGathered,
    Filters,
    Suggestion,
    TextGrown,
)

__all__ = ["QUOTES_ALONE", "Answerer"]

QUOTES_ALONE = "quotes"
"""What an answer names as its model when no model wrote."""

_COUNTED = "the catalogue"
"""What it names where the answer was counted."""

_NEAREST = 3
"""Quotes shown with a refusal."""


def _nothing_meant(question: str) -> tuple[()]:
    """Where no library says which names it knows, a question means nothing beside its words."""
    del question
    return ()


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
        suggest: What a question may mean beside its words: years, authors, venues.
        recall: An answer's id to what it was made from, where that is at hand.
        keep: Told, with its answer's id, what each answer was made from.
        notes_on: What a person should know of a question, such as its language.
        advice_on: What to do about a question that is refused for how it is asked, or ``""``.
        within: Filters with their terms resolved to papers; for counting.
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
        suggest: Suggest = _nothing_meant,
        recall: Callable[[str], Evidence | None] = lambda answer_id: None,  # noqa: ARG005
        keep: Callable[[str, Evidence], None] = lambda answer_id, evidence: None,  # noqa: ARG005
        notes_on: Callable[[str], Sequence[str]] = lambda question: (),  # noqa: ARG005
        advice_on: Callable[[str], str] = lambda question: "",  # noqa: ARG005
        within: Callable[[Filters], Filters] = lambda filters: filters,
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
        self._suggest = suggest
        self._recall = recall
        self._keep = keep
        self._notes_on = notes_on
        self._advice_on = advice_on
        self._within = within

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
        earlier: Sequence[Answer] = (),
        read_filters: bool = True,
        narrowed_by: Sequence[Suggestion] | None = None,
        inherited: Sequence[Suggestion] = (),
    ) -> Answer:
        """Answer one question, or refuse where the library does not hold the answer.

        ``on_event`` hears ``QuestionUnderstood`` first, ``SearchGrew`` for every search,
        ``EvidenceGathered`` once or more, ``TextGrown`` while text comes, and ``AnswerSettled``
        last, all on the calling thread.

        Args:
            question: What a person asks.
            filters: What to narrow to.
            on_event: Told of searches, quotes, growing text and the settled answer.
            cancel: Checked between steps.
            kind: What the question asks for, where the person says so.
            effort: What the answer may cost.
            follows: The answer before it, which a question that leans on it goes on from.
            earlier: Answers before that one, the newest first.
            read_filters: Whether years, authors and venues that the question names narrow it.
            narrowed_by: What was read from the question before, in place of reading it anew.
            inherited: What was read from the question of the answer before.

        Raises:
            QueryError: The question is empty.
            CancelledError: ``cancel`` was set; nothing is settled then.
        """
        began = time.monotonic()
        asked = searched_question(question, follows, earlier)
        whole = understand(asked, kind)
        beside = filters or Filters()
        narrowing = narrowing_of(
            whole.question,
            beside,
            whole.kind,
            self._suggest,
            read=read_filters,
            words=question if asked != question else "",
            inherited=inherited,
            narrowed_by=narrowed_by,
        )
        understood = self._understood(whole, narrowing, kind)
        return self._answered(
            Run(
                question=whole.question,
                understood=understood,
                narrowing=narrowing,
                beside=beside,
                effort=effort,
                plan=plan_for(understood.kind, effort, self._passages, self._most_quotes),
                search=self._search,
                follows=follows.id if follows else "",
                before=self._at_hand(question, follows, narrowing.filters),
                on_event=on_event,
                cancel=cancel,
                began=began,
            )
        )

    def _understood(
        self, whole: Understanding, narrowing: Narrowing, kind: Kind | None
    ) -> Understanding:
        """The question without what narrows it, and all that is to be said of it."""
        understood = understand(narrowing.question, kind or whole.kind)
        return replace(understood, notes=(*whole.notes, *self._notes_on(whole.question)))

    def _answered(self, run: Run) -> Answer:
        run.timings["understand"] = run.elapsed()
        run.tell_understood()
        counted = self._counted(run) if run.understood.kind is Kind.COUNT else None
        answer = counted or self._searched(run)
        run.tell(AnswerSettled(answer))
        return answer

    def _at_hand(self, question: str, follows: Answer | None, filters: Filters) -> Evidence | None:
        """What the answer before was made from, for a question that leans on it and is another.

        What was found under other filters may be what these leave out.
        """
        if follows is None or follows.filters != filters or not leans_on_before(question):
            return None
        return None if is_same_question(question, follows) else self._recall(follows.id)

    def _searched(self, run: Run) -> Answer:
        found = find_evidence(run, self._embed)
        if found.answered:
            return self._settled(run, found)
        return self._refused(run, found)

    def _settled(self, run: Run, found: Found) -> Answer:
        gathered, quotes = found.gathered, found.quotes
        run.show(quotes)
        prompted = in_prompt_order(quotes, run.before.prompted if run.before else ())
        draft = lay_out(quotes, run.understood)
        model, said = QUOTES_ALONE, [*run.understood.notes, *gathered.notes, *found.notes]
        left = [part for part in run.understood.parts if part not in found.answered]
        said += [f"nothing was found on: {part}" for part in left]
        if self._writer is not None:
            with run.step("write"):
                draft, written, told = self._written(run, quotes, prompted, draft)
            model = self._writer.name if written else QUOTES_ALONE
            quotes = prompted
            said += told
        settled = settle(draft, quotes)
        text = render_text(settled.sentences, settled.headings)
        if self._writer is None:
            run.tell(TextGrown(text))
        table = side_by_side(draft, quotes, run.understood, settled.numbers.__getitem__)
        answer = assemble(
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
        self._keep(answer.id, Evidence(gathered, prompted))
        return answer

    def _written(
        self,
        run: Run,
        quotes: Sequence[Quote],
        prompted: Sequence[Quote],
        fallback: Sequence[DraftSentence],
    ) -> tuple[list[DraftSentence], bool, list[str]]:
        """A checked draft by the writer, or the quotes alone where it was no help.

        Its sentences name quotes by their places in ``prompted``.
        """
        assert self._writer is not None
        places = [prompted.index(quote) for quote in quotes]
        moved = [replace(s, quotes=tuple(places[i] for i in s.quotes)) for s in fallback]

        def grown(delta: str) -> None:
            run.timings.setdefault("first_word", run.elapsed())
            run.tell(TextGrown(delta))

        result = write_draft(
            self._writer,
            run.understood,
            prompted,
            moved,
            embed=self._embed,
            on_text=grown,
            cancel=run.cancel,
        )
        return result.sentences, result.written > 0, list(result.notes)

    def _refused(self, run: Run, found: Found) -> Answer:
        gathered, quotes = found.gathered, found.quotes
        nearest = citations_for(quotes[:_NEAREST])
        run.tell(EvidenceGathered(nearest))
        run.timings["first_quote"] = run.elapsed()
        missing = missing_words(run.understood.question, gathered.hits)
        if not missing and (term := unmet_matter(run.understood.question, quotes)):
            missing = (term,)
        suggestion = self._advice_on(run.question) or suggestion_for(
            run.understood.question,
            missing,
            elsewhere=found.elsewhere,
            empty=not gathered.hits and self._is_empty(),
            narrowed=bool(run.filters),
            found=bool(gathered.hits),
            works=self._missing_works(run.understood.question.split()),
            meant=word_meant(missing, gathered.hits),
        )
        text = refusal_text(gathered, nearest, suggestion)
        run.tell(TextGrown(text))
        return assemble(
            Parts(
                **self._common(run, gathered),
                text=text,
                model=QUOTES_ALONE,
                citations=nearest,
                notes=[*run.understood.notes, *gathered.notes, *found.notes],
                suggestion=suggestion,
                refused=True,
            )
        )

    def _counted(self, run: Run) -> Answer | None:
        """The catalogue's answer; None where it has none, so that the papers are searched."""
        if self._counter is None:
            return None
        with run.step("count"):
            counted = count(run.understood.question, self._within(run.filters), self._counter)
        if counted is None:
            return None
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

    def _common(self, run: Run, gathered: Gathered) -> dict[str, Any]:
        """What every answer says of how it came about."""
        return {
            "question": run.question,
            "understood": run.understood,
            "timings": {**run.timings, "total": run.elapsed()},
            "searched": gathered.queries,
            "filters": run.filters,
            "effort": run.effort.value,
            "settings": self._settings,
            "follows": run.follows,
            "searches": run.trail.nodes,
            "narrowed_by": run.narrowing.narrowed_by,
            "could_narrow": run.narrowing.could_narrow,
        }
