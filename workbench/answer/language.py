"""The language of a question beside that of the papers.

Owns what a person is told where they differ. Translates nothing: without a model that knows both,
names, numbers and words that the two share are all that can be matched.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.language import language_of

__all__ = ["language_of_question", "notes_on_language"]

_NAMES = {
    "ar": "Arabic", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "zh": "Chinese",
}  # fmt: skip
_REPEATED = 20
"""Times that a question is repeated, to be as long as the rules for papers want a text to be."""
_OWN = 0.2
"""Share of the papers from which a language is one of the library's own."""


def language_of_question(question: str) -> str:
    """The ISO 639-1 code of a question's language, or ``""`` when unsure."""
    return language_of(f"{question} " * _REPEATED)


def notes_on_language(question: str, papers: Mapping[str, int]) -> list[str]:
    """That a question is in a language which few papers are in; nothing where it is not.

    Args:
        question: What a person asked.
        papers: How many papers the library has by language, ``""`` for those not known.
    """
    asked = language_of_question(question)
    known = {code: number for code, number in papers.items() if code}
    if not asked or not known or known.get(asked, 0) >= _OWN * sum(known.values()):
        return []
    theirs = _NAMES.get(max(known, key=known.__getitem__), "another language")
    told = (
        f"the question seems to be in {_NAMES.get(asked, asked)} and most papers are in {theirs}: "
        f"only names, numbers and words that both share were matched; asking in {theirs} finds more"
    )
    return [told]
