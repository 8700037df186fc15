"""An answer as Pandoc Markdown, with its bibliography beside it.

Owns the ``[@key, p. n]`` citations and naming the ``.bib`` in the front matter, so that
``pandoc --citeproc answer.md -o answer.docx`` makes the reference list in any style.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.export.bibtex import bibtex
from workbench.export.entry import unique_keys
from workbench.export.escaping import escape_markdown
from workbench.export.markdown import Marks, answer_body, cited_papers, front_matter, quotes_part
from workbench.types import Answer, PaperDetail

__all__ = ["pandoc_bibliography", "pandoc_markdown"]


def pandoc_markdown(
    answer: Answer, details: Mapping[str, PaperDetail], bibliography: str = ""
) -> str:
    """The document, ending in a newline; ``bibliography`` is the name of the file beside it."""
    papers = cited_papers(answer, details)
    keys = {paper.summary.id: key for paper, key in zip(papers, unique_keys(papers), strict=True)}
    cited = {citation.n: (keys[citation.paper.id], citation.page) for citation in answer.citations}

    def marks(numbers: Sequence[int]) -> str:
        return f"[{'; '.join(f'@{cited[n][0]}, p. {cited[n][1]}' for n in numbers)}]"

    more = {"bibliography": bibliography, "link-citations": True} if bibliography else {}
    parts = [
        front_matter(answer, more),
        f"# {escape_markdown(answer.question)}",
        *answer_body(answer, marks),
    ]
    if answer.citations:
        heading = "Nearest things found" if answer.refused else "References"
        # Pandoc puts the list into the division of this name
        parts += [quotes_part(answer), f"## {heading}", _nearest(answer, marks), "::: {#refs}\n:::"]
    if answer.notes:
        parts += ["## Notes", "\n".join(f"- {escape_markdown(note)}" for note in answer.notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def pandoc_bibliography(answer: Answer, details: Mapping[str, PaperDetail]) -> str:
    """BibTeX of the cited papers, under the keys that ``pandoc_markdown`` cites."""
    return bibtex(cited_papers(answer, details))


def _nearest(answer: Answer, marks: Marks) -> str:
    """A refusal's sentences cite nothing, so its list would be empty without this line."""
    return marks([citation.n for citation in answer.citations]) if answer.refused else ""
