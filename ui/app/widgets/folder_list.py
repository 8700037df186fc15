"""The remembered folders, each with the states its files ended in.

Owns drawing them; reading a folder again is asked for by ``RowList.Chosen``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive

from ui.app import wording
from ui.app.widgets.row_list import RowList
from workbench.states import FileState

if TYPE_CHECKING:
    from workbench.types import FolderRow

__all__ = ["FolderList"]


class FolderList(RowList):
    """Folders of this library."""

    ROW_HEIGHT: ClassVar[int] = 3

    HELP = (
        "The folders of this library. Enter reads one again: only new and changed files are "
        "read. `t` tries the failed files once more, Delete forgets a folder and keeps its papers."
    )

    DEFAULT_CSS = """
    FolderList { height: auto; max-height: 50%; min-height: 3; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's word
        super().__init__(id=id)
        self.folders: Sequence[FolderRow] = ()

    is_watching: reactive[bool] = reactive(False)
    """Whether changes are noticed by themselves."""

    def watch_is_watching(self) -> None:
        """Say so in every row."""
        self.forget_rows()

    def show_folders(self, folders: Sequence[FolderRow]) -> None:
        """Replace all rows."""
        self.folders = folders
        self.styles.height = max(3, len(folders) * self.ROW_HEIGHT)
        self.set_row_count(len(folders), keep_cursor=True)

    @property
    def current(self) -> FolderRow | None:
        """The folder under the cursor."""
        return self.folders[self.cursor] if self.folders else None

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """The path, and under it the counts."""
        folder = self.folders[index]
        total = sum(n for state, n in folder.counts.items() if state in set(FileState))
        parts: list[tuple[str, str]] = [(f"  {wording.count(total, 'file')}", "$quiet")]
        for state, (mark, colour) in wording.STATE_MARKS.items():
            if n := folder.counts.get(state, 0):
                parts += [(f"   {mark} ", colour), (f"{n:,} {state}", "$quiet")]
        if folder.ingested_at:
            parts.append((f"   read {folder.ingested_at[:16].replace('T', ' ')}", "$faint"))
        if self.is_watching:
            parts.append(("   kept in step", "$good"))
        return [
            Content.styled(wording.short_path(folder.path), "$title").truncate(width),
            Content.assemble(*parts),
        ]
