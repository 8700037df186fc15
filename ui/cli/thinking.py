"""What an answer is waiting for, as one live line on stderr; nothing where that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.types import AnswerEvent, AnswerListener, EvidenceGathered, TextGrown

__all__ = ["thinking"]


@contextmanager
def thinking() -> Iterator[AnswerListener]:
    """Give a listener that shows how far an answer is until the block ends."""
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console

    with Console(stderr=True).status("searching …") as status:

        def tell(event: AnswerEvent) -> None:
            if isinstance(event, EvidenceGathered):
                status.update(f"reading {len(event.citations)} quotes …")
            elif isinstance(event, TextGrown):
                status.update("writing and checking …")

        yield tell


def _ignore(event: AnswerEvent) -> None:
    del event
