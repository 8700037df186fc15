from __future__ import annotations

from pathlib import Path

import pytest

from workbench.models.catalogue import ModelRole, load_catalogue, parse_catalogue
from workbench.models.errors import ModelCatalogueError

HASH = "ab" * 32

GOOD = f"""
[models.tiny]
role = "embed"
description = "small"
licence = "MIT"
file = "tiny.gguf"
sha256 = "{HASH}"
size = 10
dimension = 384

[models.tiny.source]
kind = "wheel"
package = "tiny-model"
version = "1.0"
sha256 = "{HASH}"
size = 10
inside = "tiny/tiny.gguf"
"""


def test_the_catalogue_that_ships_has_a_default_for_each_role_in_use() -> None:
    entries = load_catalogue()
    embedder, writer = entries["all-MiniLM-L6-v2"], entries["SmolLM2-135M-Instruct"]
    assert (embedder.role, embedder.dimension, embedder.pooling) == (ModelRole.EMBED, 384, "mean")
    assert writer.role is ModelRole.GENERATE
    for entry in entries.values():
        assert entry.licence
        assert entry.description
        assert entry.source is not None


def test_an_entry_is_read(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(GOOD)
    entry = load_catalogue(file)["tiny"]
    assert entry.source is not None
    assert (entry.file, entry.source.package, entry.context) == ("tiny.gguf", "tiny-model", 0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('role = "embed"', 'role = "poet"', r"models\.tiny\.role.*poet"),
        ('role = "embed"', "", r"models\.tiny\.role is missing"),
        ('file = "tiny.gguf"', 'file = "../tiny.gguf"', r"models\.tiny\.file"),
        ('file = "tiny.gguf"', 'file = "tiny.bin"', r"models\.tiny\.file"),
        ("size = 10\ndimension", "size = -1\ndimension", r"models\.tiny\.size"),
        ("size = 10\ndimension", "size = true\ndimension", r"models\.tiny\.size"),
        (HASH, "xyz", r"models\.tiny\.sha256"),
        ("dimension = 384", "dimensions = 384", r"models\.tiny\.dimensions is not a known key"),
        ('kind = "wheel"', 'kind = "hub"', r"models\.tiny\.source\.kind.*hub"),
        ('inside = "tiny/tiny.gguf"', "", r"models\.tiny\.source\.inside is missing"),
        ('"1.0"', '"1.0 --index-url=elsewhere"', r"models\.tiny\.source\.version"),
        ('"tiny-model"', '"-r"', r"models\.tiny\.source\.package"),
        ("[models.tiny]", "[models.tiny", r"line \d+"),
    ],
)
def test_an_error_names_the_entry_and_the_key_or_the_line(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(ModelCatalogueError, match=told):
        parse_catalogue(GOOD.replace(old, new, 1))


def test_a_catalogue_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelCatalogueError):
        load_catalogue(tmp_path / "missing.toml")
