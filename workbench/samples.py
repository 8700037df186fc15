"""The sample papers that ship with carrel."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["sample_folder"]


def sample_folder() -> Path:
    """The folder of sample PDFs, inside the installed package."""
    return Path(str(resources.files("assets"))) / "samples" / "papers"
