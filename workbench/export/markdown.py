"""An answer as a Markdown file that reads well anywhere.

Owns the layout: front matter, answer, reference list, quotes. Escaping is ``escaping``'s, the look
of references ``citation_styles``'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from carrel import __version__
from workbench.export.citation_styles import DEFAULT_STYLE, styled_references
from workbench.export.escaping import escape_keeping_marks, escape_markdown
from workbench.export.plain import one_line
from workbench.types import FLAT_SIGNS, Answer, Citation, PaperDetail, Support, Table

__all__ = ["Marks", "answer_body", "answer_markdown", "cited_papers", "front_matter", "quotes_part"]

Marks = Callable[[Sequence[int]], str]
"""Numbers of citations to how they are written after a sentence."""


def answer_markdown(
    answer: Answer, details: Mapping[str, PaperDetail] | None = None, style: str = DEFAULT_STYLE
) -> str:
    """The whole document, ending in a newline.

    Args:
        answer: What is written down.
        details: Papers by id, for DOIs and the like; what an answer keeps of its papers otherwise.
        style: How references look, see ``citation_styles``.

    Raises:
        ExportError: The style cannot be used.
    """
    heading = "Nearest things found" if answer.refused else "References"
    parts = [
        front_matter(answer, {"style": one_line(style)} if answer.citations else {}),
        f"# {escape_markdown(answer.question)}",
        *answer_body(answer, _numbers),
    ]
    if answer.citations:
        parts += [f"## {heading}", _references(answer, details or {}, style), quotes_part(answer)]
    if answer.notes:
        parts += ["## Notes", "\n".join(f"- {escape_markdown(note)}" for note in answer.notes)]
    return "\n\n".join(parts) + "\n"


def front_matter(answer: Answer, more: Mapping[str, object]) -> str:
    """YAML between two rules; JSON texts are YAML texts, whatever they hold."""
    filters = answer.filters
    fields: dict[str, object] = {
        "question": one_line(answer.question),
        "date": answer.asked_at,
        "model": one_line(answer.model),
        "kind": answer.kind,
        "effort": answer.effort,
        "refused": answer.refused,
        "since": filters.since,
        "until": filters.until,
        "only_papers": list(filters.papers),
        "papers": len({citation.paper.id for citation in answer.citations}),
        "quotes": len(answer.citations),
        "searched": [one_line(query) for query in answer.searched],
        "settings": dict(answer.settings),
        **more,
        "made_by": f"carrel {__version__}",
    }
    told = {name: value for name, value in fields.items() if value not in ("", None, [], {})}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    return "\n".join(["---", *lines, "---"])


def answer_body(answer: Answer, marks: Marks) -> list[str]:
    """The answer's blocks: its paragraphs under their headings, and its table."""
    if answer.refused or not answer.sentences:
        blocks = [escape_keeping_marks(part) for part in answer.text.split("\n\n")]
        return [*blocks, *_table(answer.table, marks)]
    paragraphs: dict[int, list[str]] = {}
    for sentence in answer.sentences:
        doubt = "" if sentence.support is Support.SUPPORTED else f" *({sentence.support.value})*"
        text = f"{escape_markdown(sentence.text)} {marks(sentence.citations)}{doubt}"
        paragraphs.setdefault(sentence.paragraph, []).append(text)
    blocks = _table(answer.table, marks)
    for number, lines in sorted(paragraphs.items()):
        heading = answer.headings[number] if number < len(answer.headings) else ""
        if heading:
            blocks.append(f"### {escape_markdown(heading)}")
        blocks.append(" ".join(lines))
    return blocks


def quotes_part(answer: Answer) -> str:
    """The quotes with their pages, folded away where a reader of Markdown can fold."""
    lines = ["<details>", "<summary>Quotes, word for word</summary>", ""]
    for citation in answer.citations:
        label = f"[{citation.n}] {escape_markdown(citation.paper.citekey)}, page {citation.page}"
        if citation.in_parts:
            label += " (in parts)"
        if citation.has_flat_signs:
            label += f" ({FLAT_SIGNS})"
        if citation.passage.section:
            label += f", {escape_markdown(citation.passage.section)}"
        lines += [f"{label}:", "", f"> {escape_markdown(citation.quote)}", ""]
        if citation.in_parts and citation.sentence != citation.quote:
            # the answer says more than a viewer finds on the page: a reader checks it by this
            lines += ["The whole of it:", "", f"> {escape_markdown(citation.sentence)}", ""]
    return "\n".join([*lines, "</details>"])


def cited_papers(answer: Answer, details: Mapping[str, PaperDetail]) -> list[PaperDetail]:
    """Each cited paper once, in the order of its first citation.

    A paper that has left the library since is made of what the answer kept of it.
    """
    papers = {citation.paper.id: citation.paper for citation in answer.citations}
    return [
        details.get(key) or PaperDetail(paper, "", "", "", (), "", (), (), (), (paper.path,), ())
        for key, paper in papers.items()
    ]


def _numbers(cited: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in cited)


def _table(table: Table | None, marks: Marks) -> list[str]:
    if table is None:
        return []
    rows = [table.columns, ("---",) * len(table.columns), *table.rows]
    lines = [
        "| " + " | ".join(cell if cell == "---" else _cell(cell, marks) for cell in row) + " |"
        for row in rows
    ]
    return ["\n".join(lines)]


def _cell(text: str, marks: Marks) -> str:
    """A cell's text is escaped; the citations at its end are written as after a sentence."""
    inner, cited = _split_marks(text)
    return " ".join(filter(None, (escape_markdown(inner), marks(cited) if cited else "")))


def _split_marks(text: str) -> tuple[str, list[int]]:
    match = re.search(r"\s*((?:\[\d+\])+)$", text)
    if not match:
        return text, []
    return text[: match.start()], [int(n) for n in re.findall(r"\d+", match[1])]


def _references(answer: Answer, details: Mapping[str, PaperDetail], style: str) -> str:
    """Each paper once, with the numbers and pages it is cited by."""
    by_paper: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_paper.setdefault(citation.paper.id, []).append(citation)
    styled = styled_references(cited_papers(answer, details), style)
    return "\n".join(
        f"- {_numbers([c.n for c in citations])} {line} {_where(citations)}"
        for citations, line in zip(by_paper.values(), styled, strict=True)
    )


def _where(citations: Sequence[Citation]) -> str:
    pages = sorted({citation.page for citation in citations})
    return f"Page {pages[0]}." if len(pages) == 1 else f"Pages {', '.join(map(str, pages))}."
