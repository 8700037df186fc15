"""What a click narrows to stands in the query, can be read, and goes with another click."""

from __future__ import annotations

import pytest

from workbench.search.adjust import (
    chosen_filters,
    chosen_years,
    filter_text,
    toggled,
    with_years,
)
from workbench.search.expression import FieldFilter
from workbench.search.query import parse_query


@pytest.mark.parametrize(
    "value",
    ["SIGIR", "Donald Knuth", 'say "cheese"', "a“b”c", "O(n log n)", "-5", "x:y", "J. Doc.",
     "/home/a b/papers", "東京", "OR", "what?"],
)  # fmt: skip
def test_any_value_can_be_a_filter(value: str) -> None:
    [node] = parse_query(f"words {filter_text('venue', value)}").filters
    assert isinstance(node, FieldFilter)
    kept = value.translate(str.maketrans("“”", '""')).replace('"', " ")
    assert node.value.split() == kept.split()


def test_nothing_is_no_filter() -> None:
    assert filter_text("venue", ' " ') == ""


def test_a_filter_comes_and_goes() -> None:
    once = toggled("dense ranking", 'author:"Donald Knuth"')
    assert once == 'dense ranking author:"Donald Knuth"'
    assert toggled(once, 'author:"donald knuth"') == "dense ranking"


def test_a_second_venue_takes_the_place_of_the_first_and_a_second_author_does_not() -> None:
    assert toggled("ranking venue:SIGIR", "venue:ECIR") == "ranking venue:ECIR"
    assert toggled("ranking author:guo", "author:li") == "ranking author:guo author:li"


def test_alternatives_are_left_alone() -> None:
    query = "(venue:SIGIR OR venue:ECIR) ranking"
    assert toggled(query, "venue:TOIS") == f"{query} venue:TOIS"


def test_years_take_the_place_of_years() -> None:
    assert with_years("ranking year:>2010 deep", (2015, 2015)) == "ranking deep year:2015"
    assert with_years("ranking year:2015", (2001, 2004)) == "ranking year:2001..2004"
    assert with_years("ranking year:2015", None) == "ranking"
    assert with_years("", (1999, 2001)) == "year:1999..2001"


def test_chosen_years_are_read_from_the_query() -> None:
    assert chosen_years("ranking year:2001..2004") == (2001, 2004)
    assert chosen_years("ranking year:>2010") == (2011, None)
    assert chosen_years("ranking") is None


def test_a_query_that_cannot_be_read_has_no_filters_and_can_still_be_narrowed() -> None:
    assert chosen_filters('bert author:"open') == ()
    assert toggled("yaer:2010 bert", "tag:x") == "yaer:2010 bert tag:x"
