"""Opening a PDF and asking it for plain facts: the only seam to PyMuPDF's reading side.

Owns refusing what is not a readable PDF, turning every parser error into a ``ReadError``, and
keeping MuPDF's messages off the terminal. Refuses to interpret text. Only worker processes
should import what this module imports: MuPDF holds the interpreter lock and may crash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pymupdf

from ingest.bitmap_fonts import has_pixel_sizes, rebuilt_blocks
from ingest.errors import (
    DamagedPdfError,
    EmptyPdfError,
    EncryptedPdfError,
    FileUnreadableError,
    NotAPdfError,
    ReadMemoryError,
)
from ingest.hidden_text import without_hidden
from ingest.pieces import printed_text
from ingest.recognition import language_folder
from ingest.right_to_left import reordered_blocks

__all__ = ["OutlineEntry", "PageContent", "PdfDocument", "parser_errors"]

PARSER_ERRORS = (
    RuntimeError,
    ValueError,
    IndexError,
    AssertionError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    pymupdf.mupdf.FzErrorBase,
)
"""What PyMuPDF and MuPDF are known to raise on broken input (they share no base class)."""

_TEXT_FLAGS: int = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_RECOGNITION_DPI = 300
_SNIFF_BYTES = 1024
_RAW_MAGIC = {
    b"PK\x03\x04": "a zip archive (a Word or other office file?)",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%!PS": "a PostScript file",
    b"{\\rtf": "a rich text file",
}
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|script|meta|title|\?xml|!--)")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]|\d obj\b")
"""Control characters, as in binary data, or an object of a PDF that has lost its first line."""
_REPLACE_HINT = "download or export the paper again as PDF, then carrel ingest --retry"

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)
pymupdf.set_messages(pylogging=True)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One bookmark: ``level`` from 1, ``page`` from 1 (0 or below: it points nowhere)."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's size in points, what it shows as MuPDF's text blocks, and all text it holds.

    ``printed`` is in the file's own order, with what is hidden and before anything is mended.
    """

    width: float
    height: float
    blocks: list[dict[str, Any]]
    printed: str


@contextmanager
def parser_errors(path: str | Path) -> Iterator[None]:
    """Turn whatever the parser raises into a ``ReadError`` that names the file.

    Raises:
        ReadMemoryError: The parser ran out of memory.
        DamagedPdfError: Anything else that the parser stumbled on.
    """
    try:
        yield
    except MemoryError as error:
        raise memory_error(path) from error
    except PARSER_ERRORS as error:
        if "alloc" in str(error).lower() and "fail" in str(error).lower():
            raise memory_error(path) from error
        raise DamagedPdfError(
            f"{Path(path).name} is damaged and could not be repaired", _REPLACE_HINT
        ) from error


def memory_error(path: str | Path) -> ReadMemoryError:
    """Return the error for a file that needs more memory than a worker may have."""
    return ReadMemoryError(
        f"{Path(path).name} needs more memory than one file may take",
        "save a smaller copy (for example printed to PDF anew), then carrel ingest --retry",
    )


class PdfDocument:
    """An open PDF. Use as a context manager; every method may raise a ``ReadError``."""

    def __init__(self, path: str | Path, password: str = "") -> None:
        self.path = Path(path)
        self._em_sizes: dict[str, float] = {}
        self.hidden_words: dict[int, int] = {}
        """Words on each page, from 1, that it holds and does not show: they are left out."""
        _refuse_foreign_bytes(self.path)
        with parser_errors(self.path):
            self._document: Any = pymupdf.open(str(self.path), filetype="pdf")
            self._check(password)
            self.page_count: int = self._document.page_count
        if self.page_count == 0 and self.repaired:
            raise DamagedPdfError(
                f"{self.path.name} is damaged or cut off: no page of it could be saved",
                _REPLACE_HINT,
            )
        if self.page_count == 0:
            raise EmptyPdfError(f"{self.path.name} has no page in it", _REPLACE_HINT)

    def _check(self, password: str) -> None:
        if not self._document.is_pdf:
            raise NotAPdfError(f"{self.path.name} is not a PDF", _REPLACE_HINT)
        if self._document.needs_pass and not self._document.authenticate(password):
            given = "the password given does not open it" if password else "a password opens it"
            raise EncryptedPdfError(
                f"{self.path.name} is encrypted: {given}",
                "save a copy without a password, then carrel ingest --retry",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._document.close()

    @property
    def repaired(self) -> bool:
        """Whether the file's structure was broken and had to be rebuilt."""
        return bool(self._document.is_repaired)

    def page_content(self, number: int, most: int) -> PageContent:
        """Return what page ``number`` (from 1) holds; ``most`` characters of the printed text."""
        with parser_errors(self.path):
            page = self._document[number - 1]
            rectangle = page.rect
            blocks, printed = self._blocks(page, most)
            return PageContent(float(rectangle.width), float(rectangle.height), blocks, printed)

    def _shown(
        self,
        page: Any,  # noqa: ANN401 - untyped, as above
        blocks: list[dict[str, Any]],
    ) -> list[dict[str, Any]]:
        """Return the blocks without what the page does not show, and note how much that is."""
        shown, words = without_hidden(page, blocks)
        if words:
            self.hidden_words[page.number + 1] = words
        return shown

    def _blocks(
        self,
        page: Any,  # noqa: ANN401 - untyped, as above
        most: int,
    ) -> tuple[list[dict[str, Any]], str]:
        """Return a page's blocks, rebuilt from single letters where type sizes are nonsense."""
        textpage = page.get_textpage(flags=_TEXT_FLAGS)
        seen_before = bool(self._em_sizes)
        if seen_before:
            # after one such page the next ones are likely to be so: save making the blocks twice
            raw_blocks = textpage.extractRAWDICT()["blocks"]
            if has_pixel_sizes(raw_blocks):
                rebuilt = rebuilt_blocks(raw_blocks, self._em_sizes)
                return rebuilt, printed_text(raw_blocks, most)
        blocks: list[dict[str, Any]] = textpage.extractDICT()["blocks"]
        printed = printed_text(blocks, most)
        if not seen_before and has_pixel_sizes(blocks):
            raw_blocks = textpage.extractRAWDICT()["blocks"]
            return rebuilt_blocks(raw_blocks, self._em_sizes), printed
        return self._shown(page, blocks), printed

    def right_to_left_content(self, number: int) -> list[dict[str, Any]]:
        """Return the text blocks of page ``number`` with right-to-left lines in reading order."""
        with parser_errors(self.path):
            page = self._document[number - 1]
            blocks = page.get_textpage(flags=_TEXT_FLAGS).extractRAWDICT()["blocks"]
            return reordered_blocks(self._shown(page, blocks))

    def raw_page(self, number: int) -> Any:  # noqa: ANN401 - PyMuPDF's page has no types
        """Return PyMuPDF's own page ``number`` (from 1), for drawing."""
        return self._document[number - 1]

    def page_has_marks(self, number: int) -> bool:
        """Return whether anything is drawn on page ``number``: a picture, a line, a letter."""
        with parser_errors(self.path):
            page = self._document[number - 1]
            return bool(page.get_bboxlog())

    def recognised_content(self, number: int, languages: str) -> list[dict[str, Any]]:
        """Return text blocks of page ``number`` as Tesseract reads them from its picture."""
        with parser_errors(self.path):
            page = self._document[number - 1]
            textpage = page.get_textpage_ocr(
                flags=_TEXT_FLAGS,
                language=languages,
                dpi=_RECOGNITION_DPI,
                full=True,
                tessdata=str(language_folder()),
            )
            blocks: list[dict[str, Any]] = textpage.extractDICT()["blocks"]
            return blocks

    def outline(self) -> list[OutlineEntry]:
        """Return the file's bookmarks; an unreadable outline is an empty one."""
        try:
            rows = self._document.get_toc(simple=True)
        except PARSER_ERRORS:
            return []
        return [OutlineEntry(int(row[0]), str(row[1]), int(row[2])) for row in rows]

    def language(self) -> str:
        """Return the language tag that the file carries, such as ``de-AT``, or ``""``."""
        try:
            return str(self._document.language or "")
        except PARSER_ERRORS:
            return ""

    def metadata(self) -> dict[str, str]:
        """Return the document information (``title``, ``author``, ``subject``, …), never None."""
        try:
            found = self._document.metadata or {}
        except PARSER_ERRORS:
            return {}
        return {key: value for key, value in found.items() if isinstance(value, str) and value}

    def xmp(self) -> dict[str, str]:
        """Return what XMP metadata says of title, DOI and date, by those names."""
        try:
            packet = self._document.get_xml_metadata()
        except PARSER_ERRORS:
            return {}
        return _parse_xmp(packet) if isinstance(packet, str) else {}


_XMP_FIELDS = {
    "title": re.compile(r"<dc:title>\s*(?:<rdf:Alt>\s*<rdf:li[^>]*>)?([^<]{3,400})<"),
    "doi": re.compile(
        r"(?:prism:doi|pdfx:doi|crossmark:DOI|dc:identifier)(?:>|=\")([^<\"]{6,200})"
    ),
    "date": re.compile(r"(?:prism:publicationDate|prism:coverDate)(?:>|=\")([^<\"]{4,40})"),
}


def _parse_xmp(packet: str) -> dict[str, str]:
    """Pick fields by pattern: an XML parser would have to be defended against hostile input."""
    head = packet[:200_000]
    found = {}
    for name, pattern in _XMP_FIELDS.items():
        if match := pattern.search(head):
            found[name] = unescape(match.group(1)).strip()
    return found


def _refuse_foreign_bytes(path: Path) -> None:
    """Raise when the file cannot be opened or its first bytes are of another kind."""
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFF_BYTES)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileUnreadableError(
            f"{path.name} cannot be opened: {reason}", "check the file, then carrel ingest --retry"
        ) from error
    if not head:
        raise NotAPdfError(f"{path.name} is empty (0 bytes)", _REPLACE_HINT)
    if b"%PDF" in head:
        return
    kind = _foreign_kind(head)
    if kind:
        raise NotAPdfError(f"{path.name} is not a PDF but {kind}", _REPLACE_HINT)


def _foreign_kind(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _WEB_PAGE.match(start):
        return "a web page (HTML): a publisher's page to sign in, perhaps"
    for magic, kind in _RAW_MAGIC.items():
        if head.startswith(magic):
            return kind
    return "a text file" if not _NO_TEXT.search(head) else ""
