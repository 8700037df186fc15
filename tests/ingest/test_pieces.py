"""What of a passage its page holds in one piece, as a viewer's search finds it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.paper import Paper, Passage
from ingest.pieces import letters_of, pieces_of
from tests.ingest.typesetting import LEADING, Sheet, read, running_text, wrapped

PARTED = "The sentence that a picture parts goes on below it as if nothing stood in its way."
WORDS = "the quick reader finds every quote again where it stands on paper".split()


def passage_with(paper: Paper, words: str) -> tuple[Passage, int, int]:
    [(passage, at)] = [(p, p.text.index(words)) for p in paper.passages if words in p.text]
    return passage, at, at + len(words)


def stands(paper: Paper, words: str) -> bool:
    """Whether the passage that holds these words says that they are in one piece."""
    passage, start, end = passage_with(paper, words)
    return not passage.pieces or any(s <= start and end <= e for s, e in passage.pieces)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Efﬁcient, 3.5-fold", "efficient35fold"),
        ("Caf\u00e9", "caf\u00e9"),
        ("Cafe\u0301", "caf\u00e9"),
        ("snake_case – “x²”", "snakecasex2"),
        ("索引 Überblick", "索引überblick"),
        ("", ""),
    ],
)
def test_letters_are_folded_and_signs_dropped(text: str, letters: str) -> None:
    assert letters_of(text) == letters


def test_a_text_that_is_printed_letter_after_letter_has_no_pieces() -> None:
    assert pieces_of("One “piece”, hy-phen.", letters_of("xx one piece, hyphen xx")) == ()


def test_no_piece_where_nothing_is_printed() -> None:
    assert pieces_of("Nothing of this can be found.", letters_of("another text")) == ((0, 0),)


@pytest.mark.parametrize("seed", range(30))
def test_a_stretch_is_in_a_piece_if_and_only_if_it_is_printed(seed: int) -> None:
    dice = random.Random(seed)
    text = " ".join(dice.choices(WORDS, k=40))
    cuts = sorted(dice.sample(range(len(text)), 4))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    dice.shuffle(parts)
    printed = letters_of(" Figure 1 ".join(parts))
    pieces = pieces_of(text, printed)
    for _ in range(300):
        start, end = sorted(dice.sample(range(len(text) + 1), 2))
        letters = letters_of(text[start:end])
        if len(letters) >= 20:
            within = not pieces or any(s <= start and end <= e for s, e in pieces)
            assert within == (letters in printed)


def test_a_sentence_around_a_picture_is_in_two_pieces(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    lines = wrapped(f"{running_text(3, 60)} {PARTED} {running_text(4, 60)}", 225, 10, "tiro")
    upper = next(n for n, line in enumerate(lines) if "picture parts" in line) + 1
    leading = 10 * LEADING
    for place, line in enumerate(lines[:upper]):
        sheet.put(60, 100 + leading * place, line)
    for place, line in enumerate(("Figure 1: Two columns and", "what stands between them.")):
        sheet.put(60, 420 + leading * place, line, 8)
    for place, line in enumerate(lines[upper:]):
        sheet.put(310, 100 + leading * place, line)
    sheet.column(310, 100 + leading * len(lines[upper:]), 225, running_text(2, 150))
    paper = read(sheet.save(tmp_path / "parted.pdf"))
    assert not stands(paper, PARTED)
    passage, _, _ = passage_with(paper, PARTED)
    assert all(stands(paper, words) for words in ("s3n48.", PARTED[-30:]))
    assert len(passage.pieces) >= 2


def test_letters_that_were_mended_are_in_no_piece(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    broken = "The visitors of the cafÃ© read one page more than all others did."
    sheet.column(60, 100, 470, f"{running_text(3, 48)} {broken} {running_text(4, 48)}")
    paper = read(sheet.save(tmp_path / "mended.pdf"))
    assert not stands(paper, "The visitors of the café read one page more than all others did.")
    assert stands(paper, "read one page more than all others did.")
    assert stands(paper, running_text(3, 48))


def test_a_page_that_is_printed_in_order_is_one_piece(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.column(60, 100, 470, running_text(3, 200))
    paper = read(sheet.save(tmp_path / "plain.pdf"))
    assert [passage.pieces for passage in paper.passages] == [()] * len(paper.passages)


def test_a_text_in_a_thousand_pieces_is_given_up_on_soon() -> None:
    dice = random.Random(5)
    words = [f"{dice.getrandbits(40):x}" for _ in range(1000)]
    printed = letters_of(" ".join(reversed(words)))
    assert pieces_of(" ".join(words), printed) == ((0, 0),)
