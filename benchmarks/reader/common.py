"""What all measures of the reader share: tallies, tables, the pool, comparing texts."""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from ingest.paper import Paper, PassageKind
from ingest.pool import ReaderPool, ReadOutcome, estimating_counter
from ingest.sentences import split_sentences
from ingest.textclean import folded
from ingest.tokens import TokenCounter

__all__ = [
    "ROOT",
    "Tally",
    "data_folder",
    "name_key",
    "print_table",
    "read_all",
    "similarity",
    "text_of",
    "words_of",
]

_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Tally:
    """Hits and trials of one measure, with the misses spelled out."""

    hits: float = 0.0
    trials: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, note: str = "") -> None:
        """Count one trial."""
        self.hits += hit
        self.trials += 1
        if not hit:
            self.misses.append(note)

    @property
    def share(self) -> float:
        """Hits by trials, 1 where nothing was tried."""
        return self.hits / self.trials if self.trials else 1.0


def data_folder(argument: str | None) -> Path | None:
    """Return where the development data lies, or None."""
    beside = ROOT.parent / "shared" / "data"
    for place in (argument, os.environ.get("CARREL_DATA"), str(beside)):
        if place and Path(place).is_dir():
            return Path(place)
    return None


def read_all(
    paths: Sequence[Path],
    workers: int,
    recognise: bool = False,
    make_counter: Callable[[], TokenCounter] = estimating_counter,
) -> tuple[dict[Path, ReadOutcome], float]:
    """Read files in a pool; return outcomes by path and the seconds it took."""
    begun = time.perf_counter()
    with ReaderPool(workers, make_counter, recognise=recognise) as pool:
        outcomes = {outcome.path: outcome for outcome in pool.read(paths)}
    return outcomes, time.perf_counter() - begun


def name_key(name: str) -> tuple[str, str]:
    """Return the folded family name and first letter of an author, to compare authors by."""
    words = name.replace(".", ". ").split()
    return folded(words[-1]), folded(name)[:1]


def print_table(title: str, tallies: dict[str, Tally], verbose: bool) -> None:
    """Print one row for every measure."""
    print(f"\n{title}")
    for measure, tally in tallies.items():
        print(f"  {measure:40} {100 * tally.share:6.1f} %   {tally.hits:g} of {tally.trials:g}")
        if verbose:
            for miss in tally.misses:
                print(f"      {miss}")


def text_of(paper: Paper) -> str:
    """Return all the text that reading gave, in order, each sentence once.

    That is the title, every section's heading where the section begins, every passage less the
    sentence that it repeats from the passage before, and the reference list.
    """
    shown: list[str] = []
    section, last = "", ""
    for passage in paper.passages:
        if passage.section != section:
            section = passage.section
            shown.append(section.split(" > ")[-1])
        shown.append(passage.text.removeprefix(last).strip() if last else passage.text)
        sentences = split_sentences(passage.text)
        last = sentences[-1] if passage.kind is not PassageKind.CAPTION else ""
    if folded(paper.title) not in folded(" ".join(shown)):
        shown.insert(0, paper.title)
    return " ".join([*shown, *(reference.raw for reference in paper.references)])


def words_of(text: str) -> list[str]:
    """Return the words of a text after NFKC, parted at white space; CJK by character."""
    return _CJK.sub(r" \g<0> ", unicodedata.normalize("NFKC", text)).split()


def similarity(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Return twice the words that match in order by the words of both (Ratcliff & Obershelp)."""
    return SequenceMatcher(None, theirs, ours, autojunk=False).ratio()
