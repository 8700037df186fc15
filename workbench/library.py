"""The front door: one object that does everything the front ends do.

    from workbench import Library

    with Library.open("~/thesis") as library:
        library.ingest(["~/papers"])
        print(library.ask("Does late interaction pay on a CPU?").text)

Owns the life of one library: what is opened, in which order it is closed. Every step is someone
else's; this file only calls them. All methods are safe from any thread.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from workbench import logs, paths, wire
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import ORDERS
from workbench.engines import Engines
from workbench.errors import LibraryError, LibraryMissingError, QueryError
from workbench.events import either
from workbench.indexes import Indexes
from workbench.open_folders import claim, release
from workbench.pages import PageDrawer
from workbench.plain_text import encodable
from workbench.search.searcher import Searcher
from workbench.settings import Settings, load_settings
from workbench.status import library_status
from workbench.types import (
    Answer,
    AnswerListener,
    FileReport,
    Filters,
    FolderRow,
    IngestReport,
    LibraryStatus,
    PaperDetail,
    PaperSummary,
    ProgressListener,
    SearchResult,
    StoredPassage,
)

if TYPE_CHECKING:
    from ingest.paper import Rectangle

__all__ = ["Library"]

CATALOGUE_FILE = "catalogue.duckdb"


class Library:
    """One library: a folder with a catalogue and the indexes derived from it.

    Use ``Library.open``. One process may have a library open at a time.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        claim(folder)
        try:
            self._open(folder, settings)
        except BaseException:
            release(folder)
            raise

    def _open(self, folder: Path, settings: Settings) -> None:
        self._catalogue = Catalogue(folder / CATALOGUE_FILE)
        self._indexes = Indexes(folder / "index", self._catalogue)
        self._engines = Engines(settings, paths.models_folder(), logs.model_log())
        self._searcher = Searcher(self._catalogue, self._indexes, self._engines, settings.search)
        self._drawer = PageDrawer()
        self._closing = threading.Event()
        self._ingesting = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: str | Path | None = None,
        *,
        settings: Settings | None = None,
        create: bool = True,
    ) -> Self:
        """Open the library in a folder.

        Args:
            folder: Where it is; the person's own library when omitted.
            settings: How it works; read from the settings file and environment when omitted.
            create: Whether a library that is not there is made.

        Raises:
            LibraryBusyError: Another process, or this one, has it open.
            LibraryMissingError: There is none, and ``create`` is false.
            CatalogueError: Its catalogue is damaged or was written by a newer carrel.
        """
        place = Path(folder).expanduser().absolute() if folder else paths.default_library()
        if not create and not (place / CATALOGUE_FILE).exists():
            raise LibraryMissingError(
                f"there is no library in {place}", "make one: carrel ingest ~/papers"
            )
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"{place} cannot be used for a library: {error.strerror}",
                "name another folder with --library",
            ) from error
        return cls(place, settings or load_settings())

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person must know about how opening went."""
        return self._catalogue.notes

    def close(self) -> None:
        """Stop what runs, save, and let go of the folder. Quick, and safe to call twice."""
        self._closing.set()
        self._engines.close()
        self._drawer.close()
        with self._ingesting:
            self._indexes.close()
            self._catalogue.close()
            release(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # papers get in

    def ingest(
        self,
        sources: Sequence[str | Path],
        *,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
        retry: bool = False,
        embed: bool = True,
    ) -> IngestReport:
        """Bring the library in step with folders and files, and remember them.

        New, changed, moved and vanished files are noticed; only what changed is read. Papers can
        be found by their words while embedding still goes on.

        Args:
            sources: Folders, searched through, or single files.
            on_progress: Told how far the reading and the embedding are; called from this thread.
            cancel: When set, work stops within about a second; what is finished is kept.
            retry: Read files again that were skipped or failed.
            embed: Whether to embed; without it papers are found by words only.

        Raises:
            LibraryError: Another ingest runs in this library.
        """
        from workbench.intake.pool import reader_pool
        from workbench.intake.runner import Intake

        if not self._ingesting.acquire(blocking=False):
            raise LibraryError("papers are being read already", "wait until that job has ended")
        try:
            intake = Intake(
                self._catalogue,
                self._indexes,
                self._engines,
                lambda: reader_pool(self.settings, self._engines.counter_maker()),
            )
            roots = [Path(source).expanduser().absolute() for source in sources]
            stop = either(cancel or threading.Event(), self._closing)
            return intake.run(roots, retry=retry, embed=embed, on_progress=on_progress, cancel=stop)
        finally:
            self._ingesting.release()

    def folders(self) -> list[FolderRow]:
        """The remembered folders with their files' counts by state."""
        return self._catalogue.files.folders()

    def forget_folder(self, folder: str | Path) -> None:
        """No longer keep a folder in step. The papers that were read from it stay.

        Raises:
            LibraryError: It is not among the remembered ones.
        """
        path = Path(folder).expanduser().absolute()
        if not self._catalogue.files.forget_folder(str(path)):
            raise LibraryError(f"{path} is not remembered", "`carrel folders` lists those that are")

    def problems(self) -> list[FileReport]:
        """Files that were skipped or failed, with why, worst first."""
        return [
            FileReport(row.path, row.state, row.reason, row.paper_id, changed=False)
            for row in self._catalogue.files.problems()
        ]

    def fetch_models(
        self, on_progress: ProgressListener | None = None, cancel: threading.Event | None = None
    ) -> None:
        """Fetch the chosen models that are not on this machine. Needs the network.

        Raises:
            CarrelError: A model could not be fetched; the message says which and why.
        """
        self._engines.fetch_missing(on_progress, cancel)

    # looking around

    def papers(
        self,
        *,
        text: str = "",
        order: str = "added",
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[PaperSummary]:
        """One window of the list of papers.

        Args:
            text: Kept are papers with this in title, authors, year or citation key.
            order: ``added``, ``author``, ``cited``, ``title`` or ``year``.
            descending: Whether the largest comes first.
            limit: Most papers wanted; all when omitted.
            offset: Papers left out from the start.

        Raises:
            QueryError: ``order`` is none of these.
        """
        if order not in ORDERS:
            raise QueryError(
                f"papers cannot be ordered by {order!r}", f"one of {', '.join(ORDERS)}"
            )
        if offset < 0 or (limit is not None and limit < 0):
            raise QueryError("a window of papers cannot begin or end before the first one")
        return self._catalogue.papers.window(
            encodable(text), order, descending=descending, limit=limit, offset=offset
        )

    def count_papers(self, text: str = "") -> int:
        """How many papers there are, or match ``text`` as in ``papers``."""
        return self._catalogue.papers.count(encodable(text))

    def paper(self, key: str) -> PaperDetail:
        """Everything known of the paper that an id, its start, a citation key or a path names.

        Raises:
            PaperNotFoundError: None is named, or several are.
        """
        return self._catalogue.papers.detail(self._catalogue.papers.resolve(key))

    def passages(self, paper_id: str) -> list[StoredPassage]:
        """A paper's passages in reading order."""
        return self._catalogue.passages.of_paper(paper_id)

    def page_image(
        self, paper_id: str, page: int, *, highlight: Sequence[Rectangle] = (), zoom: float = 1.5
    ) -> bytes:
        """A page as a PNG picture, with rectangles marked on it.

        Args:
            paper_id: The paper.
            page: 1-based page number.
            highlight: What to mark; rectangles of other pages are left out.
            zoom: Pixels for each point.

        Raises:
            ReadError: The file cannot be drawn, or is gone.
        """
        file = self.paper(paper_id).paths[0]
        return self._drawer.draw(file, page, zoom, [r for r in highlight if r.page == page])

    def status(self) -> LibraryStatus:
        """What the library holds, what its indexes and models are up to."""
        return library_status(self.folder, self._catalogue, self._indexes, self._engines)

    # finding and asking

    def warm(self) -> None:
        """Open the indexes and load the models in the background, so the first search is quick."""
        self._engines.warm()

    def search(
        self,
        query: str,
        *,
        k: int | None = None,
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Rank passages for a query by words and meaning.

        Args:
            query: Words; ``"quoted phrases"`` must occur, ``-words`` must not.
            k: Most hits wanted; the setting ``search.hits`` when omitted.
            filters: What to narrow to.
            cancel: Checked between steps.

        Raises:
            QueryError: The query holds no word.
            CancelledError: ``cancel`` was set.
        """
        wanted = k if k is not None else self.settings.search.hits
        if wanted < 1:
            raise QueryError(f"{wanted} hits cannot be shown", "ask for at least one")
        return self._searcher.search(
            encodable(query),
            wanted,
            filters or Filters(),
            cancel or threading.Event(),
        )

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Answer a question from the library, every sentence cited, and keep the answer.

        Args:
            question: What a person asks.
            filters: What to narrow to.
            on_event: Told of quotes, growing text and the settled answer; called from this thread.
            cancel: When set, answering stops within half a second.

        Raises:
            QueryError: The question holds no word.
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.make import make_answerer

        stop = either(cancel, self._closing)
        answerer = make_answerer(self._searcher, self._engines, self.settings.answer, stop)
        answer = answerer.answer(encodable(question), filters or Filters(), on_event, stop)
        record = json.dumps(wire.answer_record(answer), ensure_ascii=False)
        self._catalogue.answers.add(answer.id, answer.question, answer.asked_at, record)
        return answer

    def answers(self, limit: int = 50) -> list[Answer]:
        """Answers that were given, newest first."""
        return [
            wire.answer_from_record(json.loads(record))
            for record in self._catalogue.answers.newest(limit)
        ]

    def answer(self, key: str) -> Answer:
        """The stored answer whose id is, or starts with, ``key``; ``last`` is the newest.

        Raises:
            AnswerNotFoundError: There is none, or there are several.
        """
        return wire.answer_from_record(json.loads(self._catalogue.answers.record(key)))

    # taking out

    def export_answer(self, answer: Answer, file: str | Path, *, overwrite: bool = False) -> Path:
        """Write an answer as Markdown.

        Raises:
            ExportError: The file exists and ``overwrite`` is false, or cannot be written.
        """
        from workbench.export.markdown import export_answer

        return export_answer(answer, Path(file).expanduser(), overwrite=overwrite)

    def export_papers(
        self,
        keys: Sequence[str],
        file: str | Path | None,
        *,
        format: str = "bibtex",  # noqa: A002 -- the word a caller looks for
        overwrite: bool = False,
    ) -> str:
        """Make a bibliography of papers, and write it to a file where one is named.

        Args:
            keys: Ids, citation keys or paths; all papers when empty.
            file: Where to; None to write nothing.
            format: ``bibtex``, ``ris`` or ``csl-json``.
            overwrite: Whether an existing file may be replaced.

        Returns:
            The bibliography's text.

        Raises:
            ExportError: The format is not known, or the file cannot be written.
            PaperNotFoundError: A key names no paper.
        """
        from workbench.export.bibliography import bibliography
        from workbench.export.files import write_export

        chosen = keys or [paper.id for paper in self.papers()]
        text = bibliography([self.paper(key) for key in chosen], format)
        if file is not None:
            write_export(Path(file).expanduser(), text, overwrite=overwrite)
        return text
