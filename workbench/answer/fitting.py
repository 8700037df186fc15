"""Whether a sentence has the form of a definition, or of what a paper found.

Owns these patterns alone: how much they count is for ``relevance``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.paper import PassageKind
from workbench.answer.words import fold_text, tokens
from workbench.types import Hit, StoredPassage

__all__ = ["defined_term", "defines", "names_origin", "summarises"]

_SUBJECT = re.compile(
    r"^(?:what (?:is|are|was|were)|define|what (?:do|does)(?: the)?"
    r"(?: (?:acronym|abbreviation|term))?(?=.+ (?:mean|stand for)$))"
    r"\s+(?:an? |the )?(?P<subject>.+?)(?: (?:mean|stand for))?$",
    re.IGNORECASE,
)
_MOST_WORDS = 5
"""Words above which what is asked for is no term but a matter: "the effect of … on …"."""
_OPENING = re.compile(r"abstract|introduction|overview|background|summary", re.IGNORECASE)
_CLOSING = re.compile(r"conclu|discussion|summary|abstract|findings", re.IGNORECASE)
_FINDS = re.compile(
    r"\b(?:(?:we|i|results?|experiments?|findings?|evaluation|measurements?|paper|study) "
    r"(?:\w+ ){0,3}?(?:find|found|show|shows|showed|demonstrate|demonstrates|demonstrated|"
    r"conclude|concludes|concluded|argue|report|observe|observed|reveal|confirm|propose|"
    r"present|introduce|describe|describes|presents|proposes)|outperforms?|in summary|"
    r"in conclusion|our (?:main )?(?:results?|findings?|contributions?))\b",
    re.IGNORECASE,
)


_ORIGIN = re.compile(
    r"\b(?:(?:first|originally|initially|earliest) (?:\w+ )?(?:introduced|proposed|described|used"
    r"|defined|published|suggested|developed|studied|formulated|presented|discovered|shown)"
    r"|(?:was|were|been|being) (?:\w+ )?(?:introduced|proposed|invented|coined|pioneered|devised"
    r"|discovered|developed|suggested|conceived) (?:by|in)|(?:introduced|proposed|invented|coined"
    r"|pioneered|devised|discovered|conceived|suggested)|due to [A-Z]|inventors? of|father of"
    r"|dates? back to|goes back to|originat(?:ed|es) (?:in|with|from)|we (?:introduce|propose))\b"
)


def names_origin(sentence: str) -> bool:
    """Whether a sentence says where something comes from: who proposed it, who was first."""
    return bool(_ORIGIN.search(sentence))


def defines(sentence: str, question: str, hit: Hit) -> float:
    """How much (0..1) a sentence looks like the definition that the question asks for.

    Most of it is for the form, "X is a …" or "X, a …"; the rest for a paper with X in its title
    and for standing where papers introduce what they are about.
    """
    subject = defined_term(question)
    if not subject:
        return 0.0
    form = _form(fold_text(sentence), subject)
    if not form:
        return 0.0
    named = " ".join(tokens(subject)) in " ".join(tokens(hit.paper.title))
    return form * (0.6 + 0.2 * named + 0.2 * _opens(hit.passage))


def summarises(sentence: str, passage: StoredPassage) -> float:
    """How much (0..1) a sentence says what its paper found, by its place and its words."""
    place = 0.4 * bool(_CLOSING.search(passage.section))
    if passage.kind is PassageKind.ABSTRACT:
        place = 0.6
    return place + 0.4 * bool(_FINDS.search(sentence))


def defined_term(question: str) -> str:
    """The term that a question wants defined, or ``""`` where it asks for more than a term."""
    match = _SUBJECT.match(fold_text(question).rstrip("?. "))
    subject = match["subject"].strip("\"' ") if match else ""
    return subject if 0 < len(tokens(subject)) <= _MOST_WORDS else ""


def _form(plain: str, subject: str) -> float:
    opening, named, expanded = _patterns(subject)
    if opening.search(plain):
        return 1.0
    return 0.7 if named.search(plain) or expanded.search(plain) else 0.0


@lru_cache(maxsize=64)
def _patterns(subject: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A sentence that opens with "X is a", one that holds "X, a", one that spells X out."""
    term = r"[\s-]*".join(re.escape(word) for word in tokens(subject)) + "(?:e?s)?"
    aside = r"(?:\s*\([^)]{1,60}\))?"
    opening = (
        rf"^\W*(?:(?:an?|the|our|called)\s+)?{term}{aside}"
        r"\s*(?:(?:is|are) (?:an?|the|one|any|essentially|defined|\w+ly an?)\b|refers? to\b"
        r"|denotes?\b|stands? for\b|means\b|,\s+(?:an?|the|which is an?)\s)"
    )
    named = (
        rf"\b{term}{aside}\s*(?:,\s+(?:an?|our)\s|(?:is|are) (?:an?|defined as)\b|stands? for\b)"
        rf"|\b(?:called|termed|named|known as|call(?: it)?|dubbed)\s+(?:an?\s+|the\s+)?{term}\b"
    )
    expanded = rf"\w\s*\(\s*{term}\s*[),;]|\b{term}\s*\([a-z]+[\s-]\w"
    flags = re.IGNORECASE
    return re.compile(opening, flags), re.compile(named, flags), re.compile(expanded, flags)


def _opens(passage: StoredPassage) -> bool:
    return passage.kind is PassageKind.ABSTRACT or bool(_OPENING.search(passage.section))
