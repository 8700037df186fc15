"""From quotes to prose with a writer model, and back to the quotes where the prose does not hold.

Owns what a writer is (a protocol), reading its lines, and what becomes of a sentence that fails
the check: its quote takes its place. A written draft never cites less than the quotes alone: what
no kept sentence cites follows as it stands.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.errors import ModelError
from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.draft import DraftSentence
from workbench.answer.quotes import Quote
from workbench.answer.relevance import Embed
from workbench.answer.understand import Understanding
from workbench.answer.verify import verify
from workbench.types import Support

__all__ = ["Writer", "WrittenDraft", "read_lines", "write_draft"]

_LINE = re.compile(r"^(?P<text>.*?)\s*(?P<marks>(?:\[\d+\]){1,3})\s*$")


class Writer(Protocol):
    """Something that writes from numbered quotes."""

    @property
    def name(self) -> str:
        """The model's name, as answers show it."""

    def write(
        self,
        question: str,
        quotes: Sequence[str],
        labels: Sequence[str],
        on_text: Callable[[str], None],
        cancel: threading.Event | None,
    ) -> str:
        """Lines of prose, each ended by ``[n]`` marks. ``labels`` say whose each quote is."""


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A checked draft. ``written`` counts the writer's own sentences in it."""

    sentences: list[DraftSentence]
    written: int
    notes: tuple[str, ...]


def write_draft(
    writer: Writer,
    understood: Understanding,
    quotes: Sequence[Quote],
    fallback: Sequence[DraftSentence],
    *,
    embed: Embed | None,
    on_text: Callable[[str], None],
    cancel: threading.Event | None,
) -> WrittenDraft:
    """Let a writer write, check every sentence, and keep what its quotes support.

    Sentences of ``fallback``, the quotes as a draft, stand in for what does not hold.

    Raises:
        CancelledError: ``cancel`` was set.
    """
    texts = [quote.candidate.text for quote in quotes]
    labels = [_label(quote) for quote in quotes]
    try:
        text = writer.write(understood.question, texts, labels, on_text, cancel)
    except ModelError as error:
        return WrittenDraft(list(fallback), 0, (f"no model wrote: {error}",))
    raise_if_cancelled(cancel)
    lines = read_lines(text, len(quotes))
    kept: list[DraftSentence] = []
    for said, cited in lines:
        verdict = verify(said, [texts[i] for i in cited], embed)
        if verdict.support is Support.SUPPORTED and not _says_again(said, kept):
            kept.append(DraftSentence(said, cited, 0, verdict.support, verdict.score))
    return WrittenDraft(_with_quotes(kept, fallback), len(kept), _dropped(len(lines), len(kept)))


def _dropped(written: int, kept: int) -> tuple[str, ...]:
    """What a person should know of sentences that are not shown."""
    if not kept:
        return ("what the model wrote was not held up by the quotes, so they stand alone",)
    if kept < written:
        return (f"{written - kept} of {written} written sentences were not held up by the quotes",)
    return ()


def read_lines(text: str, quotes: int) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences with the places (from 0) of what they cite; a line cut short is left out."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for line in text.splitlines():
        match = _LINE.match(line)
        if not match or not match["text"]:
            continue
        numbers = dict.fromkeys(int(n) - 1 for n in re.findall(r"\d+", match["marks"]))
        cited = tuple(n for n in numbers if 0 <= n < quotes)
        if cited:
            found.append((match["text"].strip(), cited))
    return found


def _with_quotes(
    kept: Sequence[DraftSentence], fallback: Sequence[DraftSentence]
) -> list[DraftSentence]:
    """The written sentences, then every quote that they left out, in its own paragraph."""
    if not kept:
        return list(fallback)
    cited = {i for sentence in kept for i in sentence.quotes}
    rest = [sentence for sentence in fallback if not set(sentence.quotes) <= cited]
    return [*kept, *(replace(sentence, paragraph=sentence.paragraph + 1) for sentence in rest)]


def _says_again(said: str, kept: Sequence[DraftSentence]) -> bool:
    return any(said.casefold() == sentence.text.casefold() for sentence in kept)


def _label(quote: Quote) -> str:
    paper = quote.candidate.hit.paper
    family = paper.authors[0].split(",")[0].split()[-1] if paper.authors else paper.title[:40]
    return f"{family} {paper.year_label}".strip()
