"""Parsing references set in Chinese, Japanese or Korean.

Owns the two orders that such entries follow: authors, year, title, place; or authors, title,
place. Refuses entries in other scripts, which ``ingest.reference_fields`` parses.
"""

from __future__ import annotations

import re

__all__ = ["is_east_asian", "split_entry"]

_CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATED = re.compile(
    r"(?P<authors>[^()（）\d]{1,90}?)[\s,，.．、]*[(（]?\s*(?:18|19|20)\d\d\s*[)）]?\s*[,，.．。:：]?\s*"
)
_UNDATED = re.compile(r"(?P<authors>[^.．。:：'‘“\"「『]{1,90}?)[.．。:：,，]\s*(?=['‘“\"「『]|.)")
_QUOTED = re.compile(
    r"\s*(?:'([^']{4,})'|‘([^’]{4,})’|“([^”]{4,})”|\"([^\"]{4,})\"|「([^」]{4,})」|『([^』]{4,})』)[\s,，.．]*"
)
_TITLE_END = re.compile(r"[.．。](?:\s|$)|[,，]\s*|\[J\]|［J］")
_NAME_END = re.compile(r"[,，;；、·]\s*|\.(?=[^\s\d])|\s+and\s+")


def is_east_asian(text: str) -> bool:
    """Return whether an entry's beginning is written in East Asian characters."""
    return len(_CHARACTER.findall(text[:40])) >= 4


def split_entry(text: str) -> tuple[list[str], str, str]:
    """Return authors, title and what follows the title; parts that cannot be told are empty."""
    match = _DATED.match(text) or _UNDATED.match(text)
    if match is None:
        return [], "", text
    authors = [name.strip(" ,，.．、") for name in _NAME_END.split(match.group("authors"))]
    rest = text[match.end() :]
    quoted = _QUOTED.match(rest)
    if quoted:
        title = next(group for group in quoted.groups() if group)
        return [name for name in authors if name], title.strip(" ,，.．"), rest[quoted.end() :]
    end = _TITLE_END.search(rest)
    title, after = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    return [name for name in authors if name], title.strip(" ,，.．"), after
