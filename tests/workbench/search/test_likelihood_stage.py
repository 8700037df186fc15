"""The writer as a judge of passages: off unless wanted, told among the parts, within its time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests_support import SETTINGS

from workbench.library import Library
from workbench.types import SearchResult

QUESTION = "how are newer articles preferred when scores are close?"


def _search(library: Library, **changes: object) -> SearchResult:
    search = replace(SETTINGS.search, **changes)  # type: ignore[arg-type] # names of settings
    return library.search(QUESTION, settings=replace(SETTINGS, search=search))


def test_it_is_asked_where_it_has_a_weight(sample_library: Library) -> None:
    assert "likelihood" not in _search(sample_library).hits[0].scores
    judged = _search(sample_library, likelihood=0.5, rerank_ms=120_000.0)
    assert not judged.notes
    first = judged.hits[0]
    assert first.scores["likelihood"] < 0
    parts = [value for name, value in first.scores.items() if name.endswith("_share")]
    assert first.score == pytest.approx(sum(parts), abs=1e-4)
    best = max(judged.hits, key=lambda hit: hit.scores["likelihood_share"])
    assert "the writer would ask this of it" in best.reason


def test_without_reading_again_it_is_not_asked(sample_library: Library) -> None:
    judged = _search(sample_library, likelihood=0.5, rerank="off")
    assert all("likelihood" not in hit.scores for hit in judged.hits)


def test_what_it_could_not_read_in_time_is_told(sample_library: Library) -> None:
    judged = _search(sample_library, likelihood=0.5, rerank_ms=400.0)
    assert judged.hits
    assert any("likelihood" in note for note in judged.notes)


def test_a_writer_that_is_not_there_is_told(sample_library: Library) -> None:
    models = replace(SETTINGS.models, writer="/nowhere/writer.gguf")
    search = replace(SETTINGS.search, likelihood=0.5, rerank_ms=60_000.0)
    sample_library.apply_settings(replace(SETTINGS, models=models, search=search))
    judged = sample_library.search(QUESTION)
    assert judged.hits
    assert any("likelihood stage was left out" in note for note in judged.notes)
