"""How good answers are, on questions whose answers are known.

Owns what such a question is, what is counted, and the order of asking. Asks through the library,
as a person would; nothing that is asked here is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from workbench.answer.words import content_stems, letters_only
from workbench.errors import CancelledError, EvaluationError, PaperNotFoundError
from workbench.evaluate.json_lines import read_json_lines, text_field
from workbench.types import (
    Answer,
    AnswerListener,
    EvidenceGathered,
    Progress,
    ProgressListener,
    Support,
    TextGrown,
)

__all__ = [
    "AnswerRow",
    "AnswersReport",
    "KnownQuestion",
    "ask_all",
    "read_questions",
    "score_answers",
]

Ask = Callable[[str, AnswerListener], Answer]
"""Question and listener to an answer that is not kept."""
Resolve = Callable[[str], str]
"""What a person calls a paper to its id; raises ``PaperNotFoundError``."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and what is known of its answer; ``papers`` are ids.

    ``unknown`` are papers that the file names and the library does not hold.
    """

    question: str
    answer: str = ""
    papers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    page: int | None = None
    terms: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question, what was answered, and how long it took.

    ``first_quote``, ``first_word`` and ``seconds`` count from the asking; the first is None where
    nothing was found, the second where no word came.
    """

    known: KnownQuestion
    answer: Answer
    seconds: float
    first_quote: float | None
    first_word: float | None

    @property
    def cites_paper(self) -> bool:
        """Whether one of the right papers is cited."""
        return bool(self.cited_ids & set(self.known.papers))

    @property
    def cited_ids(self) -> set[str]:
        """Papers that the answer cites; none when it refused."""
        return set() if self.answer.refused else {c.paper.id for c in self.answer.citations}

    @property
    def cites_page(self) -> bool:
        """Whether the right page of a right paper is cited."""
        return not self.answer.refused and any(
            c.page == self.known.page and c.paper.id in self.known.papers
            for c in self.answer.citations
        )

    @property
    def recall(self) -> float:
        """Share (0..1) of the known answer's content words that the cited quotes hold."""
        wanted = set(content_stems(self.known.answer))
        if self.answer.refused or not wanted:
            return 0.0
        held = {stem for c in self.answer.citations for stem in content_stems(c.quote)}
        return len(wanted & held) / len(wanted)

    @property
    def term_share(self) -> float:
        """Share (0..1) of the key terms that answer or quotes hold, spaces and case folded."""
        if self.answer.refused or not self.known.terms:
            return 0.0
        said = letters_only(" ".join([self.answer.text, *(c.quote for c in self.answer.citations)]))
        return sum(letters_only(t) in said for t in self.known.terms) / len(self.known.terms)


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """What came of all questions. A share is 0..1, or None where no question tells it."""

    rows: tuple[AnswerRow, ...]
    figures: Mapping[str, float | int | None]
    notes: tuple[str, ...] = ()
    cancelled: bool = False
    rest: int = field(default=0)
    """Questions that were not asked, after a cancel."""


def read_questions(file: Path, resolve: Resolve) -> list[KnownQuestion]:
    """Questions of a file: ``{question, answer?, papers?, answerable?}`` a line.

    ``page`` and ``key_terms`` are read too. ``papers`` names papers as any command takes them.

    Raises:
        EvaluationError: The file cannot be used; the message names the line.
    """
    questions = [_question(row, file, n, resolve) for n, row in read_json_lines(file)]
    if not questions:
        raise EvaluationError(f"{file} holds no question", 'write {"question": "…"} a line')
    return questions


def ask_all(
    questions: Sequence[KnownQuestion],
    ask: Ask,
    on_progress: ProgressListener | None = None,
    cancel: threading.Event | None = None,
) -> Iterator[AnswerRow]:
    """Ask each question in turn; ends early when ``cancel`` is set."""
    began = time.monotonic()
    for done, known in enumerate(questions):
        _tell(on_progress, done, len(questions), began, known.question)
        try:
            row = _asked(known, ask)
        except CancelledError:
            return
        yield row
        if cancel is not None and cancel.is_set():
            return
    _tell(on_progress, len(questions), len(questions), began, "")


def score_answers(rows: Sequence[AnswerRow], asked: int) -> AnswersReport:
    """Count what came of the questions; ``asked`` is how many there were to ask."""
    answerable = [row for row in rows if row.known.answerable]
    with_papers = [row for row in answerable if row.known.papers]
    with_page = [row for row in with_papers if row.known.page is not None]
    with_answer = [row for row in answerable if row.known.answer]
    with_terms = [row for row in answerable if row.known.terms]
    beyond = [row for row in rows if not row.known.answerable]
    sentences = [s for row in rows for s in row.answer.sentences]
    quotes = [c for row in rows for c in row.answer.citations]
    figures: dict[str, float | int | None] = {
        "questions": len(rows),
        "answerable": len(answerable),
        "right_paper_cited": _mean([row.cites_paper for row in with_papers]),
        "right_page_cited": _mean([row.cites_page for row in with_page]),
        "answer_recall": _mean([row.recall for row in with_answer]),
        "key_terms": _mean([row.term_share for row in with_terms]),
        "answerable_refused": _mean([row.answer.refused for row in answerable]),
        "unanswerable_refused": _mean([row.answer.refused for row in beyond]),
        "sentences": len(sentences),
        "sentences_cited": _mean([bool(s.citations) for s in sentences]),
        "sentences_supported": _mean([s.support is Support.SUPPORTED for s in sentences]),
        "quotes_verbatim": _mean([c.quote in c.passage.text for c in quotes]),
        "first_quote_median_s": _median([row.first_quote for row in rows]),
        "first_word_median_s": _median([row.first_word for row in rows]),
        "seconds_median": _median([row.seconds for row in rows]),
        "seconds_p90": _p90([row.seconds for row in rows]),
    }
    return AnswersReport(
        tuple(rows), figures, _notes(rows), cancelled=len(rows) < asked, rest=asked - len(rows)
    )


def _question(row: dict[str, Any], file: Path, number: int, resolve: Resolve) -> KnownQuestion:
    known: list[str] = []
    unknown: list[str] = []
    for key in _listed(row.get("papers", row.get("paper"))):
        try:
            known.append(resolve(key))
        except PaperNotFoundError:
            unknown.append(key)
    page = row.get("page")
    return KnownQuestion(
        question=text_field(row, "question", file, number),
        answer=str(row.get("answer") or ""),
        papers=tuple(known),
        unknown=tuple(unknown),
        page=page if isinstance(page, int) else None,
        terms=tuple(_listed(row.get("key_terms"))),
        answerable=bool(row.get("answerable", True)),
    )


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else []


def _asked(known: KnownQuestion, ask: Ask) -> AnswerRow:
    began = time.monotonic()
    quote: list[float] = []
    word: list[float] = []

    def hear(event: object) -> None:
        if isinstance(event, EvidenceGathered) and event.citations:
            quote.append(time.monotonic() - began)
        elif isinstance(event, TextGrown) and event.delta.strip():
            word.append(time.monotonic() - began)

    answer = ask(known.question, hear)
    seconds = time.monotonic() - began
    return AnswerRow(known, answer, seconds, next(iter(quote), None), next(iter(word), None))


def _tell(
    on_progress: ProgressListener | None, done: int, total: int, began: float, what: str
) -> None:
    if on_progress is not None:
        spent = max(1e-9, time.monotonic() - began)
        left = spent / done * (total - done) if done else None
        on_progress(
            Progress("ask", done, total, "questions", what, rate=done / spent, seconds_left=left)
        )


def _notes(rows: Sequence[AnswerRow]) -> tuple[str, ...]:
    missing = sorted({name for row in rows for name in row.known.unknown})
    if not missing:
        return ()
    return (f"not in this library, so never right: {', '.join(missing)}",)


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 3) if known else None


def _p90(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    return round(ordered[int(0.9 * (len(ordered) - 1))], 3) if ordered else None
