"""An answer as a Markdown file that reads well anywhere.

Owns the layout (front matter, answer, references, quotes) and the escaping of what comes from
papers and people, so that none of it can become a heading, a link, HTML or mathematics.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from carrel import __version__
from workbench.export.files import write_export
from workbench.export.plain import one_line
from workbench.types import Answer, Citation, PaperSummary, Support

__all__ = ["answer_markdown", "escape_markdown", "export_answer"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$^#@])")
_LINE_START = re.compile(r"^(?:([-+=])|(\d+)([.)]))")
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)")


def export_answer(answer: Answer, path: Path, *, overwrite: bool = False) -> Path:
    """Write an answer to ``path`` as Markdown.

    Raises:
        ExportError: The file is there and ``overwrite`` is false, or it cannot be written.
    """
    return write_export(path, answer_markdown(answer), overwrite=overwrite)


def answer_markdown(answer: Answer) -> str:
    """The whole document, ending in a newline."""
    parts = [_front_matter(answer), f"# {escape_markdown(answer.question)}", _body(answer)]
    if answer.citations:
        heading = "Nearest things found" if answer.refused else "References"
        parts += [f"## {heading}", _references(answer), _quotes(answer)]
    if answer.notes:
        parts += ["## Notes", "\n".join(f"- {escape_markdown(note)}" for note in answer.notes)]
    return "\n\n".join(parts) + "\n"


def escape_markdown(text: str) -> str:
    """Text as one line that CommonMark, GitHub's and Pandoc's Markdown show as it is."""
    plain = one_line(text)
    entities = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _SPECIAL.sub(r"\\\1", entities)
    escaped = _BARE_LINK.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", escaped)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)


def _front_matter(answer: Answer) -> str:
    """YAML between two rules; JSON texts are YAML texts, whatever they hold."""
    fields = {
        "question": one_line(answer.question),
        "date": answer.asked_at,
        "model": one_line(answer.model),
        "refused": answer.refused,
        "papers": len({citation.paper.id for citation in answer.citations}),
        "quotes": len(answer.citations),
        "searched": [one_line(query) for query in answer.searched],
        "made_by": f"carrel {__version__}",
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---"])


def _body(answer: Answer) -> str:
    if answer.refused:
        return "\n\n".join(_escape_keeping_marks(part) for part in answer.text.split("\n\n"))
    paragraphs: dict[int, list[str]] = {}
    for sentence in answer.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        doubt = "" if sentence.support is Support.SUPPORTED else f" *({sentence.support.value})*"
        text = f"{escape_markdown(sentence.text)} {marks}{doubt}"
        paragraphs.setdefault(sentence.paragraph, []).append(text)
    return "\n\n".join(" ".join(lines) for _, lines in sorted(paragraphs.items()))


def _escape_keeping_marks(text: str) -> str:
    """A refusal's own text: its ``[n]`` at the end of a line are citations, the rest is not."""
    return re.sub(r"\\\[(\d+)\\\]", r"[\1]", escape_markdown(text))


def _references(answer: Answer) -> str:
    """Each paper once, with the numbers and pages it is cited by."""
    by_paper: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_paper.setdefault(citation.paper.id, []).append(citation)
    return "\n".join(_reference(citations) for citations in by_paper.values())


def _reference(citations: list[Citation]) -> str:
    paper = citations[0].paper
    marks = "".join(f"[{citation.n}]" for citation in citations)
    pages = sorted({citation.page for citation in citations})
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(map(str, pages))}"
    venue = f" {escape_markdown(paper.venue)}," if paper.venue else ""
    return f"- {marks} {_byline(paper)} *{escape_markdown(paper.title)}*,{venue} {where}."


def _byline(paper: PaperSummary) -> str:
    authors = [escape_markdown(author) for author in paper.authors]
    if len(authors) > 3:
        authors = [authors[0], "et al."]
        listed = " ".join(authors)
    else:
        listed = " and ".join(filter(None, [", ".join(authors[:-1]), *authors[-1:]]))
    year = f"({paper.year})" if paper.year else "(no year)"
    return f"{listed} {year}." if listed else f"{year}."


def _quotes(answer: Answer) -> str:
    lines = ["<details>", "<summary>Quotes, word for word</summary>", ""]
    for citation in answer.citations:
        label = f"[{citation.n}] {escape_markdown(citation.paper.citekey)}, page {citation.page}"
        if citation.passage.section:
            label += f", {escape_markdown(citation.passage.section)}"
        lines += [f"{label}:", "", f"> {escape_markdown(citation.quote)}", ""]
    return "\n".join([*lines, "</details>"])
