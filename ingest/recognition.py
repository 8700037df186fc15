"""Whether Tesseract can read pages on this machine.

Owns finding its language files; MuPDF carries the recogniser itself. Refuses to run it:
``ingest.pages`` does, page by page, in a worker.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

__all__ = ["can_recognise", "language_folder", "languages_for"]

_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


_FALLBACK = "eng"
_TESSERACT_NAMES = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa",
    "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn",
    "ko": "kor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "chi_sim",
}  # fmt: skip
"""Tesseract's names of languages by ISO 639-1 code."""


def languages_for(wanted: str, document_language: str) -> str:
    """Return which languages, in Tesseract's names joined by ``+``, a document is read with.

    Args:
        wanted: What the person asked for; ``""`` leaves it to the document.
        document_language: The language tag that the file carries, such as ``de-AT``, or ``""``.
    """
    own = _TESSERACT_NAMES.get(document_language[:2].lower(), "")
    return wanted or (own if own and can_recognise(own) else _FALLBACK)


def can_recognise(languages: str) -> bool:
    """Return whether the files of every language (names joined by ``+``) are there.

    With ``""``, which leaves the choice to each document, whether those of any language are.
    """
    folder = language_folder()
    if not languages:
        return folder is not None
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
