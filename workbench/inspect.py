"""Reading one file without a library, to see what it yields."""

from __future__ import annotations

import threading
from pathlib import Path

from ingest.errors import ReadError
from ingest.paper import Paper
from workbench import logs, paths
from workbench.engines import Engines
from workbench.intake.pool import reader_pool
from workbench.settings import Settings

__all__ = ["inspect_file"]


def inspect_file(file: Path, settings: Settings) -> Paper:
    """Read one PDF as ingesting would; nothing is stored.

    Raises:
        ReadError: It could not be read.
    """
    engines = Engines(settings, paths.models_folder(), logs.model_log())
    with reader_pool(settings, engines.counter_maker(), workers=1) as pool:
        for outcome in pool.read([file.absolute()], cancel=threading.Event()):
            if outcome.paper is not None:
                return outcome.paper
            if outcome.error is not None:
                raise outcome.error
    raise ReadError(f"{file} could not be read", "try again")
