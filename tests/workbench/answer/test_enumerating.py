"""Which sentences list things."""

from __future__ import annotations

import pytest

from workbench.answer.enumerating import enumerates


@pytest.mark.parametrize(
    ("sentence", "least", "most"),
    [
        ("There are two ways: (1) a lock is taken, and (2) a version is kept.", 1.0, 1.0),
        ("First, the log is read; second, it is cut.", 1.0, 1.0),
        ("It was compared with several systems, including Pastry, Kelips, and Chord.", 1.0, 1.0),
        ("Pastry, Kelips, Chord and Tapestry route by prefix.", 0.5, 0.7),
        ("It is either read or written.", 0.1, 0.3),
        ("Pastry routes by prefix, as others did before it.", 0.0, 0.0),
        ("The ring needs two kinds of messages.", 0.3, 0.5),
    ],
)
def test_what_lists_things(sentence: str, least: float, most: float) -> None:
    assert least <= enumerates(sentence) <= most
