"""The few words for how things stand: a file's end state, how papers belong together, support.

Owns the enumerations alone, apart from ``workbench.types`` that uses them: drawing the first
screen needs these and none of the shapes, and making the shapes takes 20 ms.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["FileState", "Relation", "Support"]


class FileState(StrEnum):
    """How a file ended. Every file that was looked at ends in exactly one of these."""

    READY = "ready"
    """Searchable by words and by meaning."""
    WORDS_ONLY = "words only"
    """Searchable by words; its passages have no embeddings yet."""
    SKIPPED = "skipped"
    """Looked at and left alone; the reason says why (no text, a copy of another file, …)."""
    FAILED = "failed"
    """Could not be read; the reason says why and how to retry."""


class Relation(StrEnum):
    """What another paper is to a paper."""

    VERSION = "version"
    """Another version of the same work: a preprint, a later edition, the same with a stamp."""
    SUPPLEMENT = "supplement"
    """What was published along with it, under the same DOI."""
    SUPPLEMENT_OF = "supplement of"
    """What it was published along with."""


class Support(StrEnum):
    """Whether a sentence is held up by the quotes it cites."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
