"""Token vectors: reading them, matching like words, comparing token by token within a budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import ModelRequestError
from index.llama.gguf_tensor import read_tensor
from index.model_host import ModelHost
from index.model_spec import ModelSpec

QUERY = "how do cars work"
TEXTS = ["An automobile is driven by an engine.", "Bread is baked from flour.", ""]


@pytest.fixture(scope="module")
def host(models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelHost]:
    log = tmp_path_factory.mktemp("late") / "model.log"
    with ModelHost(ModelSpec(_embedder(models_folder), "embed"), log) as running:
        yield running


def _embedder(models_folder: Path) -> Path:
    return next(models_folder.glob("all-MiniLM*.gguf"))


def test_like_words_count_and_other_words_hardly(host: ModelHost) -> None:
    same, like, other, nothing = host.soft_match(
        ["car"], [1.0], ["the car is red", "the automobile is red", "bread and butter", ""]
    )
    assert same == pytest.approx(1.0, abs=0.01)
    assert same > like > other > nothing
    assert nothing == 0.0


def test_weights_say_which_word_counts(host: ModelHost) -> None:
    texts = ["a car", "some bread"]
    car, bread = host.soft_match(["car", "bread"], [10.0, 1.0], texts)
    assert car > bread
    assert host.soft_match([], [], texts) == [0.0, 0.0]


def test_passages_are_compared_token_by_token(host: ModelHost) -> None:
    scores = host.late_interaction(QUERY, TEXTS, 60_000)
    assert set(scores) == {0, 1, 2}
    assert scores[0] > scores[1] > scores[2] == 0.0
    assert host.late_interaction(TEXTS[0], TEXTS[:1], 60_000)[0] == pytest.approx(1.0, abs=0.01)


def test_weights_say_which_tokens_count(host: ModelHost) -> None:
    texts = ["A car by the road.", "Bread from the oven."]
    for telling, best in (("car", 0), ("bread", 1)):
        scores = host.late_interaction("car and bread", texts, 60_000, weights={telling: 2.0})
        assert scores[best] > scores[1 - best]
    alike = host.late_interaction("car and bread", texts, 60_000, weights={"absent": 1.0})
    assert alike == pytest.approx(host.late_interaction("car and bread", texts, 60_000))


def test_without_time_only_passages_seen_lately_are_compared(host: ModelHost) -> None:
    seen = host.late_interaction(QUERY, TEXTS, 60_000)
    unseen = "A passage that nobody has asked about yet."
    scores = host.late_interaction(QUERY, [*TEXTS, unseen], 0)
    assert scores == pytest.approx(seen)


def test_a_query_without_a_token_is_refused(host: ModelHost) -> None:
    with pytest.raises(ModelRequestError, match="no token"):
        host.late_interaction("", TEXTS, 1000)


def test_embedding_is_not_disturbed(host: ModelHost) -> None:
    before = host.embed([TEXTS[0]])
    host.late_interaction(QUERY, TEXTS, 60_000)
    assert host.embed([TEXTS[0]]) == pytest.approx(before, abs=1e-6)


def test_a_tensor_is_the_one_that_the_format_says(models_folder: Path) -> None:
    gguf = pytest.importorskip("gguf")
    path = _embedder(models_folder)
    tensors = gguf.GGUFReader(str(path)).tensors
    wanted = next(tensor for tensor in tensors if tensor.name == "token_embd.weight")
    expected = gguf.dequantize(wanted.data, wanted.tensor_type)
    assert (read_tensor(path, "token_embd.weight") == expected).all()
    with pytest.raises(ModelRequestError, match="not there"):
        read_tensor(path, "no such tensor")


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for name, data in {"text": b"hello", "cut": b"GGUF\3\0\0\0"}.items():
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(ModelRequestError, match="cannot be read"):
            read_tensor(file, "token_embd.weight")
