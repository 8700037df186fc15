"""``carrel versions``: other versions of a paper, and what was published along with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.context import Invocation, emit, json_option, paper_key, pass_invocation
from ui.cli.words import byline, in_line

if TYPE_CHECKING:
    from workbench.types import PaperDetail, VersionRow

__all__ = ["command", "version_lines"]


@click.command()
@click.argument("paper")
@click.option("--link", "linked", metavar="OTHER", help="PAPER and OTHER are one work.")
@click.option("--supplement-of", "main", metavar="OTHER", help="PAPER is a supplement of OTHER.")
@click.option("--unlink", "unlinked", metavar="OTHER", help="PAPER and OTHER are two works.")
@json_option
@pass_invocation
def command(
    invocation: Invocation,
    paper: str,
    linked: str | None,
    main: str | None,
    unlinked: str | None,
    as_json: bool,
) -> None:
    """Show the versions and supplements of PAPER; link or unlink them by hand.

    A preprint and what was published of it are found by title, author and text, and linked; both
    stay in the library. What you link or unlink is never changed by carrel.
    """
    from workbench import wire

    if sum(other is not None for other in (linked, main, unlinked)) > 1:
        raise click.UsageError("one of --link, --supplement-of and --unlink at a time")
    key = paper_key(paper)
    with invocation.library() as library:
        if linked is not None:
            library.link_versions(key, paper_key(linked))
        elif main is not None:
            library.link_versions(key, paper_key(main), supplement=True)
        elif unlinked is not None:
            library.unlink_versions(key, paper_key(unlinked))
        detail = library.paper(key)
    emit(as_json, wire.versions_payload(detail), lambda: "\n".join(version_lines(detail)))


def version_lines(detail: PaperDetail) -> list[str]:
    """The paper, then what is tied to it, a line for how and a line for which."""
    paper = detail.summary
    is_newest = paper.versions > 1 and not paper.newest_id
    lines = [byline(paper) + (" (newest version)" if is_newest else "")]
    if not detail.versions:
        return [*lines, "    no other version or supplement in this library"]
    for other in detail.versions:
        lines.append(f"    {_how(detail, other)} {byline(other.paper)}")
        lines.append(f"        {in_line(other.paper.title or other.paper.path)}")
    return lines


def _how(detail: PaperDetail, other: VersionRow) -> str:
    kind = other.relation.value
    if other.relation.value == "version":
        newest = other.paper.id == detail.summary.newest_id
        kind = "newest version" if newest else "other version"
    return f"{kind} (linked by you):" if other.by_person else f"{kind}:"
