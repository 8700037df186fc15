"""Models, and the state of a library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LibraryStatus", "ModelRow", "ModelStatus", "ModelTrial"]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One model role: what is chosen, whether it is on this machine and on what it runs."""

    role: str
    name: str
    present: bool
    device: str
    """``CPU``, a GPU's name, or ``not loaded``."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model of the catalogue, or of the person's own, and what it is doing now."""

    name: str
    role: str
    """``embed``, ``rerank`` or ``generate``."""
    description: str
    licence: str
    bytes: int
    """Size of its file; 0 where that is not known."""
    present: bool
    in_use: bool
    """Whether the settings choose it."""
    loaded: bool
    device: str = ""
    """``CPU`` or a GPU's name while it is loaded."""
    memory: int = 0
    """Bytes its process holds in memory while it is loaded; 0 where the system does not say."""
    context: int = 0
    dimension: int = 0
    threads: int = 0
    note: str = ""
    """What a person must know: why it cannot be used, what was tried and did not work."""


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """How a model did on a few sentences, made to find out."""

    name: str
    role: str
    device: str
    load_seconds: float
    """Until it was ready; near 0 where it was loaded already."""
    tokens: int
    """Tokens embedded, or written."""
    seconds: float
    memory: int
    sample: str
    """What was written, or how near sentences of like and unlike meaning came to each other."""

    @property
    def tokens_per_second(self) -> float:
        """Speed, loading left out."""
        return self.tokens / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """The truth about a library, as ``carrel status`` and the top line show it."""

    folder: str
    papers: int
    files: Mapping[str, int]
    """Files by state."""
    passages: int
    embedded: int
    lexical_count: int
    dense_count: int
    models: tuple[ModelStatus, ...]
    device: str
    notes: tuple[str, ...] = ()
