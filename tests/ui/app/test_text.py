"""What papers and paths say is shown exactly and obeyed never."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.app.driving import desk
from ui.app.highlight import mark_quote, mark_words, query_stems, snippet
from ui.app.places.library import LibraryPlace
from ui.app.session import Session
from ui.app.wording import authors, bar, duration
from ui.safe_text import one_line, plain
from workbench.export.plain import one_line as exported
from workbench.library import Library

TITLES = [
    "[/foo] [bold]not bold[/bold] [link=x]y[/link]",
    "\x1b[31mred\x1b[0m \x07 bell \x9b31m",
    "深層学習による文献検索の高速化と再現率の評価について",
    "البحث في الأدبيات العلمية",
    "abc \u202egnp.exe\u202c \u2066x\u2069",
    "👩‍🔬 emoji 🧪 papers 📄",
    "x" * 10_000,
    "broken \ud800 surrogate",
    "$accent {braces} %s \\n `code` **stars** <b>tag</b>",
]


@pytest.mark.parametrize("clean", [plain, one_line, exported])
@given(text=st.text())
def test_nothing_a_terminal_obeys_is_left(clean: Callable[[str], str], text: str) -> None:
    for character in clean(text):
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
        assert not 0x202A <= ord(character) <= 0x202E
        assert not 0x2066 <= ord(character) <= 0x2069
    clean(text).encode("utf-8")


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert plain(text) == text


@given(st.text(), st.integers(1, 50))
def test_one_line_is_one_line_and_short(text: str, limit: int) -> None:
    assert "\n" not in one_line(text, limit)
    assert len(one_line(text, limit)) <= limit


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
async def test_any_title_is_shown_as_it_is(session: Session, library: Library, title: str) -> None:
    one = library.papers(limit=1)[0]
    async with desk(session) as at:
        await at.press("f4")
        place = at.place("library")
        assert isinstance(place, LibraryPlace)
        place.papers.start_over(1)
        place.papers.add_rows(0, [replace(one, title=title, authors=(title,), venue=title)])
        await at.pilot.pause()
        shown = at.screen_text()
        assert one_line(title)[:12].split(" ")[0] in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_bracketed_words_are_words_in_every_helper() -> None:
    text = "a [b] ranking [/c] of [d]"
    assert mark_words(text, query_stems("rankings")).plain == text
    assert snippet(text, query_stems("ranking"), 80).plain == text
    assert mark_quote(text, "b] ranking [/c").plain == text


@given(st.text(max_size=400), st.text(max_size=40), st.integers(10, 200))
def test_a_snippet_is_never_longer_than_asked_and_comes_from_the_text(
    text: str, query: str, length: int
) -> None:
    shown = snippet(text, query_stems(query), length)
    assert len(shown.plain) <= length + 1
    assert shown.plain.strip("…") in one_line(text, 20_000)


def test_a_quote_is_found_across_line_breaks_and_hyphens() -> None:
    marked = mark_quote("the recip-\nrocal rank, fused", "reciprocal rank")
    assert not marked.spans or marked.plain  # a hyphenated word may stay unmarked, never crash
    marked = mark_quote("so the rank\n fusion wins", "the rank fusion")
    assert marked.plain[marked.spans[0].start : marked.spans[0].end] == "the rank\n fusion"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ((), ""),
        (("Ada Lovelace",), "Lovelace"),
        (("Lovelace, Ada", "Alan Turing"), "Lovelace & Turing"),
        (("A B", "C D", "E F"), "B et al."),
        (("山田 太郎",), "山田"),
        (("王小明", "Sammy Davis Jr."), "王小明 & Davis"),
    ],
)
def test_authors_fit_a_column(names: tuple[str, ...], shown: str) -> None:
    assert authors(names) == shown


@given(st.floats(-2, 2), st.integers(1, 40))
def test_a_bar_has_its_width(share: float, width: int) -> None:
    assert len(bar(share, width)) == width


def test_durations_read_like_a_person_says_them() -> None:
    assert [duration(s) for s in (0.004, 1.23, 42, 600, 7200)] == [
        "4 ms", "1.2 s", "42 s", "10 min", "2.0 h",
    ]  # fmt: skip


def test_authors_read_with_the_word_before_them_are_shown_without_it() -> None:
    assert authors(("DEAN, J.", "AND GHEMAWAT, S.")) == "DEAN & GHEMAWAT"
    assert authors(("Jeffrey Dean", "and", "and Sanjay Ghemawat")) == "Dean & Ghemawat"
    assert authors(("Andrew Anderson",)) == "Anderson"
