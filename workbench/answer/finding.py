"""Finding the evidence of an answer: what is at hand, what is searched, and searched again.

Owns the order of these, and when each is enough. What is searched is ``gather``'s and ``rounds``',
which sentences are quoted ``quotes``', and whether they answer ``refuse``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.answer.consensus import READ_PER_PAPER, one_a_paper
from workbench.answer.gather import Gathered, gather, merged
from workbench.answer.kinds import Kind
from workbench.answer.listing import listed_papers, search_abstracts
from workbench.answer.matter import claim_of
from workbench.answer.narrowing import names_what_narrowed
from workbench.answer.overview import asks_overview, overview
from workbench.answer.plan import Effort
from workbench.answer.presence import on_the_matter
from workbench.answer.quotes import Quote, choose_quotes
from workbench.answer.refuse import answerable_parts
from workbench.answer.relevance import Embed
from workbench.answer.rounds import is_settled_by, search_again
from workbench.answer.run import Run
from workbench.answer.trail import Asked
from workbench.errors import NothingLeftError

__all__ = ["Found", "find_evidence"]


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence for one question.

    Args:
        gathered: The passages.
        quotes: What was chosen from them, best first.
        answered: The parts of the question that these answer; none of them means refusal.
        notes: What a person should know of how they were found.
        elsewhere: What only a wider search finds, in a sentence; ``""`` for nothing.
    """

    gathered: Gathered
    quotes: Sequence[Quote]
    answered: tuple[str, ...]
    notes: tuple[str, ...] = ()
    elsewhere: str = ""


def find_evidence(run: Run, embed: Embed | None) -> Found:
    """Find what answers a question, and tell of searches and quotes on the way.

    Raises:
        CancelledError: The answer is no longer wanted.
        QueryError: A filter that was set or typed leaves no paper.
    """
    if run.understood.kind is Kind.PAPERS:
        found = _listed(run, embed)
    elif asks_overview(run):
        found = _overview(run) or _searched(run, embed)
    else:
        found = _at_hand(run) or _searched(run, embed)
    if found.answered or not run.is_narrowed_by_reading:
        return found
    return _beyond(run, embed, found)


def _overview(run: Run) -> Found | None:
    """What the papers that a question names say of themselves; None without an abstract."""
    with run.step("gather"):
        told = overview(run)
    if told is None:
        return None
    gathered, quotes = told
    run.show(quotes)
    return Found(gathered, quotes, run.understood.parts)


def _at_hand(run: Run) -> Found | None:
    """Quotes from what the answer before was made from, at once and by words alone.

    They are shown; where they surely answer and leave no gap, nothing needs to be searched.
    """
    if run.before is None or not run.before.gathered.hits:
        return None
    with run.step("before"):
        gathered = run.before.gathered.asked_anew(run.understood)
        run.trail.add(Asked(run.understood.whole, run.filters, "before"), gathered.hits)
        quotes = _chosen(run, gathered, None)
        answered = answerable_parts(run.understood, gathered, quotes)
        if not answered:
            return None
        run.show(quotes)
    if run.effort is Effort.DEEP or not is_settled_by(run.understood, gathered, quotes):
        return None
    said = "answered from the passages of the answer before; a deep answer searches anew"
    return Found(gathered, quotes, answered, (said,))


def _searched(run: Run, embed: Embed | None) -> Found:
    """Search, choose quotes, and search again where they leave a gap."""
    with run.step("gather"):
        gathered = _gathered(run)
        if run.before is not None:
            gathered = merged(gathered, run.before.gathered.hits, run.plan.passages)
    with run.step("quotes"):
        quotes = _chosen(run, gathered, embed)
    notes: tuple[str, ...] = ()
    if quotes and run.plan.rounds:
        run.show(quotes)
        with run.step("rounds"):
            again = search_again(
                run.understood,
                gathered,
                quotes,
                trail=run.trail,
                choose=lambda wider: _chosen(run, wider, embed),
                filters=run.filters,
                plan=run.plan,
                effort=run.effort,
                began=run.began,
            )
        gathered, quotes, notes = again.gathered, again.quotes, again.notes
    answered = answerable_parts(run.understood, gathered, quotes)
    return Found(gathered, _speaking_to(answered, quotes, run), answered, notes)


def _speaking_to(answered: Sequence[str], quotes: Sequence[Quote], run: Run) -> Sequence[Quote]:
    """Without the quotes on a side of a comparison that nothing was found on.

    Nothing is left out where nothing is answered: a refusal shows what came nearest.
    """
    silent = set(run.understood.parts) - set(answered)
    return [quote for quote in quotes if quote.part not in silent] if answered else quotes


def _listed(run: Run, embed: Embed | None) -> Found:
    """The papers that are about a matter; where there are none, the nearest passages."""
    with run.step("gather"):
        gathered = _gathered(run)
        if gathered.hits:
            gathered = search_abstracts(
                run.understood, gathered, run.trail, run.filters, run.plan.passages
            )
    with run.step("quotes"):
        quotes = listed_papers(run.understood, gathered, run.trail, run.filters, run.plan)
    if quotes:
        return Found(gathered, quotes, run.understood.parts)
    return Found(gathered, _chosen(run, gathered, embed), ())


def _gathered(run: Run) -> Gathered:
    """What is found; nothing, where filters that were read from the question leave no paper."""
    try:
        return gather(run.understood, run.trail, run.filters, run.plan.passages)
    except NothingLeftError:
        if not run.is_narrowed_by_reading:
            raise
        return Gathered((), dict.fromkeys(run.understood.parts, ()), run.understood.queries, ())


def _beyond(run: Run, embed: Embed | None, found: Found) -> Found:
    """Nothing answers under what was read from the question: does anything without it?

    Passages that name the author make up for papers by them; others do for years that may be those
    of the world.
    """
    asked = Asked(run.understood.whole, run.beside, "everywhere", 1)
    with run.step("everywhere"):
        [result] = run.trail.run([asked], run.plan.passages)
        wider = Gathered.of(run.understood, result)
        if run.understood.kind is Kind.PAPERS:
            quotes = listed_papers(run.understood, wider, run.trail, run.beside, run.plan)
            answered = run.understood.parts if quotes else ()
        else:
            quotes = _chosen(run, wider, embed)
            answered = answerable_parts(run.understood, wider, quotes)
    if not answered:
        return found
    labels = ", ".join(taken.label for taken in run.narrowing.narrowed_by)
    if names_what_narrowed(quotes[0].candidate.hit, run.narrowing.narrowed_by):
        said = f"no paper {labels} answers it; this is from papers that speak of them"
        return Found(wider, quotes, answered, (*found.notes, said))
    if run.narrowing.is_unsure:
        said = f"no paper {labels} answers it; this is from papers beyond that"
        return Found(wider, quotes, answered, (*found.notes, said))
    told = (
        f"Beyond “{labels}”, which was read from the question, your library does speak of it: "
        "ask without that filter (`--no-filters`)."
    )
    return replace(found, elsewhere=told)


def _chosen(run: Run, gathered: Gathered, embed: Embed | None) -> list[Quote]:
    """The quotes; of a paper that is held against a claim, the one sentence that takes a side."""
    against = run.understood.kind in {Kind.CONSENSUS, Kind.CLAIM}
    most = run.plan.quotes
    quotes = choose_quotes(
        run.understood,
        gathered,
        embed=embed,
        most=READ_PER_PAPER * most if against else most,
        per_paper=READ_PER_PAPER if against else run.plan.per_paper,
        floor=run.plan.floor,
        least=run.plan.least,
        goes_on=bool(run.follows),
        cancel=run.cancel,
    )
    if against:
        quotes = one_a_paper(claim_of(run.understood.question), quotes, most)
    one = len(run.understood.parts) == 1
    return on_the_matter(run.understood.whole, quotes) if one else quotes
