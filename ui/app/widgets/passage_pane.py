"""The right side of a search: all passages found in the paper under the cursor.

Owns drawing passages with the query's words marked and each score explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ui.app import wording
from ui.app.highlight import mark_words
from ui.safe_text import one_line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from workbench.search.hits import PaperHits
    from workbench.types import Hit

__all__ = ["PassagePane"]


class PassagePane(VerticalScroll):
    """Passages of one paper, best first."""

    HELP = "The passages found in this paper, best first, with what each one's score is made of."

    DEFAULT_CSS = """
    PassagePane {
        padding: 0 0 0 2;
        scrollbar-size-vertical: 1;
        #passages { width: 1fr; height: auto; padding-right: 2; }
    }
    """

    def compose(self) -> ComposeResult:
        """One text that is replaced as a whole: nothing is mounted while the cursor moves."""
        yield Static(id="passages", markup=False)

    def show_hits(self, group: PaperHits | None, stems: frozenset[str]) -> None:
        """Show a paper's passages, or nothing."""
        text = Content("") if group is None else _passages(group, stems)
        self.query_one("#passages", Static).update(text)
        self.scroll_to(y=0, animate=False)


def _passages(group: PaperHits, stems: frozenset[str]) -> Content:
    head = Content.assemble(
        (wording.title(group.paper), "$title"), "\n", (wording.byline(group.paper), "$quiet")
    )
    return Content("\n\n").join([head, *(_passage(hit, stems) for hit in group.hits)])


def _passage(hit: Hit, stems: frozenset[str]) -> Content:
    section = one_line(hit.passage.section.rpartition(" > ")[2], 60)
    place = " · ".join(filter(None, (f"p. {hit.passage.page}", section)))
    return Content("\n").join(
        [
            Content.styled(place, "$accent"),
            mark_words(one_line(hit.passage.text, 4000), stems),
            Content.styled(one_line(hit.reason), "$quiet"),
            wording.score_lines(hit.score, hit.scores),
        ]
    )
