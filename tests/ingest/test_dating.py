"""The venue as a reader would write it: no words before it; no issue, date or links after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.dating import FILE_DATE_CONFIDENCE, Evidence, identify, venue_name, without_reprint_year
from ingest.paper import Field, Reference
from tests.ingest.typesetting import Sheet, read, running_text


@pytest.mark.parametrize(
    ("line", "venue"),
    [
        (
            "Proceedings of the Workshop on Frugal Retrieval, 2019. doi:10.5555/carrel.0009",
            "Proceedings of the Workshop on Frugal Retrieval",
        ),
        ("In Proceedings of the 3rd Meeting", "Proceedings of the 3rd Meeting"),
        (
            (
                "Appearing in the Proceedings of the International Con- ference on Maps, 2011. "
                "Copyright 2011 by the authors."
            ),
            "Proceedings of the International Conference on Maps",
        ),
        (
            "Journal of Maps, Vol. 1, pp. 11–60. © 1996 Some Press.",
            "Journal of Maps",
        ),
        ("International Journal of Indexes", "International Journal of Indexes"),
        ("OPEN MAPS | https://example.org/10", "OPEN MAPS"),
        ("Transactions on Compact Indexing, 9(1), 2021", "Transactions on Compact Indexing"),
        ("JOURNAL OF MAPS, VOL. 7, NO. 5, OCTOBER 1997", "JOURNAL OF MAPS"),
        ("Maps: An International Journal, 4, 223-242, 1991", "Maps: An International Journal"),
        ("Map Letters 98, 146401 (2007)", "Map Letters"),
        ("Journal of Maps 12 (2020) 100–110", "Journal of Maps"),
        ("J. Maps (1988) 1:65–75 Journal of Maps", "J. Maps"),
        ("Proceedings of MAPS 2013, pages 211–220", "Proceedings of MAPS 2013"),
        ("Conference on Maps, April 27–May 2, 2013, Paris", "Conference on Maps"),
        ("2015 Annual Conference on Maps", "2015 Annual Conference on Maps"),
        ("Advances in Maps 33", "Advances in Maps 33"),
        ("Proceedings of the Conference on Maps ’93", "Proceedings of the Conference on Maps ’93"),
        ("Journal of May Studies of Volume Drawing", "Journal of May Studies of Volume Drawing"),
    ],
)
def test_a_venue_is_only_its_name(line: str, venue: str) -> None:
    assert venue_name(line) == venue


def reference(year: int | None) -> Reference:
    return Reference(0, "raw", year=year)


@pytest.mark.parametrize(
    ("source", "confidence", "newest", "has_text", "kept"),
    [
        ("metadata", FILE_DATE_CONFIDENCE, 2007, True, True),
        ("metadata", FILE_DATE_CONFIDENCE, 1995, True, False),
        ("xmp", 0.7, 1995, True, False),
        ("page", 0.9, 1995, True, True),
        ("metadata", FILE_DATE_CONFIDENCE, None, True, False),  # nothing printed supports it
        ("metadata", FILE_DATE_CONFIDENCE, None, False, False),
        ("xmp", 0.7, None, True, True),  # the publisher's date
        ("file name", 0.7, None, True, True),  # of an arXiv number
    ],
)
def test_when_a_file_was_made_is_no_year_of_an_older_paper(
    source: str, confidence: float, newest: int | None, has_text: bool, kept: bool
) -> None:
    identity = {"year": Field("2008", source, confidence), "doi": Field("10.5555/x", "page", 0.9)}
    found = without_reprint_year(identity, [reference(newest)], has_text=has_text)
    assert ("year" in found) is kept
    assert "doi" in found


def test_a_scanned_papers_file_date_is_not_its_year(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(100, 95, "On the Meaning of Margins in Old Books", 16, "tibo")
    sheet.put(240, 120, "Anna Adams", 11)
    sheet.column(60, 160, 450, running_text(1, 300))
    sheet.document.set_metadata({"creationDate": "D:20160115120000Z"})
    paper = read(sheet.save(tmp_path / "reprint.pdf"))
    assert paper.year is None


def year_of(*, body: str = "", front: str = "A Paper on Maps") -> str:
    evidence = Evidence([front], [], [], [body], metadata={}, xmp={}, file_stem="paper")
    found = identify(evidence).get("year")
    return found.value if found else ""


@pytest.mark.parametrize(
    "note",
    [
        "This is an updated version of a paper that originally appeared in Proceedings, MAPS 1996.",
        "This paper was first published in the Journal of Maps, volume 3, pages 1-20, 1996.",
        "This article will appear in Maps and Atlases, 1996.",
        "To appear in the Annals of Maps, 1996.",
        "Proceedings of the 3rd Meeting on Maps, Paris, 1996.",
        "Originally published in Maps, eds. A. Adams and B. Brown, Some Press, 1996.",
        "Appeared in the Meeting on Maps, MAPS ’96.",
    ],
)
def test_a_note_that_says_where_the_paper_appeared_dates_it(note: str) -> None:
    assert year_of(body=note) == "1996"


@pytest.mark.parametrize(
    "text",
    [
        "This paper extends the method that was presented in the Journal of Maps in 1996.",
        "An earlier version of this paper appeared in the Proceedings of Maps, 1996.",
        "Maps first appeared in print in 1996 and have been drawn ever since.",
        "Proceedings were begun in 1996.",
        "To appear in print was rare. " + "Maps were drawn by hand all the same. " * 9 + "1996",
    ],
)
def test_running_text_about_other_years_does_not_date_the_paper(text: str) -> None:
    assert year_of(body=text) == ""


def test_a_work_cited_in_a_footnote_does_not_date_the_paper() -> None:
    assert year_of(front="1 Adams & Brown (2001), for example, reject the idea.") == ""
    assert year_of(front="1 Others reject it (Adams et al., 2001).") == ""
    assert year_of(front="Annals of Maps and Charts (2001)") == "2001"


def test_rights_say_more_than_the_date_of_an_earlier_version() -> None:
    note = "A preliminary version of this paper appeared in Proceedings of Maps, June 1996."
    evidence = Evidence([note, "© 2001 Some Press"], [], [], [], {}, {}, "paper")
    assert identify(evidence)["year"].value == "2001"
    assert year_of(front=note) == "1996"
