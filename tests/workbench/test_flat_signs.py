"""A quote whose signs are flat says so wherever it is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.paper import PassageKind
from tests.workbench.stored_papers import a_paper, store
from workbench.catalogue.catalogue import Catalogue
from workbench.types import Citation, StoredPassage

TEXT = "It has 2n(n+1) parts. Nothing else grows so."


def test_places_of_flat_signs_are_stored(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.duckdb")
    try:
        paper = a_paper("a", "On growth", ["A. Author"], 2001)
        first = replace(paper.passages[0], flat=(3, 9))
        store(catalogue, replace(paper, passages=(first, *paper.passages[1:])))
        stored = catalogue.passages.by_ids([first.id])[first.id]
        assert stored.flat == (3, 9)
    finally:
        catalogue.close()


def test_only_the_sentence_that_has_them_says_so() -> None:
    passage = StoredPassage("1" * 16, "p", 0, PassageKind.BODY, TEXT, "", 1, 9, flat=(9,))
    cited = Citation(1, None, passage, 1, TEXT[:21])  # type: ignore[arg-type]  # no paper is asked for
    assert cited.has_flat_signs
    assert not replace(cited, quote=TEXT[22:]).has_flat_signs
    assert not replace(cited, quote="not in it").has_flat_signs
