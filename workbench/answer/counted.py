"""What a count of the library comes back as, and where its numbers come from.

Owns these two contracts. Reading a question is ``counting`` and ``one_paper``; the numbers are the
catalogue's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from workbench.types import CountScope, PaperDetail, PaperSummary, Table

__all__ = ["CitedWork", "CitingPaper", "Counted", "Counter"]


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to a question about the library: a sentence, and a table where there is one."""

    text: str
    table: Table | None


@dataclass(frozen=True, slots=True)
class CitedWork:
    """What a reference has to hold: words among its authors, stretches of its title, its year."""

    authors: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CitingPaper:
    """A paper of the library, and the titles of what it cites; a title may be ``""``."""

    paper: PaperSummary
    cited: tuple[str, ...]


class Counter(Protocol):
    """What can be counted, each row with its number, the largest first."""

    def papers(self, scope: CountScope) -> int:
        """How many papers there are."""

    def by_year(self, scope: CountScope) -> Sequence[tuple[int | None, int]]:
        """Papers of each year, the oldest first."""

    def authors(self, scope: CountScope, limit: int) -> Sequence[tuple[str, int]]:
        """Papers of each author."""

    def venues(self, scope: CountScope, limit: int) -> Sequence[tuple[str, int]]:
        """Papers of each venue."""

    def cited(self, scope: CountScope, limit: int) -> Sequence[tuple[PaperSummary, int]]:
        """Papers with how many others cite them."""

    def dated(
        self, scope: CountScope, limit: int, *, newest: bool
    ) -> Sequence[tuple[PaperSummary, int]]:
        """Papers with their years, from one end."""

    def listed(self, scope: CountScope, limit: int) -> Sequence[PaperSummary]:
        """The papers themselves, the newest first."""

    def longest(
        self, scope: CountScope, limit: int, *, most: bool
    ) -> Sequence[tuple[PaperSummary, int]]:
        """Papers with their pages, from one end."""

    def added(self, scope: CountScope, limit: int) -> Sequence[tuple[PaperSummary, str]]:
        """Papers with the day (ISO 8601) that they were added on, the latest first."""

    def leaving(self, term: str) -> Sequence[str]:
        """Ids of the papers that a filter such as ``is:starred`` leaves; may be none."""

    def naming(self, name: str) -> Sequence[tuple[PaperSummary, str]]:
        """Papers whose title or abstract holds a name as whole words, with their abstracts."""

    def detail(self, identifier: str) -> PaperDetail:
        """Everything known of one paper."""

    def citing(self, work: CitedWork) -> Sequence[CitingPaper]:
        """Papers that cite such a work, in the library or not, the oldest first."""
