"""An answer before it is settled: sentences that name the quotes they rest on.

Owns the shape, and how a quote becomes a sentence. Numbers that readers see are given later, by
``settle``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.answer.words import visible
from workbench.types import Support

__all__ = ["DraftSentence", "as_sentence"]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence and the quotes that it cites, by their place in the list of quotes."""

    text: str
    quotes: tuple[int, ...]
    paragraph: int
    support: Support = Support.SUPPORTED
    support_score: float = 1.0
    reason: str = ""
    heading: str = ""
    """What stands above the paragraph that this sentence begins."""


_REFERENCE_MARK = re.compile(r"\s*\[+\s*\d+[a-z]?(?:\s*[,;–-]\s*\d+[a-z]?)*\s*\]+")
# What is left of a mark whose number was lost with its link or its typeface; "main()", "IO ()" and
# the empty type of a formula are none
_EMPTY_BRACKETS = re.compile(
    r"\s*(?:\[[\s,;–-]*\]|\([\s,;–-]+\))|(?<=[a-z]) \(\)(?=[.,;:]?(?: [a-z]|$))"
)
_REPEATED_COMMAS = re.compile(r"([,;])(?:\s*[,;])+")
_COMMA_BEFORE_STOP = re.compile(r"\s*[,;]\s*(?=[.?!:)](?:\s|$|[”\"']))")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w)\]”’%])\s+(?=[.,;:?!](?:\s|$))")
_MARK_AS_WORD = re.compile(
    r"(?<!\w)(?P<before>(?:in|by|of|from|see|with|to|and|than|cf\.|e\.g\.,?|as|on|at|for))\s*"
    r"(?:\[+\s*\d+[a-z]?(?:\s*[,;–-]\s*\d+[a-z]?)*\s*\]+|\[\s*\])"
    r"|(?P<opens>^|[.?!]\s+)\[+\s*\d+[a-z]?(?:\s*[,;–-]\s*\d+[a-z]?)*\s*\]+(?=\s+[a-z])",
    re.IGNORECASE,
)
"""A mark that stands for a word of its sentence: "introduced in [9], and …"."""
_LEFT_OUT = "[…]"
_BULLET = re.compile(r"^[•▪◦‣*–—-]\s+")


def as_sentence(quote: str) -> str:
    """A quote as a sentence of an answer, in quotation marks.

    Numbers in square brackets are left out: they point into the paper's own reference list, and
    here they would pass for citations. Where one is a word of its sentence, "[…]" stands for it.
    The citation itself keeps the quote as it stands.
    """
    inner = _BULLET.sub("", _without_reference_marks(visible(quote)))
    inner = inner.replace("“", "‘").replace("”", "’").strip()
    return f"“{inner}”"


def _left_out(mark: re.Match[str]) -> str:
    return f"{mark['before']} {_LEFT_OUT}" if mark["before"] else f"{mark['opens']}{_LEFT_OUT}"


def _without_reference_marks(text: str) -> str:
    told = _MARK_AS_WORD.sub(_left_out, text)
    bare = _EMPTY_BRACKETS.sub("", _REFERENCE_MARK.sub("", told))
    bare = _COMMA_BEFORE_STOP.sub("", _REPEATED_COMMAS.sub(r"\1", bare))
    return _SPACE_BEFORE_STOP.sub("", bare)
