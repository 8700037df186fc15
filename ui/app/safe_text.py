"""Text from a PDF or a path, made harmless at the edge of the screen.

Owns what may reach a terminal: no control character, no escape sequence, no override of the
writing direction, no half of a surrogate pair. What a person reads is otherwise left as it is:
brackets, emoji, CJK and right-to-left text all pass. The result is always shown as ``Content``
or with markup off, never parsed.
"""

from __future__ import annotations

__all__ = ["one_line", "plain"]

_SPACES = {ord(c): " " for c in "\t\x0b\x0c\r\u0085\u2028\u2029\u00a0"}
_REMOVED = (
    *range(0x0A),  # C0, less the line feed, which callers may want
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),  # delete and C1
    0x00AD,  # soft hyphen: drawn by some terminals, not by others, so widths would differ
    0x061C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),  # overrides and embeddings of direction
    *range(0x2066, 0x206A),  # isolates of direction
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
    """``text`` with nothing left that a terminal would obey; line feeds stay."""
    return text.translate(_TABLE)


def one_line(text: str, limit: int = 600) -> str:
    """``text`` on one line, cut with an ellipsis beyond ``limit`` characters."""
    head = " ".join(plain(text[: limit * 4]).split())
    return head if len(head) <= limit and len(text) <= limit * 4 else f"{head[: limit - 1]}…"
