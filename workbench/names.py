"""Which part of a person's name is the family name, as papers print names."""

from __future__ import annotations

import re

__all__ = ["family_name"]

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def family_name(author: str) -> str:
    """The family name in ``Given Family`` or ``Family, Given``, case and accents kept.

    Chinese, Japanese and Korean names in their own script begin with it: the first word, or the
    whole name where it is written in one.
    """
    if "," in author:
        return author.split(",")[0].strip()
    words = author.split()
    if not words:
        return ""
    if len(words) > 2 and _SUFFIX.match(words[-1]):
        words.pop()
    return words[0] if _EAST_ASIAN.search(words[0]) else words[-1]
