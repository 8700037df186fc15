"""Sentence by sentence: a passage is as near as its best sentences, as far as time allows."""

from __future__ import annotations

import threading

from workbench.engines import Engines
from workbench.library import Library
from workbench.search.rerank.sentences import best_sentences

QUERY = "how do bees find flowers"
ON_BEES = "Bees dance to tell each other where flowers are. They find flowers by their scent."
MIXED = f"Weather\nRain fell for three days. {ON_BEES} The market was closed on Monday."
OFF = "Rain fell for three days.\nThe market was closed on Monday."


def test_sentences_that_answer_are_found_among_others(sample_library: Library) -> None:
    engines: Engines = sample_library._engines
    embedder, stop = engines.embedder(), threading.Event()
    scores = best_sentences(QUERY, [OFF, MIXED, ON_BEES, ""], 60_000, embedder, stop)
    assert scores[1] > scores[0] + 0.2
    assert abs(scores[1] - scores[2]) < 0.02
    assert scores[3] == 0


def test_without_time_nothing_is_read(sample_library: Library) -> None:
    embedder = sample_library._engines.embedder()
    assert best_sentences(QUERY, [OFF], 0, embedder, threading.Event()) == {}
