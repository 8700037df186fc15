"""The life of a model's child process: started when it is needed, started anew after it died.

Owns which process is the present one, what is written to it, and the words for its end. The first
request starts it; ``close`` or the parent's own end ends it. A model that ended its process while
it was loaded is given no GPU from then on.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from index.errors import ModelError, ModelProcessDiedError, ModelRequestError
from index.framing import FrameError, write_frame
from index.model_process import (
    ModelProcess,
    end_model_process,
    exit_reason,
    resident_bytes,
    start_model_process,
)
from index.model_spec import ModelSpec

__all__ = ["ModelLife"]


class ModelLife:
    """The process of one model. All methods may be called from any thread.

    Args:
        spec: Which model, and how to load it.
        log_path: Where the process's standard error goes.
    """

    def __init__(self, spec: ModelSpec, log_path: Path) -> None:
        self._spec = spec
        self._log_path = log_path
        self._changing = threading.Lock()
        self._writing = threading.Lock()
        self._is_closed = False
        self._avoid_gpu = False
        self.child: ModelProcess | None = None
        """The present process; it may have ended. None before the first request."""

    @property
    def is_loaded(self) -> bool:
        """Whether the model is in memory now."""
        child = self.child
        return child is not None and child.is_loaded and not child.has_ended

    def memory(self) -> int:
        """Bytes that the process holds in memory; 0 when none runs or the system does not say."""
        child = self.child
        return 0 if child is None or child.has_ended else resident_bytes(child.process.pid)

    def running(self) -> ModelProcess:
        """The process, started if there is none or it has died.

        Raises:
            ModelError: It cannot be started, or the model was closed.
        """
        with self._changing:
            if self._is_closed:
                raise self._closed()
            if self.child is None or self.child.has_ended:
                self.child = start_model_process(self._log_path)
                first = {"spec": self._spec.to_wire(), "avoid_gpu": self._avoid_gpu}
                self.send(self.child, first)
            return self.child

    def send(self, child: ModelProcess, head: dict[str, Any]) -> bool:
        """Write a frame; false where the process is gone.

        Raises:
            ModelRequestError: It is longer than a frame may be.
        """
        try:
            with self._writing:
                write_frame(child.requests, head)
        except FrameError as error:
            raise ModelRequestError(str(error), "send fewer or shorter texts at once") from error
        except (OSError, ValueError):
            return False
        return True

    def death(self, child: ModelProcess) -> ModelError:
        """The error for a process that ended; one that ended while loading gets no GPU again."""
        if self._is_closed:
            return self._closed()
        code = child.process.wait()
        if not child.is_loaded and self._spec.gpu_layers != 0:
            self._avoid_gpu = True
        return ModelProcessDiedError(
            f"the process of {self._spec.path.name} ended unexpectedly ({exit_reason(code)})",
            f"the next request starts it anew; its log is {self._log_path}",
        )

    def close(self) -> None:
        """End the process for good, within half a second, whatever it is doing."""
        with self._changing:
            self._is_closed = True
            child, self.child = self.child, None
        if child is not None:
            end_model_process(child)

    def _closed(self) -> ModelError:
        return ModelError(f"the model {self._spec.path.name} was closed")
