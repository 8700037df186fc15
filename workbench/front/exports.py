"""The part of the front door through which things are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.errors import ExportError
from workbench.front.life import LibraryLife
from workbench.types import Answer, PaperDetail, PaperSummary

__all__ = ["ExportDoor"]


class ExportDoor(LibraryLife):
    """Answers and bibliographies as files."""

    def export_answer(
        self,
        answer: Answer | Sequence[Answer],
        file: str | Path,
        *,
        format: str = "markdown",  # noqa: A002 -- the word a caller looks for
        style: str = "apa",
        run: str = "carrel",
        overwrite: bool = False,
    ) -> Path:
        """Write an answer, or several in a format that holds several.

        Args:
            answer: What is written down.
            file: Where to. ``pandoc`` writes a ``.bib`` of the same name beside it.
            format: ``markdown``, ``pandoc``, ``trec-rag`` or ``trec-rag-2025``.
            style: How Markdown's references look: ``acm``, ``ama``, ``apa``, ``chicago``,
                ``ieee``, or the path of a ``.csl`` file.
            run: The name of the run in the TREC formats.
            overwrite: Whether an existing file may be replaced.

        Raises:
            ExportError: The file exists and ``overwrite`` is false, or cannot be written; or the
                format or style cannot be had.
        """
        from workbench.export.answers import AnswerFormat, export_answers

        answers = [answer] if isinstance(answer, Answer) else list(answer)
        details = self._details_of(answers)
        path = Path(file).expanduser()
        chosen = AnswerFormat(format, style, run)
        return export_answers(answers, details, path, chosen, overwrite=overwrite)[0]

    def answer_text(
        self,
        answer: Answer | Sequence[Answer],
        *,
        format: str = "markdown",  # noqa: A002 -- the word a caller looks for
        style: str = "apa",
        run: str = "carrel",
    ) -> str:
        """What ``export_answer`` would write to its file.

        Raises:
            ExportError: The format or style cannot be had.
        """
        from workbench.export.answers import AnswerFormat, answer_text

        answers = [answer] if isinstance(answer, Answer) else list(answer)
        return answer_text(answers, self._details_of(answers), AnswerFormat(format, style, run))

    def _details_of(self, answers: Sequence[Answer]) -> dict[str, PaperDetail]:
        """The cited papers that the library still holds, by id."""
        cited = {citation.paper.id for answer in answers for citation in answer.citations}
        held = self._catalogue.papers.summaries(cited)
        return {paper_id: self._catalogue.papers.detail(paper_id) for paper_id in held}

    def export_papers(
        self,
        keys: Sequence[str] = (),
        file: str | Path | None = None,
        *,
        format: str = "bibtex",  # noqa: A002 -- the word a caller looks for
        collection: str = "",
        style: str = "apa",
        notes: bool = False,
        overwrite: bool = False,
    ) -> str:
        """Make a bibliography of papers, and write it to a file where one is named.

        Papers of which neither title, authors, DOI nor arXiv id is known are left out;
        ``not_citable`` names them.

        Args:
            keys: Ids, citation keys or paths; all papers, or all of ``collection``, when empty.
            file: Where to; None to write nothing.
            format: ``bibtex``, ``ris``, ``csl-json`` or ``markdown``.
            collection: The name of a collection that is written down, beside what ``keys`` name.
            style: How references look in Markdown, as in ``export_answer``.
            notes: Whether Markdown holds the person's notes too.
            overwrite: Whether an existing file may be replaced.

        Returns:
            The bibliography's text.

        Raises:
            EditError: There is no such collection.
            ExportError: The format or style is not known, the file cannot be written, or nothing
                is known of any of the papers.
            PaperNotFoundError: A key names no paper.
        """
        from workbench.export.bibliography import bibliography
        from workbench.export.entry import is_citable
        from workbench.export.files import write_export
        from workbench.export.paper_list import paper_list

        every = [self._catalogue.papers.detail(key) for key in self._chosen(keys, collection)]
        details = [paper for paper in every if is_citable(paper)]
        if every and not details:
            raise ExportError(
                f"neither title, authors nor DOI is known of {every[0].summary.citekey}"
                + (f" and {len(every) - 1} more" if len(every) > 1 else ""),
                "`carrel edit` gives a paper its title and authors",
            )
        if format == "markdown":
            text = paper_list(details, style, notes=notes, name=collection)
        else:
            text = bibliography(details, format)
        if file is not None:
            write_export(Path(file).expanduser(), text, overwrite=overwrite)
        return text

    def not_citable(self, keys: Sequence[str] = (), collection: str = "") -> list[PaperSummary]:
        """The papers that ``export_papers`` leaves out, since nothing is known to name them by.

        Raises:
            EditError: There is no such collection.
            PaperNotFoundError: A key names no paper.
        """
        from workbench.export.entry import is_citable

        chosen = map(self._catalogue.papers.detail, self._chosen(keys, collection))
        return [paper.summary for paper in chosen if not is_citable(paper)]

    def _chosen(self, keys: Sequence[str], collection: str) -> list[str]:
        """Ids of the papers that are to be written down, each once."""
        papers = self._catalogue.papers
        chosen = [papers.resolve(key) for key in keys]
        if collection or not chosen:
            number = self._catalogue.collections.number(collection) if collection else None
            chosen += [paper.id for paper in papers.window(order="author", collection=number)]
        return list(dict.fromkeys(chosen))
