"""The venue as a reader would write it: no words before it, no rights or links after it."""

from __future__ import annotations

import pytest

from ingest.dating import venue_name, without_reprint_year
from ingest.paper import Field, Reference


@pytest.mark.parametrize(
    ("line", "venue"),
    [
        (
            "Proceedings of the Workshop on Frugal Retrieval, 2019. doi:10.5555/carrel.0009",
            "Proceedings of the Workshop on Frugal Retrieval, 2019",
        ),
        ("In Proceedings of the 3rd Meeting", "Proceedings of the 3rd Meeting"),
        (
            (
                "Appearing in the Proceedings of the International Con- ference on Maps, 2011. "
                "Copyright 2011 by the authors."
            ),
            "Proceedings of the International Conference on Maps, 2011",
        ),
        (
            "Journal of Maps, Vol. 1, pp. 11–60. © 1996 Some Press.",
            "Journal of Maps, Vol. 1, pp. 11–60",
        ),
        ("International Journal of Indexes", "International Journal of Indexes"),
        ("OPEN MAPS | https://example.org/10", "OPEN MAPS"),
    ],
)
def test_a_venue_is_only_its_name(line: str, venue: str) -> None:
    assert venue_name(line) == venue


def reference(year: int | None) -> Reference:
    return Reference(0, "raw", year=year)


@pytest.mark.parametrize(
    ("source", "newest", "has_text", "kept"),
    [
        ("metadata", 2007, True, True),
        ("metadata", 1995, True, False),
        ("xmp", 1995, True, False),
        ("page", 1995, True, True),
        ("metadata", None, True, True),
        ("metadata", None, False, False),
    ],
)
def test_when_a_file_was_made_is_no_year_of_an_older_paper(
    source: str, newest: int | None, has_text: bool, kept: bool
) -> None:
    identity = {"year": Field("2008", source, 0.3), "doi": Field("10.5555/x", "page", 0.9)}
    found = without_reprint_year(identity, [reference(newest)], has_text=has_text)
    assert ("year" in found) is kept
    assert "doi" in found
