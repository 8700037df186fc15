"""Which characters of a paper, a path or a model never leave carrel.

Owns the one list of them: control characters and escape sequences, overrides of the writing
direction, signs without a width, halves of surrogate pairs. All else is left as it is: brackets,
emoji, CJK and right-to-left text. Each front end and format does its own escaping after this.
"""

from __future__ import annotations

__all__ = ["encodable", "plain"]

_SPACES = {ord(c): " " for c in "\t\x0b\x0c\r\u0085\u2028\u2029\u00a0"}
_REMOVED = (
    *range(0x0A),  # C0, less the line feed, which callers may want
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),  # delete and C1
    0x00AD,  # soft hyphen: drawn by some terminals, not by others, so widths would differ
    0x061C,
    0x200B,  # zero-width space; its joining neighbours are kept, as emoji and scripts need them
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),  # overrides and embeddings of direction
    *range(0x2060, 0x206A),  # word joiner, invisible operators, isolates of direction
    0xFEFF,
    0xFFF9,
    0xFFFA,
    0xFFFB,
)
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_REMOVED),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **_SPACES,
}


def plain(text: str) -> str:
    """``text`` with nothing left that a terminal or a file's reader would obey; line feeds stay."""
    return text.translate(_TABLE)


def encodable(text: str) -> str:
    """Text as a person may have pasted it, without halves of characters that nothing can store."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
