"""The published JSON shapes: real objects validate, and stored answers come back unchanged."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from answer_support import Shelf, detail, hit, paper
from jsonschema import Draft202012Validator

from ingest.paper import (
    Field,
    Page,
    PageText,
    Paper,
    Passage,
    PassageKind,
    Rectangle,
    Reference,
    Section,
)
from workbench import wire
from workbench.answer.answerer import Answerer
from workbench.answer_records import answer_from_record, answer_record
from workbench.types import (
    Answer,
    EditedField,
    FileReport,
    FileState,
    Filters,
    IngestReport,
    LibraryStatus,
    ModelStatus,
    Relation,
    SearchResult,
    VersionRow,
)

SCHEMAS = sorted(Path(file.name).stem for file in (resources.files("assets") / "schemas").iterdir())


def schema(name: str) -> dict[str, Any]:
    text = (resources.files("assets") / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def check(name: str, payload: object) -> None:
    """Validate after a trip through JSON, as a reader of the output gets it."""
    Draft202012Validator(schema(name)).validate(json.loads(json.dumps(payload)))


@pytest.fixture
def answer() -> Answer:
    shelf = Shelf()
    shelf.add(
        paper("Naïve “graphs” & trees", ("José Ñandú",), 2019),
        "The graph index answers a query in 1.2 milliseconds on one million vectors.",
    )
    return Answerer(shelf.search).answer("How fast does the graph index answer a query?")


@pytest.fixture
def refusal() -> Answer:
    return Answerer(Shelf().search).answer("How fast is the graph?")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_a_sound_2020_12_schema(name: str) -> None:
    loaded = schema(name)
    assert loaded["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(loaded)


def test_ask_holds_what_was_promised(answer: Answer, refusal: Answer) -> None:
    payload = wire.ask_payload(answer)
    check("ask", payload)
    assert {
        "question",
        "answer",
        "sentences",
        "citations",
        "refused",
        "timings",
        "model",
    } <= payload.keys()
    assert payload["citations"][0].keys() >= {"n", "paper", "passage", "page", "quote"}
    assert payload["sentences"][0]["citations"] == [1]
    check("ask", wire.ask_payload(refusal))
    check("answers", wire.answers_payload([answer, refusal]))


def test_search_holds_what_was_promised() -> None:
    found = hit(paper("Graphs"), "A graph links vectors to their neighbours.")
    result = SearchResult("graph", Filters(since=1999), (found,), {"total": 0.01}, ("a note",))
    payload = wire.search_payload(result)
    check("search", payload)
    assert payload["filters"] == {"since": 1999, "until": None, "papers": [], "terms": []}
    only = payload["hits"][0]
    named = {"id", "citekey", "title", "authors", "year", "year_is_file_date", "path"}
    assert only["paper"].keys() == named
    assert only["passage"].keys() >= {"id", "text", "section", "page"}


def test_papers_and_show() -> None:
    summary = paper("Graphs", year=None)
    check("papers", wire.papers_payload([summary]))
    check("papers", wire.papers_payload([]))
    row = wire.papers_payload([summary])["papers"][0]
    assert row["state"] == "ready"
    payload = wire.show_payload(
        detail(summary, doi="10.5555/1"), [hit(summary, "A graph links vectors.").passage]
    )
    check("show", payload)
    assert payload["passages"][0]["text"] == "A graph links vectors."


def test_what_the_person_said_of_a_paper_is_told_beside_what_was_read() -> None:
    summary = paper("Graphs", ("Ada Stone",), year=2004)
    known = dataclasses.replace(
        detail(summary),
        sources={"title": Field("Grahps", "page", 0.9)},
        edits=(EditedField("title", "Graphs", "Grahps", "2026-01-02T03:04:05Z"),),
        versions=(VersionRow(summary, Relation.VERSION, by_person=True),),
    )
    payload = wire.edit_payload(known)
    check("edit", payload)
    check("show", wire.show_payload(known))
    check("versions", wire.versions_payload(known))
    check("tags", wire.tags_payload({"to read": 3}))
    assert payload["fields"]["title"] == {
        "value": "Graphs",
        "read": "Grahps",
        "edited_at": "2026-01-02T03:04:05Z",
        "source": "page",
        "confidence": 0.9,
    }
    assert payload["fields"]["year"]["read"] == 2004
    assert wire.versions_payload(known)["versions"][0]["by"] == "person"


def test_ingest_states_are_the_words_people_read() -> None:
    files = (
        FileReport("a.pdf", FileState.READY, paper_id="0" * 16),
        FileReport("b.pdf", FileState.WORDS_ONLY, "no embedder"),
        FileReport("c.pdf", FileState.FAILED, "broken", changed=False),
    )
    counts = {"ready": 1, "words only": 1, "failed": 1, "total": 3, "unchanged": 1}
    payload = wire.ingest_payload(IngestReport(files, counts, 1.5))
    check("ingest", payload)
    assert [file["state"] for file in payload["files"]] == ["ready", "words only", "failed"]


def test_status() -> None:
    model = ModelStatus("embed", "all-MiniLM-L6-v2", True, "CPU")
    status = LibraryStatus("shelf", 3, {"ready": 2, "failed": 1}, 40, 38, 40, 38, (model,), "CPU")
    payload = wire.status_payload(status)
    check("status", payload)
    assert payload["counts"] == {"papers": 3, "passages": 40, "ready": 2, "failed": 1}
    assert payload["index"] == {"lexical": 40, "dense": 38, "embedded": 38}


def test_inspect() -> None:
    read = Paper(
        path="a.pdf",
        sha256="0" * 64,
        bytes=10,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title="Graphs",
        authors=("Ada Example",),
        year=None,
        doi="",
        arxiv_id="",
        venue="",
        abstract="",
        keywords=(),
        language="en",
        sections=(Section("Introduction", 1, 1),),
        references=(Reference(0, "[1] A. Example. Trees. 1999.", year=1999),),
        passages=(Passage("1" * 16, 0, PassageKind.BODY, "A graph.", "Introduction", 1, 3),),
        warnings=("page 2 is a scan",),
    )
    payload = wire.inspect_payload(read)
    check("inspect", payload)
    assert payload["pages"] == 1
    assert payload["passages"][0].keys() >= {"text", "section", "page", "tokens"}


def test_a_stored_answer_comes_back_unchanged(answer: Answer, refusal: Answer) -> None:
    for before in (answer, refusal):
        record = json.loads(json.dumps(answer_record(before)))
        assert answer_from_record(record) == before


def test_rectangles_survive_the_record(answer: Answer) -> None:
    from dataclasses import replace

    first = answer.citations[0]
    boxed = replace(first.passage, rectangles=(Rectangle(1, 10.0, 20.0, 30.5, 40.25),))
    before = replace(answer, citations=(replace(first, passage=boxed),))
    record = json.loads(json.dumps(answer_record(before)))
    assert answer_from_record(record) == before


def test_a_record_of_a_newer_carrel_is_still_read(answer: Answer) -> None:
    record = json.loads(json.dumps(answer_record(answer)))
    record["mood"] = "cheerful"
    record["sentences"][0]["colour"] = "blue"
    record["citations"][0]["paper"]["shelf"] = "B4"
    assert answer_from_record(record) == answer


def test_a_record_of_an_older_carrel_is_still_read(answer: Answer) -> None:
    record = json.loads(json.dumps(answer_record(answer)))
    for key in ("kind", "searched", "suggestion", "notes"):
        del record[key]
    assert answer_from_record(record).text == answer.text
