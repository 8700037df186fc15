"""Starting worker processes that do not run the program's main module again.

``multiprocessing`` with the *spawn* method imports the parent's ``__main__`` in every child. A
script that opens a library at its top level would so open it again in every reader, and the
command line would pay for its imports once a worker. Readers need nothing from ``__main__``.
"""

from __future__ import annotations

import threading
from multiprocessing import spawn
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

__all__ = ["reader_context"]

_launching = threading.Lock()


def reader_context() -> SpawnContext:
    """The *spawn* context, with children that start clean."""
    return _CleanContext()


class _CleanProcess(SpawnProcess):
    """A spawned process that is not told where the parent's main module is."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: ANN401, N802 - multiprocessing's own name and types
        with _launching:
            described = spawn.get_preparation_data
            spawn.get_preparation_data = _without_main(described)
            try:
                return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - the one hook multiprocessing has
            finally:
                spawn.get_preparation_data = described


class _CleanContext(SpawnContext):
    Process = _CleanProcess


def _without_main(describe: Any) -> Any:  # noqa: ANN401 - multiprocessing leaves this untyped
    def described(name: str) -> dict[str, Any]:
        data: dict[str, Any] = describe(name)
        return {key: value for key, value in data.items() if not key.startswith("init_main")}

    return described
