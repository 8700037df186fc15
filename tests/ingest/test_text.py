"""Characters come out as a reader sees them, and garbage is told from text."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.hyphens import Vocabulary, join_with_offsets, joined_lines, without_inner_breaks
from ingest.lines import page_lines
from ingest.textclean import RAISED_CLOSE, RAISED_OPEN, clean, folded, is_garbled, plain
from ingest.tokens import estimate_tokens, memoised


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("eﬃcient ﬁnding", "efficient finding"),
        ("Zolt´an Gy¨ongyi", "Zoltán Gyöngyi"),
        ("´Eva C´ech", "Éva Céch"),
        ("Franc¸ois", "François"),
        ("a\u00a0b\u2009c", "a b c"),
        ("soft\u00adhyphen", "softhyphen"),
        ("CafÃ© isnâ€™t", "Café isn’t"),
        ("IRMÃ” «NÃO»", "IRMÃ” «NÃO»"),
        ("voilâ »", "voilâ »"),
        ("cafÃ©” na\u00c3\u00afve \u00c3\u0084rger", "café” naïve Ärger"),
        ("the â€œQuarterlyâ€\u009d Å¡", "the “Quarterly” š"),
        ("e\u0301tude", "étude"),
        ("di\x0eculty, \x0crst", "difficulty, first"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("`quoted'", "`quoted'"),
        ("the \uf761\uf772\uf770\uf761 of \uf731\uf739\uf736\uf730", "the ARPA of 1960"),
        ("\uf7e9cole & \uf726", "École & &"),
        ("\uf8eb\uf8ec\uf8eda b\uf8f6\uf8f7\uf8f8", "(a b)"),
        ("\ue09e", "\ufffd"),
        ("next\u0338 = null, c\u0338= d", "next ≠ null, c ≠ d"),
        ("precondition:\u0338 ∃o", "precondition: ∄o"),
        ("a \u0338 b", "a \u0338 b"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == unicodedata.normalize("NFC", expected)


@given(st.text(max_size=60))
def test_clean_text_holds_no_control_characters(text: str) -> None:
    assert not any(unicodedata.category(char) == "Cc" for char in clean(text))


def test_plain_takes_out_the_marks_of_superscripts() -> None:
    assert plain(f"word{RAISED_OPEN}12{RAISED_CLOSE}  next") == "word12 next"


def test_folding_compares_across_ligatures_case_and_spaces() -> None:
    assert folded("E\ufb03cient  Gr\u00f6\u00dfe") == folded(
        "efficient grosse".replace("o", "ö", 1)
    )


VOCABULARY = Vocabulary(["a well-known state-of-the-art information system, the base and based"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["infor-", "mation"], "information"),
        (["well-", "known"], "well-known"),
        (["a new con-", "vention"], "a new convention"),
        (["non-", "linear"], "non-linear"),
        (["the Monte-", "Carlo way"], "the Monte-Carlo way"),
        (["plain", "words"], "plain words"),
        (["rele\u00ad", "vance"], "relevance"),
        (["日本語の", "文章"], "日本語の文章"),
        (["pages 12-", "34"], "pages 12-34"),
        (["doi:10.5555/", "abc.0003."], "doi:10.5555/abc.0003."),
        (["see https://some.org/a-", "page"], "see https://some.org/a-page"),
        (["either/", "or"], "either/ or"),
    ],
)
def test_line_ends(lines: list[str], expected: str) -> None:
    assert joined_lines(lines, VOCABULARY) == expected


@given(st.lists(st.text("abc-", min_size=1, max_size=8), min_size=1, max_size=6))
def test_offsets_point_at_each_line(lines: list[str]) -> None:
    text, starts = join_with_offsets(lines, VOCABULARY)
    assert len(starts) == len(lines)
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)


ENGLISH = "The quick brown fox jumps over the lazy dog and then it is gone to the wood. " * 4


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (ENGLISH, False),
        (
            "Der schnelle braune Fuchs springt über den faulen Hund und ist dann im Wald. " * 3,
            False,
        ),
        ("日本語の文には語の切れ目がない。論文を検索するには、まず文を切る必要がある。" * 5, False),
        ("Быстрая бурая лиса прыгает через ленивую собаку и уходит в лес насовсем. " * 3, False),
        ("\ufffd\ufffd\ufffdab \ufffd\ufffd " * 30, True),
        ("(cid:12)(cid:44)(cid:3) word " * 30, True),
        ("xkcd qwrt bcdf ghjk lmnp qrst vwxz bcdf ghjk lmnp " * 8, True),
        ("¨©ª « ¬®¯°± ²³´ µ¶· ¸¹º ¢£¤ ab " * 12, True),
        ("short", False),
    ],
)
def test_garbage_is_told_from_text(text: str, garbled: bool) -> None:
    assert is_garbled(text) is garbled


def test_the_estimate_grows_with_the_text_and_counts_nothing_as_nothing() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("two words") >= 2
    assert estimate_tokens("検索論文") == 4
    assert estimate_tokens("internationalisation") >= 4


def test_the_memo_counts_a_text_once() -> None:
    calls: list[str] = []

    def count(text: str) -> int:
        calls.append(text)
        return 1

    remembering = memoised(count)
    assert remembering("a") + remembering("a") == 2
    assert calls == ["a"]


def test_single_letters_of_a_vertical_font_in_a_row_are_one_line() -> None:
    def letter(place: int, char: str) -> dict[str, Any]:
        box = (50.0 + 8 * place, 90.0, 62.0 + 8 * place, 102.0)
        span = {"text": char, "size": 12.0, "font": "Gothic", "flags": 0}
        return {"bbox": box, "dir": (0.0, 1.0), "wmode": 1, "spans": [span]}

    column = letter(0, "縦に書いた文") | {"bbox": (300.0, 90.0, 312.0, 162.0)}
    row = [letter(place, char) for place, char in enumerate("IN A ROW")]
    lines, _ = page_lines(1, [{"lines": [*row, column]}], 1000)
    assert [line.text for line in lines] == ["IN A ROW", "縦に書いた文"]
    assert [line.vertical for line in lines] == [False, True]
    assert lines[0].box == (50.0, 90.0, 118.0, 102.0)


@pytest.mark.parametrize(
    ("first", "gap", "second", "text"),
    [
        ("\uf761\uf770\uf76c", 3.0, "is old", "APL is old"),
        ("\uf761\uf770\uf76c", 0.4, "’s", "APL’s"),
        ("\uf761\uf770\uf76c", 0.4, "s", "APLs"),
        ("用", 3.0, "BERT", "用BERT"),
    ],
)
def test_a_gap_behind_what_is_no_letter_is_a_space(
    first: str, gap: float, second: str, text: str
) -> None:
    def span(x: float, chars: str) -> dict[str, Any]:
        box = (x, 90.0, x + 30, 102.0)
        return {"text": chars, "size": 10.0, "font": "Serif", "flags": 0, "bbox": box}

    raw = {"bbox": (50.0, 90.0, 120.0, 102.0), "dir": (1.0, 0.0), "wmode": 0}
    spans = [span(50.0, first), span(80.0 + gap, second)]
    lines, _ = page_lines(1, [{"lines": [raw | {"spans": spans}]}], 1000)
    assert [line.text for line in lines] == [text]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["a new construc-", "tion is", "given"], "a new construction is given"),
        (["proces-", "sor and", "sor-", "ted"], "processor and sorted"),
        (["the fault-", "tolerant design, a tolerant one", "and one fault"], "fault-tolerant"),
        (["a Trace-", "Monkey in TraceMonkey"], "a TraceMonkey"),
        (["multi-", "plied"], "multiplied"),
        (["pages 291–", "300."], "pages 291–300."),
    ],
    ids=["broken once", "halves of others", "compound", "capital inside", "first half", "range"],
)
def test_halves_of_broken_words_do_not_attest_themselves(lines: list[str], joined: str) -> None:
    assert joined in joined_lines(lines, Vocabulary(lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("selected for compi- lation, then", "selected for compilation, then"),
        ("pre- and post-order", "pre- and post-order"),
        ("completely- or never-held", "completely- or never-held"),
        ("a rare infor- malism", "a rare infor- malism"),  # the paper has no such word
    ],
)
def test_words_broken_inside_a_line_are_joined_where_the_paper_has_them(
    line: str, expected: str
) -> None:
    vocabulary = Vocabulary(["the compilation of pre and post and informal"])
    assert without_inner_breaks(line, vocabulary) == expected
