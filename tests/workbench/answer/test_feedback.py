"""Votes move a ranking a little, say so, and can be taken back."""

from __future__ import annotations

import pytest
from answer_support import hit, paper

from workbench.answer.feedback import MOST, with_feedback
from workbench.errors import QueryError
from workbench.library import Library
from workbench.types import Filters, SearchResult

QUESTION = "Does reranking pay on a small collection?"


def result() -> SearchResult:
    of = paper("Reranking")
    hits = tuple(hit(of, text, rank=rank) for rank, text in enumerate("abc", start=1))
    near = (hits[0], *(h for h in hits[1:]))
    return SearchResult("q", Filters(), near, {})


def test_a_vote_moves_by_a_bounded_share_and_is_told() -> None:
    before = result()
    target = before.hits[1]
    moved = with_feedback(before, {target.passage.id: 50})
    after = next(h for h in moved.hits if h.passage.id == target.passage.id)
    assert after.score == pytest.approx(target.score * (1 + MOST))
    assert after.scores["votes_share"] == pytest.approx(target.score * MOST, abs=1e-6)
    assert [h.rank for h in moved.hits] == [1, 2, 3]
    others = [h for h in moved.hits if h.passage.id != target.passage.id]
    assert all("votes_share" not in h.scores for h in others)
    assert with_feedback(before, {}) is before


def test_votes_are_kept_shown_and_taken_back(sample_library: Library) -> None:
    answer = sample_library.ask(QUESTION)
    first = answer.citations[0]
    sample_library.vote(answer, 1)
    sample_library.vote(answer, -1, [first.n])
    assert sample_library.votes(answer) == {"": 1, first.passage.id: -1}
    again = sample_library.ask(QUESTION, keep=False)
    voted = [c for c in again.citations if c.passage.id == first.passage.id]
    assert all(c.scores["votes_share"] < 0 for c in voted)
    sample_library.vote(answer, 0, [first.n])
    sample_library.vote(answer, 0)
    assert sample_library.votes(answer) == {}
    plain = sample_library.ask(QUESTION, keep=False)
    assert [c.quote for c in plain.citations] == [c.quote for c in answer.citations]
    assert not any("votes_share" in c.scores for c in plain.citations)


def test_a_vote_moves_a_search_too_and_its_shares_still_add_up(sample_library: Library) -> None:
    answer = sample_library.ask(QUESTION)
    before = sample_library.search(QUESTION)
    found = {h.passage.id for h in before.hits}
    mine = next(citation for citation in answer.citations if citation.passage.id in found)
    sample_library.vote(answer, 1, [mine.n])
    after = sample_library.search(QUESTION)
    moved = [h for h in after.hits if h.passage.id == mine.passage.id]
    assert moved
    assert all(h.scores["votes_share"] > 0 and "voted it up" in h.reason for h in moved)
    for ranked in after.hits:
        shares = sum(v for name, v in ranked.scores.items() if name.endswith("_share"))
        assert ranked.score == pytest.approx(shares, abs=1e-4)
    sample_library.clear_votes()
    plain = sample_library.search(QUESTION)
    assert [h.passage.id for h in plain.hits] == [h.passage.id for h in before.hits]


def test_all_votes_can_be_taken_back_at_once(sample_library: Library) -> None:
    answer = sample_library.ask(QUESTION)
    sample_library.vote(answer, 1, [c.n for c in answer.citations])
    passages = {c.passage.id for c in answer.citations}
    assert sample_library.clear_votes() == len(passages)
    assert sample_library.votes(answer) == {}


def test_a_vote_on_nothing_is_refused(sample_library: Library) -> None:
    answer = sample_library.ask(QUESTION)
    with pytest.raises(QueryError, match="no quote 99"):
        sample_library.vote(answer, 1, [99])
    with pytest.raises(QueryError, match="no vote"):
        sample_library.vote(answer, 7)
