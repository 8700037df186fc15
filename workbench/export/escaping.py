"""What a paper or a person wrote, as Markdown that shows it as it is.

Owns the escaping alone: none of it can become a heading, a link, HTML or mathematics.
"""

from __future__ import annotations

import re

from workbench.export.plain import one_line

__all__ = ["escape_keeping_marks", "escape_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$^#@])")
_LINE_START = re.compile(r"^(?:([-+=])|(\d+)([.)]))")
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)")


def escape_markdown(text: str) -> str:
    """Text as one line that CommonMark, GitHub's and Pandoc's Markdown show as it is."""
    plain = one_line(text)
    entities = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _SPECIAL.sub(r"\\\1", entities)
    escaped = _BARE_LINK.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", escaped)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)


def escape_keeping_marks(text: str) -> str:
    """Text of an answer: its ``[n]`` are citations, and all else is escaped."""
    return re.sub(r"\\\[(\d+)\\\]", r"[\1]", escape_markdown(text))
