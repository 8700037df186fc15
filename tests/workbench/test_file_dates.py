"""A year that only the file's date gives: one label everywhere, and never taken for printed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ingest.paper import Field
from tests.workbench.stored_papers import a_paper, store
from ui.cli.words import byline
from workbench.answer.attribution import author_year
from workbench.catalogue.catalogue import Catalogue
from workbench.export.bibtex import bibtex
from workbench.export.csl_json import csl_json


@pytest.mark.parametrize(("source", "label"), [("metadata", "c. 2013"), ("page", "2013")])
def test_lists_answers_and_exports_say_the_same_of_a_year(
    catalogue: Catalogue, source: str, label: str
) -> None:
    read = a_paper("a", "Graphs", ["Ada Stone"], 2013)
    identifier = store(catalogue, replace(read, provenance={"year": Field("2013", source, 0.4)}))
    detail = catalogue.papers.detail(identifier)
    listed = catalogue.papers.summaries([identifier])[identifier]
    assert listed.year_label == detail.summary.year_label == label
    assert author_year(listed) == f"Stone ({label})"
    assert byline(listed).startswith(f"Stone {label} ")
    of_file = source == "metadata"
    assert (listed.printed_year is None) == of_file
    assert ("date of the file" in bibtex([detail])) == of_file
    assert json.loads(csl_json([detail]))[0]["issued"].get("circa", False) == of_file
