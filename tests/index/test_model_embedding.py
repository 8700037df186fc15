"""What a model says of texts: vectors, counts, itself."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from index.errors import (
    RequestCancelledError,
)
from index.model_host import ModelHost
from index.model_spec import Priority
from tests.index.hosts import LONG_TEXT, TEXTS


def test_vectors_are_of_length_one_and_close_for_close_meanings(
    embedding_host: ModelHost,
) -> None:
    dog, hound, shares = embedding_host.embed(["a dog barks", "a hound is barking", "shares fell"])
    assert np.linalg.norm([dog, hound, shares], axis=1) == pytest.approx(1.0, abs=1e-5)
    assert dog @ hound > 0.7
    assert abs(dog @ shares) < 0.2


def test_a_model_describes_itself(embedding_host: ModelHost) -> None:
    info = embedding_host.info()
    assert info.device == "CPU" or info.gpu_layers > 0
    assert (info.dimension, info.context, info.threads) == (384, 512, 2)
    assert 20_000_000 < info.parameters < 25_000_000


def test_a_text_embeds_the_same_alone_and_among_others(embedding_host: ModelHost) -> None:
    together = embedding_host.embed(TEXTS, priority=Priority.BACKGROUND)
    alone = np.stack([embedding_host.embed([text])[0] for text in TEXTS])
    assert np.abs(together - alone).max() < 5e-3
    assert np.sum(together * alone, axis=1).min() > 0.9999


def test_no_texts_give_no_vectors_and_an_empty_text_gives_one(embedding_host: ModelHost) -> None:
    assert embedding_host.embed([]).shape == (0, 384)
    assert embedding_host.embed([""]).shape == (1, 384)


def test_any_character_can_be_embedded(embedding_host: ModelHost) -> None:
    assert embedding_host.embed(["\ud800 \0 \U0001f426 信息 \x1b[31m"]).shape == (1, 384)


def test_a_text_longer_than_the_window_is_embedded_to_its_end(embedding_host: ModelHost) -> None:
    start = "The first part is about graphs and their nodes. " * 60
    end = "Birds build nests in spring and migrate in autumn. " * 60
    assert embedding_host.count_tokens([start + end])[0] > 2 * embedding_host.info().context
    whole, first, birds = embedding_host.embed([start + end, start, "birds and their nests"])
    assert np.linalg.norm(whole) == pytest.approx(1.0, abs=1e-5)
    assert whole @ birds > first @ birds + 0.2


def test_two_threads_at_once_get_their_own_vectors(embedding_host: ModelHost) -> None:
    expected = np.stack([embedding_host.embed([text])[0] for text in TEXTS])
    got: dict[int, np.ndarray] = {}

    def work(number: int) -> None:
        chosen = TEXTS[number::4] * 5
        got[number] = embedding_host.embed(chosen, priority=Priority(number % 2))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, vectors in got.items():
        assert np.abs(vectors - np.tile(expected[number::4], (5, 1))).max() < 5e-3


def test_an_interactive_request_overtakes_background_work(embedding_host: ModelHost) -> None:
    embedding_host.embed(["loaded"])
    finished: list[str] = []

    def background() -> None:
        long_texts = ["many words about nothing in particular " * 60] * 30
        embedding_host.embed(long_texts, priority=Priority.BACKGROUND)
        finished.append("background")

    thread = threading.Thread(target=background)
    thread.start()
    for _ in range(5):
        embedding_host.embed(["what is a graph?"])
    finished.append("interactive")
    thread.join()
    assert finished == ["interactive", "background"]


def test_embedding_can_be_cancelled_and_the_next_request_works(embedding_host: ModelHost) -> None:
    cancel = threading.Event()
    timer = threading.Timer(0.15, cancel.set)
    timer.start()
    with pytest.raises(RequestCancelledError):
        embedding_host.embed([LONG_TEXT], cancel=cancel)
    started = time.monotonic()
    assert embedding_host.embed(["hello"]).shape == (1, 384)
    assert time.monotonic() - started < 1.0
