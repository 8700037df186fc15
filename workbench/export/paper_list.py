"""A set of papers as a Markdown list, with the person's notes where they are wanted.

Owns the layout; the look of a reference is ``citation_styles``'. Notes are the person's own
Markdown and are not escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.export.citation_styles import DEFAULT_STYLE, styled_references
from workbench.export.escaping import escape_markdown
from workbench.plain_text import plain
from workbench.types import PaperDetail

__all__ = ["paper_list"]


def paper_list(
    papers: Sequence[PaperDetail],
    style: str = DEFAULT_STYLE,
    *,
    notes: bool = False,
    name: str = "",
) -> str:
    """The papers in the order given, ending in a newline.

    Args:
        papers: What is listed.
        style: How references look, see ``citation_styles``.
        notes: Whether each paper's note follows it; without, they are one plain list.
        name: What the set is called.

    Raises:
        ExportError: The style cannot be used.
    """
    lines = [line.strip() for line in styled_references(papers, style)]
    heading = f"# {escape_markdown(name)}\n\n" if name else ""
    if not notes:
        return (heading + "\n".join(f"- {line}" for line in lines)).rstrip() + "\n"
    parts = [
        f"## {escape_markdown(paper.summary.title or paper.summary.citekey)}\n\n{line}"
        + (f"\n\n{plain(paper.note)}" if paper.note else "")
        for paper, line in zip(papers, lines, strict=True)
    ]
    return (heading + "\n\n".join(parts)).rstrip() + "\n"
