"""What can go wrong with models before one is loaded: the catalogue, the fetching, the files.

ModelStoreError                  something about models on this machine
├── ModelCatalogueError          the catalogue cannot be read; names the entry and the key
├── UnknownModelError            a name that is neither in the catalogue nor a GGUF file
├── ModelMissingError            a model that is needed is not on this machine
├── ModelFetchError              fetching failed; nothing was changed
│   ├── ModelFetchCancelledError     the person stopped it
│   └── ModelChecksumError           what arrived is not what the catalogue names
└── ModelConversionError         fetched weights could not be written as GGUF
"""

from __future__ import annotations

from typing import ClassVar

from carrel import CarrelError

__all__ = [
    "ModelCatalogueError",
    "ModelChecksumError",
    "ModelConversionError",
    "ModelFetchCancelledError",
    "ModelFetchError",
    "ModelMissingError",
    "ModelStoreError",
    "UnknownModelError",
]


class ModelStoreError(CarrelError):
    """Something about the models on this machine."""


class ModelCatalogueError(ModelStoreError):
    """The catalogue of models cannot be read."""


class UnknownModelError(ModelStoreError):
    """A name that is neither in the catalogue nor the path of a GGUF file."""


class ModelMissingError(ModelStoreError):
    """A model that is needed is not on this machine, and nothing was fetched."""


class ModelFetchError(ModelStoreError):
    """A model could not be fetched. What was there before is untouched."""

    retryable: ClassVar[bool] = True


class ModelFetchCancelledError(ModelFetchError):
    """Fetching was stopped on request."""


class ModelChecksumError(ModelFetchError):
    """What arrived is not the file that the catalogue names."""


class ModelConversionError(ModelStoreError):
    """Fetched weights could not be written as GGUF."""
