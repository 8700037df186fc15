"""One file in, one structured paper out.

Owns finding PDF files, reading them in worker processes that can be killed, and turning pages
into title, sections, references and passages. Refuses to know a database, an index, a model or a
screen. Importing this package loads nothing: each name is fetched when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.discover import DiscoverResult, FoundFile, content_hash, discover
    from ingest.errors import ReadError
    from ingest.limits import ReadLimits, ReadOptions
    from ingest.page_image import render_page
    from ingest.paper import Paper, Passage, Rectangle
    from ingest.passages import embedded_text
    from ingest.pool import ReaderPool, ReadOutcome
    from ingest.reader import read_paper
    from ingest.sentences import split_sentences
    from ingest.tokens import estimate_tokens

__all__ = [
    "DiscoverResult",
    "FoundFile",
    "Paper",
    "Passage",
    "ReadError",
    "ReadLimits",
    "ReadOptions",
    "ReadOutcome",
    "ReaderPool",
    "Rectangle",
    "content_hash",
    "discover",
    "embedded_text",
    "estimate_tokens",
    "read_paper",
    "render_page",
    "split_sentences",
]

_HOME = {
    "DiscoverResult": "ingest.discover",
    "FoundFile": "ingest.discover",
    "Paper": "ingest.paper",
    "Passage": "ingest.paper",
    "ReadError": "ingest.errors",
    "ReadLimits": "ingest.limits",
    "ReadOptions": "ingest.limits",
    "ReadOutcome": "ingest.pool",
    "ReaderPool": "ingest.pool",
    "Rectangle": "ingest.paper",
    "content_hash": "ingest.discover",
    "discover": "ingest.discover",
    "embedded_text": "ingest.passages",
    "estimate_tokens": "ingest.tokens",
    "read_paper": "ingest.reader",
    "render_page": "ingest.page_image",
    "split_sentences": "ingest.sentences",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562 hands out objects of any type
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(_HOME[name]), name)
