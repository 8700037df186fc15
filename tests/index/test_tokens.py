from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ModelFileError
from index.model_host import ModelHost
from index.tokens import GgufTokenCounter

TEXT = "Late interaction (ColBERT-v2) re-ranks k-NN hits;\n\tp<0.05, naïvely. 信息检索 ﬁt…"


def test_counts_are_the_models_own(embedder_file: Path, embedding_host: ModelHost) -> None:
    counter = GgufTokenCounter(embedder_file)
    assert [counter(TEXT)] == embedding_host.count_tokens([TEXT])
    assert counter("") == counter(" \n ") == 0


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_counting_word_by_word_is_exact_for_wordpiece(
    embedder_file: Path, embedding_host: ModelHost, text: str
) -> None:
    counter = pickle.loads(pickle.dumps(GgufTokenCounter(embedder_file)))
    whole = counter._load().tokenize(text, add_special=False)
    assert counter(text) == len(whole)


def test_byte_pair_counts_are_close(writer_file: Path, writing_host: ModelHost) -> None:
    text = "We compare sparse and dense retrieval on three collections. " * 20
    exact = writing_host.count_tokens([text])[0]
    assert GgufTokenCounter(writer_file)(text) == pytest.approx(exact, rel=0.02)


def test_a_missing_file_is_an_error_when_counting_begins(tmp_path: Path) -> None:
    counter = GgufTokenCounter(tmp_path / "missing.gguf")
    with pytest.raises(ModelFileError):
        counter("word")
