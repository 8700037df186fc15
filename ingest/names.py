"""Names of people: telling them from places and institutions, and reading lists of them.

Owns the grammar of names in author lines and in references. Refuses to know pages.
"""

from __future__ import annotations

import re

__all__ = ["is_person_name", "split_author_line"]

_PARTICLES = frozenset(
    """van von der den de del della di da dos das du la le el al bin ibn ter ten zu zur af y e
    st. san mac abu ben vander vom und""".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv phd ph.d. md m.d. prof. prof dr. dr".split())
_INSTITUTION = re.compile(
    r"universit|institut|departm|laborator|\blab\b|\blabs\b|college|school|faculty|research|"
    r"\binc\b|\bcorp|\bltd\b|gmbh|centre|center|academy|hospital|ministry|division|group\b|"
    r"foundation|society|association|company|technolog|engineering|sciences?\b|informati|"
    r"comput|mathemat|physic|\bdept\b|avenue|street|\broad\b|\bblvd\b|drive\b|\bp\.?o\.? box|"
    r"\busa\b|\bu\.s\.a|\buk\b|germany|france|china|japan|italy|israel|canada|spain|india|"
    r"switzerland|netherlands|australia|sweden|england|california|\bmicrosoft\b|\bgoogle\b|"
    r"\byahoo|\bibm\b|at&t|telecom|project|team\b|conference|proceedings|journal|press\b|"
    r"abstract|introduction|version|draft|report|technical|keywords|submitted|received|"
    r"revised|accepted|published|copyright|email|e-mail|http|www\.|member|fellow|student|"
    r"author|editor|contact|section|figure|chapter|volume|letters\b|systems\b|networks?\b|"
    r"january|february|march\b|april|june|july|august|september|october|november|december|"
    r"the\b|\bfor\b|\bof\b|\bwith\b|\bin\b|\bon\b|\bto\b|\bfrom\b|\ban\b|"
    r"corporation|campus|building|united|states|republic|kingdom|park\b|city\b|box\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:[^\W\d_]|['’`´\-.‐])+$")
_SEPARATOR = re.compile(r"\s*(?:,\s*(?:and|&)\s+|,|;|\s+and\s+|\s*&\s*|·|•|∗|\||\s{2,}|\bwith\s+)\s*")
_MARKS = re.compile(r"[\ue000][^\ue001]*[\ue001]|[\d∗*†‡§¶#⋆♯◦⊥‖∥]+")
_DEGREES = re.compile(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|(?:Senior |Student |Associate )?Member|Fellow),?(?:\s+IEEE|\s+ACM)?"
    r"|,\s*(?:Senior Member|Student Member|Member|Fellow)\b,?|\bIEEE\b",
)


def is_person_name(text: str) -> bool:
    """Return whether ``text`` has the form of one person's full name: two to six words."""
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 50 or _INSTITUTION.search(text):
        return False
    proper = 0
    for word in words:
        if word.lower() in _PARTICLES or word.lower() in _SUFFIXES:
            continue
        if not _WORD.match(word) or not word[0].isupper():
            return False
        proper += 1
    longest = max(len(word.strip(".")) for word in words)
    return proper >= 2 and longest >= 2 and words[-1].strip(".") != "" and len(words[-1].strip(".")) > 1


def split_author_line(text: str) -> list[str]:
    """Return the person names in a line of authors, in order; other parts are left out.

    Superscripts, foot marks and academic titles are dropped, ``BY`` at the start too.
    """
    text = _MARKS.sub(",", text)
    text = re.sub(r"^\s*(?:by|authors?:)\s+", "", text, flags=re.IGNORECASE)
    text = _DEGREES.sub(",", text)
    names = []
    for part in _SEPARATOR.split(text):
        name = part.strip(" .,:;–—-()[]{}")
        if part.strip().endswith((" Jr.", " Sr.")):
            name += "."
        if is_person_name(name):
            names.append(_cased(name))
    return names


def _cased(name: str) -> str:
    """Write names set in capitals as names are written: ``ALAN C. KAY`` → ``Alan C. Kay``."""
    if not name.isupper() or len(name) < 5:
        return name
    return " ".join(_cased_word(word) for word in name.split())


def _cased_word(word: str) -> str:
    if len(word.strip(".")) <= 1 or "." in word[:-1]:
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
