"""The true models, fetched once into the models folder (CARREL_MODELS overrides it)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
