"""The support checker with the chosen embedder, outside of any library.

Owns starting and ending the model; ``workbench.answer.verify`` owns the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from workbench import logs, paths
from workbench.answer.verify import Verdict, verify
from workbench.engines import MODEL_UNAVAILABLE, Engines
from workbench.settings import Settings

__all__ = ["open_checker"]

Check = Callable[[str, Sequence[str]], Verdict]


@contextmanager
def open_checker(
    settings: Settings, *, words_alone: bool = False
) -> Iterator[tuple[Check, tuple[str, ...]]]:
    """Give the checker, and what a person must know of how it checks, until the block ends."""
    engines = Engines(settings, paths.models_folder(), logs.model_log())
    try:
        if words_alone:
            yield verify, ()
            return
        try:
            embedder = engines.embedder()
        except MODEL_UNAVAILABLE as error:
            yield verify, (f"by words alone: {error}",)
            return
        yield (
            lambda claim, evidence: verify(
                claim, evidence, lambda texts: embedder.embed_texts(texts, None)
            ),
            (),
        )
    finally:
        engines.close()
