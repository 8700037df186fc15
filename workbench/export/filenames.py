"""File names made from titles and questions, safe on every system.

Owns the name only, never a folder: whatever the text holds, what comes back has no separator, no
leading dot and no device name.
"""

from __future__ import annotations

import re
import unicodedata

from workbench.export.plain import one_line

__all__ = ["safe_file_name"]

_LONGEST_STEM = 80
_LONGEST_BYTES = 180
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_file_name(text: str, suffix: str = "", *, fallback: str = "untitled") -> str:
    """A file name of letters, digits and hyphens that says what ``text`` says.

    Args:
        text: A title or question; any characters at all.
        suffix: With its dot, such as ``.md``.
        fallback: The stem where nothing of ``text`` can be kept.
    """
    plain = unicodedata.normalize("NFKC", one_line(text)).lower()
    stem = re.sub(r"[^\w]+", "-", plain).strip("-_")
    if len(stem) > _LONGEST_STEM:
        stem = stem[:_LONGEST_STEM].rsplit("-", 1)[0].strip("-_")
    stem = stem.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore")
    if not stem:
        stem = fallback
    if _RESERVED.match(stem):
        stem = f"{stem}-file"  # Windows takes "con.md" for a device
    return f"{stem}{suffix}"
