"""Fit the support checker, and say how good it is on pairs that a fit has not seen.

    python benchmarks/support_weights.py ATTRIBUTION.jsonl [--words] [--write]

Each line holds ``question``, ``claim``, ``evidence`` (a list of texts) and ``supported``
(``attributable`` or not). Folds are made by question. Needs the default embedding model here,
except with ``--words``. Prints balanced accuracy; with ``--write`` the trees that were fitted on
everything go to ``assets/support_trees.json``, those of the other kind left as they are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.boosting import fit_trees, held_out_tree_scores
from benchmarks.logistic import balanced_accuracy
from workbench import paths
from workbench.answer.relevance import Embed
from workbench.answer.support_features import SUPPORT_FEATURES, support_features
from workbench.answer.support_trees import Node
from workbench.answer.verify import evidence_sentences
from workbench.engines import Engines
from workbench.evaluate.support import as_pair
from workbench.settings import Settings

TREES = Path(__file__).resolve().parent.parent / "assets" / "support_trees.json"
_REPEATS = 3
"""Ways of making the folds; one alone moves the figure by half a point."""


def main() -> None:
    """Read, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--words", action="store_true", help="without an embedder")
    parser.add_argument("--write", action="store_true", help="keep the trees")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines()]
    if options.words:
        report(rows, None, write=options.write)
        return
    engines = Engines(
        Settings(), paths.models_folder(), Path(tempfile.gettempdir()) / "carrel-benchmark.log"
    )
    try:
        embedder = engines.embedder()
        report(rows, lambda texts: embedder.embed_texts(texts, None), write=options.write)
    finally:
        engines.close()


def report(rows: list[dict[str, object]], embed: Embed | None, *, write: bool) -> None:
    """Print the cross-validated balanced accuracy; keep trees fitted on everything if told to."""
    values = np.array([_features(row, embed) for row in rows])
    labels = np.array([float(row["supported"] == "attributable") for row in rows])
    groups = [str(row["question"]) for row in rows]
    found = [
        balanced_accuracy(held_out_tree_scores(values, labels, groups, seed=seed), labels)
        for seed in range(_REPEATS)
    ]
    print(f"balanced accuracy, five folds by question: {np.mean(found):.3f} ± {np.std(found):.3f}")
    if write:
        _store("embedded" if embed else "words", fit_trees(values, labels))


def _store(kind: str, trees: list[Node]) -> None:
    stored = json.loads(TREES.read_text(encoding="utf-8")) if TREES.exists() else {"trees": {}}
    stored["features"] = list(SUPPORT_FEATURES)
    stored["trees"][kind] = trees
    TREES.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


def _features(row: dict[str, object], embed: Embed | None) -> list[float]:
    claim, evidence = _prepared(row)
    return support_features(claim, evidence, embed([claim, *evidence]) if embed else None)


def _prepared(row: dict[str, object]) -> tuple[str, list[str]]:
    """The claim without citation marks, and the evidence's sentences as the checker takes them."""
    pair = as_pair(row)
    return pair.claim, evidence_sentences(pair.claim, pair.evidence)


if __name__ == "__main__":
    main()
