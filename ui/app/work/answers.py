"""Asking, and what is done with answers.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages
from ui.app.work.folders import expanded

if TYPE_CHECKING:
    from ui.app.asking import Asking
    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.types import Answer, AnswerEvent

__all__ = [
    "ask",
    "count_new_papers",
    "export_answer",
    "read_answers",
    "reword",
    "vote",
    "why_not_reword",
]

DRAFT_SECONDS = 1 / 30
"""Least time between two pictures of a growing draft."""


def read_answers(limit: int, library: Library, _job: Job) -> Message:
    """Read earlier answers."""
    return messages.AnswersRead(library.answers(limit))


def export_answer(
    answer: Answer, path: str, overwrite: bool, library: Library, _job: Job
) -> Message:
    """Write an answer to a file; a file that is there already is replaced only when told so."""
    target = expanded(path)
    if target.exists() and not overwrite:
        return messages.FileInTheWay(path)
    written = library.export_answer(answer, target, overwrite=overwrite)
    return messages.AnswerExported(str(written))


def ask(asking: Asking, request: int, library: Library, job: Job) -> Message:
    """Answer a question; what is known of the answer is posted while it is being made."""
    draft = _Draft(request, job)
    if asking.before is not None and asking.is_again:
        again, changes = library.ask_again(
            asking.before, on_event=draft.on_event, cancel=job.cancelled
        )
        return messages.AnswerSettled(request, again, changes)
    settings = library.settings
    if asking.recency is not None:
        settings = replace(settings, search=replace(settings.search, recency=asking.recency))
    answer = library.ask(
        asking.question,
        filters=asking.filters,
        kind=asking.kind,
        effort=asking.effort,
        follows=asking.follows,
        narrowed_by=asking.narrowed_by,
        settings=settings,
        on_event=draft.on_event,
        cancel=job.cancelled,
    )
    return messages.AnswerSettled(request, answer)


def why_not_reword(library: Library, _job: Job) -> Message:
    """Look whether there is a writer for it, before anybody says in which words."""
    return messages.RewordOffered(library.why_not_reword())


def reword(
    answer: Answer, audience: str, language: str, request: int, library: Library, job: Job
) -> Message:
    """Put an answer into other words."""
    reworded = library.reword(answer, audience=audience, language=language, cancel=job.cancelled)
    return messages.AnswerSettled(request, reworded)


def count_new_papers(answer: Answer, library: Library, _job: Job) -> Message:
    """Count the papers that came since an answer was given."""
    return messages.NewPapersCounted(answer.id, library.changed_since(answer))


def vote(answer: Answer, n: int, value: int, library: Library, _job: Job) -> Message:
    """Keep what the person thinks of a quote, or for ``n`` 0 of the answer as a whole."""
    library.vote(answer, value, [n] if n else [])
    return messages.VoteKept(n, value)


class _Draft:
    """Collects a growing draft and posts it no oftener than the eye can follow."""

    def __init__(self, request: int, job: Job) -> None:
        self._request = request
        self._job = job
        self._text = ""
        self._posted_at = 0.0

    def on_event(self, event: AnswerEvent) -> None:
        from workbench.types import EvidenceGathered, QuestionUnderstood, SearchGrew, TextGrown

        if isinstance(event, QuestionUnderstood):
            self._job.post(messages.QuestionRead(self._request, event))
        elif isinstance(event, SearchGrew):
            self._job.post(messages.SearchGrown(self._request, event.node))
        elif isinstance(event, EvidenceGathered):
            self._job.post(messages.EvidenceArrived(self._request, event.citations))
        elif isinstance(event, TextGrown):
            self._text += event.delta
            now = time.monotonic()
            if now - self._posted_at >= DRAFT_SECONDS:
                self._posted_at = now
                self._job.post(messages.DraftGrown(self._request, self._text))
