"""Whose papers a question is about where it says so by family names alone: "Summarize Lamport".

Owns reading such names out of a question. Whether somebody of that name wrote a paper of the
library is for whoever is asked of each.
"""

from __future__ import annotations

import re

from workbench.answer.words import content_stems, stem

__all__ = ["NOTHING_MORE", "people_asked"]

NOTHING_MORE = frozenset(
    stem(word)
    for word in "about address argue article author claim conclude contribute contribution deal"
    " describe discuss do find introduce investigate overview paper present propose publish report"
    " research say show study summarise summarize summary tell work write".split()
)
"""Words that ask for nothing in particular of a paper."""
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:[\w-]|['’](?!s\b))+"
_NAME = rf"(?:(?:van|von|de|der|la|le|di) )*{_CAPITAL}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, and |, | and | & ){_NAME})*)"
_DID = re.compile(rf"\bdid {_NAMES}(?= [a-z])")
"""Who did something: people are asked of in the past, what they made in the present."""
_FOR = re.compile(rf"\bmean (?:for|to) {_NAMES}$")
_ANYWHERE = re.compile(rf"(?<!^)\b{_NAMES}")
_BETWEEN = re.compile(r", and |, | and | & ")


def people_asked(question: str) -> tuple[str, ...]:
    """What may be family names of those whose papers a question is about; ``()`` for none.

    They did something, hold something ("what does truth mean for Tarski?"), or nothing else is
    asked about than them.
    """
    bare = question.strip().rstrip("?. ")
    found = _DID.search(bare) or _FOR.search(bare)
    if found is None and (alone := _ANYWHERE.search(bare)):
        rest = f"{bare[: alone.start()]} {bare[alone.end() :]}"
        found = alone if set(content_stems(rest)) <= NOTHING_MORE else None
    return tuple(_BETWEEN.split(found["names"])) if found else ()
