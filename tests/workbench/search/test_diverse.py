"""Hits that differ: what repeats a hit above loses a share that is told, and only where wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from index.dense import DenseIndex
from index.fusion import FusedPassage
from workbench.search.diverse import diversify
from workbench.search.match import Meaning
from workbench.search.obey import Demands

NAMES = ("0000000000000001", "0000000000000002", "0000000000000003")


@pytest.fixture
def meaning(tmp_path: Path) -> Iterator[Meaning]:
    """The second passage says what the first does; the third is about something else."""
    vectors = np.array([[1, 0, 0], [0.999, 0.0447, 0], [0, 0.6, 0.8]], np.float32)
    with DenseIndex(tmp_path / "dense", 3, "model") as index:
        index.add(list(NAMES), vectors)
        yield Meaning(np.array([1, 0, 0], np.float32), index, cast("Demands", None))


def _ranked() -> list[FusedPassage]:
    return [FusedPassage(name, 1 - at / 10, {"dense_share": 1 - at / 10})
            for at, name in enumerate(NAMES)]  # fmt: skip


def test_a_passage_that_repeats_the_one_above_gives_way(meaning: Meaning) -> None:
    first, second, third = diversify(_ranked(), meaning, 0.5)
    assert [first.passage_id, second.passage_id, third.passage_id] == [NAMES[0], NAMES[2], NAMES[1]]
    assert third.terms["repeats_share"] == pytest.approx(-0.45, abs=0.01)
    assert third.score == pytest.approx(third.terms["dense_share"] + third.terms["repeats_share"])
    assert "repeats_share" not in second.terms


def test_nothing_changes_where_it_is_not_wanted_or_not_known(meaning: Meaning) -> None:
    assert diversify(_ranked(), meaning, 0.0) == _ranked()
    assert diversify(_ranked(), None, 1.0) == _ranked()
    unknown = [FusedPassage("7" * 16, 0.5, {}), *_ranked()]
    assert len(diversify(unknown, meaning, 1.0)) == 4
