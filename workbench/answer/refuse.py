"""Whether the evidence holds an answer at all, and what to say where it does not.

Owns that judgement and the wording of a refusal. The judgement is a logistic sum of how relevant
the best quote is, and of what the question asks about that its paper, or anything found, does not
mention: words by rarity, names, and above all the thing that is asked for ("how many *patents*").
The weights were fitted by ``benchmarks/refusal_weights.py`` on questions that a library answers,
the same questions with the answering paper left out, questions on neighbouring topics, and
questions on the library's own papers that these do not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp, log
from pathlib import PurePath

from workbench.answer.everyday import is_everyday
from workbench.answer.fitting import names_origin
from workbench.answer.gather import Gathered
from workbench.answer.kinds import Kind
from workbench.answer.matter import claim_of
from workbench.answer.naming import absent_names, without_titles
from workbench.answer.presence import held_shares, tells_of_term, unmet_matter
from workbench.answer.quotes import Quote
from workbench.answer.relevance import about_paper, scale_for, weighed_share
from workbench.answer.stance import speaks_of
from workbench.answer.understand import Understanding
from workbench.answer.words import content_stems, names, stem, tokens
from workbench.types import Hit, PaperSummary

__all__ = [
    "REFUSAL",
    "REFUSAL_FEATURES",
    "answerable_parts",
    "missing_words",
    "probability_answered",
    "refusal_features",
    "suggestion_for",
    "surest",
]

REFUSAL = "Your library does not say."
"""The sentence that every refusal begins with."""

REFUSAL_FEATURES = (
    "log_odds",
    "covered_by_paper",
    "missing_in_paper",
    "missing_anywhere",
    "asked_thing_missing",
    "names_in_paper",
)
_WEIGHTS = (0.56, 0.46, 0.50, 0.47, 1.02, 0.73)
_BIAS = 1.80
_THRESHOLD = 0.42
"""Refuse below this probability: held out by paper and question, 7 % of all questions that two
libraries answer were refused. A wrong refusal costs a reader more than a near miss with its quotes
shown.
"""
_SURE = 0.95
"""From this probability on a term that is nowhere as it was written is taken to be there in other
words."""
_LOG_ODDS = (-8.0, 4.0)
_MOST_MISSING = 3
"""Words that are counted as missing; a fourth says no more."""
_ASKED_THING = re.compile(
    r"\b(?:how (?:many|much)|what|which|whose|what (?:kind|type|sort)s? of)\s+"
    r"(?P<thing>(?:[\w'’-]+\s+){0,3}?[\w'’-]+?)\s+"
    r"(?=(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must|should|to|of|in|for"
    r"|on|at|by|from|with|that|which|per|be|need|make|made|use|used)\b|[a-z]+(?:s|ed)\b)",
    re.IGNORECASE,
)
"""What a question wants to be told of, before the verb or preposition that follows it."""
_ASKED_FOR = re.compile(r"\b(?:many|much|which|what|whose|of)\s+$", re.IGNORECASE)
_DANGLING_END = re.compile(
    r"(?:\s+(?:in|of|on|at|for|by|with|from|to|than|and|or|the|a|an|as|over|under|per))+$",
    re.IGNORECASE,
)
_LEAST_LEFT = 2
"""Words that a reworded question must still ask about."""


def probability_answered(question: str, kind: Kind, hits: Sequence[Hit], best: Quote) -> float:
    """How likely (0..1) it is that the library holds an answer to ``question``."""
    values = refusal_features(question, kind, hits, best)
    total = _BIAS + sum(w * v for w, v in zip(_WEIGHTS, values, strict=True))
    return 1 / (1 + exp(-total))


def refusal_features(
    question: str, kind: Kind, hits: Sequence[Hit], best: Quote
) -> tuple[float, ...]:
    """Values in the order of ``REFUSAL_FEATURES``.

    The first is log odds, what is missing is counted below 0, and the shares are 0..1.
    """
    scale = scale_for(question, kind, hits)
    paper = best.candidate.hit.paper
    score = min(1 - 1e-6, max(1e-6, best.score))
    read = " ".join(hit.passage.text for hit in hits if hit.paper.id == paper.id)
    own = f"{read} {about_paper(paper)}"
    every = " ".join(f"{hit.passage.text} {about_paper(hit.paper)}" for hit in hits)
    in_paper = held_shares(scale.stems, own)
    anywhere = held_shares(scale.stems, every)
    telling = [item for item in scale.stems if not (is_everyday(item) or item.isdigit())]
    thing = [item for item in _asked_thing(question) if item in in_paper]
    return (
        min(_LOG_ODDS[1], max(_LOG_ODDS[0], log(score / (1 - score)))),
        weighed_share(in_paper, scale),
        -float(min(_MOST_MISSING, sum(not in_paper[item] for item in telling))),
        -float(min(_MOST_MISSING, sum(not anywhere[item] for item in telling))),
        -float(any(not in_paper[item] for item in thing)),
        _names_share(question, own),
    )


def _asked_thing(question: str) -> list[str]:
    match = _ASKED_THING.search(question)
    asked = content_stems(match["thing"]) if match else []
    return [item for item in asked if not is_everyday(item)]


def answerable_parts(
    understood: Understanding, gathered: Gathered, quotes: Sequence[Quote]
) -> tuple[str, ...]:
    """The parts of the question that the quotes answer; none of them means refusal.

    A comparison is judged side by side, since each may stand in a paper of its own. Anything else
    is judged as a whole, and then all its parts count as answered.
    """
    if not quotes:
        return ()
    if understood.kind is Kind.COMPARISON:
        return tuple(part for part in understood.parts if _holds(part, gathered, quotes))
    if understood.kind is Kind.FIRST and not any(names_origin(q.candidate.text) for q in quotes):
        return ()  # what a thing is for is not where it comes from
    if understood.kind in {Kind.CONSENSUS, Kind.CLAIM} and not _speak_of_claim(understood, quotes):
        return ()
    if understood.kind is Kind.DEFINITION and not tells_of_term(
        understood.question, gathered.hits, quotes
    ):
        return ()  # what is like a term in its words is not the term
    whole = probability_answered(understood.whole, understood.kind, gathered.hits, surest(quotes))
    in_doubt = len(understood.parts) == 1 and whole < _SURE
    if in_doubt and unmet_matter(understood.whole, quotes):
        return ()  # the frame of a question is met in any paper
    return understood.parts if whole >= _THRESHOLD else ()


def _speak_of_claim(understood: Understanding, quotes: Sequence[Quote]) -> bool:
    claim = claim_of(understood.question)
    return any(speaks_of(claim, quote.candidate.text) for quote in quotes)


def surest(quotes: Sequence[Quote]) -> Quote:
    """The quote that is likeliest to answer; the first one may be another that reads better."""
    return max(quotes, key=lambda quote: quote.score)


def _holds(part: str, gathered: Gathered, quotes: Sequence[Quote]) -> bool:
    own = [quote for quote in quotes if quote.part == part]
    hits = gathered.by_part.get(part) or gathered.hits
    return bool(own) and probability_answered(part, Kind.FACT, hits, surest(own)) >= _THRESHOLD


def missing_words(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Words of the question that nothing found contains, names first, as they were written.

    Where names are missing, they alone are told: the other words then matter little. Everyday
    words are left out.
    """
    found = " ".join(f"{hit.passage.text} {about_paper(hit.paper)}" for hit in hits)
    held, held_words = set(content_stems(found)), set(tokens(found))
    missing: dict[str, None] = {}
    papers = _papers(hits)
    for word in without_titles(question, papers).replace("/", " ").split():
        bare = word.strip("?,.;:!\"'()[]“”‘’").removesuffix("'s").removesuffix("’s")
        stems = [item for item in content_stems(bare) if not is_everyday(item)]
        if stems and not any(item in held for item in stems) and bare.lower() not in held_words:
            missing[bare] = None
    absent = absent_names(question, hits, map(_named_by, papers))
    named = tuple(word for word in missing if word.lower() in absent)
    return named or tuple(missing)


def suggestion_for(
    question: str,
    missing: Sequence[str],
    *,
    elsewhere: str = "",
    empty: bool = False,
    narrowed: bool = False,
    found: bool = True,
    works: Sequence[str] = (),
) -> str:
    """What a person could do next.

    Args:
        question: What was asked.
        missing: Words of the question that nothing found contains.
        elsewhere: What a wider search would find, in a sentence.
        empty: Whether the library holds no paper that can be searched.
        narrowed: Whether the search was narrowed to some years or papers.
        found: Whether any passage was found.
        works: Works that the library cites and does not hold, as they are shown.
    """
    if empty:
        return "The library is empty: add papers with `carrel ingest ~/papers`, then ask again."
    parts = [elsewhere or _advice(missing, narrowed=narrowed, found=found)]
    if reworded := _reworded(question, missing):
        parts.append(f"You could ask: “{reworded}”")
    if works:
        parts.append(f"Cited by your papers, and not in your library: {'; '.join(works)}.")
    return " ".join(parts)


def _advice(missing: Sequence[str], *, narrowed: bool, found: bool) -> str:
    widen = "widen the years or papers that the search was narrowed to, " if narrowed else ""
    if missing:
        listed = ", ".join(f"“{word}”" for word in missing[:4])
        nothing = "Nothing that was found" if found else "No passage"
        return (
            f"{nothing} mentions {listed}: {widen}try other words for it, "
            "or add a paper about it and ask again."
        )
    advice = f"{widen}ask about one thing at a time, or add papers on the topic and ask again."
    return advice[0].upper() + advice[1:]


def _reworded(question: str, missing: Sequence[str]) -> str:
    """The question without what the library does not mention; ``""`` where too little is left."""
    if len(missing) != 1 or _ASKED_FOR.search(f"{question} ".split(missing[0])[0]):
        return ""  # without several words, or without what is counted, it is no sentence
    absent = {word.lower() for word in missing}
    kept = [
        word for word in question.split() if word.strip("?,.;:!\"'()[]“”‘’").lower() not in absent
    ]
    if len(kept) == len(question.split()):
        return ""  # a term of several words
    left = _DANGLING_END.sub("", " ".join(kept).rstrip(" ?.,;:"))
    telling = {item for item in content_stems(left) if not is_everyday(item)}
    return f"{left}?" if len(telling) >= _LEAST_LEFT else ""


def _named_by(paper: PaperSummary) -> str:
    """Where a paper's own name may stand; the file's often keeps what was lost of a title."""
    return f"{about_paper(paper)} {PurePath(paper.path).stem}"


def _papers(hits: Sequence[Hit]) -> list[PaperSummary]:
    return list({hit.paper.id: hit.paper for hit in hits}.values())


def _names_share(question: str, text: str) -> float:
    wanted = {name for name in names(question) if not is_everyday(stem(name))}
    if not wanted:
        return 1.0
    held = set(tokens(text)) | names(text)
    return sum(all(part in held for part in tokens(name)) for name in wanted) / len(wanted)
