"""Why a hit stands where it does, in one line of words.

Owns the wording. It reads the terms of the score and adds nothing to them.
"""

from __future__ import annotations

from collections.abc import Mapping

from workbench.types import PaperSummary

__all__ = ["reason"]

_TELLING = 0.01
"""A smaller part of the score is not worth a word."""
_LISTED = "meets your filters; the newest papers come first"
_STRONG = 0.8
"""A method whose part reaches this much of the best hit's is said to match closely."""
_NAMED = {
    "lexical_share": ("matches your words closely", "matches some of your words"),
    "dense_share": ("very near in meaning", "near in meaning"),
}
_ALSO = {
    "feedback_share": "like the other best hits",
    "neighbours_share": "your words stand together",
    "like_words_share": "words like yours throughout",
    "late_interaction_share": "close reading agrees",
    "cross_encoder_share": "a model that reads both agrees",
    "likelihood_share": "the writer would ask this of it",
    "like_first_share": "near to what stands first",
    "linked_share": "cited by or citing other hits",
    "citation_ties_share": "tied by citations to what stands first",
}


def reason(terms: Mapping[str, float], best: Mapping[str, float], paper: PaperSummary) -> str:
    """One line for a hit; one without terms was listed, not ranked.

    Args:
        terms: The hit's terms, as in ``Hit.scores``.
        best: The largest value of each term over all hits.
        paper: The hit's paper.
    """
    says_little = terms.get("own_words_share", 0.0) <= -_TELLING
    # a passage is matched with its title, which may hold all of them
    named = [name for name in _NAMED if not (says_little and name == "lexical_share")]
    parts = [_match(name, terms, best) for name in named]
    parts += [words for name, words in _ALSO.items() if _is_telling(name, terms, best)]
    parts += [_recency(terms, paper), _citations(terms)]
    if says_little:
        parts.append("it says little itself, so its title counts less")
    if terms.get("repeats_share", 0.0) <= -_TELLING:
        parts.append("much like a hit above")
    weak = "a weak match in all respects" if terms else _LISTED
    said = [part for part in parts if part] or [weak]
    if paper.newest_id and paper.newest_id != paper.id:
        said.append("an older version of this work")
    return "; ".join(said)


def _match(name: str, terms: Mapping[str, float], best: Mapping[str, float]) -> str:
    share = terms.get(name, 0.0)
    if share < _TELLING:
        return ""
    close, loose = _NAMED[name]
    return close if share >= _STRONG * best.get(name, share) else loose


def _is_telling(name: str, terms: Mapping[str, float], best: Mapping[str, float]) -> bool:
    share = terms.get(name, 0.0)
    method = name.removesuffix("_share")
    if method in best and method not in terms:
        # the part of the median: the method says nothing of this passage
        return False
    return share >= _TELLING and share >= _STRONG * best.get(name, share)


def _recency(terms: Mapping[str, float], paper: PaperSummary) -> str:
    share = terms.get("recency_share", 0.0)
    if abs(share) < _TELLING or paper.year is None:
        return ""
    return f"{paper.year} is {'new' if share > 0 else 'old'} for this library"


def _citations(terms: Mapping[str, float]) -> str:
    share = terms.get("citations_share", 0.0)
    if abs(share) < _TELLING:
        return ""
    return f"cited {'more' if share > 0 else 'less'} than papers of its age"
