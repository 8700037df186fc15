"""Searches of one answer run side by side and are told as a graph that grows."""

from __future__ import annotations

import threading

import pytest
from answer_support import Shelf, paper

from workbench.answer.trail import Asked, Trail
from workbench.errors import CancelledError
from workbench.types import Filters, SearchNode, SearchResult


def shelf() -> Shelf:
    made = Shelf()
    made.add(paper("Graphs"), "A graph links vectors.", "A graph forgets deleted vectors.")
    made.add(paper("Trees"), "A tree splits vectors by planes.")
    return made


def test_each_search_is_told_when_planned_and_when_done_on_the_callers_thread() -> None:
    told: list[tuple[int, SearchNode]] = []
    trail = Trail(shelf().search, lambda node: told.append((threading.get_ident(), node)))
    asked = [Asked("graph", Filters(), "question"), Asked("tree", Filters(), "part", 1)]
    results = trail.run(asked, 5)
    assert [result.query for result in results] == ["graph", "tree"]
    assert {thread for thread, _ in told} == {threading.get_ident()}
    planned = [node.number for _, node in told if node.passages is None]
    done = {node.number: node for _, node in told if node.passages is not None}
    assert planned == [1, 2]
    assert tuple(done[n] for n in (1, 2)) == trail.nodes
    assert (done[1].passages, done[1].papers) == (2, 1)
    assert done[2].under == 1


def test_only_what_no_search_before_found_is_new() -> None:
    trail = Trail(shelf().search)
    trail.run([Asked("graph", Filters(), "question")], 5)
    trail.run([Asked("vectors", Filters(), "gap", 1, 2)], 5)
    assert [(node.passages, node.new, node.round) for node in trail.nodes] == [(2, 2, 1), (3, 1, 2)]


def test_searches_run_side_by_side() -> None:
    meeting = threading.Barrier(2, timeout=5)

    def search(query: str, filters: Filters, k: int) -> SearchResult:
        meeting.wait()
        return SearchResult(query, filters, (), {"total": float(k)})

    trail = Trail(search)
    trail.run([Asked("a", Filters(), "part"), Asked("b", Filters(), "part")], 5)
    assert len(trail.nodes) == 2


def test_a_cancelled_trail_plans_nothing_more() -> None:
    cancel = threading.Event()
    cancel.set()
    trail = Trail(shelf().search, cancel=cancel)
    with pytest.raises(CancelledError):
        trail.run([Asked("graph", Filters(), "question")], 5)
    assert trail.nodes == ()


def test_an_error_of_one_search_is_raised() -> None:
    def search(query: str, filters: Filters, k: int) -> SearchResult:
        if query == "b":
            raise ValueError("broken")
        return SearchResult(query, filters, (), {"total": float(k)})

    with pytest.raises(ValueError, match="broken"):
        Trail(search).run([Asked("a", Filters(), "part"), Asked("b", Filters(), "part")], 5)
