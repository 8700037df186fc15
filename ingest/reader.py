"""Reading one file into a paper, in this process.

Owns the order of the steps and nothing of what they do. Only ever called inside a worker: the
parser holds the interpreter lock and may crash.
"""

from __future__ import annotations

from pathlib import Path

from ingest.discover import content_hash
from ingest.document import PdfDocument
from ingest.errors import FileUnreadableError
from ingest.limits import ReadLimits, ReadOptions
from ingest.pages import take_pages
from ingest.paper import Paper
from ingest.structure import structured
from ingest.tokens import TokenCounter, memoised

__all__ = ["read_paper"]


def read_paper(
    path: str | Path,
    count_tokens: TokenCounter,
    limits: ReadLimits | None = None,
    options: ReadOptions | None = None,
) -> Paper:
    """Read the PDF at ``path``.

    Args:
        path: The file.
        count_tokens: Counts a text's tokens, special ones left out; passages are measured by it.
        limits: Time and size limits; the defaults when None.
        options: Window, overlap, password; the defaults when None.

    Raises:
        ReadError: The file cannot be read; the leaf says why and what to do.
    """
    limits = limits or ReadLimits()
    options = options or ReadOptions()
    path = Path(path)
    with PdfDocument(path, options.password) as document:
        sha256, size = _identity(path)
        taken = take_pages(document, limits, options)
        if document.repaired:
            taken.warnings.append("the file was damaged and has been repaired: text may be missing")
        return structured(document, taken, sha256, size, memoised(count_tokens), options)


def _identity(path: Path) -> tuple[str, int]:
    try:
        return content_hash(path), path.stat().st_size
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise FileUnreadableError(
            f"{path.name} cannot be opened: {reason}", "check the file, then carrel ingest --retry"
        ) from error
