"""Papers that a question is pinned to: ``what limits recall? @feld2018graphs``.

Owns finding the citation keys and taking them out of the question. Which papers they name is for
whoever has a catalogue.
"""

from __future__ import annotations

import re

__all__ = ["pinned"]

_PIN = re.compile(r"(?<![\w@.])@(?P<key>[^\W_][\w:.-]*[\w])")


def pinned(question: str) -> tuple[str, tuple[str, ...]]:
    """The question without its pins, and the citation keys, each once, in order.

    A question that is nothing but pins asks what those papers are about.
    """
    keys = tuple(dict.fromkeys(match["key"] for match in _PIN.finditer(question)))
    if not keys:
        return question, ()
    rest = " ".join(_PIN.sub(" ", question).split())
    rest = re.sub(r"\s+([?.,;:!])", r"\1", rest)
    has_words = any(character.isalnum() for character in rest)
    return (rest if has_words else "What are the main findings?"), keys
