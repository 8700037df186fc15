from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.workbench.models.conftest import Shop, gguf_bytes
from workbench.models.catalogue import ModelRole
from workbench.models.errors import ModelMissingError, ModelStoreError, UnknownModelError
from workbench.models.gguf_header import read_gguf_header
from workbench.models.registry import ModelRegistry


def registry_of(shop: Shop, folder: Path, **chosen: str) -> ModelRegistry:
    return ModelRegistry(folder, chosen, {"tiny": shop.entry})


def test_a_chosen_model_is_missing_then_fetched_then_present(shop: Shop, tmp_path: Path) -> None:
    registry = registry_of(shop, tmp_path / "models", embed="tiny")
    entry = registry.chosen("embed")
    assert entry is not None
    assert not registry.is_present(entry)
    with pytest.raises(ModelMissingError, match="tiny") as caught:
        registry.resolve("embed")
    assert "carrel models fetch tiny" in caught.value.hint
    fetched = registry.ensure("embed")
    assert registry.is_present(entry)
    assert registry.resolve("embed") == fetched
    assert fetched.key == f"tiny:{shop.entry.sha256[:16]}"


def test_looking_never_reaches_the_network(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("something was started or connected to")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    registry = registry_of(shop, tmp_path / "models", embed="tiny", generate="none")
    assert [entry.name for entry in registry.entries()] == ["tiny"]
    assert registry.chosen("generate") is None
    assert registry.chosen(ModelRole.RERANK) is None
    assert registry.path_of(shop.entry) == tmp_path / "models" / "tiny.gguf"
    with pytest.raises(ModelMissingError):
        registry.resolve("embed")
    with pytest.raises(ModelMissingError):
        registry.ensure("generate")


def test_a_present_model_is_not_hashed_again(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = registry_of(shop, tmp_path / "models", embed="tiny")
    registry.ensure("embed")

    def refuse(_path: Path) -> str:
        raise AssertionError("hashed again")

    monkeypatch.setattr("workbench.models.files.file_sha256", refuse)
    assert registry.is_present(shop.entry)


def test_a_model_damaged_later_is_no_longer_present(shop: Shop, tmp_path: Path) -> None:
    registry = registry_of(shop, tmp_path / "models", embed="tiny")
    path = registry.ensure("embed").path
    path.write_bytes(path.read_bytes()[:-1])
    assert not registry.is_present(shop.entry)
    assert registry.ensure("embed").path.read_bytes() == shop.content


def test_a_persons_own_file_is_taken_wherever_a_name_is(shop: Shop, tmp_path: Path) -> None:
    own = tmp_path / "my embedder.gguf"
    own.write_bytes(gguf_bytes("Mine"))
    registry = registry_of(shop, tmp_path / "models", embed=str(own))
    resolved = registry.ensure("embed")
    assert resolved.path == own
    assert (resolved.entry.name, resolved.entry.description) == ("my embedder", "Mine")
    assert (resolved.entry.dimension, resolved.entry.context) == (384, 512)
    assert resolved.entry.pooling == "mean"
    own.write_bytes(gguf_bytes("Changed"))
    assert registry.resolve("embed").key != resolved.key


def test_a_name_that_nobody_knows_is_an_error_that_lists_those_known(
    shop: Shop, tmp_path: Path
) -> None:
    with pytest.raises(UnknownModelError) as caught:
        registry_of(shop, tmp_path, embed="timy").chosen("embed")
    assert "tiny" in caught.value.hint
    with pytest.raises(UnknownModelError):
        registry_of(shop, tmp_path).fetch("timy")


def test_a_model_of_another_role_is_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ModelStoreError, match="role embed"):
        registry_of(shop, tmp_path, generate="tiny").chosen("generate")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"GGUF\3", gguf_bytes()[:100]])
def test_a_file_that_is_no_gguf_is_an_error_that_names_it(
    shop: Shop, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(content)
    with pytest.raises(ModelStoreError, match=r"broken\.gguf"):
        registry_of(shop, tmp_path, embed=str(broken)).chosen("embed")


def test_a_persons_own_encoder_cannot_be_the_writer(shop: Shop, tmp_path: Path) -> None:
    own = tmp_path / "encoder.gguf"
    own.write_bytes(gguf_bytes())
    with pytest.raises(ModelStoreError, match="role embed, not generate"):
        registry_of(shop, tmp_path, generate=str(own)).chosen("generate")


def test_any_model_can_be_fetched_by_name(shop: Shop, tmp_path: Path) -> None:
    assert registry_of(shop, tmp_path / "models").fetch("tiny").path.exists()
    shutil.rmtree(shop.folder)


def test_the_true_models_describe_themselves(models_folder: Path) -> None:
    for path in models_folder.glob("*.gguf"):
        header = read_gguf_header(path)
        assert header["general.architecture"] in {"bert", "llama"}
        assert len(str(header["general.name"])) > 3
