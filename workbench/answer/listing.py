"""Which papers a list names, in which order, and the one sentence that says why.

Owns ranking papers, not passages: what a paper is about stands in its title and abstract, and a
paper that only mentions a matter in passing comes after those that are about it, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.paper import PassageKind
from ingest.sentences import sentence_spans
from workbench.answer.abbreviations import other_form
from workbench.answer.attribution import author_year
from workbench.answer.candidates import Candidate, quotable
from workbench.answer.everyday import is_everyday
from workbench.answer.fitting import summarises
from workbench.answer.gather import Gathered
from workbench.answer.kinds import Kind
from workbench.answer.plan import Plan
from workbench.answer.quotes import Quote
from workbench.answer.relevance import Scale, covered_share, features, relevance, scale_for
from workbench.answer.spelling import held_share
from workbench.answer.trail import Asked, Trail
from workbench.answer.understand import Understanding
from workbench.answer.words import content_stems, tokens
from workbench.errors import NothingLeftError
from workbench.types import Filters, Hit, SearchResult

__all__ = ["ABOUT", "listed_papers", "search_abstracts"]

# Figures below are from 40 matters that a library of 85 papers speaks of and 10 that it does not,
# with the bundled embedder, asked of a second library of 35 papers too.

ABOUT = 0.5
"""Value from which a quote stands for a paper that is about the matter and not only near it; values
of those that are near lie below it, whatever they are told by."""

_HELD = 0.7
"""Share of a matter's words, and of these together, that a title or a sentence must hold to speak
of it: two words of three, with those that follow each other in the matter doing so here."""
_ONE_WORD = 0.5
"""Likeness of letters from which two words are one ("quantization", "quantisation"): stricter than
``NEAR_SPELLING``, where a hint is enough."""
_APART = 0.6
"""What the words of a matter are worth where they stand apart ("machine … learning"): below
``_HELD``, so that they alone are no sign."""
_ALIKE, _NEAR_BEST = 4.8, 0.75
"""Nearness, and share of the best nearness, from which a passage without the words speaks of it.
The best passage lay at 4.7 to 8.9 for the matters that were there, at 2.7 to 4.9 for the others."""
_LIKE_ABSTRACT = 5.5
"""Nearness from which two abstracts are about related things: a cosine of 0.5, more or less."""
_SAME = 11.0
"""Nearness of a text to itself, of which that of two others is a share."""
_ABSTRACT, _PASSAGE, _TITLE = 0.45, 0.2, 0.35
"""What each says of a paper, together 1: by choice, an abstract more than a title, and both more
than a passage."""
_STANDS_IN = 0.7
"""What the body tells of what a paper is about, where its abstract is not known: by choice."""
_FLOOR = 0.4
"""Share of the first related paper's standing below which others are left out: by choice."""
_MOST_RELATED = 5
"""Papers shown that are not about the matter and come near it."""
_LIKE_FIRST, _ALIKE_READ = 2, 12
"""Papers whose like are looked for, and passages of abstracts that are looked at for each."""
_LESS = 1e-3
"""Keeps a paper that is like another just below those that are about the matter."""
_SAYS_WHAT, _SAYS_LITTLE = 0.5, 0.15
"""What it is worth that a sentence says what its paper does, beside holding every word: much in
the abstract of a paper about the matter, little elsewhere; by choice."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a list is of. ``forms`` leads from other spellings of its words to those asked for."""

    scale: Scale
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Best:
    """The best score of abstracts and of other passages, and the best nearness."""

    abstract: float
    body: float
    alike: float


@dataclass(frozen=True, slots=True)
class _Paper:
    """What was found of one paper: its abstract's passages and those of its body."""

    hits: list[Hit]

    @property
    def title(self) -> str:
        return self.hits[0].paper.title

    @property
    def abstract(self) -> list[Hit]:
        return [hit for hit in self.hits if _is_abstract(hit)]


def search_abstracts(
    understood: Understanding, gathered: Gathered, trail: Trail, filters: Filters, k: int
) -> Gathered:
    """What was found, and what abstracts hold of the matter by either of its names.

    Scores of abstracts are those of their own searches, and not to be compared with the others'.
    """
    narrow = replace(filters, terms=(*filters.terms, "section:abstract"))
    other = other_form(understood.whole, (hit.passage.text for hit in gathered.hits))
    named = [name for name in (understood.whole, other) if name]
    asked = [Asked(name, narrow, "abstracts", 1) for name in named]
    results = _run_narrow(asked, trail, k)
    if other:
        anywhere = Asked(other, filters, "other name", 1)
        asked.append(anywhere)
        results += trail.run([anywhere], k)
    if not results:
        return gathered
    held: dict[str, Hit] = {}
    for hit in (*(h for result in results for h in result.hits), *gathered.hits):
        before = held.get(hit.passage.id)
        if before is None or hit.score > before.score:
            held[hit.passage.id] = hit
    hits = tuple(held.values())
    by_part = dict.fromkeys(understood.parts, hits)
    queries = tuple(dict.fromkeys((*gathered.queries, *(one.query for one in asked))))
    return Gathered(hits, by_part, queries, gathered.notes)


def _run_narrow(asked: Sequence[Asked], trail: Trail, k: int) -> list[SearchResult]:
    """Searches of abstracts; none come back where no paper that is left has one."""
    try:
        return trail.run(asked, k) if asked else []
    except NothingLeftError:
        return []


def listed_papers(
    understood: Understanding, gathered: Gathered, trail: Trail, filters: Filters, plan: Plan
) -> list[Quote]:
    """One quote a paper, the paper that is most about the matter first; may be empty.

    ``value`` is the paper's standing: ``ABOUT`` and more where it is about the matter. Papers whose
    abstracts are like those of the first ones are related, whatever they call the matter.
    """
    matter = understood.whole
    other = other_form(matter, (hit.passage.text for hit in gathered.hits))
    matters = [_matter(name, gathered.hits) for name in (matter, other) if name]
    best = _best_of(gathered.hits)
    quotes: list[Quote] = []
    for paper in _papers(gathered.hits):
        standing = _standing(paper, matters, best)
        quotes += _why(paper, matters, standing) if standing else []
    about = sorted((q for q in quotes if q.value >= ABOUT), key=_standing_of)
    held = {quote.candidate.hit.paper.id for quote in about}
    alike = [q for q in _alike(about, matters, trail, filters) if _paper_of(q) not in held]
    held |= {_paper_of(quote) for quote in alike}
    near = [q for q in quotes if _paper_of(q) not in held]
    related = sorted([*alike, *near], key=_standing_of)[:_MOST_RELATED]
    floor = _FLOOR * related[0].value if related else 0.0
    return [*about, *(quote for quote in related if quote.value >= floor)][: plan.quotes]


def _standing_of(quote: Quote) -> float:
    return -quote.value


def _paper_of(quote: Quote) -> str:
    return quote.candidate.hit.paper.id


def _papers(hits: Sequence[Hit]) -> list[_Paper]:
    papers: dict[str, _Paper] = {}
    for hit in hits:
        papers.setdefault(hit.paper.id, _Paper([])).hits.append(hit)
    return list(papers.values())


def _alike(
    about: Sequence[Quote], matters: Sequence[_Matter], trail: Trail, filters: Filters
) -> list[Quote]:
    """Papers whose abstracts are like those of the first that are about the matter."""
    narrow = replace(filters, terms=(*filters.terms, "section:abstract"))
    asked = [_abstract_of(quote.candidate.hit, narrow) for quote in about[:_LIKE_FIRST]]
    results = _run_narrow(asked, trail, _ALIKE_READ)
    hits = {hit.passage.id: hit for result in results for hit in result.hits}.values()
    near = [hit for hit in hits if _nearness(hit) >= _LIKE_ABSTRACT]
    return [
        quote
        for paper in _papers(near)
        for quote in _why(
            paper, matters, ABOUT * min(1.0, max(map(_nearness, paper.hits)) / _SAME) - _LESS
        )
    ]


def _abstract_of(hit: Hit, filters: Filters) -> Asked:
    """A search for what an abstract says, shown by the paper's name."""
    text = " ".join(tokens(hit.passage.text))
    shown = f"the abstract of {author_year(hit.paper)}"
    return Asked(text, filters, "alike", 1, shown=shown)


def _best_of(hits: Sequence[Hit]) -> _Best:
    return _Best(
        max((hit.score for hit in hits if _is_abstract(hit)), default=1.0),
        max((hit.score for hit in hits if not _is_abstract(hit)), default=1.0),
        max(map(_nearness, hits), default=0.0),
    )


def _nearness(hit: Hit) -> float:
    """How near a passage's meaning is; 0, as what is far, where that is not known."""
    return hit.nearness or 0.0


def _is_abstract(hit: Hit) -> bool:
    return hit.passage.kind is PassageKind.ABSTRACT or hit.passage.section.lower() == "abstract"


def _standing(paper: _Paper, matters: Sequence[_Matter], best: _Best) -> float:
    """How much (0..1) a paper is about the matter; 0 where it does not speak of it."""
    titled = _covers([paper.title], matters)
    covered = _covers(_sentences(paper.abstract), matters)
    alike = max(map(_nearness, paper.hits))
    spoken = _covers(_sentences(paper.hits), matters)
    near = alike >= max(_ALIKE, _NEAR_BEST * best.alike)
    if not near and max(titled, spoken) < _HELD:
        return 0.0
    abstract = _share(paper.abstract, best.abstract)
    body = _share([hit for hit in paper.hits if not _is_abstract(hit)], best.body)
    # the words of an abstract tell more than how its passage ranks, and the body stands in for one
    of_abstract = (abstract + covered) / 2 if paper.abstract else _STANDS_IN * (body + spoken) / 2
    value = _ABSTRACT * of_abstract + _PASSAGE * body + _TITLE * titled
    return ABOUT + (1 - ABOUT) * value if max(titled, covered) >= _HELD else ABOUT * value


def _share(hits: Sequence[Hit], best: float) -> float:
    return max((hit.score for hit in hits), default=0.0) / max(1e-9, best)


def _sentences(hits: Sequence[Hit]) -> list[str]:
    texts = (hit.passage.text for hit in hits)
    return [text[start:end] for text in texts for start, end in sentence_spans(text)]


def _covers(texts: Sequence[str], matters: Sequence[_Matter]) -> float:
    """How well (0..1) the best of some texts holds the matter's words, and holds them together."""
    return max((_speaks(text, matter) for text in texts for matter in matters), default=0.0)


def _speaks(text: str, matter: _Matter) -> float:
    held = [matter.forms.get(word, word) for word in content_stems(text)]
    wanted = _phrases(matter.scale.asked)
    together = len(wanted & set(pairwise(held))) / len(wanted) if wanted else 1.0
    return covered_share(set(held), matter.scale) * (_APART + (1 - _APART) * together)


def _matter(name: str, hits: Sequence[Hit]) -> _Matter:
    """A matter by one name, with the spellings ("quantization") that were found of its words."""
    scale = scale_for(name, Kind.PAPERS, hits)
    telling = [word for word in scale.stems if not is_everyday(word)]
    met = {word for hit in hits for word in content_stems(f"{hit.paper.title} {hit.passage.text}")}
    forms = {
        form: word
        for word in telling
        for form in met - scale.stems
        if form[:1] == word[:1] and not is_everyday(form) and held_share(word, {form}) >= _ONE_WORD
    }
    return _Matter(scale, forms)


def _phrases(matter: str) -> set[tuple[str, str]]:
    """Pairs of words that follow each other, with no "in" or "of" between them.

    What a hyphen joins is one word, whatever stands within: "peer-to-peer".
    """
    words = [content_stems(word) for word in matter.split()]
    across = {(one[-1], after[0]) for one, after in pairwise(words) if one and after}
    return across.union(*(pairwise(word) for word in words))


def _why(paper: _Paper, matters: Sequence[_Matter], standing: float) -> list[Quote]:
    """The sentence that says best what the paper has to do with the matter, if any can be quoted.

    Where no sentence holds the matter's words, one that says what the paper is about is the best.
    """
    every = [c for c in quotable(paper.hits) if not c.is_caption]
    own = [c for c in every if _is_abstract(c.hit)] if standing >= ABOUT else []
    pool = own or every
    if not pool:
        return []
    says = _SAYS_WHAT if own else _SAYS_LITTLE
    chosen = max(pool, key=lambda candidate: _tells(candidate, matters, says))
    score = relevance(features(chosen, matters[0].scale, None), embedded=False)
    return [Quote(chosen, score, standing, matters[0].scale.question, None)]


def _tells(candidate: Candidate, matters: Sequence[_Matter], says: float) -> float:
    value = _covers([candidate.text], matters)
    value += says * summarises(candidate.core, candidate.hit.passage)
    return value * (1.0 if candidate.whole else 0.5)
