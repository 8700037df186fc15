"""Fit the refusal, and say how many questions it refuses rightly and wrongly.

    python benchmarks/refusal_weights.py LIBRARY PAPERS_FOLDER [--words]

Questions that should be refused are those of ``unanswerable.jsonl`` (which count three times in
the fit, being few) and every known question with its own paper hidden. Folds are made by paper.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.library_questions import Asked, embedding_of, known_questions, other_questions
from benchmarks.logistic import Floats, fit, held_out_scores, print_weights
from workbench.answer.quotes import choose_quotes
from workbench.answer.refuse import REFUSAL_FEATURES, refusal_features
from workbench.answer.relevance import Embed
from workbench.library import Library

_KNOWN, _HIDDEN, _OTHER = 0, 1, 2


def main() -> None:
    """Ask, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--words", action="store_true", help="without sentence embeddings")
    options = parser.parse_args()
    values: list[list[float]] = []
    kinds: list[int] = []
    groups: list[str] = []
    with Library.open(options.library) as library:
        embed = None if options.words else embedding_of(library)
        for kind, questions in (
            (_KNOWN, known_questions(library, options.papers)),
            (_HIDDEN, known_questions(library, options.papers, leave_out=True)),
            (_OTHER, other_questions(library, options.papers)),
        ):
            for asked in questions:
                values.append(_features(asked, embed))
                kinds.append(kind)
                groups.append(asked.file)
    table, kind_of = np.array(values), np.array(kinds)
    labels = (kind_of == _KNOWN).astype(float)
    shares = np.where(kind_of == _OTHER, 3.0, 1.0)
    _report(held_out_scores(table, labels, groups, ridge=3.0, weights=shares), kind_of)
    print_weights(REFUSAL_FEATURES, fit(table, labels, 3.0, shares))


def _features(asked: Asked, embed: Embed | None) -> list[float]:
    quotes = choose_quotes(asked.understood, asked.gathered, embed=embed, most=8)
    if not quotes:
        return [-10.0, 0.0, 0.0, 0.0]
    understood = asked.understood
    hits = asked.gathered.hits
    return list(refusal_features(understood.question, understood.kind, hits, quotes[0]))


def _report(scores: Floats, kinds: Floats) -> None:
    for wrongly in (0.03, 0.05, 0.08, 0.1):
        threshold = np.quantile(scores[kinds == _KNOWN], wrongly)
        hidden = np.mean(scores[kinds == _HIDDEN] < threshold)
        other = np.mean(scores[kinds == _OTHER] < threshold)
        print(
            f"refusing {wrongly:.0%} of answerable questions (log odds below {threshold:.2f}): "
            f"paper hidden {hidden:.3f} refused, unanswerable {other:.3f} refused"
        )


if __name__ == "__main__":
    main()
