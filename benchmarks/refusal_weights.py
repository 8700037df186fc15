"""Fit the refusal, and say how many questions it refuses rightly and wrongly.

    python benchmarks/refusal_weights.py LIBRARY PAPERS_FOLDER [--near FILE] [--words]

Questions that should be refused are those of ``unanswerable.jsonl`` and of ``--near``
(``near_questions.jsonl``), which count twice in the fit, being few, and every known question with
its own paper hidden. Folds are made by paper; near questions are folds of their own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.library_questions import (
    Asked,
    embedding_of,
    known_questions,
    near_questions,
    other_questions,
)
from benchmarks.logistic import Floats, fit, held_out_scores, print_weights
from workbench.answer.quotes import choose_quotes
from workbench.answer.refuse import REFUSAL_FEATURES, refusal_features
from workbench.answer.relevance import Embed
from workbench.library import Library

_KNOWN, _HIDDEN, _OTHER, _NEAR, _BEYOND = range(5)


_NO_QUOTE = [-8.0, 0.0, -3.0, -3.0, -1.0, 0.0]
"""The least of each feature, where nothing could be quoted."""


def main() -> None:
    """Ask, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--near", type=Path, help="questions on the library's own matter")
    parser.add_argument("--words", action="store_true", help="without sentence embeddings")
    options = parser.parse_args()
    values: list[list[float]] = []
    kinds: list[int] = []
    groups: list[str] = []
    with Library.open(options.library) as library:
        embed = None if options.words else embedding_of(library)
        near = options.near
        for kind, questions in (
            (_KNOWN, known_questions(library, options.papers)),
            (_HIDDEN, known_questions(library, options.papers, leave_out=True)),
            (_OTHER, other_questions(library, options.papers)),
            (_NEAR, near_questions(library, near, answerable=True) if near else ()),
            (_BEYOND, near_questions(library, near, answerable=False) if near else ()),
        ):
            for asked in questions:
                values.append(_features(asked, embed))
                kinds.append(kind)
                groups.append(asked.file)
    table, kind_of = np.array(values), np.array(kinds)
    labels = np.isin(kind_of, (_KNOWN, _NEAR)).astype(float)
    shares = np.where(np.isin(kind_of, (_KNOWN, _HIDDEN)), 1.0, 2.0)
    _report(held_out_scores(table, labels, groups, ridge=3.0, weights=shares), kind_of)
    print_weights(REFUSAL_FEATURES, fit(table, labels, 3.0, shares))


def _features(asked: Asked, embed: Embed | None) -> list[float]:
    quotes = choose_quotes(asked.understood, asked.gathered, embed=embed, most=8)
    if not quotes:
        return _NO_QUOTE
    understood = asked.understood
    hits = asked.gathered.hits
    return list(refusal_features(understood.question, understood.kind, hits, quotes[0]))


def _report(scores: Floats, kinds: Floats) -> None:
    for wrongly in (0.03, 0.05, 0.08, 0.1):
        threshold = np.quantile(scores[kinds == _KNOWN], wrongly)
        hidden = np.mean(scores[kinds == _HIDDEN] < threshold)
        shares = {
            name: float(np.mean(scores[kinds == kind] < threshold))
            for name, kind in (("unanswerable", _OTHER), ("near", _NEAR), ("beyond", _BEYOND))
            if np.any(kinds == kind)
        }
        print(
            f"refusing {wrongly:.0%} of answerable questions (log odds below {threshold:.2f}): "
            f"paper hidden {hidden:.3f} refused, "
            + ", ".join(f"{name} {share:.3f} refused" for name, share in shares.items())
        )


if __name__ == "__main__":
    main()
