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

__all__ = ["RawEntry", "looks_like_list", "split_entries", "starts_entry"]

_BRACKET = re.compile(r"\s*[\[【]\s*([\w+.:,&’'\- ]{1,45}?)\s*[\]】]\s*")
_NUMBER = re.compile(r"\s*\(?(\d{1,3})\s?[.)]\s*(?=\D|$)")
_BARE_NUMBER = re.compile(r"\s*(\d{1,3})\s+(?=[^\W\d_])")
_DATED = re.compile(r"\b(?:1[5-9]|20)\d\d|in press|to appear|forthcoming", re.IGNORECASE)
_FIRST_LABEL = re.compile(r"\s*[\[(]?1[\]).]\s*")
_NAMED_FIRST = re.compile(r"[A-Z][\w’'\-]+\s+[A-Z][\w’'\-]+\s+\((?:18|19|20)\d\d[a-z]?\)")
_VENUE_START = re.compile(
    r"[A-Z]{2,}\s|(?:[A-Z][\w.]+ )?[A-Z]\. ?[A-Z][a-z]+\. |\w+,\s+[A-Z]{2}:|[a-z]{7,}\b"
)
"""``IEEE Trans.``, ``SIAM J. Comput.``, ``Washington, DC:`` begin no entry."""
_LIFE = re.compile(
    r"(?:Dr\. |Prof\. )?[A-Z][\w.’'\-]*(?:\s+\(?[\w.’'\-]+\)?){0,4}?\s+"
    r"(?:is|was|received|joined|holds|obtained|earned|works)\s+"
    r"(?:an?|the|his|her|their|currently|born|at|in|with|as)\b"
)
"""How a note about an author begins: ``Anna Adams is a professor at``."""
_AUTHOR_START = re.compile(
    r"(?:[^\W\d_][\w’'`\-]+,\s+(?:[A-Z]|[A-Z]\w)|(?:[A-Z]\.\s?-?){1,4}\s?[^\W\d_]\w+|"
    r"[A-Z][\w’'\-]+\s+(?:[A-Z]\.\s*)?[A-Z][\w’'\-]+(?:,|\.| and)|———|---|–––|_{3,}|——)"
)


_LONGEST = 500
"""Characters of the longest entry that a list without a heading may hold."""
_FEWEST = 3


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
    starts = _whole_entries(texts, starts)
    return _without_tail(_entries(lines, starts, None, vocabulary))


def _whole_entries(texts: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Leave out starts inside an entry, where a list dates its entries and sorts them by author.

    What begins there carries on: the entry before it is not finished, or has no date yet, or the
    supposed entry begins with no author and has no date.
    """
    ends = [*starts[1:], len(texts)]
    whole = [" ".join(texts[a:b]) for a, b in zip(starts, ends, strict=True)]
    dated = [_DATED.search(text) is not None for text in whole]
    named = [
        _AUTHOR_START.match(text) is not None and not _VENUE_START.match(text) for text in whole
    ]
    usual = sum(a and b for a, b in zip(dated, named, strict=True))
    if len(starts) < 5 or usual < 0.6 * len(starts):
        return list(starts)
    kept = [starts[0]]
    open_date, last = dated[0], whole[0]
    for place, text, has_date, has_name in zip(
        starts[1:], whole[1:], dated[1:], named[1:], strict=True
    ):
        unfinished = not last.rstrip().endswith((".", ")", "]", "/", "”", '"')) and not has_date
        goes_on = unfinished or (not open_date and not has_name) or not (has_date or has_name)
        waits = not open_date and last.rstrip().endswith((";", ",", "and", "&"))
        if goes_on or waits:
            open_date, last = open_date or has_date, text
        else:
            kept.append(place)
            open_date, last = has_date, text
    return kept


def starts_entry(text: str) -> bool:
    """Return whether ``text`` may begin the first entry of a list: a first label, or an author."""
    label = _FIRST_LABEL.match(text)
    named = _AUTHOR_START.match(text, label.end() if label else 0) or _NAMED_FIRST.match(text)
    return named is not None and _DATED.search(text[:_LONGEST]) is not None


def looks_like_list(entries: Sequence[RawEntry]) -> bool:
    """Return whether what was cut out of running text can only be a reference list.

    Three entries or more, nearly all dated, most of them beginning with an author, none as long
    as a paragraph.
    """
    dated = sum(_DATED.search(entry.text[:_LONGEST]) is not None for entry in entries)
    named = sum(
        bool(_AUTHOR_START.match(entry.text) or _NAMED_FIRST.match(entry.text)) for entry in entries
    )
    short = all(len(entry.text) <= _LONGEST for entry in entries)
    enough = dated >= 0.9 * len(entries) and named >= 0.7 * len(entries)
    return len(entries) >= _FEWEST and enough and short


def _without_tail(entries: list[RawEntry]) -> list[RawEntry]:
    """Drop what follows a list of dated entries: notes about the authors."""
    life = next((i for i, entry in enumerate(entries) if _LIFE.match(entry.text)), len(entries))
    if life and all(_LIFE.match(entry.text) for entry in entries[life : life + 2]):
        entries = entries[:life]
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
