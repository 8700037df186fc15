from __future__ import annotations

import json
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import IndexingError, StaleIndexError
from index.lexical import LexicalIndex
from index.protocols import LexicalDocument, PassageFilter, WordIndex
from index.query_text import QueryText, TextDemand
from index.rows import LabelFilter


def passage_id(number: int) -> str:
    return f"{number:016x}"


def document(number: int, text: str, title: str = "", paper: str = "") -> LexicalDocument:
    return LexicalDocument(passage_id(number), paper or f"paper{number}", text, title)


PASSAGES = (
    document(1, "We compare BM25 with k-NN search; p < 0.05 in C++.", "Dense retrieval"),
    document(2, "A kNN graph is a navigable small world. Searches are greedy.", "Hierarchies"),
    document(3, "信息检索系统的评价方法", "论文"),
    document(4, "The world of small things; graphs are drawn by hand.", "Drawing"),
    document(5, "Erdős numbers in co-authorship networks", "Networks"),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    with LexicalIndex(tmp_path / "words") as filled:
        filled.add(PASSAGES)
        filled.commit(generation=7)
        yield filled


def found(index: LexicalIndex, query: str, allowed: PassageFilter | None = None) -> list[int]:
    return [int(hit.passage_id, 16) for hit in index.search(query, 10, allowed)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("bm25", 1),
        ("p<0.05", 1),
        ("c++", 1),
        ("searching", 2),
        ("drawings", 4),
        ("检索", 3),
        ("评", 3),
        ("erdos", 5),
        ("dense retrieval", 1),
    ],
)
def test_words_identifiers_and_other_scripts_are_found(
    index: LexicalIndex, query: str, first: int
) -> None:
    assert found(index, query)[0] == first


def test_both_spellings_of_a_hyphenated_name_find_both_and_the_typed_one_comes_first(
    index: LexicalIndex,
) -> None:
    assert found(index, "k-NN") == [1, 2]
    assert found(index, "kNN") == [2, 1]


def test_a_phrase_must_occur_word_for_word(index: LexicalIndex) -> None:
    assert found(index, '"small world"') == [2]
    assert found(index, '"world small"') == []
    assert found(index, '"retrieval we compare"') == []  # not across title and text


def test_an_excluded_word_must_not_occur(index: LexicalIndex) -> None:
    assert set(found(index, "small")) == {2, 4}
    assert found(index, "small -navigable") == [4]
    assert found(index, 'small -"small world"') == [4]
    assert set(found(index, "-small")) == {1, 3, 5}


@pytest.mark.parametrize("query", ["", " ", '"', "-", "...", "() [] {}", "the", "title:", "a AND"])
def test_queries_that_ask_for_nothing_are_no_error(index: LexicalIndex, query: str) -> None:
    index.search(query, 10)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=80))
def test_no_text_is_a_syntax_error(index: LexicalIndex, query: str) -> None:
    index.search(query, 5)


def test_a_filter_finds_what_lies_below_the_best_hits(tmp_path: Path) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        best = [document(number, "graph graph graph") for number in range(1, 400)]
        index.add([*best, document(999, "one graph among many other words", paper="wanted")])
        index.commit()
        assert found(index, "graph", LabelFilter([passage_id(999)])) == [999]
        assert found(index, "graph", LabelFilter([passage_id(999)], ["wanted"])) == [999]
        assert found(index, "graph", LabelFilter([])) == []
        assert found(index, "graph", LabelFilter([passage_id(77777)], ["unknown"])) == []


def test_a_filter_does_not_change_scores(index: LexicalIndex) -> None:
    everywhere = {hit.passage_id: hit.score for hit in index.search("small graph", 10)}
    for hit in index.search("small graph", 10, LabelFilter([passage_id(2)])):
        assert hit.score == pytest.approx(everywhere[hit.passage_id])


def test_scores_of_named_passages_are_those_of_the_search(index: LexicalIndex) -> None:
    everywhere = {hit.passage_id: hit.score for hit in index.search("small graph", 10)}
    asked = [passage_id(2), passage_id(3)]
    assert index.scores("small graph", asked) == {asked[0]: pytest.approx(everywhere[asked[0]])}


def test_adding_a_passage_again_replaces_it(index: LexicalIndex) -> None:
    index.add([document(1, "entirely different")])
    index.commit()
    assert index.count() == len(PASSAGES)
    assert found(index, "bm25") == []
    assert found(index, "different") == [1]


def test_adding_a_passage_twice_before_a_commit_keeps_the_last(index: LexicalIndex) -> None:
    index.add([document(8, "first draft"), document(8, "second draft")])
    index.commit()
    assert found(index, "draft") == [8]
    assert found(index, "first") == []


def test_removing_a_paper_removes_all_its_passages(tmp_path: Path) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        index.add([document(n, "graph", paper="a") for n in (1, 2)] + [document(3, "graph")])
        index.commit()
        index.remove(["a"])
        index.commit()
        assert found(index, "graph") == [3]
        index.clear()
        index.commit()
        assert index.count() == 0


def test_what_was_committed_is_there_after_opening_again(tmp_path: Path) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        index.add(PASSAGES)
        index.commit(generation=3)
        index.add([document(77, "uncommitted")])
    with LexicalIndex(tmp_path / "words") as again:
        assert again.generation == 3
        assert again.count() == len(PASSAGES)
        assert found(again, "uncommitted") == []


def test_a_commit_whose_number_was_not_written_has_generation_zero(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    with LexicalIndex(folder) as index:
        index.add(PASSAGES[:2])
        index.commit(generation=3)
        marker = (folder / "carrel.json").read_bytes()
        index.add(PASSAGES[2:])
        index.commit(generation=4)
    (folder / "carrel.json").write_bytes(marker)
    with LexicalIndex(folder) as index:
        assert index.generation == 0


@pytest.mark.parametrize("damage", ["truncate", "delete", "garbage", "meta", "marker", "schema"])
def test_a_damaged_folder_is_stale_and_can_be_made_anew(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "words"
    with LexicalIndex(folder) as index:
        index.add(PASSAGES)
        index.commit(generation=1)
    segment = max(folder.glob("*.store"), key=lambda path: path.stat().st_size)
    marker = folder / "carrel.json"
    if damage == "truncate":
        segment.write_bytes(segment.read_bytes()[: segment.stat().st_size // 2])
    elif damage == "delete":
        segment.unlink()
    elif damage == "garbage":
        segment.write_bytes(b"\0" * segment.stat().st_size)
    elif damage == "meta":
        (folder / "meta.json").write_bytes(b"{")
    elif damage == "marker":
        marker.unlink()
    else:
        marker.write_text(json.dumps(json.loads(marker.read_text()) | {"schema": 99}))
    with pytest.raises(StaleIndexError) as caught:
        LexicalIndex(folder)
    assert str(folder) in caught.value.message
    LexicalIndex.reset(folder)
    with LexicalIndex(folder) as index:
        assert index.count() == 0


def test_searches_run_while_another_thread_adds(tmp_path: Path) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        index.add([document(0, "graph")])
        index.commit()
        problems: list[BaseException] = []
        added = threading.Event()

        def search() -> None:
            try:
                while not added.is_set():
                    assert found(index, "graph")
            except BaseException as error:
                problems.append(error)

        searchers = [threading.Thread(target=search) for _ in range(2)]
        for searcher in searchers:
            searcher.start()
        for batch in range(10):
            index.add(document(1 + batch * 20 + n, f"graph number {n}") for n in range(20))
            index.commit()
        added.set()
        for searcher in searchers:
            searcher.join()
        assert problems == []
        assert index.count() == 201


def _commit_over_and_over(folder: Path, ready: threading.Event) -> None:
    """In a child: grow, replace and clear until killed; generation n always holds n passages."""
    index = LexicalIndex(folder)
    ready.set()
    while True:
        for count in range(20, 200, 20):
            index.add(document(number, f"graph number {number}") for number in range(count))
            index.commit(generation=count)
        index.clear()
        index.commit(generation=0)


@pytest.mark.parametrize("attempt", range(5))
def test_a_process_killed_while_committing_leaves_a_whole_index_or_says_so(
    tmp_path: Path, attempt: int
) -> None:
    folder = tmp_path / "words"
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_commit_over_and_over, args=(folder, ready), daemon=True)
    process.start()
    assert ready.wait(30)
    process.join(0.05 + 0.083 * attempt)
    process.kill()
    process.join()
    try:
        index = LexicalIndex(folder)
    except StaleIndexError:
        LexicalIndex.reset(folder)
        index = LexicalIndex(folder)
    with index:
        if index.generation:
            assert index.count() == index.generation
            assert len(index.search("graph", 500)) == index.generation
        index.add([document(999, "afterwards")])
        index.commit(generation=1)
        assert found(index, "afterwards") == [999]


def test_a_second_writer_on_one_folder_is_an_error_that_says_so(
    index: LexicalIndex,
) -> None:
    index.add([document(9, "held open")])
    with LexicalIndex(index.folder) as other:
        assert found(other, "bm25") == [1]
        with pytest.raises(IndexingError, match="cannot be written"):
            other.add([document(10, "refused")])


def test_it_is_a_word_index(index: LexicalIndex) -> None:
    as_protocol: WordIndex = index
    assert as_protocol.count() == len(PASSAGES)


def test_a_broad_filter_far_from_the_query_misses_nothing(tmp_path: Path) -> None:
    near = [document(n, "graph graph graph", paper="near") for n in range(1, 501)]
    far = [
        document(n, "one graph among many other words", paper=f"far{n}") for n in range(501, 1101)
    ]
    with LexicalIndex(tmp_path / "words") as index:
        index.add([*near, *far])
        index.commit()
        labels = [passage_id(n) for n in range(501, 1101)]
        for allowed in (
            LabelFilter(labels),
            LabelFilter(labels, [f"far{n}" for n in range(501, 1101)]),
        ):
            hits = index.search("graph", 10, allowed)
            assert [int(hit.passage_id, 16) for hit in hits] == list(range(501, 511))
            assert len(index.search("graph", 2000, allowed)) == 600


def test_alternatives_are_a_demand_and_an_exclusion_of_several_too(index: LexicalIndex) -> None:
    either = TextDemand(join="any", parts=(TextDemand("small world"), TextDemand("erdos numbers")))
    neither = TextDemand(join="none", parts=(either,))
    everything = {
        int(hit.passage_id, 16) for hit in index.search(QueryText("", demands=(either,)), 9)
    }
    assert everything == {2, 5}
    hits = index.search(QueryText("world", demands=(neither,)), 9)
    assert [int(hit.passage_id, 16) for hit in hits] == [4]
    assert set(index.labels_holding(either).tolist()) == {2, 5}


def test_words_that_stand_near_each_other_are_told_from_those_that_do_not(
    tmp_path: Path,
) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        index.add(
            [
                document(1, "the navigable small world of graphs"),
                document(2, "small is beautiful, and nobody in this wide world disagrees"),
            ]
        )
        index.commit()
        near = index.nearness("small world", [passage_id(1), passage_id(2)])
        assert set(near) == {passage_id(1)}


def test_a_word_said_often_does_not_drown_the_others(tmp_path: Path) -> None:
    with LexicalIndex(tmp_path / "words") as index:
        index.add([document(1, "graph " * 3), document(2, "graph walks at night")])
        index.commit()
        assert found(index, "graph graph graph graph graph walks night")[0] == 2


def test_the_papers_of_what_is_left_are_known(index: LexicalIndex) -> None:
    index.remove(["paper2"])
    index.commit()
    assert index.papers() == {"paper1", "paper3", "paper4", "paper5"}


def test_a_large_filter_against_the_ranking_is_sifted_and_not_spelled_out(tmp_path: Path) -> None:
    near = [document(n, "graph graph graph", paper="near") for n in range(1, 301)]
    far = [document(n, "one graph among many other words") for n in range(301, 1501)]

    class Sifting(LabelFilter):
        def labels(self) -> np.ndarray:
            raise AssertionError("every label went into the query")

    with LexicalIndex(tmp_path / "words") as index:
        index.add([*near, *far])
        index.commit()
        hits = index.search("graph", 10, Sifting([passage_id(n) for n in range(301, 1501)]))
    assert [int(hit.passage_id, 16) for hit in hits] == list(range(301, 311))


def test_a_disk_that_fills_up_while_words_are_added_is_an_error_of_ours(
    index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk:
        def __getattr__(self, name: str) -> object:
            def fail(*_: object) -> None:
                raise ValueError(f"{name}: no space left on device")

            return fail

    monkeypatch.setattr(index, "_writer", FullDisk())
    changes = (
        lambda: index.add(PASSAGES[:1]),
        lambda: index.replace("paper1", PASSAGES[:1]),
        lambda: index.remove(["paper1"]),
        index.clear,
        index.commit,
    )
    for change in changes:
        with pytest.raises(IndexingError, match="no space left"):
            change()
