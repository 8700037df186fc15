"""The true models, fetched once into the models folder (CARREL_MODELS overrides it)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import dense_view, kept_graph
from index.model_host import ModelHost
from index.model_spec import ModelSpec
from workbench.models import ModelRegistry


@pytest.fixture(scope="session")
def registry(models_folder: Path) -> ModelRegistry:
    """The catalogue with the default choices, in this machine's models folder."""
    chosen = {"embed": "all-MiniLM-L6-v2", "generate": "SmolLM2-135M-Instruct"}
    return ModelRegistry(models_folder, chosen)


@pytest.fixture(scope="session")
def embedder_file(registry: ModelRegistry) -> Path:
    return registry.ensure("embed").path


@pytest.fixture(scope="session")
def writer_file(registry: ModelRegistry) -> Path:
    return registry.ensure("generate").path


@pytest.fixture(scope="session")
def embedding_host(
    embedder_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModelHost]:
    """One running embedder for the tests that leave it alive."""
    log = tmp_path_factory.mktemp("log") / "embed.log"
    with ModelHost(ModelSpec(embedder_file, "embed", threads=2), log) as host:
        yield host


@pytest.fixture(scope="session")
def writing_host(
    writer_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModelHost]:
    """One running writer for the tests that leave it alive."""
    log = tmp_path_factory.mktemp("log") / "write.log"
    with ModelHost(ModelSpec(writer_file, "generate", threads=2), log) as host:
        yield host


@pytest.fixture
def small_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the graph for hundreds of rows instead of tens of thousands."""
    monkeypatch.setattr(kept_graph, "GRAPH_FROM", 300)
    monkeypatch.setattr(dense_view, "EXACT_COST", 1)
    monkeypatch.setattr(kept_graph, "TAIL_MOST", 50)


@pytest.fixture
def late_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load every saved graph late, and only when it is asked for."""
    monkeypatch.setattr(kept_graph, "LOADED_AT_OPEN", 0)
    monkeypatch.setattr(kept_graph, "LOAD_AFTER_SECONDS", 3600.0)
