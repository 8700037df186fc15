"""Which language a paper is written in.

Owns telling scripts and, for Latin script, languages by their commonest words. Refuses to guess
where words are few or languages close.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["FUNCTION_WORDS", "language_of"]

_SAMPLE = 8_000
_FEWEST_WORDS = 40
_LEAST_SHARE = 0.12
_LEAD = 1.4
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.3),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.3),
    ("ru", re.compile("[\u0400-\u04ff]"), 0.5),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.5),
    ("he", re.compile("[\u0590-\u05ff]"), 0.5),
    ("el", re.compile("[\u0370-\u03ff]"), 0.5),
    ("hi", re.compile("[\u0900-\u097f]"), 0.5),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.5),
)
"""Script, its letters, and the share of them that settles it; Japanese stands before Chinese."""

_COMMON = {
    "en": "the of and to in is that for we are with as on by this be it from can which",
    "de": "der die das und den von zu mit ist des ein eine nicht auf für sich dem werden im als",
    "fr": "le la les des et de du un une est dans que pour par sur avec qui ne pas sont",
    "es": "el la los las de que y en un una por con para del se es como más su lo",
    "it": "il la le di che e in un una per con del della dei non sono si come nel alla",
    "pt": "o a os as de que e do da em um uma para com não dos das no na por",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er door ook bij als",
    "sv": "och att det som en på är av för med den till inte om ett har de kan från var",
    "pl": "w i na z do się że nie jest to jak przez od dla po są oraz tym może który",
}
FUNCTION_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
"""The commonest words of each language in Latin script, by ISO 639-1 code."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the text's language, or ``""`` when unsure."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return ""
    for code, pattern, share in _SCRIPTS:
        if len(pattern.findall(sample)) >= share * letters:
            return code
    return _latin_language(_WORD.findall(sample.lower()))


def _latin_language(words: list[str]) -> str:
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = Counter(words)
    scores = {code: sum(counts[word] for word in known) for code, known in FUNCTION_WORDS.items()}
    (best, most), (_, second) = Counter(scores).most_common(2)
    if most < _LEAST_SHARE * len(words) or most < _LEAD * second:
        return ""
    return best
