"""What can be done with the paper one looks at, wherever that is: edit, tag, mark, link.

Owns the keys, the windows they open and the jobs these start. A widget that mixes this in says
which paper is meant and what to do when it has changed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from ui.app import wording, work
from ui.app.messages import DetailRead, PaperChanged, PaperChosen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message

    from ui.app.dialogs.edit import Corrected
    from ui.app.dialogs.tags import Retagged
    from ui.app.dialogs.versions import VersionsWish
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.library import Library
    from workbench.types import PaperDetail, PaperSummary

__all__ = ["VERSIONS", "PaperActions"]


VERSIONS = Binding("v", "show_versions", "Versions", show=False, id="paper.versions",
                   tooltip="Other versions of this work; link them or set them apart")  # fmt: skip
"""For places without a right side, where the key that folds one is free."""


class PaperActions(DOMNode):
    """Mixed into widgets that have a paper under their cursor.

    It must be the last base: Textual takes styles and queries from the first one alone.
    """

    session: Session

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit_paper", "Edit", id="paper.edit",
                tooltip="Correct title, authors, year and all that was read"),
        Binding("number_sign", "tag_paper", "Tags", key_display="#", id="paper.tags",
                tooltip="Put tags on this paper or take them off"),
        Binding("m", "toggle_read", "Read", id="paper.mark-read",
                tooltip="Mark this paper read, or unread again"),
        Binding("asterisk", "toggle_star", "Star", key_display="*", show=False, id="paper.star",
                tooltip="Put a star on this paper, or take it off"),
        VERSIONS,
    ]  # fmt: skip

    def current_paper(self) -> PaperSummary | None:
        """The paper that is meant."""
        raise NotImplementedError

    def paper_changed(self, detail: PaperDetail) -> None:
        """A paper is now another one than what is shown."""
        raise NotImplementedError

    # -- keys --------------------------------------------------------------------------------

    def action_edit_paper(self) -> None:
        """Correct what was read."""
        self._read_for("edit")

    def action_tag_paper(self) -> None:
        """Change tags."""
        self._read_for("tags")

    def action_show_versions(self) -> None:
        """Look at versions."""
        self._read_for("versions")

    def action_toggle_read(self) -> None:
        """Read or unread."""
        if paper := self.current_paper():
            self._change(partial(work.mark_paper, paper.id, not paper.is_read, None))

    def action_toggle_star(self) -> None:
        """With or without a star."""
        if paper := self.current_paper():
            self._change(partial(work.mark_paper, paper.id, None, not paper.is_starred))

    def _read_for(self, window: str) -> None:
        if paper := self.current_paper():
            self.session.start(
                partial(work.read_detail, paper.id, window),
                lane="list", title="The paper", target=self,
            )  # fmt: skip

    def _change(self, change: Callable[[Library, Job], Message | None]) -> None:
        self.session.start(change, lane="edit", title="The change", target=self)

    # -- windows -----------------------------------------------------------------------------

    def on_detail_read(self, message: DetailRead) -> None:
        """Open the window that was asked for."""
        message.stop()
        detail = message.detail
        if message.window == "edit":
            from ui.app.dialogs.edit import EditDialog

            self.app.push_screen(EditDialog(detail), partial(self._edited, detail))
        elif message.window == "tags":
            from ui.app.dialogs.tags import TagsDialog

            window = TagsDialog(wording.title(detail.summary), detail.summary.tags, message.tags)
            self.app.push_screen(window, partial(self._tagged, detail))
        else:
            from ui.app.dialogs.versions import VersionsDialog

            self.app.push_screen(VersionsDialog(detail), partial(self._versions_wished, detail))

    def _edited(self, detail: PaperDetail, corrected: Corrected | None) -> None:
        if corrected is not None:
            key = detail.summary.id
            self._change(partial(work.edit_paper, key, corrected.changes, corrected.undone))

    def _tagged(self, detail: PaperDetail, tags: Retagged | None) -> None:
        if tags is not None:
            self._change(partial(work.tag_paper, detail.summary.id, tags.added, tags.removed))

    def _versions_wished(self, detail: PaperDetail, wish: VersionsWish | None) -> None:
        if wish is None:
            return
        if wish.what == "open":
            self.post_message(PaperChosen(wish.other))
        else:
            together = wish.what == "link"
            self._change(partial(work.link_versions, detail.summary.id, wish.other, together))

    def on_paper_changed(self, message: PaperChanged) -> None:
        """Say it, and show it."""
        message.stop()
        title = wording.title(message.detail.summary)
        self.app.notify(f"{title[:50]}: {message.words}", markup=False)
        self.paper_changed(message.detail)
