"""Fit the refusal, and say how many questions it refuses rightly and wrongly.

    python benchmarks/refusal_weights.py LIBRARY PAPERS_FOLDER [--near FILE] [--samples LIBRARY]
        [--words]

Questions that should be refused are those of ``unanswerable.jsonl``, which count twice in the fit,
those of ``--near`` (``near_questions.jsonl``) and of the sample papers, which count three times,
being few, and every known question with its own paper hidden. Questions of one paper are in one
fold, every other question may be in any. Comparisons and questions for who was first are judged
by rules beside the weights and are left out. Every question is fitted on; what is printed is held
out, each question scored by a fit that saw neither it nor another one of its paper.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.library_questions import (
    Asked,
    embedding_of,
    known_questions,
    near_questions,
    other_questions,
    sample_questions,
)
from benchmarks.logistic import Floats, fit, held_out_scores, print_weights
from workbench.answer.kinds import Kind
from workbench.answer.quotes import choose_quotes
from workbench.answer.refuse import REFUSAL_FEATURES, refusal_features
from workbench.answer.relevance import Embed
from workbench.library import Library

Questions = tuple[int, Iterable[Asked]]
_KNOWN, _HIDDEN, _OTHER, _NEAR, _BEYOND, _SAMPLE, _NO_SAMPLE = range(7)
_ANSWERED = (_KNOWN, _NEAR, _SAMPLE)
_REFUSED = {
    _HIDDEN: "paper hidden",
    _OTHER: "unanswerable",
    _BEYOND: "near unanswerable",
    _NO_SAMPLE: "samples' unanswerable",
}
_SHARES = {_KNOWN: 1.0, _HIDDEN: 1.0, _OTHER: 2.0}
"""What each question counts in the fit; all others three times."""
_JUDGED_BY_RULES = frozenset({Kind.COMPARISON, Kind.FIRST})
_SAMPLES_GOLD = Path(__file__).resolve().parent.parent / "assets" / "samples" / "gold.json"

_NO_QUOTE = [-8.0, -3.0, -3.0, -1.0, 0.0, -1.0]
"""The least of each feature, where nothing could be quoted."""


def main() -> None:
    """Ask, measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--near", type=Path, help="questions on the library's own matter")
    parser.add_argument("--samples", type=Path, help="a library of the sample papers")
    parser.add_argument("--words", action="store_true", help="without sentence embeddings")
    options = parser.parse_args()
    asked: list[tuple[int, str, list[float]]] = []
    for folder, questions_of in ((options.library, _of_papers), (options.samples, _of_samples)):
        if folder:
            with Library.open(folder) as library:
                embed = None if options.words else embedding_of(library)
                for kind, questions in questions_of(library, options):
                    asked += [
                        (kind, question.file, _features(question, embed))
                        for question in questions
                        if question.understood.kind not in _JUDGED_BY_RULES
                    ]
    kind_of = np.array([kind for kind, _, _ in asked])
    table = np.array([values for _, _, values in asked])
    labels = np.isin(kind_of, _ANSWERED).astype(float)
    shares = np.array([_SHARES.get(kind, 3.0) for kind, _, _ in asked])
    groups = [group for _, group, _ in asked]
    _report(held_out_scores(table, labels, groups, ridge=3.0, weights=shares), kind_of)
    print_weights(REFUSAL_FEATURES, fit(table, labels, 3.0, shares))


def _of_papers(library: Library, options: argparse.Namespace) -> Iterator[Questions]:
    yield _KNOWN, known_questions(library, options.papers)
    yield _HIDDEN, known_questions(library, options.papers, leave_out=True)
    yield _OTHER, other_questions(library, options.papers)
    if options.near:
        yield _NEAR, near_questions(library, options.near, answerable=True)
        yield _BEYOND, near_questions(library, options.near, answerable=False)


def _of_samples(library: Library, options: argparse.Namespace) -> Iterator[Questions]:
    for kind, answerable in ((_SAMPLE, True), (_NO_SAMPLE, False)):
        yield kind, sample_questions(library, _SAMPLES_GOLD, answerable=answerable)
        if options.near:
            near = near_questions(library, options.near, answerable=answerable, about="samples")
            yield kind, near


def _features(asked: Asked, embed: Embed | None) -> list[float]:
    quotes = choose_quotes(asked.understood, asked.gathered, embed=embed, most=8)
    if not quotes:
        return _NO_QUOTE
    understood = asked.understood
    hits = asked.gathered.hits
    return list(refusal_features(understood.question, understood.kind, hits, quotes))


def _report(scores: Floats, kinds: Floats) -> None:
    """Refused shares by kind, where so many of all answerable questions are refused."""
    for wrongly in (0.04, 0.05, 0.06, 0.07, 0.08, 0.1):
        threshold = np.quantile(scores[np.isin(kinds, _ANSWERED)], wrongly)
        named = {_KNOWN: "known", _NEAR: "near", _SAMPLE: "samples", **_REFUSED}
        shares = {
            name: float(np.mean(scores[kinds == kind] < threshold))
            for kind, name in named.items()
            if np.any(kinds == kind)
        }
        print(
            f"refusing {wrongly:.0%} of answerable questions (log odds below {threshold:.2f}): "
            + ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
        )


if __name__ == "__main__":
    main()
