"""What is known about a paper: title, authors, identifiers, abstract, what was odd in the file.

Owns wording and drawing it, and the person's note, which is drawn as Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from ui.app import wording
from ui.safe_text import one_line, plain
from workbench.editing import FIELDS, field_text

if TYPE_CHECKING:
    from workbench.types import PaperDetail

__all__ = ["AboutPane"]


_UNSURE = 0.7
"""Confidence below which a person is told that a field may be wrong."""


class AboutPane(VerticalScroll):
    """Metadata and abstract."""

    HELP = "What is known about this paper, and your note about it. Arrows scroll."

    DEFAULT_CSS = """
    AboutPane {
        padding: 0 0 0 2; scrollbar-size-vertical: 1;
        #about, #more { width: 1fr; height: auto; padding-right: 2; }
        #note {
            width: 1fr; height: auto; margin: 1 2 0 0; padding: 0 0 0 1; background: $background;
            border-left: outer $accent; display: none;
        }
        #note MarkdownH1, #note MarkdownH2, #note MarkdownH3 {
            margin: 0; padding: 0; content-align: left middle; color: $foreground; text-style: bold;
            background: $background; border: none;
        }
        #note MarkdownParagraph, #note MarkdownBulletList, #note MarkdownOrderedList,
        #note MarkdownBlockQuote, #note MarkdownFence { margin: 0 0 1 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._paper_id = ""
        self._note = ""

    def compose(self) -> ComposeResult:
        """What it is; the person's note; what else is known."""
        yield Static(id="about", markup=False)
        yield Markdown(id="note", open_links=False)
        yield Static(id="more", markup=False)

    def show_paper(self, detail: PaperDetail) -> None:
        """Show a paper; one stays where one was while it is the same paper."""
        self.query_one("#about", Static).update(_about(detail))
        self.query_one("#more", Static).update(_more(detail))
        if detail.note != self._note:
            self._note = detail.note
            note = self.query_one("#note", Markdown)
            note.update(plain(detail.note))
            note.display = bool(detail.note)
        if detail.summary.id != self._paper_id:
            self._paper_id = detail.summary.id
            self.scroll_to(y=0, animate=False)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """No browser is opened from here; the address can be pasted into one."""
        event.stop()
        self.app.copy_to_clipboard(event.href)
        self.app.notify(f"copied: {one_line(event.href, 70)}", markup=False)


def _about(detail: PaperDetail) -> Content:
    """What the paper is, and what the person said of it."""
    paper = detail.summary
    blocks = [
        Content.styled(wording.title(paper), "$title"),
        *([Content(one_line(paper.subtitle, 300))] if paper.subtitle else []),
        Content(", ".join(one_line(name, 120) for name in paper.authors) or "unknown authors"),
        Content.styled(_facts(detail), "$quiet"),
    ]
    return Content("\n").join([*blocks, *_said(detail)])


def _more(detail: PaperDetail) -> Content:
    """What was read of it beside that."""
    blocks: list[Content] = []
    if detail.abstract:
        blocks += [
            Content.styled("\nAbstract", "$accent"),
            Content(one_line(detail.abstract, 8000)),
        ]
    for place in (*detail.affiliations, *detail.emails):
        blocks.append(Content.styled(one_line(place, 200), "$faint"))
    if detail.keywords:
        words = ", ".join(one_line(word, 60) for word in detail.keywords)
        blocks.append(Content.styled(f"\n{words}", "$quiet"))
    for warning in detail.warnings:
        blocks.append(Content.styled(f"\n! {plain(warning)}", "$partly"))
    blocks += [Content.styled("\n" + wording.short_path(path), "$faint") for path in detail.paths]
    return Content("\n").join(blocks)


def _said(detail: PaperDetail) -> list[Content]:
    """What the person said of the paper, and what it is tied to."""
    paper = detail.summary
    marks = ["★"] if paper.is_starred else []
    marks += ["read" if paper.is_read else "unread", *(f"#{one_line(tag)}" for tag in paper.tags)]
    marks += [f"▤ {one_line(name)}" for name in paper.collections]
    told = [Content.styled(" ".join(marks), "$accent")]
    for edit in detail.edits:
        read = one_line(field_text(edit.read), 120) or "nothing"
        told.append(Content.styled(f"✎ {FIELDS[edit.name].label}, read as: {read}", "$quiet"))
    for version in detail.versions:
        tie = wording.relation(version, detail)
        told.append(Content.styled(f"⇄ {tie}: {wording.byline(version.paper)}", "$partly"))
    unsure = [
        f"{FIELDS[name].label.lower()} {found.confidence:.0%} ({found.source})"
        for name, found in detail.sources.items()
        if name in FIELDS and found.confidence < _UNSURE
    ]
    if unsure:
        told.append(Content.styled(f"not sure: {', '.join(unsure)} · e corrects", "$partly"))
    return told


def _facts(detail: PaperDetail) -> str:
    paper = detail.summary
    facts = [
        paper.year_label,
        detail.kind,
        one_line(paper.venue, 120),
        wording.count(paper.pages, "page") if paper.pages else "",
        f"cited by {paper.cited_by} here" if paper.cited_by else "",
        f"doi {one_line(detail.doi, 80)}" if detail.doi else "",
        f"arXiv {one_line(detail.arxiv_id, 40)}" if detail.arxiv_id else "",
        paper.state.value if paper.reason else "",
        wording.reason(paper.reason),
    ]
    return " · ".join(filter(None, facts))
