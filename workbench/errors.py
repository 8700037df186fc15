"""The workbench's branch of the error family.

CarrelError
└── LibraryError             the library folder or its catalogue is not usable
    ├── LibraryBusyError     another process has it open
    ├── LibraryMissingError  there is no library there, and none was to be made
    ├── CatalogueError       the catalogue file is damaged or of a newer carrel
    ├── PaperNotFoundError   no paper, or several, answer to a key
    ├── AnswerNotFoundError  no stored answer has that id
    ├── SettingsError        a setting is unknown or holds a value it cannot have
    ├── ExportError          a file could not be written, or stands in the way
    ├── QueryError           a question or query that cannot be asked
    └── CancelledError       the person stopped the work; what was finished is kept
"""

from __future__ import annotations

from carrel import CarrelError

__all__ = [
    "AnswerNotFoundError",
    "CancelledError",
    "CatalogueError",
    "ExportError",
    "LibraryBusyError",
    "LibraryError",
    "LibraryMissingError",
    "PaperNotFoundError",
    "QueryError",
    "SettingsError",
]


class LibraryError(CarrelError):
    """The library, its settings or what was asked of it is not usable."""


class LibraryBusyError(LibraryError):
    """Another process has the library open."""

    retryable = True


class LibraryMissingError(LibraryError):
    """There is no library in the folder."""


class CatalogueError(LibraryError):
    """The catalogue file cannot be used as it is."""


class PaperNotFoundError(LibraryError):
    """No paper, or more than one, answers to the key."""


class AnswerNotFoundError(LibraryError):
    """No stored answer answers to the key."""


class SettingsError(LibraryError):
    """A setting is unknown, or holds a value it cannot have."""


class ExportError(LibraryError):
    """An export could not be written."""


class QueryError(LibraryError):
    """A query or question cannot be asked as it stands."""


class CancelledError(LibraryError):
    """The person cancelled; what was finished by then is kept."""

    retryable = True
