"""Text from papers as one clean line, and people's names in two parts.

Owns what all formats need before their own escaping.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["one_line", "split_name"]

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_PARTICLE_WORDS = "van von der den de del della di da dos du la le ter ten el al bin ibn af av zu"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def one_line(text: str) -> str:
    """Control, direction and other invisible characters out, white space collapsed."""
    visible = _INVISIBLE.sub(" ", text)
    # unpaired surrogates cannot be written as UTF-8
    writable = visible.encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFC", writable).split())


def split_name(name: str) -> tuple[str, str]:
    """Family and given name; the given one is empty where the name has one part.

    Understands ``Family, Given``, particles (``Ludwig van Beethoven``) and suffixes.
    """
    plain = one_line(name)
    if "," in plain:
        family, _, given = plain.partition(",")
        return family.strip(), given.strip()
    words = plain.split()
    if len(words) < 2:
        return plain, ""
    suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES and words[first - 1].islower():
        first -= 1
    family = " ".join(words[first:])
    given = " ".join(words[:first])
    return family, f"{given}, {suffix}" if suffix else given
