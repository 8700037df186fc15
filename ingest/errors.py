"""Why a file could not be read into a paper, in words for a person.

ReadError
├── NotAPdfError         the bytes are something else (a web page, a Word file, nothing)
├── EncryptedPdfError    a password is needed
├── DamagedPdfError      broken past repair, or the parser died on it
├── EmptyPdfError        a PDF without pages
├── FileUnreadableError  gone, a folder, or no permission
├── ReadTimeoutError     took longer than its limit and was stopped
├── ReadMemoryError      needed more memory than its limit and was stopped
└── ReadCancelledError   stopped because somebody asked for it
"""

from __future__ import annotations

from carrel import CarrelError

__all__ = [
    "DamagedPdfError",
    "EmptyPdfError",
    "EncryptedPdfError",
    "FileUnreadableError",
    "NotAPdfError",
    "ReadCancelledError",
    "ReadError",
    "ReadMemoryError",
    "ReadTimeoutError",
]


class ReadError(CarrelError):
    """A file could not be read into a paper. One failed file never harms another."""


class NotAPdfError(ReadError):
    """The file's bytes are not a PDF, whatever its name says."""


class EncryptedPdfError(ReadError):
    """The file opens only with a password."""


class DamagedPdfError(ReadError):
    """The file is broken past repair, or the parser crashed on it."""


class EmptyPdfError(ReadError):
    """The file is a PDF with no page in it."""


class FileUnreadableError(ReadError):
    """The file cannot be opened: it is gone, not a file, or permission is missing."""

    retryable = True


class ReadTimeoutError(ReadError):
    """Reading took longer than the file's limit."""

    retryable = True


class ReadMemoryError(ReadError):
    """Reading needed more memory than a worker may have."""

    retryable = True


class ReadCancelledError(ReadError):
    """Reading was stopped on request before the file was done."""

    retryable = True
