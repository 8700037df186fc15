"""The words of a page, put together from its passages.

Owns leaving out what neighbouring passages share, since passages overlap on purpose, and marking
the quote. It reads no file: a page whose passages were not stored has no words here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from ui.app.highlight import mark_quote
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import StoredPassage

__all__ = ["page_text"]

_MOST_SHARED = 400
"""Words that two neighbouring passages are searched for what they share."""

_LEAST_SHARED = 3
"""Fewer shared words than this are chance: a sentence may begin as the last one ended."""


def page_text(passages: Sequence[StoredPassage], page: int, quote: str) -> tuple[Content, int]:
    """The words on ``page`` with the quote marked, and where its mark begins (-1: no mark).

    Args:
        passages: Passages of one paper, in its order.
        page: Page number, from 1.
        quote: What is to be marked; may be empty.
    """
    blocks = [
        mark_quote(block, one_line(quote, 6000)) if quote else Content(block)
        for block in _blocks([p for p in passages if _is_on(p, page)])
    ]
    text = Content("\n\n").join(blocks)
    return text, min((span.start for span in text.spans), default=-1)


def _is_on(passage: StoredPassage, page: int) -> bool:
    return passage.page == page or any(r.page == page for r in passage.rectangles)


def _blocks(passages: Sequence[StoredPassage]) -> list[str]:
    """Passages as paragraphs; those that overlap become one."""
    blocks: list[str] = []
    before: list[str] = []
    for passage in passages:
        words = one_line(passage.text, 20_000).split()
        shared = _shared(before, words)
        before = words
        rest = " ".join(words[shared:])
        if shared and rest:
            blocks[-1] = f"{blocks[-1]} {rest}"
        elif rest:
            blocks.append(rest)
    return blocks


def _shared(before: Sequence[str], words: Sequence[str]) -> int:
    """How many words end one passage and begin the next."""
    most = min(len(before), len(words), _MOST_SHARED)
    for n in range(most, _LEAST_SHARED - 1, -1):
        if before[-n] == words[0] and before[-n:] == words[:n]:
            return n
    return 0
