"""What was read of papers: lists, one paper, one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ui.app.page_picture import PagePicture
    from ui.app.picture_planes import Encoded
    from workbench.types import PaperDetail, PaperSummary, StoredPassage

__all__ = [
    "PageDrawn",
    "PaperRead",
    "PapersCounted",
    "PapersRead",
    "PixelsEncoded",
]


@dataclass(eq=False, repr=False)
class PapersCounted(Message, bubble=False):
    """How many papers a narrowed list holds."""

    generation: int
    count: int
    total: int


@dataclass(eq=False, repr=False)
class PapersRead(Message, bubble=False):
    """One page of a list of papers."""

    generation: int
    offset: int
    rows: Sequence[PaperSummary]


@dataclass(eq=False, repr=False)
class PaperRead(Message, bubble=False):
    """Everything about one paper."""

    detail: PaperDetail
    passages: Sequence[StoredPassage]


@dataclass(eq=False, repr=False)
class PageDrawn(Message, bubble=False):
    """One page of a paper, as pixels."""

    paper_id: str
    page: int
    picture: PagePicture
    centre: float | None
    """How far down the page, in 0..1, the middle of what is marked is; None without a mark."""


@dataclass(eq=False, repr=False)
class PixelsEncoded(Message, bubble=False):
    """Pixels are packed as the terminal takes them."""

    encoded: Encoded
