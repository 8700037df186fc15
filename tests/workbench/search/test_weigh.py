"""Time and citations settle near-equals; they never lift what is not relevant."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.fusion import FusedPassage
from workbench.catalogue.impact import PaperImpacts
from workbench.search import weigh as weigh_module
from workbench.search.weigh import PRESETS, Priors, Weighing, weigh, weighing_of
from workbench.settings import SearchSettings

NOW = 2026


_Row = tuple[str, int | None, int, int | None]


def _impact(name: str, year: int | None, cited: int = 0, imported: int | None = None) -> _Row:
    return name, year, cited, imported


def make_priors(rows: Sequence[_Row], this_year: int) -> Priors:
    """The priors of papers written down one by one."""
    columns = [np.array([row[n] for row in rows], np.float64) for n in (1, 2, 3)]
    return weigh_module.make_priors(PaperImpacts([row[0] for row in rows], *columns), this_year)


def _passages(*scores: float) -> list[FusedPassage]:
    return [FusedPassage(f"{n:016x}", s, {"lexical_share": s}) for n, s in enumerate(scores)]


def _papers(count: int) -> dict[str, str]:
    return {f"{n:016x}": f"paper{n}" for n in range(count)}


def test_gentle_reorders_near_equals_and_leaves_clear_differences() -> None:
    priors = make_priors([_impact("paper0", 1990), _impact("paper1", 2026)], NOW)
    gentle = Weighing(*PRESETS["gentle"])
    near = weigh(_passages(0.80, 0.79), _papers(2), priors, gentle)
    assert [hit.passage_id[-1] for hit in near] == ["1", "0"]
    apart = weigh(_passages(0.80, 0.60), _papers(2), priors, gentle)
    assert [hit.passage_id[-1] for hit in apart] == ["0", "1"]


def test_no_prior_lifts_an_unrelated_paper() -> None:
    old = [_impact("paper0", 1960)]
    peers = [_impact(f"other{n}", 2026, n) for n in range(50)]
    priors = make_priors([*old, *peers, _impact("paper1", 2026, 10_000)], NOW)
    strongest = Weighing(recency=10, citations=10)
    first, second = weigh(_passages(0.9, 0.05), _papers(2), priors, strongest)
    assert first.passage_id.endswith("0")
    assert second.score <= 0.1


def test_each_part_is_told_and_adds_up() -> None:
    peers = [_impact(f"other{n}", 2020, n) for n in range(20)]
    priors = make_priors([*peers, _impact("paper0", 2020, 100), _impact("new", 2026)], NOW)
    [hit] = weigh(_passages(0.5), _papers(1), priors, Weighing(2, 2, half_life=3))
    assert hit.terms["citations_share"] > 0
    assert hit.terms["recency_share"] < 0
    assert hit.score == pytest.approx(
        sum(value for name, value in hit.terms.items() if name.endswith("_share"))
    )


def test_off_changes_nothing() -> None:
    priors = make_priors([_impact("paper0", 1990), _impact("paper1", 2026)], NOW)
    passages = _passages(0.5, 0.49)
    assert weigh(passages, _papers(2), priors, Weighing()) == passages


def test_unknown_years_and_papers_stay_where_they_are() -> None:
    priors = make_priors([_impact("paper0", None, 50), _impact("other", 2000)], NOW)
    [hit] = weigh(_passages(0.5), _papers(1), priors, Weighing(5, 5))
    assert hit.score == 0.5
    assert make_priors([], NOW).recency("x", 8) == 0.0


def test_citations_are_compared_with_papers_of_the_same_age() -> None:
    old = [_impact(f"old{n}", 1995, 100 + n) for n in range(30)]
    new = [_impact(f"new{n}", 2024, n) for n in range(10)]
    priors = make_priors([*old, *new], NOW).citations
    # nine citations are many for a paper of two years, a hundred few for one of thirty
    assert priors["new9"] > 0.4
    assert priors["old0"] < -0.4


def test_counts_from_outside_are_compared_among_themselves() -> None:
    inside = [_impact(f"in{n}", 2015, n) for n in range(10)]
    outside = [_impact(f"out{n}", 2015, 0, 1000 * n) for n in range(10)]
    priors = make_priors([*inside, *outside], NOW).citations
    assert priors["in9"] == pytest.approx(priors["out9"])
    assert priors["out0"] < 0


def test_age_counts_from_the_newest_paper_of_an_old_library() -> None:
    priors = make_priors([_impact("a", 1979), _impact("b", 1958)], NOW)
    assert priors.recency("a", 8) == 1.0
    assert priors.recency("b", 8) < 0


def test_settings_name_a_preset_and_may_say_otherwise() -> None:
    assert weighing_of(SearchSettings(weigh="off")) == Weighing(0, 0, 8)
    strong = weighing_of(SearchSettings(weigh="strong", recency=0.0, half_life=3.0))
    assert strong == Weighing(0.0, PRESETS["strong"][1], 3.0)
