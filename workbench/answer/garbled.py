"""Signs that the text of a formula lost its meaning on the way from the page.

A fraction whose bar fell out reads as a product, a footnote's mark as a digit of the number before
it, a rule as a run of hyphens. Owns telling such a sentence by its form alone; what it is worth is
for ``quotes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["is_garbled"]

_LETTER = r"[A-ZΑ-Ωα-ωǫϵ][\dijkmn]?"
_BROKEN = re.compile(
    # a rule of hyphens beside a number or a sign, where a bar or a minus stood
    r"\d-{2,}(?=\s)|[=+*/<>] ?-{2,}(?=\s)|(?<=\s)-{3,}(?=\s)|=-(?=\s)"
    # a fraction without its bar: "r = L C", "α = 1 ǫ", "1 √k", "a probability of 1 2", "2 N names"
    rf"|= ?{_LETTER} {_LETTER}(?![\w'’-])|= ?\d{{1,3}} [Α-Ωα-ωǫϵ]|\b\d{{1,3}} √"
    r"|\b(?:of|is|least|most|about|average|exactly|than) \d{1,2} "
    r"(?:\d{1,2}(?=[.,;:)]?(?:\s|$))(?! \d)|N (?=[a-z]+s\b))"
    # a root that runs into the letters behind it, and comparisons with nothing between them
    r"|√\w{3,}|(?:\s[=<>≤≥+]){2,}(?=\s)"
    # a length whose sign fell out: "a length array" for "a length n array"
    r"|\b[Aa]n? (?:length|size|degree|rank) (?:arrays?|vectors?|lists?|strings?|sequences?|matrix"
    r"|graphs?|sets?|polynomials?)\b"
    # an unequal sign whose stroke fell apart from it, and letters of a font without a map
    r"|(?<=\s)6= ?(?=\S)|\w[&\"#$%!,][A-Z\d]\w*[&\"#$!][A-Z\d]|[A-Z]\"[A-Z](?![\w-]*\")"
    # a footnote that runs into a sentence, with its number: "to clients who request 1This is a …"
    r"|[a-z,] \d{1,2}(?:In|This|The|An|We|It|For|See|Note|That|These|Here|If|As|When|By|Our)\b"
    # a footnote's mark behind a year
    r"|\b(?:in|since|until|before|after|from) (?:19|20)\d{3}(?=[.,;)]|\s[a-z]|$)"
)


def is_garbled(text: str, flat: Iterable[int] = ()) -> bool:
    """Whether a formula or a number in ``text`` reads otherwise than on its page.

    Args:
        text: The sentence.
        flat: Offsets in it behind signs that the page raises or lowers and the text has flat; one
            of a digit behind a digit makes another number of both ("20021" for 2002 with a mark).
    """
    if _BROKEN.search(text):
        return True
    return any(1 < at <= len(text) and text[at - 2 : at].isdigit() for at in flat)
