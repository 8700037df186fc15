"""Close reading: what each stage adds, what happens without time, and what is said of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pytest
from tests_support import SETTINGS

from index.errors import ModelRequestError
from index.fusion import FusedPassage
from workbench.errors import CancelledError
from workbench.library import Library
from workbench.search.rerank.cascade import Reading, Scores, Stage, rerank
from workbench.search.stopwatch import Stopwatch
from workbench.types import SearchResult

RANKED = [FusedPassage(name, 0.5 - 0.1 * at, {"dense_share": 0.5 - 0.1 * at})
          for at, name in enumerate("abcd")]  # fmt: skip


def _texts(ids: Collection[str]) -> Mapping[str, str]:
    return {name: f"text of {name}" for name in ids}


def _run(
    *stages: Stage, milliseconds: float = 1000, cancel: threading.Event | None = None
) -> tuple[list[FusedPassage], tuple[str, ...]]:
    stop = cancel or threading.Event()
    return rerank(RANKED, stages, _texts, "query", milliseconds, Stopwatch(), stop)


def _stage(scores: Mapping[str, float], weight: float = 0.3, depth: int = 3) -> Stage:
    def read(reading: Reading, ids: Sequence[str], milliseconds: float) -> Mapping[str, float]:
        assert set(ids) <= set(reading.texts)
        assert milliseconds > 0
        return {name: scores[name] for name in ids if name in scores}

    return Stage("fake", weight, depth, read)


def test_a_stage_reorders_what_it_read_and_tells_its_part() -> None:
    ranked, notes = _run(_stage({"a": 0.1, "b": 0.2, "c": 0.9}))
    assert [hit.passage_id for hit in ranked] == ["c", "a", "b", "d"]
    assert ranked[0].terms["fake"] == 0.9
    assert ranked[0].terms["fake_share"] == pytest.approx(0.3)
    assert ranked[0].score == pytest.approx(0.6)
    assert not notes


def test_what_was_not_read_keeps_its_place_behind() -> None:
    ranked, _ = _run(_stage(dict.fromkeys("abcd", 1.0), depth=2))
    assert [hit.passage_id for hit in ranked] == ["a", "b", "c", "d"]


def test_passages_not_reached_in_time_are_told() -> None:
    ranked, notes = _run(_stage({"a": 0.2, "b": 0.4}))
    assert "reached 2 of 3" in notes[0]
    assert "fake" not in ranked[2].terms


def test_a_stage_that_says_nothing_of_a_passage_neither_lifts_it_nor_pushes_it_down() -> None:
    scores = {"a": 0.0, "b": None, "c": 0.2, "d": 1.0}

    def read(reading: Reading, ids: Sequence[str], milliseconds: float) -> Scores:
        return {name: scores[name] for name in ids}

    ranked, notes = _run(Stage("fake", 0.3, 4, read, needs_text=False))
    assert [hit.passage_id for hit in ranked] == ["a", "d", "b", "c"]
    told = {hit.passage_id: hit.terms for hit in ranked}
    assert told["b"]["fake_share"] == pytest.approx(0.2 * 0.3)
    assert "fake" not in told["b"]
    assert not notes


def test_a_stage_that_applies_to_nothing_is_not_said_to_be_late() -> None:
    def read(reading: Reading, ids: Sequence[str], milliseconds: float) -> Scores:
        return dict.fromkeys(ids)

    assert _run(Stage("fake", 0.3, 4, read)) == (RANKED, ())


def test_a_stage_that_takes_more_than_its_time_is_told() -> None:
    def read(reading: Reading, ids: Sequence[str], milliseconds: float) -> Scores:
        end = time.perf_counter() + 2 * milliseconds / 1000
        while time.perf_counter() < end:
            pass
        return dict.fromkeys(ids, 1.0)

    _, notes = _run(Stage("fake", 0.3, 4, read), milliseconds=20)
    assert notes[0].startswith("the fake stage took ")
    assert "were left" in notes[0]


def test_no_time_leaves_the_list_and_says_so() -> None:
    ranked, notes = _run(_stage({"c": 1.0}), milliseconds=0)
    assert ranked == RANKED
    assert "no time was left for the fake stage" in notes[0]


def test_a_stage_that_cannot_run_is_left_out_and_told() -> None:
    def fail(reading: Reading, ids: Sequence[str], milliseconds: float) -> Mapping[str, float]:
        raise ModelRequestError("the model is gone")

    ranked, notes = _run(Stage("fake", 0.3, 3, fail))
    assert ranked == RANKED
    assert "the model is gone" in notes[0]


def test_cancelling_stops_before_a_stage() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        _run(_stage({"a": 1.0}), cancel=stop)


def _search(library: Library, query: str, **changes: object) -> SearchResult:
    search = replace(SETTINGS.search, **changes)  # type: ignore[arg-type] # names of settings
    return library.search(query, settings=replace(SETTINGS, search=search))


def test_modes_read_as_closely_as_they_say(sample_library: Library) -> None:
    question = "how are newer articles preferred when scores are close?"
    off = _search(sample_library, question, rerank="off").hits[0].scores
    assert not {"neighbours", "like_words", "late_interaction"} & set(off)
    fast = _search(sample_library, question, rerank="fast").hits[0].scores
    assert 0 <= fast["like_words"] <= 1
    assert "late_interaction" not in fast
    careful = _search(sample_library, question, rerank="careful", rerank_ms=60_000.0)
    assert -1 <= careful.hits[0].scores["late_interaction"] <= 1
    assert not careful.notes


def test_a_budget_that_is_too_short_is_told(sample_library: Library) -> None:
    result = _search(sample_library, "ranking by age", rerank="careful", rerank_ms=0.0)
    assert result.hits
    assert any("no time was left" in note for note in result.notes)


def test_a_chosen_model_that_is_not_there_is_told(sample_library: Library) -> None:
    models = replace(SETTINGS.models, reranker="/nowhere/reranker.gguf")
    search = replace(SETTINGS.search, rerank="careful", rerank_ms=60_000.0)
    sample_library.apply_settings(replace(SETTINGS, models=models, search=search))
    result = sample_library.search("ranking by age")
    assert result.hits
    assert any("cross encoder stage was left out" in note for note in result.notes)
