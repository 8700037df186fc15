"""The processors llama.cpp can compute on: a GPU's name, and how many cores to use.

Owns the questions only; ``gguf_model`` decides what goes where.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

__all__ = ["gpu_name", "physical_cores"]

_GPU_KINDS = (1, 2)  # GGML_BACKEND_DEVICE_TYPE_GPU, …_IGPU


def gpu_name() -> str:
    """The first GPU's description by its driver, or ``GPU`` where it cannot be asked."""
    try:
        # no public binding: ggml's device registry is a C interface of its own
        from llama_cpp._ggml import libggml

        libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
        libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
        libggml.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
        libggml.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
        libggml.ggml_backend_dev_description.argtypes = [ctypes.c_void_p]
        libggml.ggml_backend_dev_description.restype = ctypes.c_char_p
        for number in range(libggml.ggml_backend_dev_count()):
            device = libggml.ggml_backend_dev_get(number)
            if libggml.ggml_backend_dev_type(device) in _GPU_KINDS:
                return str(libggml.ggml_backend_dev_description(device).decode("utf-8", "replace"))
    except (ImportError, AttributeError, OSError):
        pass
    return "GPU"


def physical_cores() -> int:
    """Cores this process may use, two hardware threads of one core counted once.

    Matrix products saturate a core with one thread, so a second one on it only adds contention.
    """
    usable = _usable_processors()
    siblings = set()
    for number in usable:
        topology = Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list")
        try:
            siblings.add(topology.read_text("ascii"))
        except OSError:
            return len(usable)
    return len(siblings)


def _usable_processors() -> list[int]:
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))
