"""Whether quotes hold what a question is about, and not only the words that it is asked in.

Owns the matter of a question ("consistent hashing" of "what is the main advantage of consistent
hashing?") and finding it in quotes, beside them and in titles. Weighs nothing: ``refuse`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import name

from workbench.answer.everyday import is_everyday, is_everyday_word
from workbench.answer.fitting import defined_term, names_of, place_of
from workbench.answer.quotes import Quote
from workbench.answer.spelling import held_share, is_written
from workbench.answer.units import units_named
from workbench.answer.words import content_stems, letters_only, tokens
from workbench.types import Hit

__all__ = [
    "held_shares",
    "on_the_matter",
    "tells_of_term",
    "unmet_matter",
    "with_letters_named",
]

_MOST_WORDS = 2
"""Words of a matter that is one term; of a longer one a text may hold a part and still answer."""
_ENDING = re.compile(
    r"\b(?:of|for|about|in|on|with|behind|to|by) (?:(?:an?|the) )?"
    r"(?P<term>[\w-]+(?: [\w-]+)?)[?. ]*$",
    re.IGNORECASE,
)
_LETTER_NAMES = {
    ord(letter): f" {name(letter).split()[-1].lower()} "
    for letter in "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΣΦΨΩ"
}
_BESIDE = 200
"""Characters to either side of a quote that count as beside it."""


def held_shares(stems: Iterable[str], text: str) -> dict[str, float]:
    """How well a text holds each word, forms and other spellings of the same word counted."""
    text = with_letters_named(text)
    words, written = set(content_stems(text)), tokens(text)
    shares = {item: held_share(item, words) for item in stems}
    return {
        item: 1.0 if share < 1 and is_written([item], written) else share
        for item, share in shares.items()
    }


def with_letters_named(text: str) -> str:
    """The text with Greek letters written out ("σ = 50" speaks of sigma), and its units named."""
    named = text if text.isascii() else text.translate(_LETTER_NAMES)
    return f"{named} {units_named(text)}"


def on_the_matter(question: str, quotes: Sequence[Quote]) -> list[Quote]:
    """Without the quotes of passages that hold none of the question's own words.

    A passage on "the main advantage" of something else shares only the frame of the question.
    Nothing is left out where that would leave nothing.
    """
    telling = _telling(question)
    held = [quote for quote in quotes if any(held_shares(telling, _around(quote, None)).values())]
    return held if telling and held else list(quotes)


def unmet_matter(question: str, quotes: Sequence[Quote]) -> str:
    """The single term that a question is about, as it is written there, where no quote, nothing
    beside one and no title of its paper holds it; ``""`` otherwise.

    Only a matter of a single term is asked for whole; any other is taken as held. A term is held
    in any spelling. That its words stand in one sentence is not enough: "epoch-based … no fences".
    """
    term = _single_term(question)
    held = any(_holds(term, _around(quote, _BESIDE)) for quote in quotes)
    return "" if held else " ".join(term)


def _holds(term: Sequence[str], text: str) -> bool:
    stems = [item for word in term for item in content_stems(word)]
    return _held_together(stems, text) or is_written(term, tokens(text))


def tells_of_term(question: str, hits: Sequence[Hit], quotes: Sequence[Quote]) -> bool:
    """Whether a quote holds the words of a term that is to be defined, or a passage all of it.

    An acronym must stand there in capitals: a person may bear its letters.
    """
    term = defined_term(question)
    if not term:
        return True  # it asks for more than a term
    capitals = [
        word for word in term.split() if len(word) > 1 and word.isalpha() and word.isupper()
    ]
    stems = [item for item in content_stems(term) if not is_everyday(item)] or content_stems(term)
    quoted = (f"{quote.candidate.text} {quote.candidate.hit.paper.title}" for quote in quotes)
    told = [text for text in quoted if _held_together(stems, text)]
    for hit in hits:
        about = f"{hit.passage.text} {hit.passage.section} {hit.paper.title}"
        told += [about for name in names_of(term) if _tells_of_name(name, term, hit, about)]
    return any(all(word in text for word in capitals) for text in told)


def _tells_of_name(name: str, term: str, hit: Hit, about: str) -> bool:
    """Whether a passage holds a name of a term, and it or its paper the place that the term has.

    "A placement group in RADOS" is a placement group wherever RADOS is spoken of.
    """
    if letters_only(name) not in letters_only(hit.passage.text):
        return False
    return all(held_shares(content_stems(place_of(term)), about).values())


def _telling(question: str) -> list[str]:
    stems = dict.fromkeys(content_stems(question))
    return [item for item in stems if not (is_everyday(item) or item.isdigit())]


def _single_term(question: str) -> list[str]:
    """The words of the one term that a question is about ("… of consistent hashing?"), or none.

    Side by side elsewhere its words may be subject and predicate ("is Bitcoin secure?"), which
    papers say in other words.
    """
    telling = _telling(question)
    if not 0 < len(telling) <= _MOST_WORDS:
        return []
    ending = _ENDING.search(question)
    at_end = tokens(ending["term"]) if ending else []
    term = [word for word in at_end if content_stems(word) and not is_everyday_word(word)]
    if set(telling) <= {item for word in term for item in content_stems(word)}:
        return term
    alone = [word for word in tokens(question) if content_stems(word) == telling]
    return alone[:1]


def _around(quote: Quote, beside: int | None) -> str:
    """A quote with what stands beside it (all of its passage for ``None``), its headings, and
    the title and authors of its paper.
    """
    candidate = quote.candidate
    passage = candidate.hit.passage
    first = 0 if beside is None else max(0, candidate.start - beside)
    last = len(passage.text) if beside is None else candidate.end + beside
    paper = candidate.hit.paper
    about = " ".join((passage.section, paper.title, *paper.authors))
    return f"{passage.text[first:last]} {about}"


def _held_together(stems: Sequence[str], text: str) -> bool:
    """Whether a text holds all words, with no more than one that carries a topic between them."""
    words = content_stems(text)
    width = len(stems) + 1
    windows = (set(words[i : i + width]) for i in range(max(1, len(words) - width + 1)))
    return any(all(held_share(item, window) for item in stems) for window in windows)
