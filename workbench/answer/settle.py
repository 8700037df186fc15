"""From a checked draft to the answer that is shown and stored.

Owns citation numbers (contiguous, in order of first appearance) and the running text. Changes no
sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.answer.draft import DraftSentence
from workbench.answer.quotes import Quote
from workbench.types import Citation, Sentence

__all__ = ["citations_for", "render_text", "settle"]


def citations_for(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    """Number quotes in the order given. Each is a slice of its passage, so verbatim by nature."""
    return tuple(
        Citation(
            n=n,
            paper=quote.candidate.hit.paper,
            passage=quote.candidate.hit.passage,
            page=quote.candidate.page,
            quote=quote.candidate.text,
            score=round(quote.score, 4),
            scores=dict(quote.candidate.hit.scores),
        )
        for n, quote in enumerate(quotes, start=1)
    )


def settle(
    draft: Sequence[DraftSentence], quotes: Sequence[Quote]
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Give the quotes that are cited their numbers, and drop the others and uncited sentences."""
    cited = list(dict.fromkeys(i for sentence in draft for i in sentence.quotes))
    numbers = {i: n for n, i in enumerate(cited, start=1)}
    sentences = tuple(
        Sentence(
            text=sentence.text,
            citations=tuple(sorted(numbers[i] for i in sentence.quotes)),
            support=sentence.support,
            support_score=round(sentence.support_score, 3),
            reason=sentence.reason,
            paragraph=sentence.paragraph,
        )
        for sentence in draft
        if sentence.quotes
    )
    return sentences, citations_for([quotes[i] for i in cited])


def render_text(sentences: Sequence[Sentence]) -> str:
    """Prose with ``[n]`` after each sentence; a blank line between paragraphs."""
    paragraphs: dict[int, list[str]] = {}
    for sentence in sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        paragraphs.setdefault(sentence.paragraph, []).append(f"{sentence.text} {marks}")
    return "\n\n".join(" ".join(lines) for _, lines in sorted(paragraphs.items()))
