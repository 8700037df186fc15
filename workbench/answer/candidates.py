"""The sentences of hits that could be quoted, each a verbatim stretch of its passage.

Owns cutting passages into quotable stretches and finding the page each stands on. Knows nothing
of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from workbench.answer.readable import LONGEST, dangles, is_readable
from workbench.answer.words import letters_only
from workbench.types import Hit, StoredPassage

__all__ = ["Candidate", "PageText", "quotable"]

PageText = Callable[[str, int], str | None]
"""Paper id and 1-based page to that page's text, ``None`` when it cannot be had."""

_STRADDLE = 0.06
"""How near (share of the passage) an estimated page break may be before a sentence is unsafe."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """``text`` is ``hit.passage.text[start:end]`` and stands whole on ``page``.

    ``core`` is the sentence that was judged; ``text`` may begin with the sentence before it, when
    the core leans on that. ``whole`` is false where it leans on something that is not here.
    """

    hit: Hit
    start: int
    end: int
    page: int
    core: str
    whole: bool

    @property
    def text(self) -> str:
        """The quote, verbatim."""
        return self.hit.passage.text[self.start : self.end]


def quotable(hits: Iterable[Hit], page_text: PageText | None = None) -> list[Candidate]:
    """Every readable sentence of the hits' passages, in order, each text once.

    A sentence whose page cannot be told (it runs over a page break) is left out, since its
    citation could not be followed.
    """
    found: list[Candidate] = []
    seen: set[str] = set()
    for hit in hits:
        for candidate in _from_hit(hit, page_text):
            key = letters_only(candidate.core)
            if key not in seen:
                seen.add(key)
                found.append(candidate)
    return found


def _from_hit(hit: Hit, page_text: PageText | None) -> Iterator[Candidate]:
    text = hit.passage.text
    spans = sentence_spans(text)
    for i, (start, end) in enumerate(spans):
        core = text[start:end]
        if not is_readable(core):
            continue
        whole = not dangles(core)
        if not whole and i and _may_lead(text, spans[i - 1], end):
            start, whole = spans[i - 1][0], True
        page = _page_of(hit.passage, start, end, page_text)
        if page is not None:
            yield Candidate(hit, start, end, page, core, whole)


def _may_lead(text: str, before: tuple[int, int], end: int) -> bool:
    """Whether the sentence before can be quoted along, so that "this" has its meaning."""
    sentence = text[before[0] : before[1]]
    return is_readable(sentence) and not dangles(sentence) and end - before[0] <= LONGEST


def _page_of(
    passage: StoredPassage, start: int, end: int, page_text: PageText | None
) -> int | None:
    pages = sorted({rectangle.page for rectangle in passage.rectangles} | {passage.page})
    if len(pages) == 1:
        return passage.page
    if page_text is not None:
        return _page_by_text(passage, passage.text[start:end], pages, page_text)
    return _page_by_lines(passage, start, end, pages)


def _page_by_text(
    passage: StoredPassage, quote: str, pages: list[int], page_text: PageText
) -> int | None:
    letters = letters_only(quote)
    for page in pages:
        text = page_text(passage.paper_id, page)
        if text is not None and letters in letters_only(text):
            return page
    return None


def _page_by_lines(passage: StoredPassage, start: int, end: int, pages: list[int]) -> int | None:
    """Estimate page breaks from how much of the passage's line area stands on each page."""
    areas = {
        page: sum(r.x1 - r.x0 for r in passage.rectangles if r.page == page) or 1.0
        for page in pages
    }
    total, length = sum(areas.values()), max(1, len(passage.text))
    begun = 0.0
    for page in pages:
        upto = begun + areas[page] / total
        first, last = page == pages[0], page == pages[-1]
        after_break = first or start / length >= begun + _STRADDLE
        before_break = last or end / length <= upto - _STRADDLE
        if after_break and before_break:
            return page
        begun = upto
    return None
