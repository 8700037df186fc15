"""The draft that needs no model: quotes under short headings, each paper named with its year.

Owns which quotes stand together, under what, and in which order, by the kind of question. The
quotes themselves are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from workbench.answer.attribution import author_year
from workbench.answer.consensus import stance_of_quote
from workbench.answer.draft import DraftSentence, as_sentence
from workbench.answer.findings import only_expects, states_aim
from workbench.answer.kinds import Kind
from workbench.answer.listing import ABOUT
from workbench.answer.matter import claim_of
from workbench.answer.quotes import Quote
from workbench.answer.sides import Sides
from workbench.answer.stance import Stance, speaks_of
from workbench.answer.understand import Understanding
from workbench.answer.words import visible
from workbench.types import Table

__all__ = ["facet_of", "lay_out", "side_by_side"]

Group = tuple[str, list[int]]
"""A heading and the places of its quotes."""

_ABOUT, _HOW, _FOUND, _LIMITS = "In general", "How it is done", "What was found", "Limits"
_FACETS = (_ABOUT, _HOW, _FOUND, _LIMITS)
_RELATED = "Related"
_APART = "How they compare"
_LIMITING = re.compile(
    r"\b(?:limit(?:s|ed|ation|ations)?|drawbacks?|weakness(?:es)?|disadvantages?|fails?|cannot"
    r"|suffers?|not (?:able|possible|suitable)|too (?:slow|large|costly|expensive|small)"
    r"|future work|remains? (?:open|a problem|to be)|at the (?:cost|expense|price) of|caveats?)\b",
    re.IGNORECASE,
)
_FINDING_PLACE = re.compile(
    r"result|experiment|evaluation|conclu|finding|discussion|analysis|measure|comparison",
    re.IGNORECASE,
)
_METHOD_PLACE = re.compile(
    r"method|approach|design|implement|algorithm|architecture|model|setup|procedure|system|protocol",
    re.IGNORECASE,
)
_FOUND_WORDS = re.compile(
    r"\b(?:we (?:find|found|show|showed|observe|observed)|results? (?:show|suggest|indicate)"
    r"|outperforms?|significantly|\d+(?:\.\d+)? ?(?:%|per ?cent))",
    re.IGNORECASE,
)
_STANCES = (
    (Stance.SUPPORTS, "Seem to support it"),
    (Stance.DISPUTES, "Seem to dispute it"),
    (Stance.NEUTRAL, "Neither support nor dispute it"),
)
_LEANING = 0.4
"""What a quote that cannot stand alone is worth as the opening of an answer."""
_FEW_GROUPS = 2
"""Fewer groups than this need no headings."""
_YEARS_APART = 5
"""Years that share a heading where there are many."""
_MANY_YEARS = 4


def lay_out(quotes: Sequence[Quote], understood: Understanding) -> list[DraftSentence]:
    """Every quote a sentence; the first of each paper in a paragraph names who says it."""
    groups = _GROUPED.get(understood.kind, _by_directness)(quotes, understood)
    groups = [(heading, places) for heading, places in groups if places]
    titled = len(groups) >= _FEW_GROUPS or understood.kind in {Kind.CONSENSUS, Kind.CLAIM}
    titled = titled or any(heading == _RELATED for heading, _ in groups)
    draft: list[DraftSentence] = []
    for heading, places in groups:
        for papers, own in enumerate(_by_paper(quotes, places)):
            paragraph = draft[-1].paragraph + 1 if draft else 0
            shown = heading if titled and papers == 0 else ""
            draft.extend(_paragraph(quotes, own, paragraph, shown, understood.kind))
    return draft


def facet_of(quote: Quote) -> str:
    """Which side of its matter a quote speaks of, by its words and by where it stands."""
    candidate = quote.candidate
    section = candidate.hit.passage.section
    if _LIMITING.search(candidate.core):
        return _LIMITS
    if _FOUND_WORDS.search(candidate.core) or _FINDING_PLACE.search(section):
        return _ABOUT if states_aim(candidate.core) else _FOUND
    return _HOW if _METHOD_PLACE.search(section) else _ABOUT


def side_by_side(
    draft: Sequence[DraftSentence],
    quotes: Sequence[Quote],
    understood: Understanding,
    numbers: Callable[[int], int],
) -> Table | None:
    """A comparison as a table: a row for each facet, a column for each side.

    Args:
        draft: The draft of ``lay_out``.
        quotes: The quotes that it cites.
        understood: The question; None comes back where it compares nothing.
        numbers: A quote's place to its citation number.
    """
    if understood.kind is not Kind.COMPARISON or len(understood.parts) < _FEW_GROUPS:
        return None
    sides = _sides_in(quotes, understood)
    cells: dict[tuple[str, str], list[int]] = {}
    for sentence in draft:
        for place in sentence.quotes:
            key = (facet_of(quotes[place]), _column_of(quotes[place], sides))
            cells.setdefault(key, []).append(place)
    rows = tuple(
        (
            facet,
            *(_cell(quotes, cells.get((facet, part), []), numbers) for part in understood.parts),
        )
        for facet in _FACETS
        if any((facet, part) in cells for part in understood.parts)
    )
    told = {side for _, side in cells}
    if len(told) < _FEW_GROUPS:
        return None  # a column of dashes compares nothing
    return Table(("", *map(understood.name_of, understood.parts)), rows)


def _cell(quotes: Sequence[Quote], places: Sequence[int], numbers: Callable[[int], int]) -> str:
    """The best quote of a side and facet, without the sentence after it, and the marks of all."""
    if not places:
        return "–"
    best = max(places, key=lambda place: quotes[place].value)
    marks = "".join(f"[{n}]" for n in sorted(numbers(place) for place in places))
    candidate = quotes[best].candidate
    ends = candidate.text.find(candidate.core) + len(candidate.core)
    return f"{author_year(candidate.hit.paper)}: {as_sentence(candidate.text[:ends])} {marks}"


def _paragraph(
    quotes: Sequence[Quote], places: Sequence[int], paragraph: int, heading: str, kind: Kind
) -> Iterable[DraftSentence]:
    for position, place in enumerate(places):
        candidate = quotes[place].candidate
        text = as_sentence(candidate.text)
        if position == 0:
            who = author_year(candidate.hit.paper)
            if kind is Kind.PAPERS:
                who = f"{who}, {visible(candidate.hit.paper.title) or candidate.hit.paper.citekey}"
            text = f"{who}: {text}"
        yield DraftSentence(text, (place,), paragraph, heading=heading if position == 0 else "")


def _by_paper(quotes: Sequence[Quote], places: Sequence[int]) -> list[list[int]]:
    """The places of each paper together: its best quote leads, the rest in reading order."""
    papers: dict[str, list[int]] = {}
    for place in places:
        papers.setdefault(quotes[place].candidate.hit.paper.id, []).append(place)
    return [
        [own[0], *sorted(own[1:], key=lambda place: _position(quotes[place]))]
        for own in papers.values()
    ]


def _position(quote: Quote) -> tuple[int, int, int]:
    candidate = quote.candidate
    return (candidate.page, candidate.hit.passage.position, candidate.start)


def _by_directness(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    """The paper with the best quote first, then what others say."""
    del understood
    if not quotes:
        return []
    order = sorted(range(len(quotes)), key=lambda i: -_opens(quotes[i]))
    first = quotes[order[0]].candidate.hit.paper.id
    own = [i for i in order if quotes[i].candidate.hit.paper.id == first]
    others = [i for i in order if i not in own]
    return [("Most to the point", own), ("Elsewhere", others)]


def _opens(quote: Quote) -> float:
    """How well a quote opens an answer.

    A caption names its matter without saying anything of it, and "we take this as …" leans on what
    is not there, and "we expect …" says nothing of what came of it: none opens where anything
    comparable does.
    """
    candidate = quote.candidate
    leans = candidate.is_caption or not candidate.whole or only_expects(candidate.core)
    return quote.value * (_LEANING if leans else 1.0)


def _by_facet(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    del understood
    facets = [facet_of(quote) for quote in quotes]
    return [(facet, [i for i, f in enumerate(facets) if f == facet]) for facet in _FACETS]


def _by_part(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    """What sets the sides of a comparison against each other, then what speaks to each part; the
    rest, chosen for the whole question, comes last.
    """
    sides = _sides_in(quotes, understood)
    apart = [i for i, quote in enumerate(quotes) if sides.sets_apart(quote.candidate)]
    left = [i for i in range(len(quotes)) if i not in apart]
    groups = [(_APART, apart)]
    for part in understood.parts:
        own = [i for i in left if _side_of(quotes[i], sides) == part]
        groups.append((understood.name_of(part), own))
    placed = {place for _, places in groups for place in places}
    return [*groups, ("On the whole", [i for i in left if i not in placed])]


def _sides_in(quotes: Sequence[Quote], understood: Understanding) -> Sides:
    return Sides.of(understood, [quote.candidate.hit for quote in quotes])


def _side_of(quote: Quote, sides: Sides) -> str:
    """The part under which a quote belongs: of a comparison, the only side that it speaks of."""
    named = sides.of_candidate(quote.candidate)
    return named[0] if len(named) == 1 else quote.part


def _column_of(quote: Quote, sides: Sides) -> str:
    """The part in whose column of a table a quote stands."""
    if sides.sets_apart(quote.candidate):
        return sides.first_named(quote.candidate)
    return _side_of(quote, sides)


def _by_stance(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    """What is not about the claim at all is left out, unless nothing else was found."""
    claim = claim_of(understood.question)
    about = [i for i, quote in enumerate(quotes) if speaks_of(claim, quote.candidate.text)]
    stances = {i: stance_of_quote(claim, quotes[i]) for i in about or range(len(quotes))}
    return [
        (heading, [i for i, found in stances.items() if found is stance])
        for stance, heading in _STANCES
    ]


def _by_year(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    """From the oldest paper to the newest; papers without a year last."""
    del understood
    years = {quote.candidate.hit.paper.printed_year for quote in quotes}
    wide = len(years) > _MANY_YEARS
    groups: dict[str, list[int]] = {}
    order = sorted(
        range(len(quotes)), key=lambda i: (quotes[i].candidate.hit.paper.printed_year or 9999, i)
    )
    for place in order:
        year = quotes[place].candidate.hit.paper.printed_year
        groups.setdefault(_years(year, wide=wide), []).append(place)
    return list(groups.items())


def _years(year: int | None, *, wide: bool) -> str:
    if year is None:
        return "Year not known"
    if not wide:
        return str(year)
    first = year - year % _YEARS_APART
    return f"{first}–{first + _YEARS_APART - 1}"


def _by_standing(quotes: Sequence[Quote], understood: Understanding) -> list[Group]:
    """Papers about the matter before those that only mention it."""
    del understood
    about = [i for i, quote in enumerate(quotes) if quote.value >= ABOUT]
    return [("About it", about), (_RELATED, [i for i in range(len(quotes)) if i not in about])]


_GROUPED: dict[Kind, Callable[[Sequence[Quote], Understanding], list[Group]]] = {
    Kind.COMPARISON: _by_part,
    Kind.COMPOUND: _by_part,
    Kind.SYNTHESIS: _by_facet,
    Kind.HOWTO: _by_facet,
    Kind.CHANGE: _by_year,
    Kind.CONSENSUS: _by_stance,
    Kind.CLAIM: _by_stance,
    Kind.PAPERS: _by_standing,
}
