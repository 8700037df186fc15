"""How facts are worded and drawn in one line: authors, counts, times, bars, states.

Owns phrasing only. Everything that came out of a paper passes through ``safe_text`` here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from ui.safe_text import one_line
from workbench.names import family_name
from workbench.states import FileState, Relation, Support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.types import PaperDetail, PaperSummary, Progress, VersionRow

__all__ = [
    "STATE_MARKS",
    "SUPPORT_MARKS",
    "authors",
    "backticks",
    "bar",
    "byline",
    "count",
    "duration",
    "homely",
    "progress_line",
    "reason",
    "relation",
    "score_lines",
    "short_path",
    "size",
    "title",
    "with_keys",
]

STATE_MARKS: Mapping[str, tuple[str, str]] = {
    FileState.READY: ("●", "$good"),
    FileState.WORDS_ONLY: ("◐", "$quiet"),
    FileState.SKIPPED: ("○", "$partly"),
    FileState.FAILED: ("✗", "$bad"),
}
"""Mark and colour of each state a file can end in."""

SUPPORT_MARKS: Mapping[str, tuple[str, str]] = {
    Support.SUPPORTED: ("✓", "$good"),
    Support.PARTLY: ("~", "$partly"),
    Support.UNSUPPORTED: ("✗", "$bad"),
}
"""Mark and colour of each degree of support."""

_SCORE_NAMES = {
    "lexical_share": "your words",
    "dense_share": "meaning",
    "feedback_share": "like the best hits",
    "neighbours_share": "words together",
    "like_words_share": "words like yours",
    "late_interaction_share": "close reading",
    "cross_encoder_share": "read together",
    "likelihood_share": "would be asked",
    "repeats_share": "said above",
    "own_words_share": "says little itself",
    "recency_share": "newness",
    "citations_share": "citations",
    "linked_share": "cites other hits",
    "citation_ties_share": "shared citations",
    "like_first_share": "like the first hit",
    "votes_share": "your votes",
}
LEAST_SHOWN = 0.005
"""A smaller part of a score is shown as nought by two decimals, and says nothing."""

_VERBS = {
    "discover": "looking",
    "read": "reading",
    "index": "indexing words",
    "embed": "embedding meaning",
    "fetch": "fetching a model",
    "map": "drawing the map of",
}


_JOINED = re.compile(r"^(?:and|&)(?:\s+|$)", re.IGNORECASE)
"""A name that was read with the word before it, as in ``Dean and Ghemawat``."""

_IN_THE_APP = (
    ("carrel ingest --retry tries it again", "press t to try it again"),
    ("carrel ingest --retry", "press t"),
    ("carrel ingest goes on with it", "press t to go on with it"),
    ("ask without that filter (`--no-filters`)", "take that filter out (c, then Delete)"),
)
"""What is said for the command line, and what does the same here."""


_FETCH = re.compile(r"`carrel models fetch [^`]*`")
"""How a model is had, as the command line says it."""


def with_keys(text: str) -> str:
    """A text of the library's with the app's keys in place of commands."""
    for command, key in _IN_THE_APP:
        text = text.replace(command, key)
    return _FETCH.sub("f in Models (F7)", text)


def reason(text: str) -> str:
    """Why a file ended as it did, on one line: the app's keys for commands, ``~`` for home."""
    return one_line(homely(with_keys(text)))


def homely(text: str) -> str:
    """A text in which the person's home is ``~`` wherever a path begins with it."""
    home = re.escape(str(Path.home()))
    return re.sub(rf"(?<![\w/~.-]){home}(?=/|$|[\s:,;)])", "~", text)


def title(paper: PaperSummary) -> str:
    """A paper's title, or its file's name where no title was found."""
    return one_line(paper.title) or one_line(paper.path.rpartition("/")[2]) or paper.id


def authors(names: Sequence[str], most: int = 2) -> str:
    """Family names for a narrow column: ``Guo``, ``Guo & Li``, ``Guo et al.``."""
    bare = (_JOINED.sub("", one_line(name, 80)) for name in names)
    families = [family_name(name) or name for name in bare if name]
    if len(families) > most:
        return f"{families[0]} et al."
    return " & ".join(families)


def byline(paper: PaperSummary) -> str:
    """Authors, year and venue, as far as they are known, between middle dots."""
    told = (authors(paper.authors), paper.year_label, one_line(paper.venue, 80))
    return " · ".join(filter(None, told))


def relation(version: VersionRow, paper: PaperDetail) -> str:
    """How another paper is tied to a paper: ``newest version``, ``supplement, linked by you``."""
    word = version.relation.value
    if version.relation is Relation.VERSION:
        is_newest = version.paper.id == paper.summary.newest_id
        word = "newest version" if is_newest else "other version"
    return f"{word}, linked by you" if version.by_person else word


def short_path(path: str) -> str:
    """A path on one line, with ``~`` for the person's home."""
    home = str(Path.home())
    inside = path == home or path.startswith(f"{home}/")
    return one_line(f"~{path[len(home) :]}" if inside else path, 400)


def backticks(text: str) -> Content:
    """Our own help texts quote keys and values in backticks; they are shown bright instead."""
    parts = text.split("`")
    return Content.assemble(*[(part, "$accent" if i % 2 else "") for i, part in enumerate(parts)])


def size(count_of_bytes: int) -> str:
    """``98 MB``, ``1.2 GB``: bytes in decimal units, as disks and downloads are sold."""
    value = float(count_of_bytes)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:
            return f"{value:,.0f} {unit}"
        value /= 1000
    return f"{value:,.1f} GB"


def count(n: int, noun: str, plural: str = "") -> str:
    """``1 paper``, ``1,284 papers``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def duration(seconds: float) -> str:
    """A time in the unit a person would use."""
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def bar(share: float, width: int) -> str:
    """A bar of ``width`` cells, filled by eighths for ``share`` in 0..1."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (" ▏▎▍▌▋▊▉"[rest] if rest else "")).ljust(width)


def score_lines(score: float, scores: Mapping[str, float], width: int = 12) -> Content:
    """What a score is made of: each part that counts as a bar in proportion to the whole."""
    if not scores:
        return Content.styled("listed, not ranked: there were no words to rank by", "$faint")
    shares = {
        _score_name(name): value
        for name, value in scores.items()
        if name.endswith("_share") and abs(value) >= LEAST_SHOWN
    }
    whole = max([score, *shares.values(), 1e-9])
    room = max(map(len, shares), default=0) + 1
    lines = [
        Content.assemble(
            (label.ljust(room), "$quiet"),
            (bar(value / whole, width), "$accent"),
            (f" {value:.2f}", "$quiet"),
        )
        for label, value in shares.items()
    ]
    return Content("\n").join([*lines, Content.styled(f"score {score:.2f}", "$faint")])


def _score_name(term: str) -> str:
    known = _SCORE_NAMES.get(term)
    return known if known is not None else term.removesuffix("_share").replace("_", " ")


def progress_line(progress: Progress) -> str:
    """``reading 41 of 310 files · 12/s · 23 s left``."""
    verb = _VERBS.get(progress.job, progress.job)
    parts = [f"{verb} {progress.done:,} {progress.unit}" if progress.done else f"{verb} …"]
    if progress.total:
        parts = [f"{verb} {progress.done:,} of {progress.total:,} {progress.unit}"]
    if progress.rate >= 0.05:
        parts.append(f"{progress.rate:,.0f}/s" if progress.rate >= 10 else f"{progress.rate:.1f}/s")
    if progress.seconds_left is not None and progress.done < progress.total:
        parts.append(f"{duration(progress.seconds_left)} left")
    return " · ".join(parts)
