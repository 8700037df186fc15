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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from workbench import logs, paths, wire
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.papers import ORDERS
from workbench.corrections import Corrections
from workbench.editing import parse_changes, tag_name
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
    FieldValue,
    FileReport,
    Filters,
    FolderChange,
    FolderRow,
    IngestReport,
    LibraryStatus,
    ModelRow,
    ModelTrial,
    PaperDetail,
    PaperMap,
    PaperSummary,
    ProgressListener,
    SearchResult,
    StoredPassage,
)

if TYPE_CHECKING:
    from ingest.paper import Rectangle
    from workbench.answer.changes import Changes

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
        self._embedding = threading.Lock()
        self._corrections = Corrections(
            self._catalogue, self._indexes, self._engines, self._embedding
        )

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
        remember: bool = True,
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
            remember: Whether the sources are folders of the library from now on.

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
            with self._embedding:
                return intake.run(
                    roots,
                    retry=retry,
                    embed=embed,
                    on_progress=on_progress,
                    cancel=stop,
                    remember=remember,
                )
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

    def remember_folder(self, folder: str | Path) -> None:
        """Keep a folder in step again, for instance one that was forgotten by mistake."""
        self._catalogue.files.remember_folders([Path(folder).expanduser().absolute()])

    def watch(
        self, on_change: Callable[[FolderChange], None], cancel: threading.Event | None = None
    ) -> None:
        """Tell of changes below the remembered folders; returns only when cancelled or closed.

        Hand ``places`` of each change to ``ingest`` with ``remember=False``.

        Args:
            on_change: Called on this thread once a folder has been still for the setting
                ``folders.settle_seconds``.
            cancel: Ends the watch within some seconds when set.
        """
        from workbench.watch.watcher import FolderWatcher

        def remembered() -> list[Path]:
            return [Path(path) for path in self._catalogue.files.folder_paths()]

        watcher = FolderWatcher(remembered, self.settings.folders.settle_seconds)
        watcher.run(on_change, either(cancel, self._closing))

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

    def models(self) -> list[ModelRow]:
        """Every model of the catalogue and of the settings, and what it is doing now."""
        return self._engines.rows()

    def fetch_model(
        self,
        name: str,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        """Fetch one catalogued model. Needs the network.

        Raises:
            CarrelError: It could not be fetched; the message says why.
        """
        self._engines.fetch(name, on_progress, cancel)

    def test_model(self, role: str, cancel: threading.Event | None = None) -> ModelTrial:
        """Load the chosen model of a role (``embed`` or ``generate``) and try it.

        Raises:
            CarrelError: It cannot be loaded.
            CancelledError: ``cancel`` was set.
        """
        from workbench.models.catalogue import ModelRole

        return self._engines.test(ModelRole(role), either(cancel, self._closing))

    def apply_settings(self, settings: Settings) -> None:
        """Work with other settings from now on; what is under way ends with the old ones."""
        self.settings = settings
        self._engines.apply(settings)
        self._searcher = Searcher(self._catalogue, self._indexes, self._engines, settings.search)

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
            text: Kept are papers with this in title, authors, year, tags or citation key.
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

    # what the person knows better

    def edit(
        self,
        key: str,
        changes: Mapping[str, FieldValue | Sequence[str]],
        *,
        cancel: threading.Event | None = None,
    ) -> PaperDetail:
        """Say what a paper's bibliographic fields really are. Reading it again never undoes that.

        Args:
            key: An id, the start of one, a citation key or a path.
            changes: By field (``workbench.editing.FIELDS``): text as a person types it, a number
                for the year, a sequence for authors and keywords; ``""`` or None clears a field.
            cancel: A changed title has the paper embedded again; when set, that is left to the
                next ingest.

        Returns:
            The paper as it is now; ``edits`` lists what was read beside what counts.

        Raises:
            EditError: A field is unknown, or cannot hold what was given.
            PaperNotFoundError: The key names no paper, or several.
        """
        identifier = self._catalogue.papers.resolve(key)
        stop = either(cancel, self._closing)
        self._corrections.edit(identifier, parse_changes(changes), stop)
        return self._catalogue.papers.detail(identifier)

    def undo_edits(
        self,
        key: str,
        fields: Sequence[str] | None = None,
        *,
        cancel: threading.Event | None = None,
    ) -> PaperDetail:
        """Let what was read count again, for these fields or, without any named, for all.

        Raises:
            EditError: A field is unknown, or the citation key is another paper's by now.
            PaperNotFoundError: The key names no paper, or several.
        """
        identifier = self._catalogue.papers.resolve(key)
        self._corrections.undo(identifier, fields, either(cancel, self._closing))
        return self._catalogue.papers.detail(identifier)

    def link_versions(self, key: str, other: str, *, supplement: bool = False) -> None:
        """Say that two papers are versions of one work, or that one is the other's supplement.

        Args:
            key: An id, the start of one, a citation key or a path.
            other: The other paper.
            supplement: Whether ``key`` is a supplement of ``other``.

        Raises:
            EditError: Both name one paper.
            PaperNotFoundError: A key names no paper, or several.
        """
        one, two = self._ids([key, other])
        self._corrections.link(one, two, supplement=supplement)

    def unlink_versions(self, key: str, other: str) -> None:
        """Say that two papers are two works, whatever their titles and texts look like.

        Raises:
            EditError: Both name one paper.
            PaperNotFoundError: A key names no paper, or several.
        """
        one, two = self._ids([key, other])
        self._corrections.unlink(one, two)

    def tag(self, keys: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Put tags on papers, and take others off.

        Args:
            keys: Ids, citation keys or paths.
            add: Tags; case and extra spaces do not matter.
            remove: Tags; those that a paper does not have are passed over.

        Raises:
            EditError: A tag is empty, too long, or holds what a tag cannot hold.
            PaperNotFoundError: A key names no paper, or several.
        """
        added, removed = [tag_name(tag) for tag in add], [tag_name(tag) for tag in remove]
        self._catalogue.marks.tag(self._ids(keys), added, removed)

    def tags(self) -> dict[str, int]:
        """Every tag in use and how many papers have it, the commonest first."""
        return self._catalogue.marks.counts()

    def mark(
        self, keys: Sequence[str], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """Set papers read or unread, with or without a star; ``None`` leaves that as it is.

        Raises:
            PaperNotFoundError: A key names no paper, or several.
        """
        self._catalogue.marks.mark(self._ids(keys), read=read, starred=starred)

    def _ids(self, keys: Sequence[str]) -> list[str]:
        return [self._catalogue.papers.resolve(key) for key in keys]

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

    def map(
        self, on_progress: ProgressListener | None = None, cancel: threading.Event | None = None
    ) -> PaperMap:
        """The library on a plane, like papers near each other, with named groups.

        It is laid out anew when passages were embedded since, in a process of its own.

        Raises:
            CancelledError: ``cancel`` was set.
        """
        from workbench.atlas.atlas import Atlas

        atlas = Atlas(
            self.folder / "index" / "map.json", self._catalogue, self._engines.embedder_key()
        )
        return atlas.map(on_progress, either(cancel, self._closing))

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
        settings: Settings | None = None,
        widen: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Rank passages for a query by words and meaning.

        Args:
            query: Words, phrases, exclusions and filters: see the guide to searching.
            k: Most hits wanted; the setting ``search.hits`` when omitted.
            filters: What to narrow to.
            settings: Other values of ``search.*`` for this search alone.
            widen: Ways to find more: ``parts``, ``hyde``, ``citations``.
            cancel: Checked between steps.

        Raises:
            QueryError: The query holds no word, or cannot be read; ``place`` says where.
            CancelledError: ``cancel`` was set.
        """
        return self._searcher_with(settings).search(
            encodable(query),
            self._wanted(k),
            filters or Filters(),
            cancel or threading.Event(),
            widen=widen,
        )

    def more_like(
        self,
        key: str,
        *,
        k: int | None = None,
        filters: Filters | None = None,
        settings: Settings | None = None,
        cancel: threading.Event | None = None,
    ) -> SearchResult:
        """Rank passages by how like they are to a paper or to one passage, which is left out.

        Args:
            key: A citation key, an id, the start of one, a path, or a passage's id.
            k: Most hits wanted; the setting ``search.hits`` when omitted.
            filters: What to narrow to.
            settings: Other values of ``search.*`` for this search alone.
            cancel: Checked between steps.

        Raises:
            PaperNotFoundError: The key names neither, or several papers.
            CancelledError: ``cancel`` was set.
        """
        stop = cancel or threading.Event()
        searcher = self._searcher_with(settings)
        return searcher.more_like(key, self._wanted(k), filters or Filters(), stop)

    def _searcher_with(self, settings: Settings | None) -> Searcher:
        return replace(self._searcher, settings=(settings or self.settings).search)

    def _wanted(self, k: int | None) -> int:
        wanted = k if k is not None else self.settings.search.hits
        if wanted < 1:
            raise QueryError(f"{wanted} hits cannot be shown", "ask for at least one")
        return wanted

    def ask(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        kind: str = "",
        effort: str = "",
        follows: Answer | None = None,
        settings: Settings | None = None,
        keep: bool = True,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """Answer a question from the library, every sentence cited, and keep the answer.

        Args:
            question: What a person asks. ``@citekey`` in it narrows it to that paper.
            filters: What to narrow to.
            kind: What the question asks for, see ``Answer.kind``; found out when empty.
            effort: ``quick``, ``normal`` or ``deep``; as the settings say when empty.
            follows: The answer before it. A question that leans on it ("and on CPUs?") keeps its
                topic and its filters; any other stands alone.
            settings: Other values of ``search.*`` and ``answer.*`` for this question alone.
            keep: Whether the answer is kept among those that were given.
            on_event: Told of quotes, growing text and the settled answer; called from this thread.
            cancel: When set, answering stops within half a second.

        Raises:
            QueryError: The question holds no word, or kind or effort is none of the known ones.
            PaperNotFoundError: ``@citekey`` names no paper.
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.followup import leans_on_before
        from workbench.answer.make import make_answerer
        from workbench.answer.pins import pinned
        from workbench.answer.plan import chosen_effort, chosen_kind

        stop = either(cancel, self._closing)
        chosen = settings or self.settings
        searcher = replace(self._searcher, settings=chosen.search) if settings else self._searcher
        rest, keys = pinned(encodable(question))
        goes_on = follows is not None and leans_on_before(rest)
        narrowed = filters or (follows.filters if follows and goes_on else Filters())
        if keys:
            papers = tuple(self._catalogue.papers.resolve(key) for key in keys)
            narrowed = replace(narrowed, papers=papers)
        answer = make_answerer(searcher, self._engines, chosen.answer, stop).answer(
            rest,
            narrowed,
            on_event,
            stop,
            kind=chosen_kind(kind),
            effort=chosen_effort(effort or chosen.answer.effort),
            follows=follows if goes_on else None,
        )
        if keep:
            record = json.dumps(wire.answer_record(answer), ensure_ascii=False)
            self._catalogue.answers.add(answer.id, answer.question, answer.asked_at, record)
        return answer

    def ask_again(
        self,
        answer: Answer,
        *,
        on_event: AnswerListener | None = None,
        cancel: threading.Event | None = None,
    ) -> tuple[Answer, Changes]:
        """Ask a question again as it was asked, and say what changed. The new answer is kept.

        Raises:
            CancelledError: ``cancel`` was set; nothing is kept.
        """
        from workbench.answer.changes import changes_between

        again = self.ask(
            answer.question,
            filters=answer.filters,
            kind=answer.kind,
            effort=answer.effort,
            on_event=on_event,
            cancel=cancel,
        )
        return again, changes_between(answer, again)

    def vote(self, answer: Answer, value: int, quotes: Sequence[int] = ()) -> None:
        """Keep a thumb up (1) or down (-1); 0 takes an earlier one back.

        A voted passage moves a little in later answers; its hit tells by how much, under
        ``votes``.

        Args:
            answer: What is voted on.
            value: 1, -1 or 0.
            quotes: Numbers of its citations; the answer as a whole when empty.

        Raises:
            QueryError: The answer has no such citation, or ``value`` is none of the three.
        """
        passages = {citation.n: citation.passage.id for citation in answer.citations}
        if value not in {-1, 0, 1}:
            raise QueryError(f"{value} is no vote", "1, -1, or 0 to take it back")
        if missing := [n for n in quotes if n not in passages]:
            raise QueryError(
                f"the answer has no quote {missing[0]}", f"it has {len(passages)} of them"
            )
        self._catalogue.votes.cast(answer.id, [passages[n] for n in quotes], value)

    def votes(self, answer: Answer) -> dict[str, int]:
        """The votes on an answer: passage id to value, ``""`` for the answer as a whole."""
        return self._catalogue.votes.on_answer(answer.id)

    def clear_votes(self) -> int:
        """Take back every vote; return how many there were."""
        return self._catalogue.votes.clear()

    def answers(self, limit: int = 50, text: str = "") -> list[Answer]:
        """Answers that were given, newest first; those that hold ``text`` anywhere, if given."""
        return [
            wire.answer_from_record(json.loads(record))
            for record in self._catalogue.answers.newest(limit, encodable(text))
        ]

    def answer(self, key: str) -> Answer:
        """The stored answer whose id is, or starts with, ``key``; ``last`` is the newest.

        Raises:
            AnswerNotFoundError: There is none, or there are several.
        """
        return wire.answer_from_record(json.loads(self._catalogue.answers.record(key)))

    # taking out

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
