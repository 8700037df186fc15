"""Whether the weights of fusing and reading again carry over from one collection to another.

    python benchmarks/ranking.py DIR[:SPLIT] DIR[:SPLIT]… [--rerank fast|careful] [--scratch DIR]

Each DIR is a test collection as ``carrel evaluate retrieval`` reads it. Every judged query goes
through the true pipeline once, with all the time it wants; the terms of its first passages are
kept, each scaled to 0..1 over them. Then, for each collection, weights are fitted
on the *others* (listwise softmax, as ListNet, Cao et al., ICML 2007) and measured on the one left
out, beside the weights that carrel ships with and words and meaning alone.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from workbench.evaluate.collection import read_collection
from workbench.evaluate.scratch import open_scratch
from workbench.search.searcher import plain_query
from workbench.settings import Settings
from workbench.types import Filters

Floats = npt.NDArray[np.float64]

TERMS = (
    "lexical",
    "dense",
    "feedback",
    "citation_ties",
    "neighbours",
    "like_words",
    "late_interaction",
    "like_first",
)
DEPTH = 50
STEPS, RATE, RIDGE = 400, 2.0, 1e-3
NO_LIMIT_MS = 600_000.0


@dataclass(frozen=True)
class Asked:
    """One query: its first passages' scaled terms, their shipped parts and their grades."""

    terms: Floats
    """(passages, terms)"""
    shipped: Floats
    grades: Floats
    ideal: float
    """The discounted gain of the best order there is."""


def gain(grades: Sequence[float] | Floats) -> float:
    """Discounted gain at ten, linear."""
    return float(sum(g / math.log2(at + 2) for at, g in enumerate(grades[:10])))


def ask(folder: Path, split: str, settings: Settings, scratch: Path) -> list[Asked]:
    """Send a collection's queries through the pipeline."""
    collection = read_collection(folder, split)
    asked = []
    with open_scratch(collection, settings, scratch, None, threading.Event()) as library:
        for query, text in collection.queries.items():
            ranked = library.searcher.rank(plain_query(text), Filters(), threading.Event(), DEPTH)
            first = ranked.ranked[:DEPTH]
            judged = collection.judgements[query]
            raw = [[hit.terms.get(name, np.nan) for name in TERMS] for hit in first]
            asked.append(
                Asked(
                    _scaled(np.array(raw, np.float64)),
                    np.array([hit.score for hit in first]),
                    np.array(
                        [judged.get(library.documents[h.passage_id], 0) for h in first], float
                    ),
                    gain(sorted(map(float, judged.values()), reverse=True)),
                )
            )
    return asked


def _scaled(raw: Floats) -> Floats:
    """Each column to 0..1 over the passages; what is missing is 0."""
    scaled = np.zeros_like(raw)
    for at, column in enumerate(raw.T):
        known = np.isfinite(column)
        if known.any() and np.ptp(column[known]) > 0:
            scaled[known, at] = (column[known] - column[known].min()) / np.ptp(column[known])
    return scaled


def ndcg(asked: Sequence[Asked], weights: Floats | None) -> float:
    """Mean nDCG@10 in the order of weighted terms, or in the shipped order."""
    values = []
    for one in asked:
        scores = one.shipped if weights is None else one.terms @ weights
        values.append(gain(one.grades[np.argsort(-scores, kind="stable")]) / one.ideal)
    return float(np.mean(values))


def fit(collections: Sequence[Sequence[Asked]]) -> Floats:
    """Weights by gradient descent; every collection counts alike."""
    weights = np.ones(len(TERMS))
    for _ in range(STEPS):
        slope = 2 * RIDGE * weights
        for asked in collections:
            useful = [one for one in asked if one.grades.sum() > 0]
            for one in useful:
                scores = one.terms @ weights
                chance = np.exp(scores - scores.max())
                wanted = one.grades / one.grades.sum()
                slope -= one.terms.T @ (wanted - chance / chance.sum()) / len(useful)
        weights = np.maximum(0.0, weights - RATE * slope / len(collections))
    return weights


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--rerank", choices=("fast", "careful"), default="fast")
    parser.add_argument(
        "--scratch", type=Path, default=Path(tempfile.gettempdir()) / "carrel-bench"
    )
    wanted = parser.parse_args()
    defaults = Settings()
    search = replace(defaults.search, rerank=wanted.rerank, rerank_ms=NO_LIMIT_MS, weigh="off")
    settings = replace(defaults, search=search)
    gathered = {}
    for name in wanted.sets:
        folder, _, split = name.partition(":")
        gathered[Path(folder).name] = ask(Path(folder), split, settings, wanted.scratch)
    found = np.concatenate([one.terms for asked in gathered.values() for one in asked])
    used = {term for term, column in zip(TERMS, found.T, strict=True) if column.any()}
    plain = np.array([0.55, 0.45, *[0.0] * (len(TERMS) - 2)])
    print(f"{'nDCG@10':<14}{'words+meaning':>15}{'shipped':>10}{'fitted on the others':>22}")
    for name, asked in gathered.items():
        weights = fit([other for key, other in gathered.items() if key != name])
        values = (
            f"{ndcg(asked, plain):>15.4f}{ndcg(asked, None):>10.4f}{ndcg(asked, weights):>22.4f}"
        )
        told = "  ".join(
            f"{term} {weight:.2f}"
            for term, weight in zip(TERMS, weights / weights[:2].sum(), strict=True)
            if term in used
        )
        print(f"{name:<14}{values}    {told}")


if __name__ == "__main__":
    main()
