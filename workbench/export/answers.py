"""An answer, or several, in one of the formats that carrel writes.

Owns the list of formats, which files each is made of, and that none is half written because the
other was in the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import ExportError
from workbench.export.citation_styles import DEFAULT_STYLE
from workbench.export.files import check_free, write_export
from workbench.export.markdown import answer_markdown
from workbench.export.pandoc import pandoc_bibliography, pandoc_markdown
from workbench.export.trec_rag import trec_rag_2024, trec_rag_2025
from workbench.types import Answer, PaperDetail

__all__ = ["ANSWER_FORMATS", "AnswerFormat", "answer_files", "answer_text", "export_answers"]

ANSWER_FORMATS = ("markdown", "pandoc", "trec-rag", "trec-rag-2025")
"""Format names as the command line takes them; ``trec-rag`` is that of 2024."""
_OF_MANY = {"trec-rag": trec_rag_2024, "trec-rag-2025": trec_rag_2025}


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """How an answer is written: the format, the style of its references, the run's name."""

    name: str = "markdown"
    style: str = DEFAULT_STYLE
    run: str = "carrel"


def answer_text(
    answers: Sequence[Answer], details: Mapping[str, PaperDetail], chosen: AnswerFormat
) -> str:
    """The main text of the answers in a format, to be shown or piped.

    Raises:
        ExportError: The format is not known, or is for one answer and there are several.
    """
    return answer_files(answers, details, chosen, None)[0][1]


def answer_files(
    answers: Sequence[Answer],
    details: Mapping[str, PaperDetail],
    chosen: AnswerFormat,
    path: Path | None,
) -> list[tuple[Path | None, str]]:
    """Every file of an export with its text, the one that was asked for first.

    Raises:
        ExportError: The format is not known, or is for one answer and there are several.
    """
    if chosen.name in _OF_MANY:
        return [(path, _OF_MANY[chosen.name](answers, chosen.run))]
    if chosen.name not in ANSWER_FORMATS:
        raise ExportError(
            f"there is no format {chosen.name!r}", f"one of {', '.join(ANSWER_FORMATS)}"
        )
    if len(answers) != 1:
        raise ExportError(f"{chosen.name} is written for one answer at a time", "name one answer")
    (answer,) = answers
    if chosen.name == "markdown":
        return [(path, answer_markdown(answer, details, chosen.style))]
    beside = path.with_suffix(".bib") if path else None
    document = pandoc_markdown(answer, details, beside.name if beside else "")
    return [(path, document), (beside, pandoc_bibliography(answer, details))]


def export_answers(
    answers: Sequence[Answer],
    details: Mapping[str, PaperDetail],
    path: Path,
    chosen: AnswerFormat,
    *,
    overwrite: bool = False,
) -> list[Path]:
    """Write the answers, and say which files were written.

    Raises:
        ExportError: A file is there and ``overwrite`` is false, or it cannot be written.
    """
    files = [(file, text) for file, text in answer_files(answers, details, chosen, path) if file]
    if len({file for file, _ in files}) < len(files):
        raise ExportError(f"{path} would be document and bibliography at once", "name it .md")
    for file, _ in files:
        check_free(file, overwrite=overwrite)
    return [write_export(file, text, overwrite=overwrite) for file, text in files]
