"""Fit the support checker, and say how good it is on pairs that a fit has not seen.

    python benchmarks/support_weights.py ATTRIBUTION.jsonl [--words]

Each line holds ``question``, ``claim``, ``evidence`` (a list of texts) and ``supported``
(``attributable`` or not). Folds are made by question. Needs the default embedding model here,
except with ``--words``. Prints balanced accuracy and the weights for ``support_weights.py``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.logistic import balanced_accuracy, fit, held_out_scores
from ingest.sentences import split_sentences
from workbench import paths
from workbench.answer.relevance import Embed
from workbench.answer.support_features import SUPPORT_FEATURES, support_features
from workbench.answer.words import content_stems
from workbench.engines import Engines
from workbench.settings import Settings

_SENTENCES = 16
"""Evidence sentences compared by meaning; whole web pages are cut to those sharing most words."""


def main() -> None:
    """Read, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--words", action="store_true", help="without an embedder")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines()]
    if options.words:
        report(rows, None)
        return
    engines = Engines(
        Settings(), paths.models_folder(), Path(tempfile.gettempdir()) / "carrel-benchmark.log"
    )
    try:
        embedder = engines.embedder()
        report(rows, lambda texts: embedder.embed_texts(texts, None))
    finally:
        engines.close()


def report(rows: list[dict[str, object]], embed: Embed | None) -> None:
    """Print the cross-validated balanced accuracy, then weights fitted on everything."""
    values = np.array([_features(row, embed) for row in rows])
    labels = np.array([float(row["supported"] == "attributable") for row in rows])
    groups = [str(row["question"]) for row in rows]
    scores = held_out_scores(values, labels, groups, ridge=1.0)
    print(f"balanced accuracy, five folds by question: {balanced_accuracy(scores, labels):.3f}")
    beta = fit(values, labels, ridge=1.0)
    print(f"    {beta[0]:.3f},  # bias")
    for name, weight in zip(SUPPORT_FEATURES, beta[1:], strict=True):
        print(f"    {weight:.3f},  # {name}")


def _features(row: dict[str, object], embed: Embed | None) -> list[float]:
    claim, evidence = prepared(row)
    if embed is None:
        return support_features(claim, evidence, None)
    rows = embed([claim, *evidence])
    return support_features(claim, evidence, [float(x) for x in rows[1:] @ rows[0]])


def prepared(row: dict[str, object]) -> tuple[str, list[str]]:
    """The claim without citation marks, and the evidence's sentences that are nearest in words."""
    claim = re.sub(r"\s*\[\d+\]", "", str(row["claim"])).strip()
    texts = row["evidence"] if isinstance(row["evidence"], list) else []
    plain = [re.sub(r"^\[\d+\]\s*\S+\s*", "", str(text).strip()) for text in texts]
    sentences = [
        sentence[:1500]
        for text in plain
        for block in text.split("\n")
        for sentence in split_sentences(block.strip())
        if len(sentence) > 2
    ]
    wanted = set(content_stems(claim))
    nearest = sorted(
        range(len(sentences)),
        key=lambda i: (-len(wanted & set(content_stems(sentences[i]))), i),
    )[:_SENTENCES]
    return claim, [sentences[i] for i in sorted(nearest)] or [""]


if __name__ == "__main__":
    main()
