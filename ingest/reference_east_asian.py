"""Parsing references set in Chinese, Japanese or Korean.

Owns the two orders that such entries follow: authors, year, title, place; or authors, title,
place. Refuses entries in other scripts, which ``ingest.reference_fields`` parses.
"""

from __future__ import annotations

import re

__all__ = ["is_east_asian", "names_and_title", "read_names"]

_CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATED = re.compile(
    r"(?P<authors>[^()（）\d]{1,90}?)[\s,，.．、]*[(（]?\s*(?:18|19|20)\d\d\s*[)）]?\s*[,，.．。:：]?\s*"
)
_UNDATED = re.compile(r"(?P<authors>[^.．。:：'‘“\"「『]{1,90}?)[.．。:：,，]\s*(?=['‘“\"「『]|.)")
_QUOTED = re.compile(
    r"\s*(?:'([^']{4,})'|‘([^’]{4,})’|“([^”]{4,})”|\"([^\"]{4,})\"|「([^」]{4,})」|『([^』]{4,})』)[\s,，.．]*"
)
_TITLE_END = re.compile(r"[.．。](?:\s|$)|[,，]\s*|\[J\]|［J］")
_YEAR = re.compile(r"[(（]?\s*(?:18|19|20)\d\d[a-z]?\s*[)）]?\s*[,，.．]?\s*$")
_NAME_END = re.compile(r"[,，;；、·]\s*|\.(?=[^\s\d])|\s+and\s+")


def is_east_asian(text: str) -> bool:
    """Return whether an entry's beginning is written in East Asian characters."""
    return len(_CHARACTER.findall(text[:40])) >= 4


def names_and_title(text: str) -> tuple[list[str], int, tuple[int, int] | None]:
    """Return the authors, where their list ends, and the span of the title where it is told."""
    match = _DATED.match(text) or _UNDATED.match(text)
    if match is None:
        return [], 0, None
    authors = read_names(match.group("authors"))
    begin = match.end()
    quoted = _QUOTED.match(text, begin)
    if quoted:
        group = next(number for number in range(1, 7) if quoted.group(number))
        return authors, match.end("authors"), quoted.span(group)
    end = _TITLE_END.search(text, begin)
    return authors, match.end("authors"), (begin, end.start() if end else len(text))


def read_names(text: str) -> list[str]:
    """Return the names in a list of authors, as printed."""
    names = [name.strip(" ,，.．、(（") for name in _NAME_END.split(_YEAR.sub("", text))]
    return [name for name in names if name]
