"""Captions of figures and tables, and the rows and labels that belong to them.

Owns recognising a caption by its label, and telling table rows and chart labels from running
text, so that they do not stand in the middle of a sentence. Refuses to look at pictures' bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, BodyType, Role, runs_on

__all__ = ["caption_label", "mark_captions", "mark_floats"]

_LABEL = re.compile(
    r"(?:(?:supplementary|extended data|appendix)\s+)?"
    r"(fig(?:ure|\.)?|table|tab\.|algorithm|listing|scheme|plate|chart|exhibit|box|"
    r"abbildung|abb\.|tabelle|tableau|figura|tabla|рис\.|рисунок|таблица|"
    r"[図圖图表]|그림|표)\s*"
    r"((?:[A-Z]\.?)?\d{1,3}(?:[.\-]\d{1,3})*[a-z]?|[IVXL]{1,6}|[A-Z](?=[.:]))\s*"
    r"([.:|–—\-)]|$|\s(?=(?-i:[A-Z(А-Я])))",
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
    _complete(blocks)


def _complete(blocks: list[Block]) -> None:
    """Join a caption with its lines in another weight: its first may be bold, the others not."""
    for place in range(len(blocks) - 2, -1, -1):
        block, below = blocks[place], blocks[place + 1]
        if block.role is Role.CAPTION and below.role is Role.BODY and runs_on(block, below):
            block.lines += below.lines
            block.forget_text()
            del blocks[place + 1]


def caption_label(text: str) -> tuple[str, str]:
    """Return a caption's label (``Figure 3``) and the words behind it."""
    match = _LABEL.match(text)
    if match is None:
        return "", text
    label = text[: match.start(3)] if match.group(3).strip() else match.group()
    return label.strip(" .:|–—-"), text[match.end() :].strip()


def mark_floats(blocks: Sequence[Block], body: BodyType) -> None:
    """Take table rows and chart labels out of the flow of the text; they stay searchable.

    Blocks are looked at down the page and up again: a table's head stands above its rows.
    """
    places = range(len(blocks))
    for place in (*places, *reversed(places)):
        block = blocks[place]
        if block.role is not Role.BODY:
            continue
        near = _beside_caption(blocks, place)
        smaller = block.size < 0.97 * body.size
        if _is_rows(block) or (near and smaller) or (_is_labels(block) and (smaller or near)):
            block.role = Role.FLOAT


def _beside_caption(blocks: Sequence[Block], place: int) -> bool:
    block = blocks[place]
    return any(
        other.role in {Role.CAPTION, Role.FLOAT}
        and other.page == block.page
        and other.lines[0].region == block.lines[0].region
        for other in blocks[max(place - 1, 0) : place + 2]
        if other is not block
    )


def _is_rows(block: Block) -> bool:
    """Rows of a table have gaps between their cells, and few of them end a sentence."""
    texts = [line.text for line in block.lines]
    if len(texts) < 3 or sum(["  " in text for text in texts]) <= 0.6 * len(texts):
        return False
    return sum([text.rstrip().endswith(".") for text in texts]) < 0.2 * len(texts)


def _is_labels(block: Block) -> bool:
    """Labels of a chart are short and no sentences."""
    letters = sum(len(line.text) for line in block.lines)
    ended = block.text.rstrip().endswith((".", ":", ";"))
    return letters < 14 * len(block.lines) and not ended
