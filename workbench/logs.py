"""Logging to a file: the screen belongs to the person.

One rotating file, a megabyte at most, two kept. Nothing of a paper's text or of a question is
logged above DEBUG, so that a log can be sent with a bug report.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from workbench import paths

__all__ = ["log_file", "model_log", "start_logging"]

_ROOMS = ("workbench", "ingest", "index", "ui")


class _LogFile(RotatingFileHandler):
    """A log that may stop being writable (a full disk, a folder that is gone): it tells nobody."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the base's name
        """Say nothing: the usual traceback would go to the screen, which belongs to the person."""


def log_file() -> Path:
    """Where carrel's own messages go."""
    return paths.log_folder() / "carrel.log"


def model_log() -> Path:
    """Where llama.cpp's messages and a dying model process's last words go."""
    return paths.log_folder() / "models.log"


def start_logging(level: int = logging.INFO) -> None:
    """Send the four rooms' messages to the log file. A log that cannot be written is no error."""
    handler: logging.Handler
    try:
        paths.log_folder().mkdir(parents=True, exist_ok=True)
        handler = _LogFile(
            log_file(),
            maxBytes=1_000_000,
            backupCount=2,
            delay=True,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for room in _ROOMS:
        logger = logging.getLogger(room)
        if all(isinstance(known, logging.NullHandler) for known in logger.handlers):
            logger.addHandler(handler)
            logger.setLevel(level)
            logger.propagate = False
