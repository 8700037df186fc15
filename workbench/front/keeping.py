"""The part of the front door for what the person keeps: collections, notes, saved searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.errors import EditError
from workbench.front.life import LibraryLife
from workbench.kept_names import kept_name
from workbench.plain_text import encodable
from workbench.settings import SearchSettings
from workbench.types import Collection, CollectionContent, SavedSearch

__all__ = ["KeepingDoor"]

_LONGEST_NOTE = 200_000
"""Characters, about a hundred pages; more is a file that was pasted by mistake."""


class KeepingDoor(LibraryLife):
    """Sets of papers, words about papers, and searches, by names of the person's own."""

    # -- collections -------------------------------------------------------------------------

    def collections(self) -> list[Collection]:
        """Every collection and how many papers it has, by name."""
        return self._catalogue.collections.all()

    def collect(self, keys: Sequence[str], name: str) -> Collection:
        """Put papers into a collection; it is made if there is none of this name.

        Args:
            keys: Ids, citation keys or paths; with none, an empty collection is made.
            name: In any case; a new collection keeps it as it is typed.

        Raises:
            EditError: The name cannot be one.
            PaperNotFoundError: A key names no paper, or several.
        """
        ids = [self._catalogue.papers.resolve(key) for key in keys]
        return self._catalogue.collections.add(kept_name(name), ids)

    def uncollect(self, keys: Sequence[str], name: str) -> None:
        """Take papers out of a collection; those that are not in it are passed over.

        Raises:
            EditError: There is no collection of this name.
            PaperNotFoundError: A key names no paper, or several.
        """
        ids = [self._catalogue.papers.resolve(key) for key in keys]
        self._catalogue.collections.drop(name, ids)

    def rename_collection(self, name: str, new: str) -> None:
        """Give a collection another name.

        Raises:
            EditError: There is no collection of this name, another one has the new one, or the
                new one cannot be a name.
        """
        self._catalogue.collections.rename(name, kept_name(new))

    def delete_collection(self, name: str) -> CollectionContent:
        """Forget a collection; its papers stay. ``restore_collection`` takes what is returned.

        Raises:
            EditError: There is no collection of this name.
        """
        return self._catalogue.collections.delete(name)

    def restore_collection(self, content: CollectionContent) -> None:
        """Bring a collection back as it was; papers added to one of its name since stay in it."""
        self._catalogue.collections.add(content.name, content.paper_ids, content.made_at)

    # -- notes -------------------------------------------------------------------------------

    def note(self, key: str) -> str:
        """What the person wrote about a paper, in Markdown; ``""`` where nothing is.

        Raises:
            PaperNotFoundError: The key names no paper, or several.
        """
        return self._catalogue.paper_notes.of(self._catalogue.papers.resolve(key))

    def set_note(self, key: str, text: str) -> str:
        """Let the note on a paper be this text; without words there is none any more.

        It is tied to the paper's content, as tags and edits are: it stays when the file is moved,
        read again, taken out or gone, and is there when the paper comes back.

        Returns:
            The note that was there before, ``""`` for none.

        Raises:
            EditError: It is longer than any note.
            PaperNotFoundError: The key names no paper, or several.
        """
        identifier = self._catalogue.papers.resolve(key)
        if len(text) > _LONGEST_NOTE:
            raise EditError(
                f"the note has {len(text):,} characters", f"at most {_LONGEST_NOTE:,} are kept"
            )
        kept = encodable(text).replace("\r\n", "\n").rstrip()
        return self._catalogue.paper_notes.write(identifier, kept if kept.strip() else "")

    # -- saved searches ----------------------------------------------------------------------

    def saved_searches(self) -> list[SavedSearch]:
        """Every saved search, by name."""
        return self._catalogue.saved_searches.all()

    def saved_search(self, name: str) -> SavedSearch:
        """The saved search of this name, in any case.

        Raises:
            EditError: There is none.
        """
        return self._catalogue.saved_searches.named(name)

    def save_search(
        self,
        name: str,
        query: str,
        controls: Mapping[str, str | int | float] | None = None,
        *,
        replace: bool = False,
    ) -> SavedSearch:
        """Keep a search to be made again.

        Args:
            name: In any case; it is kept as it is typed.
            query: Words and filters, as ``search`` takes them.
            controls: Settings of ``search.*`` that go with it, by their names in
                ``SearchSettings``; the library's own count for all others.
            replace: Whether a search of this name is replaced.

        Raises:
            EditError: The name cannot be one or is taken, the query is empty, or there is no
                such setting.
        """
        kept = dict(controls or {})
        unknown = set(kept) - set(SearchSettings.__dataclass_fields__)
        if unknown:
            raise EditError(f"there is no setting search.{min(unknown)}")
        if not query.strip():
            raise EditError("there is nothing to save yet", "type a query first")
        searches = self._catalogue.saved_searches
        searches.save(kept_name(name), encodable(query).strip(), kept, replace=replace)
        return searches.named(name)

    def rename_search(self, name: str, new: str) -> None:
        """Give a saved search another name.

        Raises:
            EditError: There is none of this name, another one has the new one, or the new one
                cannot be a name.
        """
        self._catalogue.saved_searches.rename(name, kept_name(new))

    def forget_search(self, name: str) -> SavedSearch:
        """Drop a saved search; ``save_search`` brings back what is returned.

        Raises:
            EditError: There is none of this name.
        """
        return self._catalogue.saved_searches.forget(name)
