"""Whether a sentence has the form of a definition, or of what a paper found.

Owns these patterns alone: how much they count is for ``relevance``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.paper import PassageKind
from workbench.answer.readable import opens_caption
from workbench.answer.words import fold_text, tokens
from workbench.types import Hit, StoredPassage

__all__ = ["defined_term", "defines", "names_of", "place_of", "summarises"]

_SUBJECT = re.compile(
    r"^(?:what (?:is|are|was|were)|define|what (?:do|does)(?: the)?"
    r"(?: (?:acronym|abbreviation|term))?(?=.+ (?:mean|stand for)$))"
    r"\s+(?:an? |the )?(?P<subject>.+?)(?: (?:mean|stand for|(?:used |good |meant )?for))?$",
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


def defines(sentence: str, question: str, hit: Hit) -> float:
    """How much (0..1) a sentence looks like the definition that the question asks for.

    Most of it is for the form, "X is a …" or "X, a …", which no caption has; the rest for a paper
    with X in its title and for standing where papers introduce what they are about.
    """
    subject = defined_term(question)
    if not subject:
        return 0.0
    is_caption = hit.passage.kind is PassageKind.CAPTION or opens_caption(sentence)
    form = 0.0 if is_caption else _form(fold_text(sentence), subject)
    if not form:
        return 0.0
    named = " ".join(tokens(subject)) in " ".join(tokens(hit.paper.title))
    return form * (0.7 + 0.2 * named + 0.1 * _opens(hit.passage))


def summarises(sentence: str, passage: StoredPassage) -> float:
    """How much (0..1) a sentence says what its paper found, by its place and its words."""
    place = 0.4 * bool(_CLOSING.search(passage.section))
    if passage.kind is PassageKind.ABSTRACT:
        place = 0.6
    return place + 0.4 * bool(_FINDS.search(sentence))


def defined_term(question: str) -> str:
    """The term that a question wants defined, or ``""`` where it asks for more than a term."""
    asked = _ACCORDING.sub("", fold_text(question).rstrip("?. "))
    match = _SUBJECT.match(asked)
    subject = match["subject"].strip("\"' ") if match else ""
    return subject if 0 < len(tokens(subject)) <= _MOST_WORDS else ""


def _form(plain: str, subject: str) -> float:
    """How plainly (0..1) a sentence says what its subject is, by the clearest form in it."""
    return max(
        (
            worth
            for term in names_of(subject)
            for pattern, worth in zip(_patterns(term), _WORTHS, strict=True)
            if pattern.search(plain)
        ),
        default=0.0,
    )


def names_of(subject: str) -> tuple[str, ...]:
    """What a text may call it: the term, and without what only says its sort or its place.

    "PageRank is an algorithm" says what the PageRank algorithm is, and "a lease is a …" what a
    lease in Chubby is.
    """
    names = [subject]
    placed = _PLACED.match(subject)
    if placed:
        names.append(placed["head"])
    words = tokens(names[-1])
    if len(words) > 1 and words[-1] in _SORTS:
        names.append(" ".join(words[:-1]))
    return tuple(names)


def place_of(subject: str) -> str:
    """Where a term is spoken of, "RADOS" of "placement group in RADOS"; ``""`` if it says none."""
    placed = _PLACED.match(subject)
    return placed["place"] if placed else ""


_SORTS = frozenset(
    """
    algorithm algorithms approach conjecture correspondence effect framework hypothesis isomorphism
    language law lemma library method methods model models principle problem procedure protocol
    scheme service system systems technique theorem
    """.split()
)
"""Words that say what sort of thing a name stands for."""
_ACCORDING = re.compile(r",? according to .+$", re.IGNORECASE)
"""Whose word for it is asked for, which is no part of the term."""
_PLACED = re.compile(
    r"(?P<head>(?:[\w-]+ )??[\w-]+) (?:in|within) (?:an? |the )?(?P<place>\S+)", re.IGNORECASE
)
"""A term of one or two words and where it is spoken of: "placement group in RADOS"."""
_LED_IN = (
    r"(?:(?:in|for|as|by) [^,]{2,40},\s+|(?:informally|formally|intuitively|roughly|briefly|here"
    r"|recall|note|basically|essentially|simply put|more precisely)\b[^,]{0,30}?(?:,| that)?\s+)?"
)
"""What may stand before a definition: "In general, a …", "Recall that …"."""
_WORTHS = (1.0, 0.9, 0.7, 0.55, 0.3)
"""What the forms of ``_patterns`` are worth: the more surely they define, the more."""


@lru_cache(maxsize=64)
def _patterns(subject: str) -> tuple[re.Pattern[str], ...]:
    """From the surest form of a definition to the weakest.

    A sentence that opens with "X is a" or "X, defined as", one that says "we define X as" or "X,
    which means", one that holds "X, a" or "called X", and one that spells X out or says what X
    does.
    """
    term = r"[\s-]*".join(re.escape(word) for word in tokens(subject)) + "(?:e?s)?"
    aside = r"(?:\s*\([^)]{1,60}\))?"
    ref = r"(?:\s*\[[^\]]{1,30}\])?"
    named = rf"{term}{aside}{ref}"
    opening = (
        rf"^\W*{_LED_IN}(?:(?:an?|the|our|called)\s+)?{named}"
        r"\s*(?:(?:is|are)\s+(?:(?:essentially|simply|basically|just|\w+ly)\s+)?"
        r"(?:an?|the|one|any|defined)\b|refers? to\b"
        r"|denotes?\b|stands? for\b|means\b|,\s+(?:an?|the|which is an?)\s"
        r"|,?\s+\(?(?:which (?:is|can be|may be) )?(?:defined|understood) as\b)"
    )
    defining = (
        rf"\bdefin(?:e|es|ed|ing)\s+(?:an?\s+|the\s+|our\s+|notion of\s+)*{term}\b"
        rf"|\b{named}\s*(?:(?:is|are|was) (?:\w+ )?defined\b"
        r"|,?\s+(?:which|that)\s+(?:means|is|says|states|requires|guarantees)\b)"
        rf"|\bby (?:an? )?{term},? (?:we|I) mean\b|\bthe term ['\"]?{term}\b"
        rf"|\b(?:called|termed|named|known as|call (?:it|this|these|them|such \w+)|dubbed)\s+"
        rf"(?:an?\s+|the\s+)?['\"]?{term}\b"
    )
    inside = (
        rf"\b{named}\s*(?:,\s+(?:an?|our)\s|(?:is|are) (?:\w+ly )?(?:an?|defined as)\b"
        r"|stands? for\b)"
        rf"|\b(?:call|named)\s+(?:an?\s+|the\s+)?{term}\b"
    )
    doing = (
        rf"^\W*{_LED_IN}(?:(?:an?|the)\s+(?:[\w-]+\s+(?:\([^)]{{1,12}}\)\s+)?)?)?{named}\s+"
        r"(?:(?:system|scheme|algorithm|protocol|method)s?\s+)?"
        r"(?:(?:is|are) (?:used|designed|intended|based|called|composed|made|when|where|what)\b"
        r"|(?:allow|enable|provide|ensure|guarantee|consist|let|support|require|protect|achieve"
        r"|compute|store|represent|describe|combine|work|operate)s?\b)"
    )
    spelled = rf"\w\s*\(\s*{term}\s*[),;]|\b{term}\s*\([a-z]+[\s-]\w|\b{term}\s*\([A-Z]{{2,6}}s?\)"
    return tuple(
        re.compile(form, re.IGNORECASE) for form in (opening, defining, inside, doing, spelled)
    )


def _opens(passage: StoredPassage) -> bool:
    return passage.kind is PassageKind.ABSTRACT or bool(_OPENING.search(passage.section))
