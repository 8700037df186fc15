"""``carrel search``: ranked passages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ui.cli.context import Invocation, emit, json_option, pass_invocation, tell_notes
from ui.cli.filters import collection_option, filter_options, make_filters
from ui.cli.words import byline, in_line, place, wrapped

if TYPE_CHECKING:
    from workbench.search.hits import PaperHits
    from workbench.settings import Settings
    from workbench.types import Filters, Hit, SearchResult, Suggestion

__all__ = ["command"]

_LEVEL = click.FloatRange(0, 10)


@click.command()
@click.argument("query", nargs=-1)
@click.option("-k", "--hits", type=click.IntRange(1, 1000), help="Most hits. [default: 10]")
@filter_options
@collection_option
@click.option(
    "--weigh",
    type=click.Choice(["off", "gentle", "strong"]),
    help="How much newness and citations count. [default: gentle]",
)
@click.option("--recency", type=_LEVEL, help="How much newness counts, 0 to 10.")
@click.option("--citations", type=_LEVEL, help="How much citations a year count, 0 to 10.")
@click.option(
    "--half-life", type=click.FloatRange(0.5, 200), help="Years after which a paper is not new."
)
@click.option(
    "--rerank",
    type=click.Choice(["off", "fast", "careful"]),
    help="How closely the first passages are read again. [default: fast]",
)
@click.option(
    "--widen",
    multiple=True,
    type=click.Choice(["parts", "hyde", "citations"]),
    help="Find more: the question's parts, a made-up answer, linked papers. May be repeated.",
)
@click.option(
    "--each-paper", type=click.IntRange(1, 1000), help="Most hits of one paper. [default: 3]"
)
@click.option("--like", metavar="KEY", help="In place of QUERY: more like this paper or passage.")
@click.option("--save", metavar="NAME", help="Keep this search; --saved NAME makes it again.")
@click.option("--saved", metavar="NAME", help="In place of QUERY: a search that was saved.")
@click.option("--group", is_flag=True, help="One entry a paper, with its best passage.")
@click.option("--explain", is_flag=True, help="Print every term of each score.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    /,
    query: tuple[str, ...],
    hits: int | None,
    since: int | None,
    until: int | None,
    papers: tuple[str, ...],
    collection: str | None,
    widen: tuple[str, ...],
    like: str | None,
    save: str | None,
    saved: str | None,
    group: bool,
    explain: bool,
    as_json: bool,
    **controls: Any,  # noqa: ANN401 -- what click read for the settings of the same names
) -> None:
    """Find passages by words and by meaning.

    "Quoted phrases" must occur as they stand, and -words must not occur. Fields narrow:
    author:knuth year:2019..2023 tag:thesis section:methods.
    """
    from workbench import wire
    from workbench.kept_names import collection_term

    if sum(map(bool, (query, like, saved))) != 1:
        raise click.UsageError("give one of QUERY, --like KEY and --saved NAME")
    if save and (like or papers or saved):
        raise click.UsageError("--save keeps a QUERY with its years and collection, and no more")
    with invocation.library() as library:
        text = " ".join(query)
        if saved:
            kept = library.saved_search(saved)
            text, controls = kept.query, {**kept.controls, **_given(controls)}
        settings = _with_controls(invocation.settings(), controls)
        filters = make_filters(library, since, until, papers)
        if collection:
            filters = replace(filters, terms=(collection_term(collection),))
        wanted = hits or settings.search.hits
        # a paper's other passages are found too, to say how many there are
        k = wanted * settings.search.each_paper if group else wanted
        if like:
            result = library.more_like(like, k=k, filters=filters, settings=settings)
        else:
            result = library.search(text, k=k, filters=filters, settings=settings, widen=widen)
        if save:
            whole = " ".join([text, *_typed_filters(filters)])
            library.save_search(save, whole, _given(controls))
    if group:
        result = _best_papers(result, wanted)
    emit(as_json, wire.search_payload(result), lambda: _text(result, group, explain))
    _tell_suggestions(result.suggestions)
    tell_notes(result.notes)
    if not group:
        tell_notes(_held_back(result, k, settings.search.each_paper, filters))


def _held_back(result: SearchResult, k: int, each_paper: int, filters: Filters) -> tuple[str, ...]:
    """That more of a paper may have been found than is shown, where fewer came than were asked for.

    Nothing is held back of a paper that alone is searched.
    """
    shown = Counter(hit.paper.id for hit in result.hits)
    full = sum(number >= each_paper for number in shown.values())
    if len(result.hits) >= k or not full or len(filters.papers) == 1:
        return ()
    hits = f"{len(result.hits)} hit{'s' * (len(result.hits) != 1)}"
    return (f"{hits} shown of at most {each_paper} a paper: --each-paper N shows more of one",)


def _with_controls(settings: Settings, controls: dict[str, Any]) -> Settings:
    """The settings with what was given for this search."""
    return replace(settings, search=replace(settings.search, **_given(controls)))


def _given(controls: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in controls.items() if value is not None}


def _typed_filters(filters: Filters) -> list[str]:
    """What was set beside the query, as it is typed into one."""
    has_years = filters.since is not None or filters.until is not None
    years = [f"year:{filters.since or ''}..{filters.until or ''}"] if has_years else []
    return [*years, *filters.terms]


def _best_papers(result: SearchResult, wanted: int) -> SearchResult:
    """The hits of the first papers, paper by paper."""
    from workbench.search.hits import group_by_paper

    groups = group_by_paper(result.hits)[:wanted]
    return replace(result, hits=tuple(hit for group in groups for hit in group.hits))


def _text(result: SearchResult, group: bool, explain: bool) -> str:
    if not result.hits:
        return "nothing found: try fewer or other words"
    if not group:
        return "\n\n".join(_hit(hit, explain) for hit in result.hits)
    from workbench.search.hits import group_by_paper

    groups = group_by_paper(result.hits)
    return "\n\n".join(_group(at, group, explain) for at, group in enumerate(groups, start=1))


def _hit(hit: Hit, explain: bool, rank: int = 0, more: str = "") -> str:
    head = f"{rank or hit.rank:>2}. {in_line(hit.paper.title or hit.paper.citekey)}"
    # what was only listed has no score
    score = f" · score {hit.score:.2f}" if hit.scores else ""
    where = f"    {byline(hit.paper)} · {place(hit.passage)}{score}"
    lines = [head, where, wrapped(hit.passage.text, indent=4, most=480)]
    lines.append(f"    {in_line(hit.reason)}{more}")
    if explain:
        terms = (f"{name} {value:.3f}" for name, value in hit.scores.items())
        lines.append(wrapped(" · ".join(terms), indent=4))
    return "\n".join(lines)


def _group(rank: int, group: PaperHits, explain: bool) -> str:
    others = [f"p. {hit.passage.page}" for hit in group.hits[1:]]
    more = f"\n    also on {', '.join(dict.fromkeys(others))}" if others else ""
    return _hit(group.hits[0], explain, rank, more)


def _tell_suggestions(suggestions: tuple[Suggestion, ...]) -> None:
    """Say on stderr what the query may mean; nothing was filtered by it."""
    for suggestion in suggestions:
        words, label = in_line(suggestion.words), in_line(suggestion.label)
        add = (
            f"--recency {suggestion.filter.rpartition('=')[2]}"
            if suggestion.kind == "recency"
            else f"'{in_line(suggestion.filter)}'"
        )
        click.echo(f"maybe: {label} (from “{words}”); add {add}", err=True)
