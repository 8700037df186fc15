"""The command line's ways to order, widen and measure a search."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ui.cli.running import Run, payload

QUERY = ("search", "how are newer articles ranked", "-k", "5", "--json")


def test_weighing_is_told_in_every_score(carrel: Run, library: Path) -> None:
    off = payload(carrel(*QUERY, "--weigh", "off", library=library), "search")
    assert not any("recency_share" in hit["scores"] for hit in off["hits"])
    new = payload(carrel(*QUERY, "--recency", "10", "--half-life", "2", library=library), "search")
    assert any("recency_share" in hit["scores"] for hit in new["hits"])
    for hit in new["hits"]:
        shares = [value for name, value in hit["scores"].items() if name.endswith("_share")]
        assert abs(sum(shares) - hit["score"]) < 1e-3


def test_reading_again_is_told_and_can_be_left_out(carrel: Run, library: Path) -> None:
    off = payload(carrel(*QUERY, "--rerank", "off", library=library), "search")
    assert not any("like_words" in hit["scores"] for hit in off["hits"])
    fast = payload(carrel(*QUERY, "--rerank", "fast", library=library), "search")
    assert any("like_words" in hit["scores"] for hit in fast["hits"])


def test_grouping_gives_one_entry_a_paper(carrel: Run, library: Path) -> None:
    done = carrel("search", "ranking", "-k", "4", "--group", library=library)
    heads = [line for line in done.stdout.splitlines() if line[:2].strip().isdigit()]
    assert len(heads) == len(set(heads)) == 4
    assert "also on p." in done.stdout


def test_what_is_held_back_of_a_paper_is_said_and_can_be_had(carrel: Run, library: Path) -> None:
    few = carrel(*QUERY[:2], "-k", "900", "--each-paper", "1", "--json", library=library)
    found = payload(few, "search")["hits"]
    assert len(found) == len({hit["paper"]["id"] for hit in found})
    assert f"{len(found)} hits shown of at most 1 a paper: --each-paper N" in few.stderr
    most = carrel(*QUERY[:2], "-k", "900", "--each-paper", "1000", "--json", library=library)
    assert len(payload(most, "search")["hits"]) > len(found)
    assert "--each-paper" not in most.stderr
    assert "--each-paper" not in carrel(*QUERY[:2], "-k", "1", library=library).stderr


def test_every_term_is_printed_when_asked_for(carrel: Run, library: Path) -> None:
    done = carrel("search", "ranking", "-k", "1", "--explain", library=library)
    assert "lexical_share" in done.stdout
    assert "lexical_share" not in carrel("search", "ranking", library=library).stdout


def test_suggestions_are_said_and_do_nothing(carrel: Run, library: Path) -> None:
    done = carrel("search", "ranking since 2005", "-k", "60", "--json", library=library)
    found = payload(done, "search")
    assert "add 'year:2005..'" in done.stderr
    assert found["suggestions"][0]["filter"] == "year:2005.."
    assert any((hit["paper"]["year"] or 0) < 2005 for hit in found["hits"])


def test_more_like_a_paper(carrel: Run, library: Path) -> None:
    first = payload(carrel(*QUERY, library=library), "search")["hits"][0]["paper"]
    like = payload(
        carrel("search", "--like", first["citekey"], "--json", library=library), "search"
    )
    assert first["id"] not in {hit["paper"]["id"] for hit in like["hits"]}
    both = carrel("search", "words", "--like", first["citekey"], library=library)
    assert both.returncode == 2


def test_retrieval_is_measured_on_ones_own_judgements(carrel: Run, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": "a", "title": "Bees", "text": "Bees dance."},
            {"_id": "b", "title": "Ice", "text": "Ice grinds rock."}]  # fmt: skip
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "dancing bees"}', "utf-8")
    (folder / "qrels" / "test.tsv").write_text("1\ta\t1\n", "utf-8")
    done = carrel("evaluate", "retrieval", str(folder), "--runs", str(tmp_path / "runs"), "--json")
    report = payload(done, "evaluate-retrieval")
    assert report["dataset"] == "own"
    assert list(report["stages"]) == ["lexical", "dense", "fused", "weighed", "reranked"]
    assert report["stages"]["fused"]["nDCG@10"] == 1.0
    assert len(list((tmp_path / "runs").glob("*.run"))) == 5
    alone = carrel("evaluate", "retrieval", str(folder), "--stages", "--json")
    assert list(json.loads(alone.stdout)["stages"]) == list(report["stages"])
    table = carrel("evaluate", "retrieval", str(folder), "--stages", "fused")
    assert "lexical " not in table.stdout.split("milliseconds")[0]
    wrong = carrel("evaluate", "retrieval", str(folder), "--stages", "nonsense")
    assert wrong.returncode == 1
    assert "stages are lexical" in wrong.stderr
