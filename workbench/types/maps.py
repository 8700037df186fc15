"""The library in two dimensions."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.types.papers import PaperSummary

__all__ = ["MapGroup", "MapLink", "MapPoint", "PaperMap"]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A paper's place on the map, ``x`` and ``y`` in 0..1 from the upper left, and its group."""

    paper: PaperSummary
    x: float
    y: float
    group: int


@dataclass(frozen=True, slots=True)
class MapGroup:
    """Papers of like content, largest group first; ``name`` is made of their own terms."""

    number: int
    name: str
    x: float
    y: float
    papers: int


@dataclass(frozen=True, slots=True)
class MapLink:
    """A citation between two papers of the library, by their ids."""

    citing: str
    cited: str


@dataclass(frozen=True, slots=True)
class PaperMap:
    """The library on a plane."""

    points: tuple[MapPoint, ...]
    groups: tuple[MapGroup, ...]
    links: tuple[MapLink, ...]
    missing: int
    """Papers that are not on it, because nothing of them is embedded yet."""
