"""Fit the weights that choose quotes, and say how often the known sentence comes first.

    python benchmarks/quote_weights.py LIBRARY PAPERS_FOLDER [--words]

Folds are made by paper. Prints the share of questions whose known sentence is among the first
1, 2, 3, 5 and 8 candidates, held out, and the weights for ``workbench/answer/relevance.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.library_questions import Asked, embedding_of, known_questions, squeezed
from benchmarks.logistic import Floats, fit, held_out_scores, print_weights
from workbench.answer.candidates import Candidate, quotable
from workbench.answer.relevance import FEATURES, Embed, features, scale_for
from workbench.library import Library


def main() -> None:
    """Ask, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--words", action="store_true", help="without sentence embeddings")
    options = parser.parse_args()
    values: list[list[float]] = []
    labels: list[float] = []
    groups: list[str] = []
    questions: list[int] = []
    with Library.open(options.library) as library:
        embed = None if options.words else embedding_of(library)
        for number, asked in enumerate(known_questions(library, options.papers)):
            candidates = quotable(asked.gathered.hits)
            values += _features(asked, candidates, embed)
            labels += [float(_is_known(asked, candidate)) for candidate in candidates]
            groups += [asked.file] * len(candidates)
            questions += [number] * len(candidates)
    table, known = np.array(values), np.array(labels)
    _report(held_out_scores(table, known, groups, ridge=5.0), known, np.array(questions))
    print_weights(FEATURES, fit(table, known, ridge=5.0))


def _features(asked: Asked, candidates: list[Candidate], embed: Embed | None) -> list[list[float]]:
    understood = asked.understood
    scale = scale_for(understood.question, understood.kind, asked.gathered.hits)
    cosines: list[float | None] = [None] * len(candidates)
    if embed is not None and candidates:
        rows = embed([understood.question, *(candidate.text for candidate in candidates)])
        cosines = [float(cosine) for cosine in rows[1:] @ rows[0]]
    return [features(c, scale, s) for c, s in zip(candidates, cosines, strict=True)]


def _is_known(asked: Asked, candidate: Candidate) -> bool:
    known, text = squeezed(asked.quote), squeezed(candidate.text)
    return candidate.hit.paper.id == asked.paper and (
        known[:60] in text or squeezed(candidate.core)[:60] in known
    )


def _report(scores: Floats, labels: Floats, questions: Floats) -> None:
    places = []
    for question in np.unique(questions):
        rows = np.flatnonzero(questions == question)
        order = rows[np.argsort(-scores[rows])]
        found = np.flatnonzero(labels[order] > 0)
        places.append(found[0] if len(found) else 10**6)
    for first in (1, 2, 3, 5, 8):
        print(f"known sentence among the first {first}: {np.mean(np.array(places) < first):.3f}")


if __name__ == "__main__":
    main()
