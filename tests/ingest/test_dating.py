"""The venue as a reader would write it: no words before it, no rights or links after it."""

from __future__ import annotations

import pytest

from ingest.dating import venue_name


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
