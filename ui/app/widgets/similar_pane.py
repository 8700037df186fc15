"""Papers like one, looked for once someone wants to see them.

Owns asking for them and what is said meanwhile; the list draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ui.app.messages.chosen import PaperChosen
from ui.app.messages.keeping import SimilarRead
from ui.app.widgets.row_list import RowList
from ui.app.widgets.similar_list import SimilarList
from ui.app.work import keeping
from ui.safe_text import plain

if TYPE_CHECKING:
    from ui.app.session import Session

__all__ = ["SimilarPane"]


class SimilarPane(Vertical):
    """What a person must know of the search, and the papers."""

    DEFAULT_CSS = """
    SimilarPane #similar-told { height: auto; padding: 0 2; color: $quiet; display: none; }
    """

    @dataclass
    class Found(Message):
        """So many papers are like it."""

        papers: int

    def __init__(self, session: Session, paper_id: str) -> None:
        super().__init__()
        self._session = session
        self._paper_id = paper_id
        self._looked = False

    def compose(self) -> ComposeResult:
        """Notes, list."""
        yield Static(id="similar-told", markup=False)
        yield SimilarList(id="similar-list")

    def look(self) -> None:
        """Look for them, the first time."""
        if not self._looked:
            self._looked = True
            self._tell("looking for papers like this one …")
            self._session.start(
                partial(keeping.read_similar, self._paper_id),
                lane="search", title="Papers like this one", target=self,
            )  # fmt: skip

    def _tell(self, words: str) -> None:
        told = self.query_one("#similar-told", Static)
        told.update(Content(words))
        told.display = bool(words)

    def on_similar_read(self, message: SimilarRead) -> None:
        """Show them."""
        self.query_one(SimilarList).show_hits(message.hits)
        none = "" if message.hits else "no other paper of this library is like it"
        self._tell("\n".join(filter(None, (none, *map(plain, message.notes)))))
        self.post_message(self.Found(len(message.hits)))

    @on(RowList.Chosen, "#similar-list")
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        hit = self.query_one(SimilarList).hits[event.index]
        passage = hit.passage
        self.post_message(PaperChosen(hit.paper.id, passage.page, passage.text, passage.rectangles))
