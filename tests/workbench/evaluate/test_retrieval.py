"""Measuring search on judgements: both layouts, the measures, run files, wrong files."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from tests_support import SETTINGS

from index.lexical import LexicalIndex
from workbench.errors import CancelledError, EvaluationError
from workbench.evaluate.collection import read_collection
from workbench.evaluate.retrieval import MEASURES, STAGES, evaluate_retrieval, measure
from workbench.evaluate.scratch import open_scratch
from workbench.search.searcher import plain_query
from workbench.types import Filters, Progress

DOCUMENTS = [
    ("d1", "Bees", "Bees dance to tell each other where flowers are.", 1990, 40),
    ("d2", "Glaciers", "Glaciers move slowly and grind the rock below them.", 2001, 3),
    ("d3", "Compilers", "A compiler turns a program into instructions for a machine.", 2015, 9),
    ("d4", "Sleep", "Sleep strengthens what was learned during the day.", 2020, 0),
]
QUERIES = {"q1": "how do bees tell where flowers are", "q2": "what does sleep do for memory"}


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    rows = [
        {"_id": i, "title": t, "text": x, "year": y, "citation_count": c}
        for i, t, x, y, c in DOCUMENTS
    ]
    _write(folder / "corpus.jsonl", *map(json.dumps, rows))
    _write(
        folder / "queries.jsonl", *(json.dumps({"_id": q, "text": t}) for q, t in QUERIES.items())
    )
    _write(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore", "q1\td1\t2", "q2\td4\t1")
    return folder


def _write(file: Path, *lines: str) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_every_stage_is_measured_and_run_files_are_written(beir: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = evaluate_retrieval(
        beir, SETTINGS, tmp_path / "scratch", runs_folder=tmp_path / "runs", on_progress=told.append
    )
    assert tuple(report.stages) == STAGES
    for values in report.stages.values():
        assert tuple(values) == MEASURES
        assert values["R@100"] == 1.0
    assert report.stages["fused"]["nDCG@10"] == 1.0
    assert {progress.job for progress in told} >= {"index", "embed", "search"}
    lines = (tmp_path / "runs" / "tiny-test-fused.run").read_text("utf-8").splitlines()
    assert lines[0].split()[:4] == ["q1", "Q0", "d1", "1"]
    again: list[Progress] = []
    evaluate_retrieval(beir, SETTINGS, tmp_path / "scratch", on_progress=again.append)
    assert "embed" not in {progress.job for progress in again}


def test_years_and_counts_feed_the_priors(beir: Path) -> None:
    document = read_collection(beir).documents[0]
    assert (document.year, document.citations) == (1990, 40)


def test_keywords_are_read_and_links_tie_documents(tmp_path: Path) -> None:
    folder = tmp_path / "linked"
    (folder / "qrels").mkdir(parents=True)
    rows = [
        {"_id": "1", "title": "Bees", "text": "Bees dance.", "keywords": "waggle, nectar"},
        {"_id": "2", "title": "Wax", "text": "Combs of wax.", "links": ["1", "9"]},
        {"_id": "3", "title": "Rain", "text": "It rained.", "keywords": ["cloud", "wind"]},
    ]
    _write(folder / "corpus.jsonl", *map(json.dumps, rows))
    _write(folder / "queries.jsonl", json.dumps({"_id": "q", "text": "waggle of bees"}))
    _write(folder / "qrels" / "test.tsv", "q\t1\t1")
    collection = read_collection(folder)
    assert [doc.text for doc in collection.documents] == [
        "Bees dance.\nKeywords: waggle, nectar",
        "Combs of wax.",
        "It rained.\nKeywords: cloud, wind",
    ]
    assert collection.documents[1].links == ("1", "9")
    settings = replace(SETTINGS, search=replace(SETTINGS.search, rerank="fast"))
    with open_scratch(collection, settings, tmp_path / "s", None, threading.Event()) as scratch:
        ranked = scratch.searcher.rank(
            plain_query("waggle of bees"), Filters(), threading.Event(), 10
        ).ranked
    ties = {scratch.documents[hit.passage_id]: hit.terms.get("citation_ties") for hit in ranked}
    assert ties["2"]
    assert not ties["3"]


def test_cancelling_stops_and_is_told(beir: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(CancelledError):
        evaluate_retrieval(beir, SETTINGS, tmp_path / "scratch", cancel=stop)


def test_nothing_is_measured_on_an_index_that_could_not_be_filled(
    beir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> set[str]:
        raise ValueError("the folder cannot be read")

    monkeypatch.setattr(LexicalIndex, "papers", broken)
    with pytest.raises(EvaluationError, match="the folder cannot be read"):
        evaluate_retrieval(beir, SETTINGS, tmp_path / "scratch")


def test_measures_are_those_of_the_field() -> None:
    judged = {"q": {"a": 2, "b": 1}}
    worst_first = measure({"q": [("x", 0.9), ("b", 0.8), ("a", 0.7)]}, judged)
    ideal = 2 + 1 / 1.584963
    assert worst_first["nDCG@10"] == pytest.approx((1 / 1.584963 + 2 / 2) / ideal, abs=1e-4)
    assert worst_first["MRR@10"] == 0.5
    assert worst_first["R@5"] == 1.0
    # a judged query that found nothing counts
    both = judged | {"nothing": {"c": 1}}
    assert measure({"q": [("a", 1.0)], "nothing": []}, both)["R@5"] == 0.25


def test_litsearch_is_read_from_parquet(tmp_path: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT * FROM (VALUES (11, 'Bees', 'Bees dance.', [12]),"
            " (12, 'Sleep', 'Sleep helps.', [11, 99]), (13, 'Ice', 'Ice moves.', [11]))"
            " t(corpusid, title, abstract, citations))"
            f" TO '{tmp_path}/corpus_clean-00000.parquet' (FORMAT parquet)"
        )
        connection.execute(
            "COPY (SELECT * FROM (VALUES ('dancing insects', [11], 'inline'),"
            " ('rest and memory', [12], 'manual')) t(query, corpusids, query_set))"
            f" TO '{tmp_path}/query-00000.parquet' (FORMAT parquet)"
        )
    whole = read_collection(tmp_path)
    assert whole.split == "full"
    assert list(whole.queries.values()) == ["dancing insects", "rest and memory"]
    assert [document.citations for document in whole.documents] == [2, 1, 0]
    manual = read_collection(tmp_path, "manual")
    assert list(manual.judgements.values()) == [{"12": 1}]
    with pytest.raises(EvaluationError, match="no split 'test'"):
        read_collection(tmp_path, "test")


def test_wrong_files_are_told_with_their_place(beir: Path) -> None:
    with pytest.raises(EvaluationError, match=r"dev\.tsv is not there"):
        read_collection(beir, "dev")
    _write(beir / "qrels" / "test.tsv", "q1\td1\t1", "q1 d1")
    with pytest.raises(EvaluationError, match="line 2 is no judgement"):
        read_collection(beir)
    _write(beir / "qrels" / "test.tsv", "q1\tgone\t1")
    with pytest.raises(EvaluationError, match="no query of test has a document"):
        read_collection(beir)
    _write(beir / "corpus.jsonl", '{"title": "no id"}')
    with pytest.raises(EvaluationError, match="line 1: `_id` is missing"):
        read_collection(beir)
    _write(beir / "corpus.jsonl", "not json")
    with pytest.raises(EvaluationError, match="is not lines of JSON"):
        read_collection(beir)
    with pytest.raises(EvaluationError, match="holds no test collection"):
        read_collection(beir / "qrels")


def test_judgements_of_missing_documents_are_told(beir: Path) -> None:
    _write(beir / "qrels" / "test.tsv", "q1\td1\t1", "q1\tgone\t1", "q9\td1\t1")
    collection = read_collection(beir)
    assert set(collection.queries) == {"q1"}
    assert len(collection.notes) == 2
