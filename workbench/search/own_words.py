"""What a passage of a few words is worth: hardly more than it says itself.

Title and headings are indexed and embedded with every passage, so that it is found by what its
paper is about. A passage of two words ("Table I", "*Corresponding author.") is nearly all title
then, and would come first for every word of it. Owns how much of its score such a passage keeps:
its share of a short sentence's words, or of the query's words that it holds itself, whichever is
more. Variables and digits count beside words alone, so that a formula says little however long it
is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice

from index.fusion import FusedPassage

__all__ = ["DEPTH", "judge_short_passages"]

FEW_WORDS = 8
"""Words of a passage that says something by itself, a short sentence. Of the passages of 85 papers
one in twenty has fewer: labels of figures and tables, addresses, rests of formulas.
"""
_LETTERS = 2
"""Letters of the shortest full word: one alone is a variable, a numeral or a mark."""
_PLAIN_WORD = re.compile(rf"[^\W\d_]{{{_LETTERS},}}")
"""Finds no more words than there are; in scripts without spaces fewer, which are counted again."""
DEPTH = 50
"""Passages that are looked at, from the first: what stands lower is seldom seen."""


def judge_short_passages(
    ranked: Sequence[FusedPassage],
    texts: Mapping[str, str],
    query: Collection[str],
    stems: Callable[[str], Sequence[str]],
) -> list[FusedPassage]:
    """Take from short passages what only their title and headings brought them.

    Args:
        ranked: Passages, best first.
        texts: The texts of those among the first ``DEPTH`` that are judged, by passage.
        query: Stems of the query's words, without the commonest.
        stems: The stems of a text's words, in order.

    Returns:
        All passages, best first; those that lost something have an ``own_words_share`` below 0.
    """
    short = {name: stems(text) for name, text in texts.items() if _may_be_short(text)}
    if not short:
        return list(ranked)
    judged = [_with_loss(hit, _worth(short.get(hit.passage_id, ()), query)) for hit in ranked]
    return sorted(judged, key=lambda hit: -hit.score)


def _worth(words: Sequence[str], query: Collection[str]) -> float:
    """The share of its score that a passage of these words keeps, 0 to 1.

    A title that stands alone, as of a work whose text is not there, has no words of its own and
    keeps all.
    """
    full = sum(map(_is_word, words))
    # a label's number counts beside its word; signs without words are a formula
    said = full + min(full, len(words) - full)
    if not words or said >= FEW_WORDS:
        return 1.0
    held = len(set(query) & set(words)) / len(query) if query else 0.0
    return max(held, said / FEW_WORDS)


def _may_be_short(text: str) -> bool:
    """Quick, so that long passages need not be taken apart."""
    return sum(1 for _ in islice(_PLAIN_WORD.finditer(text), FEW_WORDS)) < FEW_WORDS


def _is_word(stem: str) -> bool:
    # vowel signs of Indic scripts are marks and no letters
    letters = sum(c.isalpha() or unicodedata.category(c)[0] == "M" for c in stem)
    return letters >= _LETTERS


def _with_loss(hit: FusedPassage, worth: float) -> FusedPassage:
    lost = (worth - 1) * max(hit.score, 0.0)
    if not lost:
        return hit
    return FusedPassage(hit.passage_id, hit.score + lost, {**hit.terms, "own_words_share": lost})
