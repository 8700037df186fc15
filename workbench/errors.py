"""The workbench's branch of the error family.

CarrelError
└── LibraryError             the library folder or its catalogue is not usable
    ├── LibraryBusyError     another process has it open
    ├── LibraryMissingError  there is no library there, and none was to be made
    ├── CatalogueError       the catalogue file is damaged or of a newer carrel
    │   └── LibraryReadOnlyError  the folder cannot be written to: nothing is stored
    ├── PaperNotFoundError   no paper, or several, answer to a key
    ├── EditError            a field, tag or link cannot be what the person wants it to be
    ├── AnswerNotFoundError  no stored answer has that id
    ├── SettingsError        a setting is unknown or holds a value it cannot have
    ├── EvaluationError      a file of questions or judgements cannot be used
    ├── CannotRewordError    no model here can put an answer into other words
    ├── ExportError          a file could not be written, or stands in the way
    ├── QueryError           a question or query that cannot be asked
    │   └── NothingLeftError filters leave no paper or passage
    └── CancelledError       the person stopped the work; what was finished is kept
"""

from __future__ import annotations

import unicodedata

from carrel import CarrelError

__all__ = [
    "AnswerNotFoundError",
    "CancelledError",
    "CannotRewordError",
    "CatalogueError",
    "EditError",
    "EvaluationError",
    "ExportError",
    "LibraryBusyError",
    "LibraryError",
    "LibraryMissingError",
    "LibraryReadOnlyError",
    "NothingLeftError",
    "PaperNotFoundError",
    "QueryError",
    "SettingsError",
]

_WIDEST_QUERY = 160
"""Characters: two lines of a usual terminal."""


class LibraryError(CarrelError):
    """The library, its settings or what was asked of it is not usable."""


class LibraryBusyError(LibraryError):
    """Another process has the library open."""

    retryable = True


class LibraryMissingError(LibraryError):
    """There is no library in the folder."""


class CatalogueError(LibraryError):
    """The catalogue file cannot be used as it is."""


class LibraryReadOnlyError(CatalogueError):
    """The library is where nothing can be written: it is searched and asked, and stays as it is."""


class PaperNotFoundError(LibraryError):
    """No paper, or more than one, answers to the key."""


class EditError(LibraryError):
    """A field, tag or link cannot be set to what was asked for."""


class AnswerNotFoundError(LibraryError):
    """No stored answer answers to the key."""


class SettingsError(LibraryError):
    """A setting is unknown, or holds a value it cannot have."""


class EvaluationError(LibraryError):
    """What an evaluation is to run on cannot be used."""


class CannotRewordError(LibraryError):
    """No model can put this answer into other words; the answer stays as it is."""


class ExportError(LibraryError):
    """An export could not be written."""


class QueryError(LibraryError):
    """A query or question cannot be asked as it stands.

    Args:
        message: What is wrong.
        hint: The right form.
        query: What was typed, where one place of it is to blame.
        place: Where that begins and ends in ``query``, in characters.
    """

    def __init__(
        self, message: str, hint: str = "", query: str = "", place: tuple[int, int] = (0, 0)
    ) -> None:
        super().__init__(message, hint)
        self.query = query
        self.place = place

    @property
    def pointer(self) -> str:
        """Two lines for a fixed-width screen: the query, and marks below the place.

        ``""`` where no place is to blame or the query would not fit on a line.
        """
        if not self.query or len(self.query) > _WIDEST_QUERY:
            return ""
        shown = "".join(c if c.isprintable() else " " for c in self.query)
        before, marked = shown[: self.place[0]], shown[self.place[0] : self.place[1]]
        return f"{shown}\n{' ' * _width(before)}{'^' * max(1, _width(marked))}"

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, str, str, tuple[int, int]]]:  # type: ignore[override] # it carries more than its family
        return (type(self), (self.message, self.hint, self.query, self.place))


class NothingLeftError(QueryError):
    """Filters leave no paper or passage of the library."""


class CancelledError(LibraryError):
    """The person cancelled; what was finished by then is kept."""

    retryable = True


def _width(text: str) -> int:
    """Columns that a text takes: characters of East Asia take two."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
