"""From a checked draft to the answer that is shown and stored.

Owns citation numbers (contiguous, in order of first appearance) and the running text. Changes no
sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.answer.draft import DraftSentence
from workbench.answer.quotes import Quote
from workbench.types import Citation, Sentence

__all__ = ["Settled", "citations_for", "render_text", "settle"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is shown: ``headings`` stand one for each paragraph, or there are none at all.

    ``numbers`` is the citation number of each quote that is cited, by its place.
    """

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    headings: tuple[str, ...]
    numbers: Mapping[int, int]


def citations_for(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """Number quotes in the order given. Each is a slice of its passage, so verbatim by nature."""
    return tuple(
        Citation(
            n=n,
            paper=quote.candidate.hit.paper,
            passage=quote.candidate.hit.passage,
            page=quote.candidate.page,
            quote=quote.candidate.cited,
            score=round(quote.score, 4),
            scores=dict(quote.candidate.hit.scores),
        )
        for n, quote in enumerate(quotes, start=1)
    )


def settle(draft: Sequence[DraftSentence], quotes: Sequence[Quote]) -> Settled:
    """Give the quotes that are cited their numbers, and drop the others and uncited sentences."""
    kept = [sentence for sentence in draft if sentence.quotes]
    cited = list(dict.fromkeys(i for sentence in kept for i in sentence.quotes))
    numbers = {i: n for n, i in enumerate(cited, start=1)}
    # paragraphs count from 0 without a gap, whatever was dropped
    paragraphs = {p: n for n, p in enumerate(sorted({s.paragraph for s in kept}))}
    sentences = tuple(
        Sentence(
            text=sentence.text,
            citations=tuple(sorted(numbers[i] for i in sentence.quotes)),
            support=sentence.support,
            support_score=round(sentence.support_score, 3),
            reason=sentence.reason,
            paragraph=paragraphs[sentence.paragraph],
        )
        for sentence in kept
    )
    headings = [""] * len(paragraphs)
    for sentence in kept:
        place = paragraphs[sentence.paragraph]
        headings[place] = headings[place] or sentence.heading
    shown = tuple(headings) if any(headings) else ()
    return Settled(sentences, citations_for([quotes[i] for i in cited]), shown, numbers)


def render_text(sentences: Sequence[Sentence], headings: Sequence[str] = ()) -> str:
    """Prose with ``[n]`` after each sentence; blank lines between headings and paragraphs."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        paragraphs.setdefault(sentence.paragraph, []).append(f"{sentence.text} {marks}")
    blocks: list[str] = []
    for number, lines in sorted(paragraphs.items()):
        heading = headings[number] if number < len(headings) else ""
        blocks += [f"{heading}:"] if heading else []
        blocks.append(" ".join(lines))
    return "\n\n".join(blocks)
