"""Whether Tesseract can read pages on this machine.

Owns finding its language files; MuPDF carries the recogniser itself. Refuses to run it:
``ingest.pages`` does, page by page, in a worker.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

__all__ = ["can_recognise", "language_folder"]

_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def can_recognise(languages: str) -> bool:
    """Return whether the files of every language (names joined by ``+``) are there."""
    folder = language_folder()
    return folder is not None and all(
        (folder / f"{name}.traineddata").is_file() for name in languages.split("+")
    )


@cache
def language_folder() -> Path | None:
    """Return the folder of Tesseract's language files, or None where it is not installed."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(named)] if named else []
    if shutil.which("tesseract"):
        places += [Path(folder) for folder in _USUAL_FOLDERS]
    for place in places:
        found = next(iter(sorted(place.rglob("*.traineddata"), reverse=True)), None)
        if found is not None:
            return found.parent
    return None
