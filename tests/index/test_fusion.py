from __future__ import annotations

import math
from collections.abc import Callable, Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fill_in, fuse_convex, fuse_reciprocal
from index.protocols import ScoredPassage


def hits(*scores: tuple[str, float]) -> list[ScoredPassage]:
    return [ScoredPassage(name, score) for name, score in scores]


LEXICAL = hits(("a", 12.0), ("b", 8.0), ("c", 2.0))
DENSE = hits(("b", 0.9), ("d", 0.5), ("a", 0.1))


def test_convex_fusion_follows_the_formula() -> None:
    fused = fuse_convex({"lexical": LEXICAL, "dense": DENSE}, {"lexical": 0.4, "dense": 0.6})
    by_id = {passage.passage_id: passage for passage in fused}
    assert [passage.passage_id for passage in fused] == ["b", "a", "d", "c"]
    assert by_id["b"].score == pytest.approx(0.4 * 0.6 + 0.6 * 1.0)
    assert by_id["a"].score == pytest.approx(0.4 * 1.0 + 0.6 * 0.0)
    assert by_id["d"].terms == {"dense": 0.5, "dense_share": pytest.approx(0.3)}


def test_reciprocal_fusion_follows_the_formula() -> None:
    fused = fuse_reciprocal({"lexical": LEXICAL, "dense": DENSE})
    assert fused[0].passage_id == "b"
    assert fused[0].score == pytest.approx(1 / 62 + 1 / 61)
    assert fused[0].terms["lexical"] == 8.0


def test_one_list_alone_keeps_its_order_and_full_scale() -> None:
    fused = fuse_convex({"lexical": LEXICAL, "dense": []})
    assert [passage.passage_id for passage in fused] == ["a", "b", "c"]
    assert fused[0].score == pytest.approx(1.0)


def test_equal_scores_are_all_worth_the_full_share() -> None:
    fused = fuse_convex({"lexical": hits(("b", 3.0), ("a", 3.0))})
    assert [(passage.passage_id, passage.score) for passage in fused] == [("a", 1.0), ("b", 1.0)]


def test_a_floor_is_where_the_scale_begins() -> None:
    fused = fuse_convex({"lexical": LEXICAL}, floors={"lexical": 0.0})
    assert fused[-1].score == pytest.approx(2.0 / 12.0)


scored = st.lists(
    st.tuples(
        st.text("abcdef", min_size=1, max_size=3),
        st.floats(-1e3, 1e3, allow_nan=False),
    ),
    max_size=20,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: hits(*sorted(pairs, key=lambda pair: -pair[1])))


@given(scored, scored)
def test_shares_add_up_to_the_score_and_nothing_is_lost(
    lexical: list[ScoredPassage], dense: list[ScoredPassage]
) -> None:
    lists = {"lexical": lexical, "dense": dense}
    for fused in (fuse_convex(lists), fuse_reciprocal(lists)):
        assert {p.passage_id for p in fused} == {p.passage_id for p in (*lexical, *dense)}
        assert [p.score for p in fused] == sorted((p.score for p in fused), reverse=True)
        for passage in fused:
            shares = [value for name, value in passage.terms.items() if name.endswith("_share")]
            assert math.isclose(sum(shares), passage.score, abs_tol=1e-9)


def test_filling_in_asks_each_list_only_for_what_the_others_found() -> None:
    asked: dict[str, list[str]] = {}

    def scorer(
        name: str, scores: dict[str, float]
    ) -> Callable[[Collection[str]], dict[str, float]]:
        def score(passage_ids: Collection[str]) -> dict[str, float]:
            asked[name] = list(passage_ids)
            return {one: scores[one] for one in passage_ids if one in scores}

        return score

    filled = fill_in(
        {"lexical": LEXICAL, "dense": DENSE},
        {"lexical": scorer("lexical", {"d": 5.0}), "dense": scorer("dense", {"c": 0.7})},
    )
    assert asked == {"lexical": ["d"], "dense": ["c"]}
    assert [hit.passage_id for hit in filled["lexical"]] == ["a", "b", "d", "c"]
    assert [hit.passage_id for hit in filled["dense"]] == ["b", "c", "d", "a"]


def test_a_list_that_found_nothing_is_not_filled_in() -> None:
    filled = fill_in({"lexical": LEXICAL, "dense": []}, {"dense": lambda _ids: {"a": 0.5}})
    assert filled["dense"] == []


def test_a_passage_an_incomplete_list_does_not_know_is_judged_by_the_others() -> None:
    lists = {
        "lexical": [ScoredPassage("a", 9.0), ScoredPassage("b", 5.0), ScoredPassage("c", 1.0)],
        "dense": [ScoredPassage("b", 0.9), ScoredPassage("c", 0.1)],
    }
    weights = {"lexical": 0.5, "dense": 0.5}
    best = fuse_convex(lists, weights, incomplete=["dense"])[0]
    assert (best.passage_id, best.score) == ("a", 1.0)
    assert best.terms == {"lexical": 9.0, "lexical_share": 1.0}
    assert fuse_convex(lists, weights)[0].passage_id == "b"


def test_a_list_that_tells_little_apart_counts_less() -> None:
    words = [ScoredPassage("a", 2.0), ScoredPassage("b", 1.0)]
    lists = {"lexical": words, "dense": [ScoredPassage("b", 0.52), ScoredPassage("a", 0.50)]}
    weights = {"lexical": 0.5, "dense": 0.5}
    scaled = fuse_convex(lists, weights, floors={"lexical": 0.0})
    assert scaled[0].passage_id == "b"
    measured = fuse_convex(lists, weights, floors={"lexical": 0.0}, reaches={"dense": 0.4})
    assert measured[0].passage_id == "a"
    assert measured[1].terms["dense_share"] == pytest.approx(0.5 * 0.02 / 0.4)


def test_the_best_keep_their_order_beyond_a_reach() -> None:
    dense = hits(("a", 0.9), ("b", 0.8), ("c", 0.1))
    fused = fuse_convex({"dense": dense}, floors={"dense": 0.2}, reaches={"dense": 0.4})
    assert [passage.passage_id for passage in fused] == ["a", "b", "c"]
    assert [passage.score for passage in fused] == pytest.approx([0.7 / 0.4, 0.6 / 0.4, 0.0])
