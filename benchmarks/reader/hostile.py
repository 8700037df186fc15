"""Hostile files: how each ends, and how near the text is to what another reader expects.

Every file is read as the program reads it, in worker processes under its limits. The expected
texts are PDFBox's own, ``NAME.pdf.txt`` in the file's order and ``NAME.pdf-sorted.txt`` sorted by
place. The measure: take all the text that reading gave (title, headings, passages, each repeated
sentence once, references), and the expected text without its byte order mark; put both through
NFKC; part them into words at white space; the similarity is twice the words that match in order by
the words of both (``difflib.SequenceMatcher`` without its junk heuristic). Footnotes that a reader
moves behind the paragraph, or a different order of columns, cost as much as lost words.

An expected text is *sane* when it has at least 20 letters and digits and less than one character
in twenty is a replacement, control or private-use character. The median is given over all files
with an expected text, the unread ones counted as 0, and over the sane ones.
"""

from __future__ import annotations

import resource
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.reader.common import read_all, similarity, text_of, words_of
from ingest.pool import ReadOutcome

__all__ = ["hostile_benchmark"]

_SANE_LETTERS = 20
_SANE_SHARE = 0.05


def hostile_benchmark(data: Path, workers: int, verbose: bool) -> None:
    """Read every hostile file; print how they ended and how near the expected texts are."""
    folder = data / "hostile"
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    outcomes, seconds = read_all(paths, workers)
    ends: dict[str, list[str]] = defaultdict(list)
    for path, outcome in sorted(outcomes.items()):
        ends[_end(outcome)].append(path.name)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"\nhostile files: {len(outcomes)} of {len(paths)} ended in {seconds:.1f} s, "
        f"the parent alive, largest worker {largest:.0f} MiB"
    )
    for end, names in sorted(ends.items()):
        print(f"  {end:25} {len(names)}")
        if verbose and end != "read":
            print("      " + ", ".join(names))
    _print_similarities(paths, outcomes, verbose)


def _end(outcome: ReadOutcome) -> str:
    if outcome.error:
        return type(outcome.error).__name__
    return "read" if outcome.paper and outcome.paper.passages else "read, no passages"


def _print_similarities(
    paths: Sequence[Path], outcomes: Mapping[Path, ReadOutcome], verbose: bool
) -> None:
    rows: list[tuple[float, float, bool, str]] = []
    for path in paths:
        expected = path.with_name(path.name + ".txt")
        if not expected.exists():
            continue
        text = expected.read_text(encoding="utf-8-sig", errors="replace")
        by_place = path.with_name(path.name + "-sorted.txt")
        other = by_place.read_text(encoding="utf-8-sig", errors="replace")
        paper = outcomes[path].paper
        ours = words_of(text_of(paper)) if paper else []
        near = similarity(ours, words_of(text))
        rows.append((near, max(near, similarity(ours, words_of(other))), _is_sane(text), path.name))
    for name, chosen in (
        ("all expected texts", rows),
        ("sane expected texts", [row for row in rows if row[2]]),
    ):
        print(
            f"  median similarity, {name:20} {median(row[0] for row in chosen):.3f} over "
            f"{len(chosen)} files; in either of PDFBox's orders "
            f"{median(row[1] for row in chosen):.3f}"
        )
    if verbose:
        for near, _, sane, name in sorted(rows)[:20]:
            print(f"      {near:.3f} {'' if sane else '(not sane) '}{name}")


def _is_sane(text: str) -> bool:
    letters = sum(map(str.isalnum, text))
    visible = "".join(text.split())
    odd = sum(char == "\ufffd" or unicodedata.category(char) in {"Cc", "Co"} for char in visible)
    return letters >= _SANE_LETTERS and odd < _SANE_SHARE * len(visible)
