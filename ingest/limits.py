"""How much time and memory one file may cost, and how a file is to be read.

Owns numbers only; ``ingest.pool`` and ``ingest.reader`` enforce them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_WINDOW_TOKENS", "ReadLimits", "ReadOptions"]

DEFAULT_WINDOW_TOKENS = 254
"""The window of all-MiniLM-L6-v2: 256 tokens less the two special ones."""

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of one read. Times in seconds, memory in bytes.

    Two clocks run. The reader looks at its own between pages and stops at ``page_seconds`` for
    every page plus ``base_seconds``; a parser that hangs inside one page is killed from outside
    at ``kill_seconds`` plus ``kill_seconds_per_mebibyte`` for every mebibyte of the file.
    """

    base_seconds: float = 30.0
    page_seconds: float = 1.0
    kill_seconds: float = 60.0
    kill_seconds_per_mebibyte: float = 5.0
    kill_seconds_at_most: float = 900.0
    recognise_seconds: float = 60.0
    """Added to both clocks for every page that Tesseract has to read."""
    memory_bytes: int = 2048 * _MEBIBYTE
    """Address space of one worker, where the platform can limit it."""
    memory_bytes_per_file_byte: float = 4.0
    """Added to ``memory_bytes`` for every byte of the file, as parsers hold files in memory."""
    memory_bytes_at_most: int = 6144 * _MEBIBYTE
    page_characters: int = 200_000
    """Text beyond this on one page is left out, and the paper says so."""
    paper_characters: int = 20_000_000
    """Text beyond this in one file is left out, and the paper says so."""

    def soft_seconds(self, pages: int) -> float:
        """Return how long a file of ``pages`` pages may take by the reader's own clock."""
        return self.base_seconds + self.page_seconds * pages

    def hard_seconds(self, size: int) -> float:
        """Return after how many seconds a worker that reads ``size`` bytes is killed."""
        scaled = self.kill_seconds + self.kill_seconds_per_mebibyte * size / _MEBIBYTE
        return min(scaled, self.kill_seconds_at_most)

    def recognition_seconds(self, size: int, pages: int) -> float:
        """Return after how many seconds a worker that recognises ``pages`` pages is killed."""
        return self.hard_seconds(size) + self.recognise_seconds * pages

    def memory_for(self, size: int) -> int:
        """Return the address space, in bytes, that reading ``size`` bytes may take."""
        scaled = self.memory_bytes + int(self.memory_bytes_per_file_byte * size)
        return min(scaled, self.memory_bytes_at_most)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a file is to be read.

    ``max_tokens`` is the embedder's window, less its special tokens. ``password`` opens an
    encrypted file. ``overlap_tokens`` is how much of the passage before may be repeated.
    ``recognise`` has Tesseract read pages with no usable text in the same call, which takes
    seconds a page; ``recognise_languages`` are Tesseract's names joined by ``+``, or ``""``
    for the language that the file says it is in, where that is installed, else English.
    """

    max_tokens: int = DEFAULT_WINDOW_TOKENS
    overlap_tokens: int = 40
    password: str = ""
    recognise: bool = False
    recognise_languages: str = ""
