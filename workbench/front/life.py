"""What an open library consists of, and in which order it is opened and closed."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench import logs, paths
from workbench.answer.memory import EvidenceMemory
from workbench.catalogue.catalogue import Catalogue
from workbench.corrections import Corrections
from workbench.engines import Engines
from workbench.errors import LibraryError, LibraryMissingError
from workbench.indexes import Indexes
from workbench.open_folders import claim, release
from workbench.pages import PageDrawer
from workbench.read_only import IndexMirror, can_be_written
from workbench.removal import finish_taking_out
from workbench.search.searcher import Searcher
from workbench.settings import Settings, load_settings

__all__ = ["LibraryLife"]

CATALOGUE_FILE = "catalogue.duckdb"


class LibraryLife:
    """An open library's parts, from opening to closing."""

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
        self.is_read_only = not can_be_written(folder, folder / CATALOGUE_FILE)
        """Whether the folder cannot be written to: it is searched and asked, and stays as it is."""
        self._catalogue = Catalogue(folder / CATALOGUE_FILE, is_read_only=self.is_read_only)
        self._mirror = IndexMirror(folder / "index") if self.is_read_only else None
        self._index_folder = self._mirror.folder if self._mirror else folder / "index"
        self._indexes = Indexes(self._index_folder, self._catalogue, is_kept=not self.is_read_only)
        self._engines = Engines(settings, paths.models_folder(), logs.model_log())
        self._searcher = Searcher(self._catalogue, self._indexes, self._engines, settings.search)
        self._evidence = EvidenceMemory()
        self._drawer = PageDrawer()
        self._closing = threading.Event()
        self._looked_through: dict[Path, float] = {}
        self._ingesting = threading.Lock()
        self._embedding = threading.Lock()
        self._corrections = Corrections(
            self._catalogue, self._indexes, self._engines, self._embedding
        )
        self._taken_out = ""
        if not self.is_read_only:
            self._taken_out = finish_taking_out(self._catalogue, self._indexes)

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
        return (*self._catalogue.notes, *([self._taken_out] if self._taken_out else ()))

    def close(self) -> None:
        """Stop what runs, save, and let go of the folder. Quick, and safe to call twice."""
        self._closing.set()
        self._engines.close()
        self._drawer.close()
        self._indexes.stop_growing()
        with self._ingesting:
            self._indexes.close()
            self._catalogue.close()
            if self._mirror is not None:
                self._mirror.close()
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
