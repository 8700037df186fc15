"""Text from papers as one clean line, and people's names in two parts.

Owns what all formats need before their own escaping.
"""

from __future__ import annotations

import unicodedata

from workbench.plain_text import plain

__all__ = ["one_line", "split_name"]

_PARTICLE_WORDS = "van von der den de del della di da dos du la le ter ten el al bin ibn af av zu"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def one_line(text: str) -> str:
    """Nothing that a reader of the file would obey, white space collapsed, in composed form."""
    return " ".join(unicodedata.normalize("NFC", plain(text)).split())


def split_name(name: str) -> tuple[str, str]:
    """Family and given name; the given one is empty where the name has one part.

    Understands ``Family, Given``, particles (``Ludwig van Beethoven``) and suffixes.
    """
    line = one_line(name)
    if "," in line:
        family, _, given = line.partition(",")
        return family.strip(), given.strip()
    words = line.split()
    if len(words) < 2:
        return line, ""
    suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES and words[first - 1].islower():
        first -= 1
    family = " ".join(words[first:])
    given = " ".join(words[:first])
    return family, f"{given}, {suffix}" if suffix else given
