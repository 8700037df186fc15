"""The catalogue of one library: opens the file, brings its schema up to date, offers its rooms."""

from __future__ import annotations

from pathlib import Path

from workbench.catalogue.answers import Answers
from workbench.catalogue.changes import PassageChanges
from workbench.catalogue.collections import Collections
from workbench.catalogue.database import Database
from workbench.catalogue.edits import Edits
from workbench.catalogue.files import Files
from workbench.catalogue.impact import Impact
from workbench.catalogue.marks import Marks
from workbench.catalogue.migrations import migrate
from workbench.catalogue.notes import Notes
from workbench.catalogue.papers import Papers
from workbench.catalogue.passages import Passages
from workbench.catalogue.removed import RemovedPapers
from workbench.catalogue.saved_searches import SavedSearches
from workbench.catalogue.vectors import Vectors
from workbench.catalogue.versions import Versions
from workbench.catalogue.votes import Votes

__all__ = ["Catalogue"]


class Catalogue:
    """Everything that is stored of one library, room by room.

    Args:
        file: The DuckDB file; it is made if it is missing.
        is_read_only: Whether nothing is to be stored, and the schema is left as it is.
    """

    def __init__(self, file: Path, *, is_read_only: bool = False) -> None:
        self.database = Database(file, is_read_only=is_read_only)
        try:
            migrate(self.database)
        except BaseException:
            self.database.close()
            raise
        self.files = Files(self.database)
        changes = PassageChanges()
        self.papers = Papers(self.database, changes)
        self.passages = Passages(self.database, changes)
        self.vectors = Vectors(self.database)
        self.edits = Edits(self.database, changes)
        self.versions = Versions(self.database)
        self.marks = Marks(self.database)
        self.collections = Collections(self.database)
        self.paper_notes = Notes(self.database)
        self.saved_searches = SavedSearches(self.database)
        self.removed = RemovedPapers(self.database)
        self.answers = Answers(self.database)
        self.votes = Votes(self.database)
        self.impact = Impact(self.database)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person must know about how opening went."""
        return tuple(self.database.notes)

    def close(self) -> None:
        """Release the file. Safe to call twice."""
        self.database.close()
