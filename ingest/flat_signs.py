"""Signs that the page raises or lowers, and plain text sets flat: "2n" for two to the power n.

Owns telling such signs from marks of footnotes and references, which are raised too and say nothing
of the word before them, and where they stand in a passage's text. The text itself stays as it is:
a PDF viewer finds it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.textclean import clean, plain

__all__ = ["flat_signs", "places_of"]

_CONTEXT = 14
"""Characters before a sign by which it is found again in a passage."""
_SPANS = 8
"""Spans in which these characters stand: MuPDF makes one of each space."""
_SMALLER = 0.85
"""Of the size of the type before: scripts are set at about seven tenths of it."""
_HIGHER, _LOWER = 0.12, 0.06
"""In sizes of the line's type: how far off its baseline raised and lowered signs are at least."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re)\W*$")
_ONE_LETTER = re.compile(r"(?:^|[\W\d_])[^\W\d_]$")
_MARK = re.compile(r"[\d\s,;\-–*∗†‡§¶#⋆]+$|[a-z]$")
"""What a footnote or a reference is marked by."""


def flat_signs(spans: Sequence[Mapping[str, Any]], size: float) -> tuple[str, ...]:
    """The signs of a line that read otherwise when they are set flat.

    Args:
        spans: The line's, as PyMuPDF's ``extractDICT`` gives them.
        size: Of the type that most of the line is set in, in points.

    Returns:
        Each with what stands before it on the line, as the text has them.
    """
    small = [i for i, span in enumerate(spans) if i and span["size"] < _SMALLER * size]
    if not small:
        return ()
    baseline = max(spans, key=lambda span: len(span["text"].strip()))["origin"][1]
    found: list[str] = []
    for at in small:
        sign = spans[at]["text"]
        off = (baseline - spans[at]["origin"][1]) / size
        if off > _HIGHER or off < -_LOWER:
            before = "".join(span["text"] for span in spans[max(0, at - _SPANS) : at])
            if _reads_otherwise(before, sign, raised=off > 0):
                found.append(plain(clean(f"{before[-_CONTEXT:]}{sign}")))
    return tuple(found)


def _reads_otherwise(before: str, sign: str, *, raised: bool) -> bool:
    """Whether a sign says something else when it is set flat behind the text before it.

    Args:
        before: What stands before it on its line, with nothing in between.
        sign: The raised or lowered text.
        raised: Whether it stands above the line.
    """
    sign = sign.strip()
    if not sign or not any(map(str.isalnum, sign)) or before[-1:].isspace() or not before:
        return False
    if not raised:
        # a name such as x1 or H2O reads as it is meant, a number with another behind it does not
        return before[-1].isdigit() and sign[0].isdigit()
    if before[-1].isdigit():
        # a footnote's mark, too, makes another number of the one before it: "since 20021"
        return not _ORDINAL.match(sign)
    if _ONE_LETTER.search(before) or before[-1] in ")]|":
        return not (before[-1] in ")]" and _MARK.match(sign))
    return not _MARK.match(sign) and not sign.isalpha()


def places_of(signs: Iterable[str], text: str) -> tuple[int, ...]:
    """The offsets at which a passage's text has the ends of signs found on its lines, ascending."""
    found: set[int] = set()
    for sign in signs:
        if (place := text.find(sign)) >= 0:
            found.add(place + len(sign))
    return tuple(sorted(found))
