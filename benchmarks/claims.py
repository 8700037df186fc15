"""How well quotes are chosen for a claim, and how well their stance is told.

    python benchmarks/claims.py CLAIMS.jsonl SENTENCES.jsonl [--words]

SciFact's layout: each line of CLAIMS holds ``claim`` and ``evidence`` (document to a list of
``{sentences: [number], label: SUPPORT | CONTRADICT}``), each of SENTENCES an abstract's ``_id`` and
``sentences``. Prints the share of claims with a known abstract for which a gold sentence is among
the first two quotes, and how often a gold sentence's stance is told, rightly and wrongly. Needs the
default embedding model here, except with ``--words``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ingest.paper import PassageKind
from workbench import paths
from workbench.answer.gather import Gathered
from workbench.answer.quotes import choose_quotes
from workbench.answer.relevance import Embed
from workbench.answer.stance import stance_of
from workbench.answer.understand import understand
from workbench.answer.words import letters_only
from workbench.engines import Engines
from workbench.settings import Settings
from workbench.types import FileState, Hit, PaperSummary, StoredPassage

_FIRST = 2
"""Quotes among which the gold sentence must be."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, an abstract that speaks of it, and its gold sentences."""

    claim: str
    sentences: list[str]
    gold: list[str]
    label: str


def main() -> None:
    """Read, choose, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--words", action="store_true", help="without an embedder")
    options = parser.parse_args()
    judged = list(_judged(options.claims, options.sentences))
    _report_stances(judged)
    if options.words:
        _report_quotes(judged, None)
        return
    log = Path(tempfile.gettempdir()) / "carrel-benchmark.log"
    engines = Engines(Settings(), paths.models_folder(), log)
    try:
        embedder = engines.embedder()
        _report_quotes(judged, lambda texts: embedder.embed_texts(texts, None))
    finally:
        engines.close()


def _report_quotes(judged: list[Judged], embed: Embed | None) -> None:
    found = 0
    for row in judged:
        understood = understand(row.claim)
        hit = _hit(row.sentences)
        gathered = Gathered((hit,), dict.fromkeys(understood.parts, (hit,)), (row.claim,), ())
        quotes = choose_quotes(understood, gathered, embed=embed, most=8, per_paper=8)
        said = letters_only(" ".join(quote.candidate.text for quote in quotes[:_FIRST]))
        found += any(letters_only(sentence) in said for sentence in row.gold)
    print(f"gold sentence among the first {_FIRST} quotes: {found / len(judged):.3f}")


def _report_stances(judged: list[Judged]) -> None:
    told = Counter(
        (row.label, stance_of(row.claim, sentence).value) for row in judged for sentence in row.gold
    )
    for (label, stance), count in sorted(told.items()):
        print(f"{label.lower()}: {stance} {count}")


def _judged(claims: Path, sentences: Path) -> Iterator[Judged]:
    abstracts = {str(row["_id"]): row["sentences"] for row in _rows(sentences)}
    for row in _rows(claims):
        for document, sets in (row.get("evidence") or {}).items():
            held = abstracts.get(str(document))
            if held:
                numbers = sorted({n for one in sets for n in one["sentences"]})
                yield Judged(row["claim"], held, [held[n] for n in numbers], sets[0]["label"])


def _hit(sentences: list[str]) -> Hit:
    """The abstract as the one passage that a search found."""
    text = " ".join(sentence.strip() for sentence in sentences)
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    paper = PaperSummary(name, name, "", (), None, "", FileState.READY)
    passage = StoredPassage(name, name, 0, PassageKind.ABSTRACT, text, "Abstract", 1, 0)
    return Hit(1, 1.0, {}, paper, passage)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
