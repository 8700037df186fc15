"""Collections, notes and saved searches: what the person keeps is kept, whatever comes and goes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from index.query_text import QUOTES
from tests.workbench.stored_papers import GRAPHS, a_paper, store
from workbench.catalogue.catalogue import Catalogue
from workbench.errors import CatalogueError, EditError, QueryError
from workbench.kept_names import collection_term, kept_name, name_key, nearest_name
from workbench.library import Library
from workbench.types import Filters

# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", "  ", 'say "so"', "x" * 61, "\x1b\u202e", *(f"a {chr(n)}b" for n in QUOTES)]
)
def test_what_cannot_be_a_name_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(EditError) as refused:
        kept_name(name)
    assert refused.value.hint


def test_names_differ_by_more_than_case_and_spaces() -> None:
    assert kept_name("  Chapter\n2 ") == "Chapter 2"
    assert kept_name("[b]论文 مكتبة 🗂") == "[b]论文 مكتبة 🗂"
    assert name_key("Chapter  2") == name_key("chapter 2")
    assert nearest_name("chaptr 2", ["thesis", "Chapter 2"]) == "Chapter 2"
    assert nearest_name("zzz", ["thesis", "Chapter 2"]) == ""


# -- collections ------------------------------------------------------------------------------


def test_a_paper_is_in_many_collections_and_leaves_one(library: Library) -> None:
    one, two, three = (paper.id for paper in library.papers(order="title"))
    made = library.collect([one, two], "Chapter 2")
    assert (made.name, made.papers) == ("Chapter 2", 2)
    library.collect([two, three], "ann")
    library.collect([three, one], "chapter 2")
    assert [(c.name, c.papers) for c in library.collections()] == [("ann", 2), ("Chapter 2", 3)]
    library.uncollect([one], "CHAPTER 2")
    found = library.papers(collection="chapter 2", order="title")
    assert [paper.id for paper in found] == [two, three]
    assert library.count_papers(collection="ann") == 2
    assert library.paper(two).summary.collections == ("ann", "Chapter 2")


def test_a_collection_may_be_empty_renamed_and_deleted_and_come_back_whole(
    library: Library,
) -> None:
    one, two, _ = (paper.id for paper in library.papers())
    assert library.collect([], "thesis").papers == 0
    library.collect([one, two], "thesis")
    library.collect([], "other")
    library.rename_collection("thesis", "Thesis")
    with pytest.raises(EditError, match="already"):
        library.rename_collection("other", "THESIS")
    [made_at] = [c.made_at for c in library.collections() if c.name == "Thesis"]
    content = library.delete_collection("thesis")
    assert content.made_at[:19] == made_at[:19]
    assert content.paper_ids == tuple(sorted((one, two)))
    assert [c.name for c in library.collections()] == ["other"]
    assert library.count_papers() == 3
    library.restore_collection(replace(content, made_at="2020-02-29T23:59:58.500000Z"))
    assert library.count_papers(collection="thesis") == 2
    [restored] = [c for c in library.collections() if c.name == "Thesis"]
    assert restored.made_at == "2020-02-29T23:59:58Z"
    with pytest.raises(EditError) as unknown:
        library.uncollect([one], "thesys")
    assert "Thesis" in unknown.value.hint


def test_a_query_narrows_to_a_collection_and_says_when_there_is_none(library: Library) -> None:
    one, _, _ = library.papers()
    library.collect([one.id], "chapter 2")
    word = max(one.title.split(), key=len)
    for query in (f'{word} collection:"Chapter 2"', 'collection:"chapter  2"'):
        assert {hit.paper.id for hit in library.search(query).hits} == {one.id}
    apart = library.search('model -collection:"chapter 2"').hits
    assert apart
    assert one.id not in {hit.paper.id for hit in apart}
    beside = Filters(terms=(collection_term("chapter 2"),))
    assert {hit.paper.id for hit in library.search(word, filters=beside).hits} == {one.id}
    with pytest.raises(QueryError) as unknown:
        library.search("model collection:chaptr")
    assert "no collection" in unknown.value.message
    assert unknown.value.pointer


def test_a_list_narrows_by_what_the_person_marked(library: Library) -> None:
    one, two, _ = library.papers()
    library.mark([one.id], read=True, starred=True)
    library.set_note(two.id, "Read *twice*.")
    for show, expected in {
        "read": {one.id},
        "starred": {one.id},
        "noted": {two.id},
        "versions": set(),
        "copies": set(),
    }.items():
        assert {paper.id for paper in library.papers(show=show)} == expected
        assert library.count_papers(show=show) == len(expected)
    assert library.count_papers(show="unread") == 2
    with pytest.raises(QueryError, match="narrowed"):
        library.papers(show="blue")


def test_a_file_with_the_same_content_shows_as_a_copy(library: Library, folder: Path) -> None:
    first = min(folder.iterdir())
    shutil.copy(first, folder / "the same again.pdf")
    library.ingest([folder], embed=False)
    [paper] = library.papers(show="copies")
    assert len(library.paper(paper.id).paths) == 2


# -- notes ------------------------------------------------------------------------------------


def test_a_note_is_written_found_and_taken_back(library: Library) -> None:
    paper = library.papers()[0]
    text = "# Doubts\r\n\n- the *half-life* is guessed\n- “naïve” [sic] 🙃 מחקר\n\n"
    assert library.set_note(paper.citekey, text) == ""
    kept = "# Doubts\n\n- the *half-life* is guessed\n- “naïve” [sic] 🙃 מחקר"
    assert library.note(paper.id) == kept
    assert library.paper(paper.id).note == kept
    assert library.paper(paper.id).summary.has_note
    assert [p.id for p in library.papers(text="half-life is")] == []
    assert [p.id for p in library.papers(text="HALF-LIFE")] == [paper.id]
    for query in ("note:naive", 'note:"half-life is"', "is:noted", "note:doubts -is:unnoted"):
        if query != 'note:"half-life is"':
            assert {hit.paper.id for hit in library.search(query).hits} == {paper.id}, query
    assert library.set_note(paper.id, " \n ") == kept
    assert library.note(paper.id) == ""
    assert not library.papers(show="noted")


def test_a_note_that_is_a_whole_file_is_refused(library: Library) -> None:
    paper = library.papers()[0]
    with pytest.raises(EditError, match="characters"):
        library.set_note(paper.id, "x" * 200_001)
    assert library.note(paper.id) == ""


def test_notes_and_collections_outlive_reading_again_moving_and_going(catalogue: Catalogue) -> None:
    identifier = store(catalogue, a_paper("a", *GRAPHS))
    catalogue.paper_notes.write(identifier, "good")
    catalogue.collections.add("thesis", [identifier])
    store(catalogue, a_paper("a", "Graphz", ["A. Muller"], 2003))
    assert catalogue.papers.detail(identifier).note == "good"
    catalogue.papers.remove([identifier])
    [thesis] = catalogue.collections.all()
    assert thesis.papers == 0
    store(catalogue, a_paper("a", *GRAPHS))
    [paper] = catalogue.papers.window()
    assert paper.collections == ("thesis",)
    assert paper.has_note


def test_notes_and_collections_follow_a_file_that_was_written_into(catalogue: Catalogue) -> None:
    before = a_paper("a", *GRAPHS)
    identifier = store(catalogue, before)
    catalogue.paper_notes.write(identifier, "good")
    catalogue.collections.add("thesis", [identifier])
    noted = replace(a_paper("b", *GRAPHS), path=before.path, passages=before.passages[:2])
    now = catalogue.papers.detail(store(catalogue, noted))
    assert (now.note, now.summary.collections) == ("good", ("thesis",))


# -- saved searches ---------------------------------------------------------------------------


def test_a_search_is_saved_run_renamed_and_forgotten(library: Library) -> None:
    query = '"late interaction" year:>2010'
    saved = library.save_search("Late", query, {"weigh": "strong", "recency": 7.0})
    assert (saved.name, saved.query, saved.controls["recency"]) == ("Late", query, 7.0)
    with pytest.raises(EditError, match="already"):
        library.save_search("late", "other")
    library.save_search("late", "other", replace=True)
    assert [(s.name, s.query, s.controls) for s in library.saved_searches()] == [
        ("late", "other", {})
    ]
    library.save_search("ann", "graphs")
    library.rename_search("LATE", "Late again")
    with pytest.raises(EditError, match="already"):
        library.rename_search("ann", "late AGAIN")
    assert [s.name for s in library.saved_searches()] == ["ann", "Late again"]
    assert library.forget_search("ann").query == "graphs"
    with pytest.raises(EditError) as unknown:
        library.saved_search("late agan")
    assert "Late again" in unknown.value.hint


@pytest.mark.parametrize(("query", "controls"), [(" ", {}), ("graphs", {"speed": 3})])
def test_what_cannot_be_searched_is_not_saved(
    library: Library, query: str, controls: dict[str, int]
) -> None:
    with pytest.raises(EditError):
        library.save_search("odd", query, controls)
    assert library.saved_searches() == []


def test_an_answer_that_cannot_be_kept_is_given_and_says_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CatalogueError("the catalogue cannot be written: No space left", "make room")

    monkeypatch.setattr(library._catalogue.answers, "add", full)
    answer = library.ask("How are citations normalised by age?")
    assert answer.text
    assert any("not kept" in note and "No space left" in note for note in answer.notes)
    monkeypatch.undo()
    assert answer.id not in {kept.id for kept in library.answers()}
