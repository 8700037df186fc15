"""Who says something, in the few words that stand beside a quote: "Feld and Brandt (2018)".

Owns these words alone. Names come from papers, so what a terminal would obey is taken out.
"""

from __future__ import annotations

from workbench.answer.words import visible
from workbench.names import family_name
from workbench.types import PaperSummary

__all__ = ["author_year", "authors_short", "named_in_full"]

_LONGEST_TITLE = 60


def author_year(paper: PaperSummary) -> str:
    """Family names and year; the title where no author is known, "n.d." where no year is.

    A year that only the file's date gives is "c. 2018".
    """
    return f"{authors_short(paper)} ({paper.year_label or 'n.d.'})"


def named_in_full(paper: PaperSummary) -> str:
    """As ``author_year``, with the title: "Feld (2018), “Graphs”"."""
    title = visible(paper.title)
    return f"{author_year(paper)}, “{title}”" if title and paper.authors else author_year(paper)


def authors_short(paper: PaperSummary) -> str:
    """One or two family names, or the first with "et al."."""
    named = [name for author in paper.authors if (name := visible(family_name(author)))]
    if not named:
        return f"‘{_shortened(visible(paper.title) or paper.citekey)}’"
    if len(named) == 1:
        return named[0]
    return f"{named[0]} and {named[1]}" if len(named) == 2 else f"{named[0]} et al."


def _shortened(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
