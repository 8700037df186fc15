"""What can be done with the papers one looks at, wherever that is: mark, collect, note, take out.

Owns the keys, the windows they open and the jobs these start. A widget that mixes this in says
which papers are meant and what to do when they have changed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from ui.app import wording
from ui.app.messages.chosen import PaperChosen
from ui.app.messages.keeping import (
    DetailRead,
    PapersChanged,
    PapersWritten,
    SelectionRead,
    WentOutside,
)
from ui.app.messages.running import TurnWanted
from ui.app.undo import UNDO_HINT
from ui.app.work import keeping, outside
from ui.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.message import Message

    from ui.app.dialogs.collect import Collected
    from ui.app.dialogs.edit import Corrected
    from ui.app.dialogs.tags import Retagged
    from ui.app.dialogs.versions import VersionsWish
    from ui.app.dialogs.write_papers import WriteWish
    from ui.app.jobs import Job, JobTarget
    from ui.app.session import Session
    from workbench.library import Library
    from workbench.types import PaperDetail, PaperSummary

__all__ = ["VERSIONS", "PaperActions"]


VERSIONS = Binding("v", "show_versions", "Versions", show=False, id="paper.versions",
                   tooltip="Other versions of this work; link them or set them apart")  # fmt: skip
"""For places without a right side, where the key that folds one is free."""

READ_ONLY = "This library can only be read: nothing is stored in it. A copy of it can be changed."
"""What is said where a key would change something and cannot."""

_TOLD = 90
"""Characters of a notice: more does not fit on a narrow screen's two lines."""


class PaperActions(DOMNode):
    """Mixed into widgets that have papers under their cursor.

    It must be the last base: Textual takes styles and queries from the first one alone.
    """

    session: Session

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit_paper", "Edit", id="paper.edit",
                tooltip="Correct title, authors, year and all that was read"),
        Binding("number_sign", "tag_papers", "Tags", key_display="#", show=False, id="paper.tags",
                tooltip="Put tags on these papers or take them off"),
        Binding("c", "collect_papers", "Collect", show=False, id="paper.collect",
                tooltip="Put these papers into collections or take them out"),
        Binding("n", "write_note", "Note", id="paper.note",
                tooltip="Write a note about this paper, in Markdown"),
        Binding("m", "toggle_read", "Read", show=False, id="paper.mark-read",
                tooltip="Mark these papers read, or unread again"),
        Binding("asterisk", "toggle_star", "Star", key_display="*", show=False, id="paper.star",
                tooltip="Put a star on these papers, or take it off"),
        Binding("w", "write_papers", "Write down", show=False, id="paper.write-down",
                tooltip="Write these papers to a file: BibTeX, RIS, CSL-JSON or Markdown"),
        Binding("O", "open_pdf", "Open PDF", show=False, id="paper.open-pdf",
                tooltip="Open the file at this page in the system's PDF viewer"),
        Binding("R", "reveal_file", "Reveal", show=False, id="paper.reveal",
                tooltip="Show the file in the system's file manager"),
        Binding("delete", "remove_papers", "Take out", show=False, id="paper.take-out",
                tooltip="Take these papers out of the library; asks first, files stay"),
        VERSIONS,
    ]  # fmt: skip

    def current_paper(self) -> PaperSummary | None:
        """The paper that is meant, where only one can be."""
        raise NotImplementedError

    def meant_papers(self) -> Sequence[str]:
        """Ids of the papers that are meant, where several can be."""
        paper = self.current_paper()
        return [paper.id] if paper else []

    def current_page(self) -> int:
        """The page of the current paper that is looked at, from 1."""
        return 1

    def papers_changed(self) -> None:
        """Papers are now others than what is shown."""
        raise NotImplementedError

    # -- keys --------------------------------------------------------------------------------

    def action_edit_paper(self) -> None:
        """Correct what was read."""
        if self._can_change():
            self._read_detail("edit")

    def action_show_versions(self) -> None:
        """Look at versions."""
        self._read_detail("versions")

    def action_write_note(self) -> None:
        """Write a note."""
        if self._can_change():
            self._read_detail("note")

    def action_tag_papers(self) -> None:
        """Change tags."""
        if self._can_change():
            self._read_selection("tags")

    def action_collect_papers(self) -> None:
        """Change collections."""
        if self._can_change():
            self._read_selection("collect")

    def action_toggle_read(self) -> None:
        """Read, or unread where all are read already."""
        if self._can_change():
            self._read_selection("read")

    def action_toggle_star(self) -> None:
        """With a star, or without where all have one already."""
        if self._can_change():
            self._read_selection("star")

    def action_write_papers(self) -> None:
        """Write a bibliography."""
        self._read_selection("write")

    def action_remove_papers(self) -> None:
        """Take papers out, after asking."""
        if self._can_change():
            self._read_selection("remove")

    def action_open_pdf(self) -> None:
        """Open the file outside, at the page."""
        if paper := self.current_paper():
            self._go_outside(partial(outside.open_pdf, paper.id, self.current_page()))

    def action_reveal_file(self) -> None:
        """Show the file outside."""
        if paper := self.current_paper():
            self._go_outside(partial(outside.reveal_file, paper.path))

    def _can_change(self) -> bool:
        """Whether something can be stored; where not, it is said before anybody writes a word."""
        if self.session.is_open and not self.session.can_write:
            self.app.notify(READ_ONLY, severity="warning", markup=False)
            return False
        return True

    def _read_detail(self, window: str) -> None:
        if paper := self.current_paper():
            self.session.start(
                partial(keeping.read_detail, paper.id, window),
                lane="list", title="The paper", target=self,
            )  # fmt: skip

    def _read_selection(self, window: str) -> None:
        if ids := self.meant_papers():
            self.session.start(
                partial(keeping.read_selection, tuple(ids), window),
                lane="list", title="The papers", target=self,
            )  # fmt: skip

    def _go_outside(self, work: Callable[[Library, Job], Message | None]) -> None:
        self.session.start(work, lane="list", title="Another program", target=self)

    def _change(self, change: Callable[[Library, Job], Message | None]) -> None:
        self.session.start(change, lane="edit", title="The change", target=self)

    def read_soon(
        self, work: Callable[[Library, Job], Message | None], title: str, *, is_kept: bool = False
    ) -> None:
        """Do what no papers may be read beside: a reading of folders makes way, and goes on."""
        self.session.start(work, lane="ingest", title=title, target=self, is_kept=is_kept)
        self.post_message(TurnWanted())

    # -- windows about one paper -------------------------------------------------------------

    def on_detail_read(self, message: DetailRead) -> None:
        """Open the window that was asked for."""
        message.stop()
        detail = message.detail
        if message.window == "edit":
            from ui.app.dialogs.edit import EditDialog

            self.app.push_screen(EditDialog(detail), partial(self._edited, detail))
        elif message.window == "note":
            from ui.app.dialogs.note import NoteDialog

            key = detail.summary.id
            window = NoteDialog(
                wording.title(detail.summary),
                detail.note,
                partial(self._keep_draft, key),
                partial(self._keep_note, key, detail.note),
            )
            self.app.push_screen(window, self._noted)
        else:
            from ui.app.dialogs.versions import VersionsDialog

            self.app.push_screen(VersionsDialog(detail), partial(self._versions_wished, detail))

    def _edited(self, detail: PaperDetail, corrected: Corrected | None) -> None:
        if corrected is not None:
            key = detail.summary.id
            self._change(partial(keeping.edit_paper, key, corrected.changes, corrected.undone))

    def _keep_draft(self, key: str, text: str, target: JobTarget) -> Job:
        """Keep what was written so far; ``target`` has the words, should that fail."""
        return self.session.start(
            partial(keeping.keep_draft, key, text), lane="edit", title="The note", target=target
        )

    def _keep_note(self, key: str, before: str, text: str, target: JobTarget) -> Job:
        """Store a note in place of another; ``target`` has the words, should that fail."""
        return self.session.start(
            partial(keeping.write_note, key, before, text),
            lane="edit", title="The note", target=target,
        )  # fmt: skip

    def _noted(self, changed: PapersChanged | None) -> None:
        if changed is not None:
            self.post_message(changed)

    def _versions_wished(self, detail: PaperDetail, wish: VersionsWish | None) -> None:
        if wish is None:
            return
        if wish.what == "open":
            self.post_message(PaperChosen(wish.other))
        else:
            together = wish.what == "link"
            self._change(partial(keeping.link_versions, detail.summary.id, wish.other, together))

    # -- windows about several ---------------------------------------------------------------

    def on_selection_read(self, message: SelectionRead) -> None:
        """Open the window that was asked for, or change what needs none."""
        message.stop()
        papers = message.papers
        if not papers:
            return
        ids = [paper.id for paper in papers]
        match message.window:
            case "tags":
                self._ask_tags(papers, message.tags)
            case "collect":
                from ui.app.dialogs.collect import CollectDialog

                window = CollectDialog(papers, message.collections)
                self.app.push_screen(window, partial(self._collected, ids))
            case "read":
                is_read = not all(paper.is_read for paper in papers)
                self._change(partial(keeping.mark_papers, ids, is_read, None))
            case "star":
                is_starred = not all(paper.is_starred for paper in papers)
                self._change(partial(keeping.mark_papers, ids, None, is_starred))
            case "write":
                from ui.app.dialogs.write_papers import WriteDialog

                name = papers[0].citekey if len(papers) == 1 else "papers"
                self.app.push_screen(WriteDialog(len(papers), name), partial(self._write, ids))
            case _:
                self._ask_to_remove(papers)

    def _ask_tags(self, papers: Sequence[PaperSummary], in_use: Sequence[str]) -> None:
        from ui.app.dialogs.tags import TagsDialog

        title = wording.title(papers[0]) if len(papers) == 1 else f"{len(papers):,} papers"
        shared = [tag for tag in papers[0].tags if all(tag in paper.tags for paper in papers)]
        window = TagsDialog(title, shared, in_use)
        self.app.push_screen(window, partial(self._tagged, [paper.id for paper in papers]))

    def _tagged(self, ids: Sequence[str], tags: Retagged | None) -> None:
        if tags is not None:
            self._change(partial(keeping.tag_papers, ids, tags.added, tags.removed))

    def _collected(self, ids: Sequence[str], wish: Collected | None) -> None:
        if wish is not None:
            change = partial(keeping.change_collections, ids, wish.added, wish.dropped)
            self._change(change)

    def _ask_to_remove(self, papers: Sequence[PaperSummary]) -> None:
        from ui.app.dialogs.confirm import ConfirmDialog

        one = len(papers) == 1
        what = f"“{wording.title(papers[0])}”" if one else f"these {len(papers):,} papers"
        files = "Its file stays" if one else "Their files stay"
        question = (
            f"Take {what} out of the library?\n\n{files} where it is, and so do your notes, tags, "
            "edits, collections and answers. carrel does not read it again until you bring it back "
            "(u, or p for problems)."
        )
        if not one:
            question = question.replace("where it is", "where they are").replace(
                "read it again until you bring it back", "read them again until you bring them back"
            )
        ids = [paper.id for paper in papers]

        def answered(yes: bool | None) -> None:
            if yes:
                title = f"Taking out {wording.count(len(ids), 'paper')}"
                self._change(partial(keeping.intend_removal, ids))
                self.read_soon(partial(keeping.remove_papers, ids), title, is_kept=True)

        self.app.push_screen(ConfirmDialog(question, "take out", "leave"), answered)

    def _write(
        self, ids: Sequence[str], wish: WriteWish | None, *, overwrite: bool = False
    ) -> None:
        if wish is not None:
            self._last_write = (ids, wish)
            self._change(
                partial(keeping.write_papers, ids, wish.path, wish.kind, wish.notes, overwrite)
            )

    _last_write: tuple[Sequence[str], WriteWish] | None = None

    def on_papers_written(self, message: PapersWritten) -> None:
        """Say where, or ask whether the file that is there may be replaced."""
        message.stop()
        if not message.is_in_the_way:
            told = wording.count(message.papers, "paper")
            told += f" written to {wording.short_path(message.path)}"
            if message.left_out:
                told += f"; {message.left_out:,} left out: neither title nor authors known"
            self.app.notify(told, markup=False)
            return
        from ui.app.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes and self._last_write is not None:
                self._write(*self._last_write, overwrite=True)

        question = f"{wording.short_path(message.path)} is there already. Replace it?"
        self.app.push_screen(ConfirmDialog(question, "replace", "leave"), answered)

    # -- what came of it ---------------------------------------------------------------------

    def on_papers_changed(self, message: PapersChanged) -> None:
        """Say it, remember how it is taken back, and show it."""
        message.stop()
        if message.undo is not None:
            self.session.undo.add(message.undo)
        back = f" · {UNDO_HINT}" if message.undo is not None else ""
        self.app.notify(f"{one_line(message.words, _TOLD)}{back}", markup=False)
        self.papers_changed()

    def on_went_outside(self, message: WentOutside) -> None:
        """Say what was started."""
        message.stop()
        self.app.notify(one_line(message.words), markup=False)
