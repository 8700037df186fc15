"""What ``carrel ask`` narrows by is told and can be taken out; what it searches can be watched."""

from __future__ import annotations

from pathlib import Path

from tests.ui.cli.running import Run, payload

SINCE = "What do papers since 2018 say about weighting by citations?"


def test_years_in_the_question_narrow_it_are_told_and_can_be_taken_out(
    carrel: Run, library: Path
) -> None:
    done = carrel("ask", SINCE, library=library)
    assert "narrowed to papers 2018 or later, from “since 2018”" in done.stderr
    found = payload(carrel("ask", SINCE, "--json", library=library), "ask")
    assert found["filters"]["terms"] == ["year:2018.."]
    assert [taken["kind"] for taken in found["narrowed_by"]] == ["years"]
    assert all(c["paper"]["year"] >= 2018 for c in found["citations"])
    whole = payload(carrel("ask", SINCE, "--no-filters", "--json", library=library), "ask")
    assert whole["filters"]["terms"] == []
    assert whole["narrowed_by"] == []


def test_filters_beside_a_question_narrow_it(carrel: Run, library: Path) -> None:
    question = ("ask", "Does weighting by citations pay?", "--json")
    found = payload(carrel(*question, "--filter", "author:varga", library=library), "ask")
    assert {c["paper"]["year"] for c in found["citations"]} == {2007}
    none = carrel(*question, "--filter", "tag:nothing", library=library)
    assert none.returncode == 1
    assert "tag:nothing" in none.stderr
    words = carrel(*question, "--filter", "nothing", library=library)
    assert words.returncode == 1
    assert "is no filter" in words.stderr


def test_every_search_can_be_watched(carrel: Run, library: Path) -> None:
    done = carrel("ask", "--verbose", "How do lexical and dense retrieval differ?", library=library)
    lines = [line for line in done.stderr.splitlines() if "passages of" in line]
    assert lines[0].startswith("“How do lexical and dense retrieval differ?”")
    assert any(line.startswith("  “") and "new)" in line for line in lines[1:])


def test_the_bundled_writer_does_not_reword_and_nothing_is_lost(carrel: Run, library: Path) -> None:
    asked = payload(carrel("ask", SINCE, "--json", library=library), "ask")
    done = carrel("reword", asked["id"], "--for", "a clinician", library=library)
    assert done.returncode == 1
    assert "error:" in done.stderr
    assert "carrel failed" not in done.stderr
    kept = payload(carrel("answers", "--json", library=library), "answers")["answers"]
    assert [answer["id"] for answer in kept][:1] == [asked["id"]]
    assert carrel("reword", "last", library=library).returncode == 2
