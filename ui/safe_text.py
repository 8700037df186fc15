"""Text from a PDF or a path, made harmless at the edge of the screen.

Owns how it is put on one line; which characters may pass is ``workbench.plain_text``'s. The
result is always shown as ``Content`` or with markup off, never parsed.
"""

from __future__ import annotations

from workbench.plain_text import plain

__all__ = ["one_line", "plain"]


def one_line(text: str, limit: int = 600) -> str:
    """``text`` on one line, cut with an ellipsis beyond ``limit`` characters."""
    head = " ".join(plain(text[: limit * 4]).split())
    return head if len(head) <= limit and len(text) <= limit * 4 else f"{head[: limit - 1]}…"
