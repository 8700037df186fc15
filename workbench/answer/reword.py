"""An answer in other words: for an audience, or in another language, as far as a model can.

Owns how a model is asked for it and what becomes of each sentence. Every sentence keeps the
citations that it had, by grammar, and is checked against the quotes again; one that does not hold
stays as it was. Nothing is searched.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from workbench.answer.language import language_of_question
from workbench.answer.prompts import Prompt, build_reword_prompt
from workbench.answer.relevance import Embed
from workbench.answer.settle import render_text
from workbench.answer.support_features import faults
from workbench.answer.verify import verify
from workbench.answer.words import letters_only
from workbench.errors import CannotRewordError, QueryError
from workbench.types import Answer, Sentence, Support

__all__ = ["Rewording", "reword"]

_LONGEST_WISH = 60
"""Characters of an audience or a language."""
_LONGEST_ANSWER = 12
"""Sentences that are put into other words at once; a small window holds no more."""
_UNCHECKED = 0.5
"""Support of a sentence in another language, of which only the numbers can be compared."""


class Rewriter(Protocol):
    """Something that follows a prompt."""

    @property
    def name(self) -> str:
        """The model's name, as answers show it."""

    def follow(
        self, prompt: Prompt, on_text: Callable[[str], None] | None, cancel: threading.Event | None
    ) -> str:
        """What it writes."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """Whom an answer is reworded for; at least one of the two is not empty."""

    audience: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        wishes = (self.audience, self.language)
        if not any(wish.strip() for wish in wishes):
            raise QueryError("it is not said for whom", "name an audience or a language")
        if any(len(wish) > _LONGEST_WISH for wish in wishes):
            raise QueryError(
                "that is too long for an audience or a language",
                f"at most {_LONGEST_WISH} characters, such as: a clinician",
            )

    @property
    def label(self) -> str:
        """In words: ``for a clinician, in German``."""
        said = (
            f"for {self.audience.strip()}" if self.audience.strip() else "",
            f"in {self.language.strip()}" if self.language.strip() else "",
        )
        return ", ".join(part for part in said if part)


def reword(
    answer: Answer,
    wish: Rewording,
    writer: Rewriter,
    embed: Embed | None = None,
    on_text: Callable[[str], None] | None = None,
    cancel: threading.Event | None = None,
) -> Answer:
    """The answer in other words, as a new answer that goes on from it.

    Raises:
        CancelledError: ``cancel`` was set.
        ModelError: The model could not write.
        CannotRewordError: There is nothing to reword, or no reworded sentence holds.
    """
    if answer.refused or not answer.sentences:
        raise CannotRewordError(
            "there is no answer to put into other words", "ask a question that is answered first"
        )
    if len(answer.sentences) > _LONGEST_ANSWER:
        raise CannotRewordError(
            f"the answer has more than {_LONGEST_ANSWER} sentences",
            "ask again for a quick answer, and reword that",
        )
    began = time.monotonic()
    texts = [sentence.text for sentence in answer.sentences]
    marks = [sentence.citations for sentence in answer.sentences]
    prompt = build_reword_prompt(writer.name, texts, marks, wish.label)
    lines = writer.follow(prompt, on_text, cancel).splitlines()
    quotes = {citation.n: citation.quote for citation in answer.citations}
    said = [line.split("[", 1)[0].strip() for line in lines]
    kept = [
        _kept(old, new, [quotes[n] for n in old.citations], embed, foreign=bool(wish.language))
        for old, new in zip(answer.sentences, [*said, *[""] * len(texts)], strict=False)
    ]
    changed = sum(new != old for new, old in zip(kept, answer.sentences, strict=True))
    if not changed:
        raise CannotRewordError(
            f"what {writer.name} wrote was not held up by the quotes, so the answer stays as it is",
            "a larger writer may do better: `carrel models` lists them",
        )
    return _settled(answer, kept, changed, wish, writer.name, time.monotonic() - began)


def _kept(
    old: Sentence, new: str, quotes: Sequence[str], embed: Embed | None, *, foreign: bool
) -> Sentence:
    """The new sentence where it holds, or the old one."""
    if not new or letters_only(new) == letters_only(old.text):
        return old
    if not foreign:
        verdict = verify(new, quotes, embed)
        if verdict.support is not Support.SUPPORTED:
            return old
        return replace(old, text=new, support_score=round(verdict.score, 3), reason=verdict.reason)
    if faults(new, quotes).numbers or language_of_question(new) == language_of_question(old.text):
        return old  # a number that no quote has, or no other language after all
    reason = "in another language: only its numbers were compared with the quotes"
    return replace(old, text=new, support=Support.PARTLY, support_score=_UNCHECKED, reason=reason)


def _settled(
    answer: Answer,
    kept: Sequence[Sentence],
    changed: int,
    wish: Rewording,
    model: str,
    seconds: float,
) -> Answer:
    as_it_was = len(kept) - changed
    said = f"reworded {wish.label} by {model}"
    note = f"{said}; {as_it_was} of {len(kept)} sentences stay as they were" if as_it_was else said
    return replace(
        answer,
        id=secrets.token_hex(8),
        text=render_text(kept, answer.headings),
        sentences=tuple(kept),
        model=model,
        table=None,
        notes=(note, *answer.notes),
        asked_at=datetime.now(UTC).isoformat(timespec="seconds"),
        timings={"write": seconds, "total": seconds},
        follows=answer.id,
        reworded_for=wish.label,
    )
