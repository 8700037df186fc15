"""The plain look, for screen readers: every mark of drawing becomes a letter or a blank.

Owns the table. It works on finished lines, so that no widget needs to know: each character is
replaced by one of the same width. Words that a mark stands for are beside it already, or in F1.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

__all__ = ["PlainFilter", "plain_marks"]

_MARKS = {
    "●": "+", "◐": "~", "○": "-", "✗": "x", "✓": "v", "★": "*", "☆": " ", "▌": ">", "⏵": ">",
    "›": ">", "‹": "<", "▸": ">", "•": "*", "…": ".", "·": ",", "↑": "^", "↓": "v", "→": ">",
    "←": "<", "⏎": "E", "×": "x", "✎": "e", "⇄": "=", "↳": ">", "▮": "#", "▯": ".",
}  # fmt: skip
_FRAMES = range(0x2500, 0x2580)
_BLOCKS = range(0x2580, 0x25A0)


def _table() -> dict[int, str]:
    return dict.fromkeys((*_FRAMES, *_BLOCKS), " ") | {
        ord(mark): letter for mark, letter in _MARKS.items()
    }


_TABLE = _table()


def plain_marks(text: str) -> str:
    """``text`` of the same width with nothing in it that is drawing."""
    return text.translate(_TABLE)


class PlainFilter(LineFilter):
    """Applied to every line on its way to the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the marks of each segment; colours stay."""
        del background
        return [
            Segment(plain_marks(segment.text), segment.style, segment.control)
            for segment in segments
        ]
