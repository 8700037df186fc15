"""Reader processes for one library's settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

from ingest.limits import ReadLimits, ReadOptions
from ingest.pool import ReaderPool
from ingest.tokens import TokenCounter
from workbench.settings import Settings

__all__ = ["reader_pool"]

_MOST_WORKERS = 8
_MEBIBYTE = 1024 * 1024


def reader_pool(
    settings: Settings, make_counter: Callable[[], TokenCounter], *, workers: int = 0
) -> ReaderPool:
    """Start reader processes within the limits of the settings.

    Args:
        settings: ``reading.*`` are used.
        make_counter: Makes, in the worker, the embedder's token counter.
        workers: How many processes; as many as the settings say when 0.
    """
    reading = settings.reading
    workers = workers or reading.workers or min(os.cpu_count() or 1, _MOST_WORKERS)
    limits = replace(
        ReadLimits(),
        kill_seconds=reading.seconds_per_file,
        memory_bytes=reading.memory_per_worker * _MEBIBYTE,
    )
    options = ReadOptions(recognise_languages=reading.languages)
    return ReaderPool(workers, make_counter, limits, options, recognise=reading.recognise == "auto")
