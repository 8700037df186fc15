"""How much is spent on a question: passages read, quotes cited, rounds of searching, seconds.

Owns these numbers, by kind of question and by the effort that a person allows. Spends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.answer.kinds import KIND_NAMES, Kind
from workbench.errors import QueryError

__all__ = ["EFFORT_NAMES", "Effort", "Plan", "chosen_effort", "chosen_kind", "plan_for"]


class Effort(StrEnum):
    """What a person allows an answer to cost."""

    QUICK = "quick"
    """One search a part, few quotes."""
    NORMAL = "normal"
    """A second round where the first leaves a gap."""
    DEEP = "deep"
    """More passages, and rounds until one adds nothing or the time is up."""


EFFORT_NAMES = tuple(effort.value for effort in Effort)


@dataclass(frozen=True, slots=True)
class Plan:
    """The budget of one answer.

    ``rounds`` counts searches after the first that may follow from what was found; ``seconds`` is
    when no further round begins.
    """

    passages: int
    quotes: int
    per_paper: int
    rounds: int
    seconds: float
    floor: float = 0.1
    """Share of the best quote's relevance below which a quote is left out."""
    least: float = 0.01
    """Relevance, 0..1, below which all but the first quotes are beside the point."""


_BY_EFFORT = {
    # passages and quotes as shares of the settings, rounds, seconds
    Effort.QUICK: (0.5, 0.5, 0, 2.0),
    Effort.NORMAL: (1.0, 1.0, 1, 8.0),
    Effort.DEEP: (2.0, 2.0, 4, 60.0),
}
_WIDE = frozenset({Kind.SYNTHESIS, Kind.CHANGE, Kind.HOWTO})
"""Kinds that want several papers heard rather than one at length."""
_PER_PAPER = 4
_PER_DEFINITION = 2
"""Quotes of a paper that says what a thing is: what it is, and what is to be known beside."""
_WIDE_FLOOR = 0.04
"""Where several papers are to be heard, the one with the plainest words must not silence them; nor
has each of them to hold most words of a wide question, so that nothing is too little.
"""


def plan_for(kind: Kind, effort: Effort, passages: int, quotes: int) -> Plan:
    """The budget for a question.

    Args:
        kind: What it asks for.
        effort: What the person allows.
        passages: Passages read at normal effort.
        quotes: Most quotes cited at normal effort.
    """
    read, cited, rounds, seconds = _BY_EFFORT[effort]
    plan = Plan(
        passages=max(4, round(passages * read)),
        quotes=max(2, round(quotes * cited)),
        per_paper=_PER_PAPER,
        rounds=rounds,
        seconds=seconds,
    )
    if kind is Kind.PAPERS:
        return replace(
            plan,
            passages=2 * plan.passages,
            quotes=2 * plan.quotes,
            per_paper=1,
            floor=_WIDE_FLOOR,
            least=0.0,
        )
    if kind in {Kind.CONSENSUS, Kind.CLAIM}:
        return replace(
            plan,
            passages=2 * plan.passages,
            quotes=plan.quotes,
            per_paper=1,
            floor=_WIDE_FLOOR,
            least=0.0,
        )
    if kind is Kind.DEFINITION:
        return replace(plan, per_paper=_PER_DEFINITION)
    if kind is Kind.LIST:  # often all of it stands in one paper, in sentences far apart
        return replace(plan, per_paper=plan.quotes, floor=_WIDE_FLOOR, least=0.0)
    return replace(plan, per_paper=2, floor=_WIDE_FLOOR, least=0.0) if kind in _WIDE else plan


def chosen_kind(name: str) -> Kind | None:
    """The kind of this name; None for no name.

    Raises:
        QueryError: There is no such kind.
    """
    if name and name not in KIND_NAMES:
        raise QueryError(f"there is no kind {name!r}", f"one of {', '.join(KIND_NAMES)}")
    return Kind(name) if name else None


def chosen_effort(name: str) -> Effort:
    """The effort of this name.

    Raises:
        QueryError: There is no such effort.
    """
    if name not in EFFORT_NAMES:
        raise QueryError(f"there is no effort {name!r}", f"one of {', '.join(EFFORT_NAMES)}")
    return Effort(name)
