"""The short and the long form of one term, as papers bring them in: "distributed hash table (DHT)".

Owns finding one form by the other in texts. Guesses none that no text writes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.answer.words import fold_text, tokens

__all__ = ["other_form"]

_LONGEST_SHORT = 6
"""Letters of a short form."""


def other_form(term: str, texts: Iterable[str]) -> str:
    """What a term is called beside, short for long and long for short; ``""`` where no text says.

    The first letters of the long form's words spell the short one; a plural "s" counts for nothing.
    It comes back in small letters: what is printed ("OR") must be no operator of a query.
    """
    words = tokens(term)
    if len(words) == 1:
        return _long_form(words[0].removesuffix("s"), texts)
    short = "".join(word[0] for word in words)
    if not 2 <= len(short) <= _LONGEST_SHORT:
        return ""
    long = r"[\s-]+".join(re.escape(word.removesuffix("s")) + "s?" for word in words)
    brought_in = re.compile(rf"\b{long}\s*\(\s*({re.escape(short)})s?\s*[),;]", re.IGNORECASE)
    return _first(brought_in, texts)


def _long_form(short: str, texts: Iterable[str]) -> str:
    if not 2 <= len(short) <= _LONGEST_SHORT or not short.isalpha():
        return ""
    words = r"[\s-]+".join(rf"{letter}[a-z]+" for letter in short)
    brought_in = re.compile(rf"\b({words})\s*\(\s*{short}s?\s*[),;]", re.IGNORECASE)
    return _first(brought_in, texts)


def _first(brought_in: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((m[1].lower() for text in texts if (m := brought_in.search(fold_text(text)))), "")
