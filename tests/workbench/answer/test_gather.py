"""Lists of hits and what is said of them, when several searches make one answer."""

from __future__ import annotations

from workbench.answer.gather import Gathered, merged


def test_what_grew_between_two_searches_is_said_once_as_it_is_now() -> None:
    first = Gathered((), {}, (), ("meaning covers 72 % of the passages so far", "words only"))
    both = merged(first, (), 5, ("meaning covers 79 % of the passages so far",))
    assert both.notes == ("meaning covers 79 % of the passages so far", "words only")
