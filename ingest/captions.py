"""Captions of figures and tables.

Owns recognising a caption by its label. Refuses to look at pictures' bytes.
"""

from __future__ import annotations

import re

from ingest.blocks import Block, Role

__all__ = ["mark_captions"]

_LABEL = re.compile(
    r"(?:(?:supplementary|extended data|appendix)\s+)?"
    r"(fig(?:ure|\.)?|table|tab\.|algorithm|listing|scheme|plate|chart|exhibit|box|"
    r"abbildung|abb\.|tabelle|tableau|figura|tabla)\s*"
    r"((?:[A-Z]\.?)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?|[IVXL]{1,6}|[A-Z](?=[.:]))\s*"
    r"([.:|–—\-)]|$|\s(?=(?-i:[A-Z(])))",
    re.IGNORECASE,
)


def mark_captions(blocks: list[Block]) -> None:
    """Give the role of caption to blocks that begin with a figure's or table's label.

    A body sentence may begin with ``Figure 3 shows``: the label has to be followed by
    punctuation, by a capital letter, or by the end of the line.
    """
    for block in blocks:
        if block.role is Role.BODY and _LABEL.match(block.text):
            block.role = Role.CAPTION
