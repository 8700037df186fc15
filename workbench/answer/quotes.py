"""Which verbatim sentences answer a question best, without saying one thing twice.

Owns ranking candidates for each part of the question and choosing a few of them: relevance first,
novelty by maximal marginal relevance (Carbonell and Goldstein 1998), at most a few from one paper,
something for every part. Writes no prose.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import ModelError
from workbench.answer.cancelling import raise_if_cancelled
from workbench.answer.candidates import Candidate, quotable
from workbench.answer.findings import only_expects
from workbench.answer.gather import Gathered
from workbench.answer.going_on import with_next_sentence
from workbench.answer.kinds import Kind
from workbench.answer.naming import named_nearby, named_shares
from workbench.answer.readable import loses_subject
from workbench.answer.relevance import (
    Embed,
    Scale,
    features,
    matter_share,
    relevance,
    scale_for,
    tells,
)
from workbench.answer.sides import Sides
from workbench.answer.understand import Understanding
from workbench.answer.words import content_stems
from workbench.types import Hit

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Quote", "choose_quotes", "in_prompt_order"]

log = logging.getLogger(__name__)

_EMBEDDED = 32
"""Candidates that are compared by meaning; a second's worth of embedding on two old cores."""
_CLEAR = 0.25
"""Where words alone find a sentence this relevant, meaning is not asked: on questions with a known
sentence it chose no better there, and it takes most of an answer's time."""
_CAPTION_FACTOR = 0.3
"""A caption names what it shows and says little of it: prose a third as relevant is worth more."""
_ASKS_PICTURE = re.compile(
    r"\b(?:figures?|fig\.|tables?|listings?|diagrams?|plots?)(?!\w)", re.IGNORECASE
)
"""Who asks for what is shown is answered by its caption."""
_BATCH = 8
"""Sentences embedded between two looks at the cancel flag, about 0.1 s on two cores."""
_DANGLING_FACTOR = 0.7
"""A sentence that leans on one that is not quoted must be this much more relevant."""
_SUBJECTLESS_FACTOR = 0.4
"""One whose very subject is named there alone may be of something else than it seems."""
_EXPECTED_FACTOR = 0.3
"""What was expected is no answer where what came of it is said too."""
_ASKS_EXPECTED = re.compile(
    r"\b(?:expect|hypothes|predict|assum|anticipat|conjectur|probab|likel)", re.IGNORECASE
)
_GARBLED_FACTOR = 0.12
"""A formula or number that reads otherwise than on its page is quoted where little else is."""
_PARTED_FACTOR = 0.5
"""A sentence of which its page holds no more than a part in one piece must be this much better."""
_LOST_FACTOR = 0.1
"""One that a viewer finds no good part of is quoted where hardly anything else answers."""
_UNTOLD_FACTOR = 0.3
"""What a quote is worth that tells none of the sort of thing that is asked for, such as a number:
any other that does should lead."""
_UNTOLD_ORIGIN = 0.1
"""The same of who was first: what a thing is for is hardly ever where it comes from."""
_UNNAMED_FACTOR = 0.05
"""What a quote is worth whose paper never speaks of what the question names."""
_ASIDE_FACTOR = 0.15
"""What a quote is worth, after a question on another thing, that stands where only the rest of its
paper speaks of this one."""
_ELSEWHERE = 0.8
"""Share of the question's words about the first quote that one of another paper must have too."""
_LIKELY = 0.05
"""Probability that a quote holds the answer below which it is beside the point in another paper."""
_KEPT = 2
"""Quotes that are shown however little they seem to say."""
_SENTENCE_BY_SENTENCE = frozenset({Kind.PAPERS, Kind.CONSENSUS, Kind.CLAIM})
"""Kinds whose quotes stand for one sentence each: one a paper, or one for or against."""
_WITH_NEXT = 3
"""Quotes that may go on with the sentence after them; what comes later is only beside the point."""
_MOST_PROMPTED = 20
"""Quotes in one prompt: what a small window holds beside the instructions."""
_SETS_APART = 2.0
"""How much more a sentence is worth that sets the sides of a comparison against each other."""
_REPEAT_WEIGHT = 0.5
"""Share of relevance lost by a sentence whose words were all quoted already."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A chosen candidate. ``part`` is the sub-question that it speaks to.

    ``score`` (0..1) is its relevance to the part alone. ``value`` is what it is chosen and ordered
    by: the score, and for a part of a larger question also the relevance to the whole of it, so
    that of all sentences on one side of a comparison those win that compare.
    """

    candidate: Candidate
    score: float
    value: float
    part: str
    similarity: float | None
    """Cosine to its part, ``None`` without an embedder."""


def choose_quotes(
    understood: Understanding,
    gathered: Gathered,
    *,
    embed: Embed | None,
    most: int,
    per_paper: int = 4,
    floor: float = 0.2,
    least: float = 0.02,
    goes_on: bool = False,
    cancel: threading.Event | None = None,
) -> list[Quote]:
    """The best quotes, most relevant first, each verbatim in its passage; may be empty.

    At most ``most`` of them, at most ``per_paper`` from one paper, and none with less than
    ``floor`` of the best one's relevance. Of what is less relevant than ``least`` (0..1) only the
    first two are kept. The first ones go on with the sentence after them where that belongs to
    them. Of a question that ``goes_on`` from another, what does not speak of its subject is as good
    as left out.

    Raises:
        CancelledError: ``cancel`` was set.
    """
    candidates = quotable(gathered.hits)
    if not candidates:
        return []
    sides = Sides.of(understood, gathered.hits)
    ranked: dict[str, list[Quote]] = {}
    for part in dict.fromkeys(understood.queries):
        raise_if_cancelled(cancel)
        hits = gathered.by_part.get(part, gathered.hits)
        kind = understood.kind if len(understood.parts) == 1 else _kind_of(part)
        scale = scale_for(part, kind, hits or gathered.hits)
        quotes = _rank(sides.on(part, candidates), scale, embed, cancel)
        ranked[part] = _weighed(quotes, scale, gathered.hits)
        if goes_on:
            ranked[part] = _of_the_subject(ranked[part], part, gathered.hits)
        if sides.names:
            ranked[part] = _set_apart_first(ranked[part], sides)
    chosen = _select(ranked, understood, _Limits(most, per_paper, floor))
    if len(understood.parts) == 1:
        chosen = [q for i, q in enumerate(chosen) if i < _KEPT or q.score >= least]
        if understood.kind not in _SENTENCE_BY_SENTENCE:
            chosen = _bearing_on(chosen, understood.whole)
    return chosen if understood.kind in _SENTENCE_BY_SENTENCE else _going_on(chosen)


def _bearing_on(chosen: Sequence[Quote], question: str) -> list[Quote]:
    """Without quotes of other papers than the first that hardly speak of the question's matter.

    What a paper is not about shares a word or two with any question. Words are counted, not
    weighed: among hits that all speak of a matter its own words are the commonest.
    """
    if not chosen:
        return []
    first = chosen[0].candidate
    least = _ELSEWHERE * matter_share(question, first)
    return [
        quote
        for quote in chosen
        if quote.candidate.hit.paper.id == first.hit.paper.id
        or (quote.score >= _LIKELY and matter_share(question, quote.candidate) >= least)
    ]


def _going_on(chosen: Sequence[Quote]) -> list[Quote]:
    """The first quotes with the sentences after them that belong to them, none said twice."""
    longer: list[Quote] = []
    for place, quote in enumerate(chosen):
        candidate = quote.candidate
        if place < _WITH_NEXT and not any(_overlap(q.candidate, candidate) for q in longer):
            candidate = with_next_sentence(candidate)
        if not any(_overlap(q.candidate, candidate) for q in longer):
            longer.append(replace(quote, candidate=candidate))
    return longer


def in_prompt_order(quotes: Sequence[Quote], before: Sequence[Quote]) -> tuple[Quote, ...]:
    """Quotes as a writer is to read them: those that it read before, in their order, then new ones.

    A prompt that begins as the last one did is not read again from the start. Those read before
    are left out where none of them was chosen again, or where they became too many.
    """
    chosen = {_place(quote): quote for quote in quotes}
    again = any(_place(quote) in chosen for quote in before)
    if not again or len(before) + len(quotes) > _MOST_PROMPTED:
        return tuple(quotes)
    kept = [chosen.pop(_place(quote), quote) for quote in before]
    return (*kept, *chosen.values())


def _place(quote: Quote) -> tuple[str, int, int]:
    candidate = quote.candidate
    return (candidate.hit.passage.id, candidate.start, candidate.end)


def _kind_of(part: str) -> Kind:
    from workbench.answer.understand import understand

    return understand(part).kind


def _rank(
    candidates: Sequence[Candidate],
    scale: Scale,
    embed: Embed | None,
    cancel: threading.Event | None,
) -> list[Quote]:
    """All candidates for one part: by words, and where these say little, by meaning as well."""
    by_words = [
        (relevance(features(candidate, scale, None), embedded=False), candidate)
        for candidate in candidates
    ]
    by_words.sort(key=lambda pair: -pair[0])
    if embed is None or by_words[0][0] >= _CLEAR:
        return [_quote(c, score, scale.question, None) for score, c in by_words]
    foremost = [candidate for _, candidate in by_words[:_EMBEDDED]]
    try:
        cosines = _cosines(scale.question, [c.text for c in foremost], embed, cancel)
    except ModelError:
        log.warning("the embedder failed; quotes are chosen by words alone", exc_info=True)
        return _rank(candidates, scale, None, cancel)
    quotes = [
        _quote(c, relevance(features(c, scale, s), embedded=True), scale.question, s)
        for c, s in zip(foremost, cosines, strict=True)
    ]
    return sorted(quotes, key=lambda quote: -quote.value)


def _weighed(quotes: Sequence[Quote], scale: Scale, hits: Sequence[Hit]) -> list[Quote]:
    """Hold quotes to what is asked: less is worth what tells little of the sort of thing that is
    asked for, and what stands in papers that do not speak of what the question names.
    """
    shares = named_shares(scale.question, hits)
    lowered = []
    for quote in quotes:
        named = shares[quote.candidate.hit.paper.id]
        factor = _UNNAMED_FACTOR + (1 - _UNNAMED_FACTOR) * named
        plainly = tells(quote.candidate.core, scale)
        if plainly is not None:
            untold = _UNTOLD_ORIGIN if scale.kind is Kind.FIRST else _UNTOLD_FACTOR
            factor *= untold + (1 - untold) * plainly
        lowered.append(replace(quote, score=quote.score * factor, value=quote.value * factor))
    return sorted(lowered, key=lambda quote: -quote.value)


def _of_the_subject(quotes: Sequence[Quote], question: str, hits: Sequence[Hit]) -> list[Quote]:
    """Put last what names the subject neither in its passage nor by its paper.

    Of a question that takes another subject than the one before, the passages found are as likely
    to be about the old one: a paper on one thing mentions what it is compared with.
    """
    nearby = named_nearby(question, hits)
    aside = [
        replace(q, value=q.value * max(_ASIDE_FACTOR, nearby[q.candidate.hit.passage.id]))
        for q in quotes
    ]
    return sorted(aside, key=lambda quote: -quote.value)


def _quote(candidate: Candidate, score: float, part: str, similarity: float | None) -> Quote:
    score *= _standing(candidate)
    value = score * _findable(candidate)
    if only_expects(candidate.core) and not _ASKS_EXPECTED.search(part):
        value *= _EXPECTED_FACTOR
    if candidate.is_garbled:
        value *= _GARBLED_FACTOR
    if candidate.is_caption and not _ASKS_PICTURE.search(part):
        value *= _CAPTION_FACTOR
    return Quote(candidate, score, value, part, similarity)


def _standing(candidate: Candidate) -> float:
    """The share of its relevance that a sentence has, for how it stands alone."""
    if candidate.whole:
        return 1.0
    return _SUBJECTLESS_FACTOR if loses_subject(candidate.core) else _DANGLING_FACTOR


def _findable(candidate: Candidate) -> float:
    """The share of its relevance that a sentence is chosen by, for how its page holds it."""
    if candidate.in_one_piece:
        return 1.0
    return _LOST_FACTOR if candidate.cited == candidate.text else _PARTED_FACTOR


def _cosines(
    question: str, texts: Sequence[str], embed: Embed, cancel: threading.Event | None
) -> list[float]:
    found: list[float] = []
    vector: npt.NDArray[np.float32] = embed([question])[0]
    for begin in range(0, len(texts), _BATCH):
        raise_if_cancelled(cancel)
        rows = embed(texts[begin : begin + _BATCH])
        found.extend(float(value) for value in rows @ vector)
    return found


@dataclass(frozen=True, slots=True)
class _Limits:
    """How many quotes, from how few papers, and how far below the best."""

    most: int
    per_paper: int
    floor: float


def _select(
    ranked: dict[str, list[Quote]], understood: Understanding, limits: _Limits
) -> list[Quote]:
    """First the best for each part in turn, then the best of what is left."""
    chosen: list[Quote] = []
    if len(understood.parts) > 1:
        ranked = _valued_by_whole(ranked, understood)
        for _ in range(2):
            for part in understood.parts:
                _take_best(ranked[part], chosen, limits)
    pool = [quote for quotes in ranked.values() for quote in quotes]
    while _take_best(pool, chosen, limits):
        pass
    return sorted(chosen, key=lambda quote: -quote.value)


def _set_apart_first(quotes: Sequence[Quote], sides: Sides) -> list[Quote]:
    """What says how the sides of a comparison differ is worth more than what tells of one alone."""
    return [
        replace(q, value=_SETS_APART * q.value) if sides.sets_apart(q.candidate) else q
        for q in quotes
    ]


def _valued_by_whole(
    ranked: dict[str, list[Quote]], understood: Understanding
) -> dict[str, list[Quote]]:
    """Halve the value of what speaks to a part and not at all to the whole question."""
    whole = {quote.candidate: quote.score for quote in ranked[understood.whole]}
    most = max(whole.values(), default=0.0) or 1.0
    return {
        part: [
            replace(quote, value=quote.value * (0.5 + 0.5 * whole.get(quote.candidate, 0) / most))
            for quote in quotes
        ]
        for part, quotes in ranked.items()
    }


def _take_best(pool: Sequence[Quote], chosen: list[Quote], limits: _Limits) -> bool:
    """Add the quote with the best marginal relevance, if any is still worth it."""
    if len(chosen) >= limits.most:
        return False
    best, best_value = None, 0.0
    held = {stem for quote in chosen for stem in content_stems(quote.candidate.text)}
    floor = limits.floor * max((quote.value for quote in pool), default=0.0)
    for quote in pool:
        if quote.value <= max(best_value, floor) or not _allowed(quote, chosen, limits.per_paper):
            continue
        value = quote.value * (1 - _REPEAT_WEIGHT * _repeated(quote, held))
        if value > best_value:
            best, best_value = quote, value
    if best is None or best_value < floor:
        return False
    chosen.append(best)
    return True


def _allowed(quote: Quote, chosen: Sequence[Quote], per_paper: int) -> bool:
    """Not overlapping a chosen quote, and its paper not heard too often already."""
    same = [c.candidate for c in chosen if c.candidate.hit.paper.id == quote.candidate.hit.paper.id]
    return len(same) < per_paper and not any(_overlap(c, quote.candidate) for c in same)


def _overlap(one: Candidate, other: Candidate) -> bool:
    if one.hit.passage.id != other.hit.passage.id:
        return one.core in other.text or other.core in one.text
    return one.start < other.end and other.start < one.end


def _repeated(quote: Quote, held: set[str]) -> float:
    stems = set(content_stems(quote.candidate.text))
    return len(stems & held) / len(stems) if held and stems else 0.0
