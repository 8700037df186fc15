"""Fit the weights that choose where a reference's title begins and ends.

Run it as ``python benchmarks/reference_weights.py [--data FOLDER] [--write]``. It prints the
title F1 over five folds, each parsed with weights that never saw a file of it (collections from
many papers are cut into groups of neighbours), and with ``--write`` fits to everything and writes
``assets/reference_titles.json``.

The labelled entries are GROBID's training data (Apache-2.0), which stays outside the project;
what is kept of it are the weights of words, marks and shapes that occur in several entries. The
fit is a conditional logit by AdaGrad (Duchi, Hazan and Singer 2011) with a ridge.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import numpy.typing as npt

from benchmarks.reader.common import data_folder
from benchmarks.reader.references import labelled_references
from ingest.reference_fields import bare_text, seen_entry
from ingest.reference_spans import (
    Entry,
    begin_features,
    begins,
    end_features,
    ends,
    none_features,
)
from ingest.reference_titles import chosen_words
from ingest.textclean import folded

_WEIGHTS = Path(__file__).resolve().parents[1] / "assets" / "reference_titles.json"
_FOLDS = 5
_COLLECTION = 120
"""A file of more entries is a collection from many papers, others are one paper's list;"""
_GROUP = 25
"""so many neighbours in a collection are held out together, since they may be one paper's."""
_RARE = 3
_EPOCHS = 8
_STEP = 0.2
_RIDGE = 0.003
_SMALLEST = 8
"""Weights below so many hundredths are not kept."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]


@dataclass(slots=True)
class Labelled:
    """One entry: its group, its text cut into words, its title and the words that it spans."""

    group: str
    entry: Entry
    title: str
    span: tuple[int, int] | None


@dataclass(slots=True)
class Choice:
    """What is seen at each of several places, and which of them is right."""

    seen: list[list[str]]
    right: int


def labelled_entries(data: Path) -> list[Labelled]:
    """Return every labelled entry."""
    found = []
    for path in sorted((data / "references").glob("*.xml")):
        references = labelled_references(path)
        for number, wanted in enumerate(references):
            bare = bare_text(wanted["raw"], labelled=False)
            entry = seen_entry(bare)
            part = number // _GROUP if len(references) > _COLLECTION else 0
            group = f"{path.name}:{part}"
            span = _span(entry, wanted["title"])
            found.append(Labelled(group, entry, wanted["title"], span))
    return found


def _span(entry: Entry, title: str) -> tuple[int, int] | None:
    """Return the first and last word of the title, found by its words."""
    if not title:
        return None
    ours = [part for word in entry.words for part in _TOKEN.findall(word)]
    owner = [i for i, word in enumerate(entry.words) for _ in _TOKEN.findall(word)]
    wanted = _TOKEN.findall(title)
    for at in range(len(ours) - len(wanted) + 1):
        if ours[at : at + len(wanted)] == wanted:
            return owner[at], owner[at + len(wanted) - 1]
    match = SequenceMatcher(None, ours, wanted, autojunk=False).find_longest_match()
    if match.size < 0.8 * len(wanted) or not match.size:
        return None
    return owner[match.a], owner[match.a + match.size - 1]


def begin_choice(labelled: Labelled) -> Choice | None:
    """Return the choice of a beginning, or None where the right one is not offered."""
    places = begins(labelled.entry)
    if not labelled.span or labelled.span[0] not in places:
        return None
    seen = [begin_features(labelled.entry, i) for i in places]
    return Choice(seen, places.index(labelled.span[0]))


def end_choice(labelled: Labelled) -> Choice | None:
    """Return the choice of an end, "no title" being the last offered."""
    entry, span = labelled.entry, labelled.span
    if not begins(entry) or (labelled.title and not span):
        return None
    begin = span[0] if span else entry.first
    places = ends(entry, begin)
    if span and span[1] not in places:
        return None
    seen = [end_features(entry, begin, i) for i in places]
    return Choice([*seen, none_features(entry, begin)], places.index(span[1]) if span else -1)


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """Return the weights of everything seen in at least ``_RARE`` entries."""
    counts: Counter[str] = Counter()
    for choice in choices:
        counts.update({name for row in choice.seen for name in row})
    names = [name for name, count in counts.items() if count >= _RARE]
    place = {name: i for i, name in enumerate(names)}
    rows = [(_indices(choice.seen, place), choice.right) for choice in choices]
    weights = _fitted(rows, len(names))
    return dict(zip(names, weights[:-1].tolist(), strict=True))


def _indices(seen: list[list[str]], place: dict[str, int]) -> Indices:
    """Return one row of indices a place, filled up with the index of a weight that stays 0."""
    known = [[place[name] for name in row if name in place] for row in seen]
    width = max(map(len, known))
    return np.array([row + [len(place)] * (width - len(row)) for row in known], dtype=np.int32)


def _fitted(rows: Sequence[tuple[Indices, int]], count: int) -> Floats:
    weights, squares = np.zeros(count + 1), np.full(count + 1, 1e-3)
    order = list(range(len(rows)))
    chance = random.Random(0)
    for _ in range(_EPOCHS):
        chance.shuffle(order)
        for row in order:
            indices, right = rows[row]
            scores = weights[indices].sum(axis=1)
            odds = np.exp(scores - scores.max())
            slope = odds / odds.sum()
            slope[right] -= 1
            used, inverse = np.unique(indices.ravel(), return_inverse=True)
            step: Floats = np.bincount(inverse, np.repeat(slope, indices.shape[1])).astype(float)
            step += _RIDGE * weights[used]
            squares[used] += step**2
            weights[used] -= _STEP * step / np.sqrt(squares[used])
            weights[count] = 0.0
    return weights


def rounded(weights: dict[str, float]) -> dict[str, int]:
    """Return weights in hundredths, small ones left out."""
    whole = {name: round(100 * weight) for name, weight in weights.items()}
    return {name: value for name, value in sorted(whole.items()) if abs(value) >= _SMALLEST}


def both(training: Sequence[Labelled]) -> tuple[dict[str, int], dict[str, int]]:
    """Fit the weights of beginnings and of ends."""
    first = [choice for item in training if (choice := begin_choice(item))]
    last = [choice for item in training if (choice := end_choice(item))]
    return rounded(fit(first)), rounded(fit(last))


def parsed_title(entry: Entry, weights: tuple[dict[str, int], dict[str, int]]) -> str:
    """Return the folded title as the weights choose it, ``""`` for none."""
    words = chosen_words(entry, *weights)
    return folded(entry.text[entry.starts[words[0]] : entry.stops[words[1]]]) if words else ""


def cross_validated(labelled: Sequence[Labelled]) -> list[tuple[int, int, int]]:
    """Return right, given and labelled titles of every fold."""
    groups = sorted({item.group for item in labelled})
    random.Random(0).shuffle(groups)
    fold_of = {group: i % _FOLDS for i, group in enumerate(groups)}
    rows = []
    for fold in range(_FOLDS):
        weights = both([item for item in labelled if fold_of[item.group] != fold])
        held = [item for item in labelled if fold_of[item.group] == fold]
        pairs = [(parsed_title(item.entry, weights), folded(item.title)) for item in held]
        right = sum(bool(ours) and ours == theirs for ours, theirs in pairs)
        rows.append((right, sum(bool(a) for a, _ in pairs), sum(bool(b) for _, b in pairs)))
        print(f"  fold {fold + 1}: {_f1(rows[-1]):.3f} over {len(held)} entries", flush=True)
    return rows


def _f1(counts: tuple[int, int, int]) -> float:
    return 2 * counts[0] / (counts[1] + counts[2])


def main() -> None:
    """Cross-validate, and fit to everything where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the development data")
    parser.add_argument("--write", action="store_true", help="fit to everything and keep that")
    arguments = parser.parse_args()
    data = data_folder(arguments.data)
    if data is None:
        print("no development data here: name its folder with --data or CARREL_DATA")
        return
    labelled = labelled_entries(data)
    print("reference titles, held-out F1")
    rows = cross_validated(labelled)
    total = (sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows))
    print(f"  all: {_f1(total):.3f}   right {total[0]}, given {total[1]}, labelled {total[2]}")
    if arguments.write:
        begin, end = both(labelled)
        held = {"begin": begin, "end": end}
        text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
        _WEIGHTS.write_text(text + "\n", encoding="utf-8")
        print(f"  wrote {len(begin)} and {len(end)} weights to {_WEIGHTS.name}")


if __name__ == "__main__":
    main()
