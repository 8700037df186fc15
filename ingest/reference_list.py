"""Splitting a reference section into its entries.

Owns finding where each entry begins: by printed label, by hanging indent, by paragraph, in this
order of trust. Refuses to parse an entry: ``ingest.reference_fields`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.hyphens import Vocabulary, joined_lines
from ingest.lines import Line
from ingest.textclean import plain

__all__ = ["RawEntry", "split_entries"]

_BRACKET = re.compile(r"\s*[\[【]\s*([\w+.:,&’'\- ]{1,45}?)\s*[\]】]\s*")
_NUMBER = re.compile(r"\s*\(?(\d{1,3})\s?[.)]\s*(?=\D|$)")
_BARE_NUMBER = re.compile(r"\s*(\d{1,3})\s+(?=[^\W\d_])")
_DATED = re.compile(r"\b(?:1[5-9]|20)\d\d|in press|to appear|forthcoming", re.IGNORECASE)
_AUTHOR_START = re.compile(
    r"(?:[^\W\d_][\w’'`\-]+,\s+(?:[A-Z]|[A-Z]\w)|(?:[A-Z]\.\s?-?){1,4}\s?[^\W\d_]\w+|"
    r"[A-Z][\w’'\-]+\s+(?:[A-Z]\.\s*)?[A-Z][\w’'\-]+(?:,|\.| and)|———|---|–––|_{3,}|——)"
)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as printed: its label without brackets (or ``""``) and the rest as one line."""

    label: str
    text: str


def split_entries(lines: Sequence[Line], vocabulary: Vocabulary) -> list[RawEntry]:
    """Cut the lines of a reference section, in reading order, into entries."""
    if not lines:
        return []
    texts = [plain(line.text) for line in lines]
    for pattern, numeric in ((_BRACKET, False), (_NUMBER, True), (_BARE_NUMBER, True)):
        starts = _labelled(texts, pattern, numeric)
        if len(starts) >= 2 and len(starts) >= len(lines) / 12:
            return _entries(lines, starts, pattern, vocabulary)
    starts = _hanging(lines, texts) or _paragraphs(lines, texts)
    return _without_tail(_entries(lines, starts, None, vocabulary))


def _without_tail(entries: list[RawEntry]) -> list[RawEntry]:
    """Drop what follows a list of dated entries without a date: notes about the authors."""
    dated = sum(_DATED.search(entry.text) is not None for entry in entries)
    if dated < 0.7 * len(entries):
        return entries
    while entries and not _DATED.search(entries[-1].text):
        entries.pop()
    return entries


def _labelled(texts: Sequence[str], pattern: re.Pattern[str], numeric: bool) -> list[int]:
    """Return the places of lines that begin with a label; numbers have to rise one by one."""
    found = [(place, match) for place, text in enumerate(texts) if (match := pattern.match(text))]
    if not numeric and not all(match.group(1).isdigit() for _, match in found[:3]):
        return [place for place, match in found if _is_key(match.group(1))]
    starts: list[int] = []
    expected = None
    for place, match in found:
        label = match.group(1)
        if not label.isdigit():
            continue
        value = int(label)
        if expected is None:
            if value > 2 and numeric:
                continue
            expected = value
        if expected <= value <= expected + 2:
            starts.append(place)
            expected = value + 1
    return starts


def _is_key(label: str) -> bool:
    """``Smi04``, ``AHU74``, ``Smith et al., 2004`` are keys; ``Online`` is not."""
    return any(char.isdigit() for char in label) or (len(label) <= 6 and label[:1].isupper())


def _hanging(lines: Sequence[Line], texts: Sequence[str]) -> list[int]:
    """Return the places of flush lines where the lines after the first are indented."""
    starts: list[int] = []
    flush = indented = 0
    edges = _left_edges(lines)
    for place, line in enumerate(lines):
        offset = line.x0 - edges[line.page, line.region]
        if offset < 0.35 * line.size + 1.2:
            flush += 1
            if texts[place][:1].islower() and starts:
                continue
            starts.append(place)
        elif offset < 6 * line.size:
            indented += 1
    if indented < 0.2 * len(lines) or flush < 0.08 * len(lines) or len(starts) < 2:
        return []
    return starts


def _left_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Return the left edge of every column; a column may hold only continuation lines."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        place = (line.page, line.region)
        edges[place] = min(edges.get(place, line.x0), line.x0)
    return edges


def _paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> list[int]:
    """Return the places where an entry seems to begin: after a gap, an indent or a full stop."""
    starts = [0]
    for place in range(1, len(lines)):
        above, line = lines[place - 1], lines[place]
        author = _AUTHOR_START.match(texts[place]) is not None
        if above.page != line.page or above.region != line.region:
            if author and texts[place - 1].endswith("."):
                starts.append(place)
            continue
        gap = line.y0 - above.y1 > 0.35 * line.size
        indent = line.x0 > above.x0 + 0.8 * line.size
        ended = texts[place - 1].rstrip().endswith((".", ")", "]"))
        short = above.x1 < above.column_x1 - 1.5 * line.size
        if (gap and (author or ended)) or (author and ended and (short or indent)):
            starts.append(place)
    return starts


def _entries(
    lines: Sequence[Line],
    starts: Sequence[int],
    pattern: re.Pattern[str] | None,
    vocabulary: Vocabulary,
) -> list[RawEntry]:
    entries = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        text = plain(joined_lines([line.text for line in lines[start:end]], vocabulary))
        match = pattern.match(text) if pattern else None
        label = match.group(1) if match else ""
        rest = text[match.end() :] if match else text
        if sum(char.isalpha() for char in rest) >= 8:
            entries.append(RawEntry(label, rest.strip()))
    return entries
