"""The sentences of hits that could be quoted, each a verbatim stretch of its passage.

Owns cutting passages into quotable stretches, each of which stands whole on one page. Knows
nothing of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.paper import PassageKind
from ingest.sentences import sentence_spans
from workbench.answer.garbled import is_garbled
from workbench.answer.readable import (
    LONGEST,
    SHORTEST,
    dangles,
    is_readable,
    lacks_subject,
    opens_caption,
)
from workbench.answer.words import letters_only
from workbench.types import Hit, StoredPassage

__all__ = ["Candidate", "quotable"]

_THANKS = re.compile(r"[\W\d]*(?:acknowledge?ments?|thanks)\b", re.IGNORECASE)
"""A section that thanks people says nothing of what they did."""
_LEAST_PART = 0.25
"""Share of a sentence that its longest part must have, to be known again as the sentence."""
_CLOSING, _OPENING = " )]},.;:”’»", " ([{“‘«"
_IN_WORDS = "-‐‑–'’"
"""What stands within words, beside letters and digits."""


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

    @property
    def is_caption(self) -> bool:
        """Whether the quote is of a caption: a later sentence of one says so by its passage."""
        return self.hit.passage.kind is PassageKind.CAPTION or opens_caption(self.core)

    @property
    def is_garbled(self) -> bool:
        """Whether a formula or a number in it reads otherwise than on its page."""
        passage = self.hit.passage
        flat = (at - self.start for at in passage.flat if self.start < at <= self.end)
        return is_garbled(self.text, flat)

    @property
    def in_one_piece(self) -> bool:
        """Whether ``page`` holds the quote in one piece, so that a PDF viewer finds it there."""
        return self.hit.passage.stands_in_one_piece(self.start, self.end)

    @property
    def cited(self) -> str:
        """What is cited on ``page``: the quote, or the longest part of it that stands there.

        The part ends with whole words. Where all parts are short, it is the quote as it is.
        """
        if self.in_one_piece:
            return self.text
        passage = self.hit.passage
        parts = [(max(s, self.start), min(e, self.end)) for s, e in passage.pieces]
        start, end = max(parts, key=lambda part: part[1] - part[0])
        part = _whole_words(passage.text, start, end)
        return part if len(part) >= max(SHORTEST, _LEAST_PART * len(self.text)) else self.text


def _whole_words(text: str, start: int, end: int) -> str:
    """A stretch of text without the parts of words at its ends, and what opens or closes there."""
    while start < end and start and _within_word(text[start - 1 : start + 1]):
        start += 1
    while start < end < len(text) and _within_word(text[end - 1 : end + 1]):
        end -= 1
    return text[start:end].strip().lstrip(_CLOSING).rstrip(_OPENING)


def _within_word(pair: str) -> bool:
    return all(char.isalnum() or char in _IN_WORDS for char in pair)


def quotable(hits: Iterable[Hit]) -> list[Candidate]:
    """Every readable sentence of the hits' passages, in order, each text once.

    Of two places that say the same the first counts that a viewer finds. A passage that touches two
    pages (a sentence that runs over the page break) is left out: it stands whole on neither, so its
    citation could not be followed.
    """
    found: dict[str, Candidate] = {}
    for hit in hits:
        for candidate in _from_hit(hit):
            held = found.setdefault(letters_only(candidate.core), candidate)
            if candidate.in_one_piece and not held.in_one_piece:
                found[letters_only(candidate.core)] = candidate
    return list(found.values())


def _from_hit(hit: Hit) -> Iterator[Candidate]:
    if not _on_one_page(hit.passage) or _THANKS.match(hit.passage.section):
        return
    text = hit.passage.text
    spans = sentence_spans(text)
    for i, (start, end) in enumerate(spans):
        core = text[start:end]
        if not is_readable(core):
            continue
        whole = not dangles(core)
        if (
            not whole
            and i
            and not lacks_subject(core)
            and _may_lead(hit.passage, spans[i - 1], end)
        ):
            start, whole = spans[i - 1][0], True
        yield Candidate(hit, start, end, core, whole)


def _on_one_page(passage: StoredPassage) -> bool:
    return all(rectangle.page == passage.page for rectangle in passage.rectangles)


def _may_lead(passage: StoredPassage, before: tuple[int, int], end: int) -> bool:
    """Whether the sentence before can be quoted along, so that "this" has its meaning.

    The two have to stand on the page in one piece: a quote that nobody finds there is worth less
    than one that leans.
    """
    sentence = passage.text[before[0] : before[1]]
    fits = end - before[0] <= LONGEST and passage.stands_in_one_piece(before[0], end)
    fits = fits and not is_garbled(sentence)
    return fits and is_readable(sentence) and not dangles(sentence)
