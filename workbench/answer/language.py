"""The language of a question beside that of the papers.

Owns what a person is told where they differ. Translates nothing: without a model that knows both,
names, numbers and words that the two share are all that can be matched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.language import FUNCTION_WORDS, language_of
from workbench.answer.words import STOP_WORDS

__all__ = ["advice_on_language", "language_of_question", "notes_on_language"]

_NAMES = {
    "ar": "Arabic", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "zh": "Chinese",
}  # fmt: skip
_ASKING = {
    "de": "was wer wen wem wie viel viele wo warum wann pro sind wurde"
    " wurden bei oder welche welcher welches wieviel hat haben gibt kann wird",
    "fr": "qui quoi comment pourquoi quand quel quelle quels quelles combien où quelle peut",
    "es": "quién quiénes qué cómo cuándo dónde cuál cuáles cuánto cuántos es fue son",
    "it": "chi cosa perché quando dove quale quali quanto quanti ha hanno è",
    "pt": "quem qual quais quando onde porque quanto quantos é são foi como",
    "nl": "wie wat hoe waarom wanneer waar welke hoeveel heeft hebben wordt",
    "sv": "vem vad hur varför när vilken vilka många finns kan",
    "pl": "kto co jak dlaczego kiedy gdzie który która które ile czy jest",
}
"""Words that questions begin with or cannot do without; papers hold few of them."""
_ENGLISH_ASKING = frozenset("who whom whose what which how why when where".split())
_FEWEST_OWN = 2
"""Different words of a language, none of them English too, from which a question is in it."""
_WORD = re.compile(r"[^\W\d_]{2,}")
"""A word; letters that stand alone are signs of a formula as often."""
_OWN = 0.2
"""Share of the papers from which a language is one of the library's own."""


def language_of_question(question: str) -> str:
    """The ISO 639-1 code of a question's language, or ``""`` when unsure.

    A question is short: one word that another language has too ("a", "per") says nothing.
    """
    if found := language_of(question):
        return found  # by its script, or since it is long
    if "¿" in question:
        return "es"
    words = set(_WORD.findall(question.lower()))
    if words & _ENGLISH_ASKING:
        return "en"
    own = {
        code: len(words & (known | set(_ASKING.get(code, "").split())) - STOP_WORDS)
        for code, known in FUNCTION_WORDS.items()
        if code != "en"
    }
    most = max(own.values())
    best = [code for code, number in own.items() if number == most]
    if most >= _FEWEST_OWN:
        return best[0] if len(best) == 1 else ""
    if most and len(best) == 1 and _opens_in(best[0], question):
        return best[0]
    return "en" if words & FUNCTION_WORDS["en"] else ""


def _opens_in(code: str, question: str) -> bool:
    """Whether a question opens with an asking word of a language, and has no English word else."""
    first, *others = _WORD.findall(question.lower())
    asks = first in _ASKING.get(code, "").split() or first in FUNCTION_WORDS[code]
    return asks and not FUNCTION_WORDS["en"].intersection(others)


def notes_on_language(question: str, papers: Mapping[str, int]) -> list[str]:
    """That a question is in a language which few papers are in; nothing where it is not.

    Args:
        question: What a person asked.
        papers: How many papers the library has by language, ``""`` for those not known.
    """
    asked, theirs = _apart(question, papers)
    if not theirs:
        return []
    told = (
        f"the question seems to be in {asked} and most papers are in {theirs}: "
        f"only names, numbers and words that both share were matched; asking in {theirs} finds more"
    )
    return [told]


def advice_on_language(question: str, papers: Mapping[str, int]) -> str:
    """What to do about a question in a language which few papers are in; ``""`` where it is not.

    Args:
        question: What a person asked.
        papers: How many papers the library has by language, ``""`` for those not known.
    """
    asked, theirs = _apart(question, papers)
    if not theirs:
        return ""
    return f"The question seems to be in {asked}: ask in {theirs}, as most of your papers are."


def _apart(question: str, papers: Mapping[str, int]) -> tuple[str, str]:
    """Names of the question's language and the papers'; ``""`` twice where they do not differ."""
    asked = language_of_question(question)
    known = {code: number for code, number in papers.items() if code}
    if not asked or not known or known.get(asked, 0) >= _OWN * sum(known.values()):
        return "", ""
    theirs = _NAMES.get(max(known, key=known.__getitem__), "another language")
    return _NAMES.get(asked, asked), theirs
