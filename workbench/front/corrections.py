"""The part of the front door through which a person corrects what was read."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from workbench.editing import parse_changes, tag_name
from workbench.events import either
from workbench.front.life import LibraryLife
from workbench.types import (
    FieldValue,
    PaperDetail,
)

__all__ = ["CorrectionDoor"]


class CorrectionDoor(LibraryLife):
    """What the person knows better."""

    def edit(
        self,
        key: str,
        changes: Mapping[str, FieldValue | Sequence[str]],
        *,
        cancel: threading.Event | None = None,
    ) -> PaperDetail:
        """Say what a paper's bibliographic fields really are. Reading it again never undoes that.

        Args:
            key: An id, the start of one, a citation key or a path.
            changes: By field (``workbench.editing.FIELDS``): text as a person types it, a number
                for the year, a sequence for authors and keywords; ``""`` or None clears a field.
            cancel: A changed title has the paper embedded again; when set, that is left to the
                next ingest.

        Returns:
            The paper as it is now; ``edits`` lists what was read beside what counts.

        Raises:
            EditError: A field is unknown, or cannot hold what was given.
            PaperNotFoundError: The key names no paper, or several.
        """
        identifier = self._catalogue.papers.resolve(key)
        stop = either(cancel, self._closing)
        self._corrections.edit(identifier, parse_changes(changes), stop)
        return self._catalogue.papers.detail(identifier)

    def undo_edits(
        self,
        key: str,
        fields: Sequence[str] | None = None,
        *,
        cancel: threading.Event | None = None,
    ) -> PaperDetail:
        """Let what was read count again, for these fields or, without any named, for all.

        Raises:
            EditError: A field is unknown, or the citation key is another paper's by now.
            PaperNotFoundError: The key names no paper, or several.
        """
        identifier = self._catalogue.papers.resolve(key)
        self._corrections.undo(identifier, fields, either(cancel, self._closing))
        return self._catalogue.papers.detail(identifier)

    def link_versions(self, key: str, other: str, *, supplement: bool = False) -> None:
        """Say that two papers are versions of one work, or that one is the other's supplement.

        Args:
            key: An id, the start of one, a citation key or a path.
            other: The other paper.
            supplement: Whether ``key`` is a supplement of ``other``.

        Raises:
            EditError: Both name one paper.
            PaperNotFoundError: A key names no paper, or several.
        """
        one, two = self._ids([key, other])
        self._corrections.link(one, two, supplement=supplement)

    def unlink_versions(self, key: str, other: str) -> None:
        """Say that two papers are two works, whatever their titles and texts look like.

        Raises:
            EditError: Both name one paper.
            PaperNotFoundError: A key names no paper, or several.
        """
        one, two = self._ids([key, other])
        self._corrections.unlink(one, two)

    def tag(self, keys: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Put tags on papers, and take others off.

        Args:
            keys: Ids, citation keys or paths.
            add: Tags; case and extra spaces do not matter.
            remove: Tags; those that a paper does not have are passed over.

        Raises:
            EditError: A tag is empty, too long, or holds what a tag cannot hold.
            PaperNotFoundError: A key names no paper, or several.
        """
        added, removed = [tag_name(tag) for tag in add], [tag_name(tag) for tag in remove]
        self._catalogue.marks.tag(self._ids(keys), added, removed)

    def tags(self) -> dict[str, int]:
        """Every tag in use and how many papers have it, the commonest first."""
        return self._catalogue.marks.counts()

    def mark(
        self, keys: Sequence[str], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Set papers read or unread, with or without a star; ``None`` leaves that as it is.

        Raises:
            PaperNotFoundError: A key names no paper, or several.
        """
        self._catalogue.marks.mark(self._ids(keys), read=read, starred=starred)

    def _ids(self, keys: Sequence[str]) -> list[str]:
        return [self._catalogue.papers.resolve(key) for key in keys]
