from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from index.model_host import ModelHost
from index.model_spec import ModelSpec
from tests.workbench.models.conftest import TinyBert, make_wheel
from workbench.models.convert import convert_bert_wheel
from workbench.models.errors import ModelConversionError

TOKENS = [101, 104, 105, 106, 107, 108, 109, 110, 102]
TEXT = "Graphs are searched by words."


def bert_by_hand(bert: TinyBert, tokens: list[int]) -> np.ndarray:
    """The encoder's mean-pooled unit vector (Devlin et al. 2019), in numpy."""
    t = bert.tensors

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        result: np.ndarray = scaled * t[f"{name}.weight"] + t[f"{name}.bias"]
        return result

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        result: np.ndarray = x @ t[f"{name}.weight"].T + t[f"{name}.bias"]
        return result

    x = t["embeddings.word_embeddings.weight"][tokens]
    x = x + t["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm(x + t["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    erf = np.vectorize(math.erf)
    for layer in range(2):
        p = f"encoder.layer.{layer}"
        parts = [dense(x, f"{p}.attention.self.{name}") for name in ("query", "key", "value")]
        q, k, v = (part.reshape(len(tokens), 4, 16).transpose(1, 0, 2) for part in parts)
        weights = q @ k.transpose(0, 2, 1) / 4.0
        weights = np.exp(weights - weights.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        attended = (weights @ v).transpose(1, 0, 2).reshape(len(tokens), 64)
        x = norm(
            x + dense(attended, f"{p}.attention.output.dense"), f"{p}.attention.output.LayerNorm"
        )
        inner = dense(x, f"{p}.intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        x = norm(x + dense(inner, f"{p}.output.dense"), f"{p}.output.LayerNorm")
    mean = x.mean(0)
    unit: np.ndarray = mean / np.linalg.norm(mean)
    return unit


@pytest.mark.parametrize(("precision", "close"), [("F32", 0.9999), ("F16", 0.9995), ("Q8_0", 0.99)])
def test_a_converted_encoder_computes_what_the_published_one_does(
    tiny_bert: TinyBert, tmp_path: Path, precision: str, close: float
) -> None:
    wheel = make_wheel(tmp_path, tiny_bert.wheel_files("m"))
    made = tmp_path / "tiny.gguf"
    convert_bert_wheel(wheel, "m", made, name="tiny", precision=precision)
    with ModelHost(ModelSpec(made, "embed", threads=1), tmp_path / "log") as host:
        assert host.count_tokens([TEXT]) == [len(TOKENS) - 2]
        vector = host.embed([TEXT])[0]
    assert vector @ bert_by_hand(tiny_bert, TOKENS) > close


def test_conversion_is_repeatable_to_the_byte(tiny_bert: TinyBert, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, tiny_bert.wheel_files("m"))
    made = [tmp_path / name for name in ("one.gguf", "two.gguf")]
    for path in made:
        convert_bert_wheel(wheel, "m", path, name="tiny", precision="F16")
    assert made[0].read_bytes() == made[1].read_bytes()


@pytest.mark.parametrize("damage", ["folder", "config", "tensors", "zip", "precision"])
def test_weights_that_are_no_bert_are_an_error_that_names_the_wheel(
    tiny_bert: TinyBert, tmp_path: Path, damage: str
) -> None:
    files = tiny_bert.wheel_files("m")
    if damage == "config":
        files["m/config.json"] = b"{}"
    elif damage == "tensors":
        files["m/model.safetensors"] = files["m/model.safetensors"][:2000]
    wheel = make_wheel(tmp_path, files)
    if damage == "zip":
        wheel.write_bytes(wheel.read_bytes()[:500])
    folder = "elsewhere" if damage == "folder" else "m"
    precision = "F8" if damage == "precision" else "F32"
    with pytest.raises(ModelConversionError):
        convert_bert_wheel(wheel, folder, tmp_path / "x.gguf", name="t", precision=precision)
