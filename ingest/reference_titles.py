"""Choosing where a reference's title begins and ends.

A conditional logit (McFadden 1974): every place that may begin the title is scored by the sum of
the weights of what is seen there, the best one is taken, and then the same is done for the places
that may end it, one of the choices being that the entry has no title. The weights are
``assets/reference_titles.json``, fitted by ``benchmarks/reference_weights.py``, which also prints
how well they do on entries that they were not fitted to. Owns the choice; refuses to know styles,
which ``ingest.reference_spans`` and ``ingest.reference_title_rules`` do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from ingest.reference_spans import (
    Entry,
    begin_features,
    begins,
    end_features,
    ends,
    none_features,
)

__all__ = ["chosen_title", "chosen_words"]

_SENTENCE = 4
"""Words of a stretch that can be no name any more."""
_CLOSING = {"(": ")", "[": "]", "“": "”", "«": "»"}


@cache
def _weights() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the weights of beginnings and of ends, in hundredths of a log odds."""
    text = resources.files("assets").joinpath("reference_titles.json").read_text(encoding="utf-8")
    held = json.loads(text)
    return held["begin"], held["end"]


def chosen_title(entry: Entry) -> tuple[int, int] | None:
    """Return the span of the title in the entry's text, or None where it has none."""
    words = chosen_words(entry, *_weights())
    if words is None:
        return None
    return _with_marks(entry.text, entry.starts[words[0]], entry.stops[words[1]])


def chosen_words(
    entry: Entry, of_begins: Mapping[str, int], of_ends: Mapping[str, int]
) -> tuple[int, int] | None:
    """Return the first and the last word of the title by the given weights, or None."""
    places = begins(entry)
    if not places:
        return None
    begin = entry.first
    if not _plainly_begins(entry):
        begin = max(places, key=lambda i: _score(of_begins, begin_features(entry, i)))
    last = ends(entry, begin)
    scores = [_score(of_ends, end_features(entry, begin, i)) for i in last]
    best = max(range(len(last)), key=scores.__getitem__)
    if _score(of_ends, none_features(entry, begin)) > scores[best]:
        return None
    return begin, last[best]


def _plainly_begins(entry: Entry) -> bool:
    """Return whether a sentence follows the authors, where the rules see the title: no choice."""
    here = entry.stretches[entry.stretch_of[entry.first]]
    told = entry.told is not None and entry.told[0] == entry.first == here.first
    return told and bool(entry.names) and here.case in "lm" and here.words >= _SENTENCE


def _score(weights: Mapping[str, int], seen: Sequence[str]) -> int:
    # a comprehension that asks for what is there takes half the time of one with a default
    return sum([weights[name] for name in seen if name in weights])


def _with_marks(text: str, begin: int, end: int) -> tuple[int, int]:
    """Take in the mark that closes a bracket or quotation of the title, or that asks."""
    while end < len(text):
        opened = {_CLOSING[mark] for mark in _CLOSING if mark in text[begin:end]}
        mark = text[end]
        inside = text[begin:end]
        closes = mark in opened and mark not in inside[max(map(inside.rfind, _CLOSING)) :]
        if not (closes or mark in "?!"):
            break
        end += 1
    return begin, end
