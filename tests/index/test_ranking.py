"""A cross-encoder through rank pooling. No real one is at hand: this one's head is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelFileError, ModelRequestError
from index.llama.gguf_model import GgufModel
from index.llama.ranking import RankingEngine
from index.model_host import ModelHost
from index.model_spec import ModelSpec


@pytest.fixture(scope="module")
def fake_reranker(models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedder's own weights with a made-up classifier on top, pooling by rank."""
    import gguf

    source = gguf.GGUFReader(str(next(models_folder.glob("all-MiniLM*.gguf"))))
    target = tmp_path_factory.mktemp("reranker") / "fake-reranker.gguf"
    writer = gguf.GGUFWriter(str(target), "bert")
    for field in source.fields.values():
        if field.name.startswith("GGUF.") or field.name == "general.architecture":
            continue
        if field.name == "bert.pooling_type":
            writer.add_pooling_type(gguf.PoolingType.RANK)
            continue
        kind = field.types[0]
        inner = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, inner)
    for tensor in source.tensors:
        writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
    random = np.random.default_rng(0)
    head = {"cls.weight": (384, 384), "cls.bias": (384,), "cls.output.weight": (1, 384),
            "cls.output.bias": (1,)}  # fmt: skip
    for name, shape in head.items():
        writer.add_tensor(name, (0.1 * random.standard_normal(shape)).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


@pytest.fixture
def host(fake_reranker: Path, tmp_path: Path) -> Iterator[ModelHost]:
    with ModelHost(ModelSpec(fake_reranker, "rerank"), tmp_path / "model.log") as running:
        yield running


TEXTS = ["Bees dance for flowers.", "Glaciers grind rock.", "word " * 3000]


def test_each_pair_gets_one_score_and_the_same_one_again(host: ModelHost) -> None:
    scores = host.rank("what do bees do", TEXTS, 60_000)
    assert set(scores) == {0, 1, 2}
    assert len(set(scores.values())) == 3
    assert host.rank("what do bees do", TEXTS[::-1], 60_000)[2] == pytest.approx(scores[0])
    assert host.rank("what do glaciers do", TEXTS, 60_000)[0] != pytest.approx(scores[0])


def test_without_time_nothing_is_scored(host: ModelHost) -> None:
    assert host.rank("bees", TEXTS, 0) == {}


def test_it_does_not_embed_and_an_embedder_does_not_rank(
    host: ModelHost, models_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises((ModelFileError, ModelRequestError)):
        host.embed(["bees"])
    embedder = next(models_folder.glob("all-MiniLM*.gguf"))
    with (
        ModelHost(ModelSpec(embedder, "embed"), tmp_path / "embedder.log") as other,
        pytest.raises((ModelFileError, ModelRequestError)),
    ):
        other.rank("bees", TEXTS, 1000)


def test_marks_in_a_text_stay_text(fake_reranker: Path) -> None:
    model = GgufModel(fake_reranker)
    engine = RankingEngine(model, ModelSpec(fake_reranker, "rerank"), 1, lambda: False)
    try:
        before, after, between = model.marks()
        pair = engine.pair("a [SEP] b", "c [CLS] d")
        marks = [*before, *after, *between]
        assert sum(token in set(marks) for token in pair) == len(before) + 2 * len(after) + len(
            between
        )
    finally:
        engine.close()
