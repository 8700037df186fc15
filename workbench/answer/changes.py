"""What is different when a question is asked again: papers, quotes, and whether it is answered.

Owns the comparison of two answers to one question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.answer.attribution import author_year
from workbench.answer.words import letters_only
from workbench.types import Answer, Citation

__all__ = ["Changes", "changes_between"]


@dataclass(frozen=True, slots=True)
class Changes:
    """From the earlier answer to the later one.

    ``verdict`` says in words whether the question is still, newly or no longer answered.
    """

    verdict: str
    new_quotes: tuple[Citation, ...]
    gone_quotes: tuple[Citation, ...]
    new_papers: tuple[str, ...]
    """Each as "Feld (2018)"."""
    gone_papers: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new_quotes or self.gone_quotes) or self.verdict not in {_SAME, _STILL_NOT}


_SAME = "answered as before"
_STILL_NOT = "still not answered"


def changes_between(before: Answer, after: Answer) -> Changes:
    """Compare two answers; quotes are the same when their letters are."""
    old = {letters_only(c.quote): c for c in before.citations}
    new = {letters_only(c.quote): c for c in after.citations}
    return Changes(
        verdict=_verdict(before, after),
        new_quotes=tuple(c for key, c in new.items() if key not in old),
        gone_quotes=tuple(c for key, c in old.items() if key not in new),
        new_papers=_named(after.citations, before.citations),
        gone_papers=_named(before.citations, after.citations),
    )


def _verdict(before: Answer, after: Answer) -> str:
    if before.refused and not after.refused:
        return "answered now, and was not before"
    if after.refused and not before.refused:
        return "no longer answered"
    return _STILL_NOT if after.refused else _SAME


def _named(these: Iterable[Citation], not_those: Iterable[Citation]) -> tuple[str, ...]:
    """Papers cited here and not there."""
    other = {citation.paper.id for citation in not_those}
    found = {c.paper.id: author_year(c.paper) for c in these if c.paper.id not in other}
    return tuple(found.values())
