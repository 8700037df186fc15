"""What can go wrong in ``index``: the indexes' files, and the process that holds a model.

IndexingError                    an index could not be built, saved or opened
├── StaleIndexError              what is on disk is torn, old or another model's: rebuild it
├── ClosedIndexError             it was closed while something was to be changed in it
├── VectorError                  a vector has the wrong length, or is not made of finite numbers
├── RequestCancelledError        the caller's cancel event was set before the work was done
└── ModelError                   a model could not be loaded or asked
    ├── ModelFileError           the file is missing, is no GGUF, or cannot play the role
    ├── ModelProcessDiedError    the model's process ended in the middle of a request
    ├── ModelRequestError        the model refused one request; the process lives on
    └── PromptTooLongError       the prompt leaves no room for an answer in the context window
"""

from __future__ import annotations

from typing import ClassVar

from carrel import CarrelError

__all__ = [
    "ClosedIndexError",
    "IndexingError",
    "ModelError",
    "ModelFileError",
    "ModelProcessDiedError",
    "ModelRequestError",
    "PromptTooLongError",
    "RequestCancelledError",
    "StaleIndexError",
    "VectorError",
]


class IndexingError(CarrelError):
    """An index could not be built, saved, opened or asked."""


class StaleIndexError(IndexingError):
    """What is on disk cannot be trusted to match the catalogue. Derived data: rebuild it."""


class ClosedIndexError(IndexingError):
    """An index was closed, by leaving or for another model's, before a change reached it."""


class VectorError(IndexingError):
    """A vector does not fit the index: wrong length, or not finite."""


class RequestCancelledError(IndexingError):
    """The caller asked to stop. Nothing is wrong, and nothing was changed."""


class ModelError(IndexingError):
    """A model could not be loaded or asked."""


class ModelFileError(ModelError):
    """The model's file is missing, damaged, or cannot do what it was asked to do."""


class ModelProcessDiedError(ModelError):
    """The model's process ended during a request. The next request starts a new one."""

    retryable: ClassVar[bool] = True


class ModelRequestError(ModelError):
    """The model's process refused one request (a bad grammar, an empty prompt) and lives on."""


class PromptTooLongError(ModelRequestError):
    """The prompt does not fit the model's context window."""
