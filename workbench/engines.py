"""The models of one library, started when they are first needed.

Owns which model processes run, and says why one does not. Loading is slow and may fail; whoever
asks gets the model or a ``ModelError`` that a person can act on, and the rest of carrel goes on
with words and quotes alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedder import Embedder
from index.errors import IndexingError, ModelError, RequestCancelledError
from index.model_host import ModelHost
from index.model_spec import ModelSpec, Priority
from index.tokens import GgufTokenCounter
from ingest.tokens import TokenCounter, estimate_tokens
from workbench.errors import CancelledError
from workbench.model_rows import model_rows
from workbench.models.catalogue import ModelRole
from workbench.models.errors import ModelStoreError
from workbench.models.registry import ModelRegistry, ResolvedModel
from workbench.models.trial import try_embedder, try_writer
from workbench.settings import ModelSettings, Settings
from workbench.types import ModelRow, ModelStatus, ModelTrial, ProgressListener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MEANING_UNAVAILABLE", "MODEL_UNAVAILABLE", "Engines", "LibraryEmbedder", "registry_for"]

log = logging.getLogger(__name__)

MODEL_UNAVAILABLE = (ModelError, ModelStoreError)
"""What is raised where a model is not here, cannot be loaded, or died."""
MEANING_UNAVAILABLE = (IndexingError, ModelStoreError)
"""The same, or the index of meaning cannot be used: words alone go on."""


def registry_for(settings: ModelSettings, models_folder: Path) -> ModelRegistry:
    """The models of this machine, with the settings' choice for each role."""
    chosen = {
        ModelRole.EMBED.value: settings.embedder,
        ModelRole.RERANK.value: settings.reranker,
        ModelRole.GENERATE.value: settings.writer,
    }
    return ModelRegistry(models_folder, chosen)


@dataclass(frozen=True, slots=True)
class LibraryEmbedder:
    """The embedder in use. ``key`` names it in the catalogue; ``dimension`` is its vectors'."""

    key: str
    dimension: int
    engine: Embedder

    def embed_query(self, text: str, cancel: threading.Event | None) -> NDArray[np.float32]:
        """One query's unit vector, shape ``(dimension,)``; overtakes background work."""
        return self.engine.embed_query(text, cancel=cancel)

    def embed_texts(
        self, texts: Sequence[str], cancel: threading.Event | None
    ) -> NDArray[np.float32]:
        """Unit vectors of texts a person is waiting for, shape ``(n, dimension)``."""
        return self.engine.embed_passages(texts, priority=Priority.INTERACTIVE, cancel=cancel)

    def embed_passages(
        self, texts: Sequence[str], cancel: threading.Event | None
    ) -> NDArray[np.float32]:
        """Unit vectors of passages in the background, shape ``(n, dimension)``."""
        return self.engine.embed_passages(texts, priority=Priority.BACKGROUND, cancel=cancel)


class Engines:
    """The embedder and the writer of one library.

    Args:
        settings: Which models, and on what they run.
        models_folder: Where fetched models are kept.
        log_file: Where model processes write their messages.
    """

    def __init__(self, settings: Settings, models_folder: Path, log_file: Path) -> None:
        self._settings = settings.models
        self._registry = registry_for(settings.models, models_folder)
        self._log_file = log_file
        self._guard = threading.RLock()
        self._hosts: dict[ModelRole, ModelHost] = {}
        self._embedder: LibraryEmbedder | None = None
        self._closed = False

    def embedder(self) -> LibraryEmbedder:
        """The embedding model, its process started if need be.

        Raises:
            ModelError, ModelStoreError: It cannot be loaded, or there is none.
        """
        with self._guard:
            if self._embedder is not None:
                return self._embedder
            model = self._resolved(ModelRole.EMBED)
            host = self._host(ModelRole.EMBED, model)
        entry = model.entry
        engine = Embedder(host, entry.query_prefix, entry.passage_prefix)
        # not under the guard: loading is slow, and closing must not wait for it
        dimension = entry.dimension or host.info().dimension
        embedder = LibraryEmbedder(model.key, dimension, engine)
        with self._guard:
            self._embedder = embedder
        return embedder

    def writer(self) -> tuple[str, ModelHost]:
        """The writing model's name and process.

        Raises:
            ModelError, ModelStoreError: It cannot be loaded, or there is none.
        """
        model = self._resolved(ModelRole.GENERATE)
        with self._guard:
            return model.entry.name, self._host(ModelRole.GENERATE, model)

    def reranker(self) -> ModelHost | None:
        """The process of the model that scores pairs of texts; None where none is chosen.

        Raises:
            ModelError, ModelStoreError: It cannot be loaded.
        """
        with self._guard:
            if self._registry.chosen(ModelRole.RERANK) is None:
                return None
            return self._host(ModelRole.RERANK, self._resolved(ModelRole.RERANK))

    def embedder_key(self) -> str:
        """Key of the embedder's vectors, or ``""`` where there is no embedder."""
        try:
            return self._resolved(ModelRole.EMBED).key
        except MODEL_UNAVAILABLE:
            return ""

    def counter_maker(self) -> Callable[[], TokenCounter]:
        """Makes, in a reader process, the embedder's own token counter, or an estimate."""
        try:
            return _CounterMaker(self._resolved(ModelRole.EMBED).path)
        except MODEL_UNAVAILABLE:
            return _EstimateMaker()

    def why_words_only(self, *, cancelled: bool) -> str:
        """Why passages may have no embedding, as a file's reason."""
        try:
            self._resolved(ModelRole.EMBED)
        except MODEL_UNAVAILABLE as error:
            return str(error)
        what = "embedding was stopped" if cancelled else "not embedded yet"
        return f"{what}: carrel ingest goes on with it"

    def fetch_missing(
        self, on_progress: ProgressListener | None, cancel: threading.Event | None
    ) -> None:
        """Fetch the chosen models that are not here.

        Raises:
            ModelStoreError: One could not be fetched.
        """
        for role in (ModelRole.EMBED, ModelRole.GENERATE):
            if self._registry.chosen(role) is not None:
                self._registry.ensure(role, on_progress, cancel)

    def fetch_on_first_use(
        self, on_progress: ProgressListener | None, cancel: threading.Event | None
    ) -> str:
        """Fetch missing models if the settings allow it; return why it failed, or ``""``."""
        if self._settings.fetch == "never":
            return ""
        try:
            self.fetch_missing(on_progress, cancel)
        except ModelStoreError as error:
            log.warning("models were not fetched: %s", error)
            return str(error)
        return ""

    def rows(self) -> list[ModelRow]:
        """Every model that is known, and what it is doing now."""
        with self._guard:
            registry, choices, hosts = self._registry, self._choices(), dict(self._hosts)
        return model_rows(registry, choices, hosts)

    def fetch(
        self, name: str, on_progress: ProgressListener | None, cancel: threading.Event | None
    ) -> None:
        """Fetch one catalogued model.

        Raises:
            ModelStoreError: It could not be fetched, or there is none of that name.
        """
        self._registry.fetch(name, on_progress, cancel)

    def test(self, role: ModelRole, cancel: threading.Event) -> ModelTrial:
        """Load the model of a role and try it.

        Raises:
            ModelError, ModelStoreError: It cannot be tried.
            CancelledError: ``cancel`` was set.
        """
        if role is ModelRole.EMBED:
            name = self._resolved(role).entry.name
            try:
                return try_embedder(name, self.embedder().engine, cancel)
            except RequestCancelledError as error:
                raise CancelledError("the test was cancelled") from error
        name, host = self.writer()
        return try_writer(name, host, cancel)

    def apply(self, settings: Settings) -> None:
        """Take other settings; processes whose model changed end, and start anew when needed."""
        with self._guard:
            if settings.models == self._settings:
                return
            self._settings = settings.models
            self._registry = registry_for(settings.models, self._registry.models_folder)
            for host in self._hosts.values():
                host.close()
            self._hosts.clear()
            self._embedder = None

    def warm(self) -> None:
        """Start loading the models in their processes; returns at once, and never fails."""
        try:
            self.embedder().engine.host.warm(like_words=True)
            self.writer()[1].warm()
        except MODEL_UNAVAILABLE:
            log.info("a model could not be warmed", exc_info=True)

    def status(self) -> tuple[ModelStatus, ...]:
        """For each role: what is chosen, whether it is here, on what it runs."""
        return tuple(self._status(role) for role in (ModelRole.EMBED, ModelRole.GENERATE))

    def device(self) -> str:
        """Where models run, as the loaded embedder says: a GPU's name, or ``CPU``."""
        try:
            return self.embedder().engine.host.info().device
        except MODEL_UNAVAILABLE:
            return "no model loaded"

    def close(self) -> None:
        """End the model processes. Safe to call twice."""
        with self._guard:
            self._closed = True
            for host in self._hosts.values():
                host.close()
            self._hosts.clear()
            self._embedder = None

    def _choices(self) -> dict[ModelRole, str]:
        return {
            ModelRole.EMBED: self._settings.embedder,
            ModelRole.RERANK: self._settings.reranker,
            ModelRole.GENERATE: self._settings.writer,
        }

    def _resolved(self, role: ModelRole) -> ResolvedModel:
        return self._registry.resolve(role)

    def _host(self, role: ModelRole, model: ResolvedModel) -> ModelHost:
        if self._closed:
            raise ModelError("the library is closed", "open it again")
        if role not in self._hosts:
            spec = ModelSpec(
                path=model.path,
                role=role.value,
                pooling=model.entry.pooling,
                threads=self._settings.threads,
                gpu_layers=self._settings.gpu_layers,
            )
            self._hosts[role] = ModelHost(spec, self._log_file)
        return self._hosts[role]

    def _status(self, role: ModelRole) -> ModelStatus:
        try:
            entry = self._registry.chosen(role)
            if entry is None:
                return ModelStatus(role.value, "none", False, "not loaded", "no model is chosen")
            self._registry.resolve(role)
        except MODEL_UNAVAILABLE as error:
            choice = self._choices()[role]
            return ModelStatus(role.value, choice, False, "not loaded", str(error))
        host = self._hosts.get(role)
        info = host.info() if host and host.is_loaded else None
        return ModelStatus(
            role.value,
            entry.name,
            True,
            info.device if info else "not loaded",
            "; ".join(info.notes) if info else "",
        )


@dataclass(frozen=True, slots=True)
class _CounterMaker:
    """Travels to a reader process and makes the counter there."""

    model: Path

    def __call__(self) -> TokenCounter:
        return GgufTokenCounter(self.model)


@dataclass(frozen=True, slots=True)
class _EstimateMaker:
    """The same where there is no embedder: a cautious estimate."""

    def __call__(self) -> TokenCounter:
        return estimate_tokens
