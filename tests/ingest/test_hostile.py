"""Files that are not what they say: each ends with a plain reason, none with a traceback."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pymupdf
import pytest

from ingest.errors import (
    DamagedPdfError,
    EmptyPdfError,
    EncryptedPdfError,
    FileUnreadableError,
    NotAPdfError,
    ReadError,
    ReadTimeoutError,
)
from ingest.limits import ReadLimits, ReadOptions
from tests.ingest.typesetting import Sheet, read, two_column_paper


def holding(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        (b"\n\n  <html><head></head></html>", "a web page"),
        (b'\xef\xbb\xbf<meta charset="utf-8"><title>Log in</title>', "a web page (HTML)"),
        (b'{"id": 1, "text": "caf\xc3\xa9"}\n{"id": 2}\n', "a text file"),
        ("naïve notes\n".encode("latin-1"), "a text file"),
        (b"PK\x03\x04" + b"\0" * 50, "a zip archive"),
        (b"{\\rtf1 text}", "a rich text file"),
        (b"", "is empty (0 bytes)"),
    ],
)
def test_other_kinds_of_file_are_named(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(NotAPdfError, match=r".") as caught:
        read(holding(tmp_path / "paper.pdf", content))
    assert words in caught.value.message
    assert "retry" in caught.value.hint


def outcome(path: Path) -> tuple[tuple[str, ...], str]:
    """The paper's warnings, or the hint of the error that reading ended with."""
    try:
        return read(path).warnings, ""
    except ReadError as error:
        return (), error.hint


def test_a_file_cut_in_the_middle_is_repaired_or_refused(tmp_path: Path) -> None:
    whole = two_column_paper(tmp_path / "whole.pdf").read_bytes()
    for share in (0.9, 0.5, 0.1, 0.01):
        path = holding(tmp_path / "cut.pdf", whole[: int(len(whole) * share)])
        warnings, hint = outcome(path)
        assert hint or any("damaged" in warning for warning in warnings)


def test_noise_behind_a_pdf_header_is_damaged(tmp_path: Path) -> None:
    with pytest.raises((DamagedPdfError, EmptyPdfError)):
        read(holding(tmp_path / "noise.pdf", b"%PDF-1.7\n" + os.urandom(3000)))


def encrypted(path: Path) -> Path:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "A secret sentence stands here.")
    sheet.document.save(
        str(path), encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own"
    )
    return path


def test_an_encrypted_file_asks_for_its_password(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "secret.pdf")
    with pytest.raises(EncryptedPdfError, match="encrypted"):
        read(path)
    with pytest.raises(EncryptedPdfError, match="does not open it"):
        read(path, ReadOptions(password="wrong"))
    paper = read(path, ReadOptions(password="open"))
    assert "secret sentence" in paper.passages[0].text


def test_a_file_without_pages_is_empty(tmp_path: Path) -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n96\n%%EOF"
    )
    with pytest.raises((EmptyPdfError, DamagedPdfError)):
        read(holding(tmp_path / "none.pdf", content))


def test_a_page_tree_that_bites_its_tail_ends(tmp_path: Path) -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 5/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )
    with pytest.raises(ReadError):
        read(holding(tmp_path / "cycle.pdf", content))


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(FileUnreadableError, match="cannot be opened"):
            read(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "closed.pdf")
    path.chmod(0)
    with pytest.raises(FileUnreadableError, match="permission"):
        read(path)


def test_the_readers_own_clock_stops_a_long_file(tmp_path: Path) -> None:
    path = two_column_paper(tmp_path / "paper.pdf")
    with pytest.raises(ReadTimeoutError, match="longer than its limit"):
        read(path, limits=ReadLimits(base_seconds=-1.0, page_seconds=0.0))


def test_a_thousand_pages_are_read(tmp_path: Path) -> None:
    sheet = Sheet()
    for number in range(1000):
        sheet.page()
        sheet.put(60, 400, f"This is sentence number {number} of a very long document.")
    paper = read(sheet.save(tmp_path / "thousand.pdf"))
    assert len(paper.pages) == 1000
    assert any("number 999 of" in passage.text for passage in paper.passages)


def test_escape_sequences_and_markup_in_the_text_do_no_harm(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.page()
    sheet.put(60, 60, "A [bold]title[/bold] of \x1b[31m danger", 18)
    sheet.put(60, 100, "Some text with \x1b]0;evil\x07 in it, and more of it to read.")
    paper = read(sheet.save(tmp_path / "escape.pdf"))
    shown = paper.title + " ".join(passage.text for passage in paper.passages)
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_nothing_is_written_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = two_column_paper(tmp_path / "whole.pdf").read_bytes()
    path = holding(tmp_path / "cut.pdf", whole[: len(whole) // 2])
    with contextlib.suppress(ReadError):
        read(path)
    assert capfd.readouterr() == ("", "")
