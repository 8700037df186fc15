"""The part of the front door for questions and the answers that were given."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.answer_records import answer_from_record, answer_record
from workbench.errors import CannotRewordError, CatalogueError, QueryError
from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.plain_text import encodable
from workbench.settings import Settings
from workbench.types import (
    Answer,
    AnswerListener,
    AnswerSettled,
    Filters,
    Suggestion,
    TextGrown,
)

if TYPE_CHECKING:
    from workbench.answer.changes import Changes

__all__ = ["AnswerDoor"]

_ONE_SITTING, _MOST_BEFORE = 3600.0, 8
"""Seconds in which answers were given, and how many of them, that "the two" may be spoken of in."""


@dataclass(frozen=True, slots=True)
class _TakenUp:
    """A question without its pins, and what it takes over from the answers before it.

    ``follows`` is None for a question that stands alone.
    """

    question: str
    filters: Filters
    inherited: Sequence[Suggestion]
    follows: Answer | None
    earlier: Sequence[Answer]


class AnswerDoor(LibraryLife):
    """Questions and answers."""

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        kind: str = "",
        effort: str = "",
        follows: Answer | None = None,
        read_filters: bool = True,
        narrowed_by: Sequence[Suggestion] | None = None,
        settings: Settings | None = None,
        keep: bool = True,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Answer a question from the library, every sentence cited, and keep the answer.

        Args:
            question: What a person asks. ``@citekey`` in it narrows it to that paper.
            filters: What to narrow to; None for nothing, or what the answer before was narrowed to.
            kind: What the question asks for, see ``Answer.kind``; found out when empty.
            effort: ``quick``, ``normal`` or ``deep``; as the settings say when empty.
            follows: The answer before it. A question that leans on it ("and on CPUs?") keeps its
                topic and, without ``filters``, what narrowed it; years, authors or venues that
                it names itself take the place of those read before. Any other stands alone.
            read_filters: Whether years, authors and venues that the question names narrow it; they
                are told in ``Answer.narrowed_by``. Filters typed in it (``tag:thesis``) always do.
            narrowed_by: What was read from this question before, or as much of it as is to stay,
                in place of reading it anew.
            settings: Other values of ``search.*`` and ``answer.*`` for this question alone.
            keep: Whether the answer is kept among those that were given.
            on_event: Told of quotes, growing text and the settled answer; called from this thread.
            cancel: When set, answering stops within half a second.

        Raises:
            QueryError: The question holds no word, it is about two things that nothing names
                ("compare the two"), or kind or effort is none of the known ones.
            PaperNotFoundError: ``@citekey`` names no paper.
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.make import make_answerer
        from workbench.answer.plan import chosen_effort, chosen_kind

        stop = either(cancel, self._closing)
        chosen = settings or self.settings
        searcher = replace(self._searcher, settings=chosen.search) if settings else self._searcher
        taken = self._taken_up(question, filters, follows)
        answer = make_answerer(searcher, self._engines, chosen.answer, self._evidence, stop).answer(
            taken.question,
            taken.filters,
            on_event,
            stop,
            kind=chosen_kind(kind),
            effort=chosen_effort(effort or chosen.answer.effort),
            follows=taken.follows,
            earlier=taken.earlier,
            read_filters=read_filters,
            narrowed_by=narrowed_by,
            inherited=taken.inherited,
        )
        return self._kept(answer) if keep else answer

    def _taken_up(self, question: str, filters: Filters | None, follows: Answer | None) -> _TakenUp:
        from workbench.answer.followup import lacks_the_two, leans_on_before
        from workbench.answer.narrowing import set_beside
        from workbench.answer.pins import pinned

        rest, keys = pinned(encodable(question))
        if follows is not None and not leans_on_before(rest):
            follows = None
        earlier = self._before(follows) if follows is not None else ()
        if not keys and lacks_the_two(rest, follows, earlier):
            raise QueryError(
                "nothing that was asked before names two things", "name both: compare X and Y"
            )
        narrowed = filters or Filters()
        inherited: Sequence[Suggestion] = ()
        if filters is None and follows is not None:
            narrowed, inherited = set_beside(follows), follows.narrowed_by
        if keys:
            papers = tuple(self._catalogue.papers.resolve(key) for key in keys)
            narrowed = replace(narrowed, papers=papers)
        return _TakenUp(rest, narrowed, inherited, follows, earlier)

    def _before(self, answer: Answer) -> list[Answer]:
        """Answers that were given before this one in the same sitting, the newest first."""
        records = self._catalogue.answers.before(answer.asked_at, _ONE_SITTING, _MOST_BEFORE)
        given = (answer_from_record(json.loads(record)) for record in records)
        return [other for other in given if other.id != answer.id]

    def _kept(self, answer: Answer) -> Answer:
        """The answer, kept; where the disk takes nothing it says so, and is not lost for that."""
        record = json.dumps(answer_record(answer), ensure_ascii=False)
        try:
            self._catalogue.answers.add(answer.id, answer.question, answer.asked_at, record)
        except CatalogueError as error:
            return replace(answer, notes=(*answer.notes, f"this answer is not kept: {error}"))
        return answer

    def reword(
        self,
        answer: Answer,
        *,
        audience: str = "",
        language: str = "",
        settings: Settings | None = None,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Put an answer into other words with the writer, and keep that as a new answer.

        Every sentence keeps its citations and is checked again; one that does not hold stays as
        it was. In another language only numbers can be compared, and the sentences say so.

        Args:
            answer: What is put into other words.
            audience: For whom, such as ``a clinician``.
            language: In which language, such as ``German``.
            settings: Other values of ``answer.*`` for this time alone.
            on_event: Told of growing text and the settled answer; called from this thread.
            cancel: When set, writing stops within half a second.

        Raises:
            QueryError: Neither an audience nor a language is named.
            CannotRewordError: The model cannot; the answer stays as it is.
            ModelError: The model failed.
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.make import make_rewriter, sentence_embedding
        from workbench.answer.reword import Rewording, reword

        wish = Rewording(encodable(audience), encodable(language))
        stop = either(cancel, self._closing)

        def grown(delta: str) -> None:
            if on_event is not None:
                on_event(TextGrown(delta))

        writer = make_rewriter(self._engines, (settings or self.settings).answer)
        embed = sentence_embedding(self._engines, self._evidence, stop)
        reworded = reword(answer, wish, writer, embed, grown, stop)
        reworded = self._kept(reworded)
        if on_event is not None:
            on_event(AnswerSettled(reworded))
        return reworded

    def why_not_reword(self) -> str:
        """Why no answer can be put into other words here, for a person; ``""`` where it can be.

        It looks at the chosen writer's file alone, so that a person can be told at once.
        """
        from workbench.answer.make import make_rewriter

        try:
            make_rewriter(self._engines, self.settings.answer)
        except CannotRewordError as error:
            return f"{error}; {error.hint}" if error.hint else str(error)
        return ""

    def changed_since(self, answer: Answer) -> int:
        """Papers that came into the library, or were read anew, after an answer was given."""
        from workbench.catalogue.counts import Counts

        return Counts(self._catalogue.database).added_since(answer.asked_at)

    def ask_again(
        self,
        answer: Answer,
        *,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> tuple[Answer, Changes]:
        """Ask a question again as it was asked, and say what changed. The new answer is kept.

        Raises:
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.changes import changes_between
        from workbench.answer.narrowing import set_beside

        again = self.ask(
            answer.question,
            filters=set_beside(answer),
            narrowed_by=answer.narrowed_by,
            kind=answer.kind,
            effort=answer.effort,
            on_event=on_event,
            cancel=cancel,
        )
        return again, changes_between(answer, again)

    def vote(self, answer: Answer, value: int, quotes: Sequence[int] = ()) -> None:
        """Keep a thumb up (1) or down (-1); 0 takes an earlier one back.

        A voted passage moves a little in later answers; its hit tells by how much, under
        ``votes_share``.

        Args:
            answer: What is voted on.
            value: 1, -1 or 0.
            quotes: Numbers of its citations; the answer as a whole when empty.

        Raises:
            QueryError: The answer has no such citation, or ``value`` is none of the three.
        """
        passages = {citation.n: citation.passage.id for citation in answer.citations}
        if value not in {-1, 0, 1}:
            raise QueryError(f"{value} is no vote", "1, -1, or 0 to take it back")
        if missing := [n for n in quotes if n not in passages]:
            raise QueryError(
                f"the answer has no quote {missing[0]}", f"it has {len(passages)} of them"
            )
        self._catalogue.votes.cast(answer.id, [passages[n] for n in quotes], value)

    def votes(self, answer: Answer) -> dict[str, int]:
        """The votes on an answer: passage id to value, ``""`` for the answer as a whole."""
        return self._catalogue.votes.on_answer(answer.id)

    def clear_votes(self) -> int:
        """Take back every vote; return how many there were."""
        return self._catalogue.votes.clear()

    def answers(self, limit: int = 50, text: str = "") -> list[Answer]:
        """Answers that were given, newest first; those that hold ``text`` anywhere, if given."""
        return [
            answer_from_record(json.loads(record))
            for record in self._catalogue.answers.newest(limit, encodable(text))
        ]

    def answer(self, key: str) -> Answer:
        """The stored answer whose id is, or starts with, ``key``; ``last`` is the newest.

        Raises:
            AnswerNotFoundError: There is none, or there are several.
        """
        return answer_from_record(json.loads(self._catalogue.answers.record(key)))
