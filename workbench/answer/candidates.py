"""The sentences of hits that could be quoted, each a verbatim stretch of its passage.

Owns cutting passages into quotable stretches, each of which stands whole on one page. Knows
nothing of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from workbench.answer.readable import LONGEST, dangles, is_readable
from workbench.answer.words import letters_only
from workbench.types import Hit, StoredPassage

__all__ = ["Candidate", "quotable"]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """``text`` is ``hit.passage.text[start:end]`` and stands whole on ``page``.

    ``core`` is the sentence that was judged; ``text`` may begin with the sentence before it, when
    the core leans on that. ``whole`` is false where it leans on something that is not here.
    """

    hit: Hit
    start: int
    end: int
    core: str
    whole: bool

    @property
    def page(self) -> int:
        """The page that the quote stands on, from 1."""
        return self.hit.passage.page

    @property
    def text(self) -> str:
        """The quote, verbatim."""
        return self.hit.passage.text[self.start : self.end]


def quotable(hits: Iterable[Hit]) -> list[Candidate]:
    """Every readable sentence of the hits' passages, in order, each text once.

    A passage that touches two pages (a sentence that runs over the page break) is left out: it
    stands whole on neither, so its citation could not be followed.
    """
    found: list[Candidate] = []
    seen: set[str] = set()
    for hit in hits:
        for candidate in _from_hit(hit):
            key = letters_only(candidate.core)
            if key not in seen:
                seen.add(key)
                found.append(candidate)
    return found


def _from_hit(hit: Hit) -> Iterator[Candidate]:
    if not _on_one_page(hit.passage):
        return
    text = hit.passage.text
    spans = sentence_spans(text)
    for i, (start, end) in enumerate(spans):
        core = text[start:end]
        if not is_readable(core):
            continue
        whole = not dangles(core)
        if not whole and i and _may_lead(text, spans[i - 1], end):
            start, whole = spans[i - 1][0], True
        yield Candidate(hit, start, end, core, whole)


def _on_one_page(passage: StoredPassage) -> bool:
    return all(rectangle.page == passage.page for rectangle in passage.rectangles)


def _may_lead(text: str, before: tuple[int, int], end: int) -> bool:
    """Whether the sentence before can be quoted along, so that "this" has its meaning."""
    sentence = text[before[0] : before[1]]
    return is_readable(sentence) and not dangles(sentence) and end - before[0] <= LONGEST
