"""How every step of an answer notices that it is no longer wanted."""

from __future__ import annotations

import threading

from workbench.errors import CancelledError

__all__ = ["raise_if_cancelled"]


def raise_if_cancelled(cancel: threading.Event | None) -> None:
    """Raise ``CancelledError`` once ``cancel`` is set; ``None`` never cancels."""
    if cancel is not None and cancel.is_set():
        raise CancelledError("the question was cancelled")
