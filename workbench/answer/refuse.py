"""Whether the evidence holds an answer at all, and what to say where it does not.

Owns that judgement and the wording of a refusal. The judgement is a logistic sum of how relevant
the best quote is, and of what the question asks about that its paper, or anything found, does not
mention: words, names, and above all the thing that is asked for ("how many *patents*"), and of how
plainly the quotes tell a thing of that sort. Where a sort has a plain form, such as a number of
something, or where a name stands nowhere, rules beside the sum ask for more.
The weights were fitted by ``benchmarks/refusal_weights.py`` on questions that a library answers,
the same questions with the answering paper left out, questions on neighbouring topics, and
questions on the library's own papers that these do not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp, log
from pathlib import PurePath

from workbench.answer.asked import LEAST_TOLD, Sort, asked_for, asked_thing
from workbench.answer.everyday import is_everyday
from workbench.answer.gather import Gathered
from workbench.answer.kinds import Kind
from workbench.answer.matter import claim_of
from workbench.answer.naming import absent_names, in_one_form, named_shares, without_titles
from workbench.answer.origin import tells_origin
from workbench.answer.presence import (
    held_shares,
    tells_of_term,
    unmet_matter,
    with_letters_named,
)
from workbench.answer.quotes import Quote
from workbench.answer.relevance import Scale, about_paper, scale_for, tells
from workbench.answer.spelling import likest_word
from workbench.answer.stance import speaks_of
from workbench.answer.understand import Understanding
from workbench.answer.units import units_named
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
    "word_meant",
]

REFUSAL = "Your library does not say."
"""The sentence that every refusal begins with."""

REFUSAL_FEATURES = (
    "log_odds",
    "missing_in_paper",
    "missing_anywhere",
    "asked_thing_missing",
    "names_in_paper",
    "untold",
)
_WEIGHTS = (0.66, 0.51, 0.59, 1.32, 0.78, 1.11)
_BIAS = 2.18
_THRESHOLD = 0.40
"""Refuse below this probability: held out by paper and question, 7 % of all questions that two
libraries answer were refused. A wrong refusal costs a reader more than a near miss with its quotes
shown.
"""
_SURE_WITHOUT_NAME = 0.8
"""Refuse below this probability where a name of the question stands in nothing that was found."""
_SURE = 0.95
"""From this probability on a term that is nowhere as it was written is taken to be there in other
words."""
_NAMED = 0.5
"""Share of what a question names that a paper must speak of for its numbers to count."""
_LOG_ODDS = (-8.0, 4.0)
_ORIGIN = 0.55
"""How plainly a quote must say where a thing comes from: somebody is named, and part of it."""
_MOST_MISSING = 3
"""Words that are counted as missing; a fourth says no more."""
_ASKED_FOR = re.compile(r"\b(?:many|much|which|what|whose|of)\s+$", re.IGNORECASE)
_ACTS = re.compile(
    r"\b(?:does|do|did|can|could|will|would)\s+(?:an?|the)\s+(?P<actor>[a-z][\w-]{3,})\s+[a-z]+\s+"
    r"(?:in|on|at|for|to|with|from|of|by|when|than|an?|the)\b",
    re.IGNORECASE,
)
"""Who or what does it, in one word: "what accuracy does a *tagger* reach on …"."""
_DANGLING_END = re.compile(
    r"(?:\s+(?:in|of|on|at|for|by|with|from|to|than|and|or|the|a|an|as|over|under|per))+$",
    re.IGNORECASE,
)
_LEANING_ON_NEXT = frozenset(
    "do does did is are was were has have had can could may must should will would and or".split()
)
"""Words behind which one cannot be left out without breaking the sentence."""
_ARTICLES = frozenset({"a", "an", "the"})
_SOUNDS_AS_VOWEL = re.compile(
    r"[\"'“‘(]*(?:(?!uni|use|usu|uti|ubi|eu|one\b|once\b)[aeiou]|hour|honest|heir)", re.IGNORECASE
)
_LEAST_LEFT = 2
"""Words that a reworded question must still ask about."""


def probability_answered(
    question: str, kind: Kind, hits: Sequence[Hit], quotes: Sequence[Quote]
) -> float:
    """How likely (0..1) it is that the quotes, one at least, answer ``question``."""
    values = refusal_features(question, kind, hits, quotes)
    total = _BIAS + sum(w * v for w, v in zip(_WEIGHTS, values, strict=True))
    return 1 / (1 + exp(-total))


def refusal_features(
    question: str, kind: Kind, hits: Sequence[Hit], quotes: Sequence[Quote]
) -> tuple[float, ...]:
    """Values in the order of ``REFUSAL_FEATURES``.

    The first is log odds, what is missing is counted below 0, and the shares are 0..1.
    """
    question = in_one_form(question, hits)
    scale = scale_for(question, kind, hits)
    best = surest(quotes)
    paper = best.candidate.hit.paper
    score = min(1 - 1e-6, max(1e-6, best.score))
    read = " ".join(hit.passage.text for hit in hits if hit.paper.id == paper.id)
    own = f"{read} {_named_by(paper)}"
    every = " ".join(f"{hit.passage.text} {about_paper(hit.paper)}" for hit in hits)
    in_paper = held_shares(scale.stems, own)
    anywhere = held_shares(scale.stems, every)
    told = _told(scale, hits, quotes)
    unsaid = _figure(question) if told else frozenset()
    telling = [item for item in scale.stems - unsaid if not (is_everyday(item) or item.isdigit())]
    thing = [in_paper[item] for item in asked_thing(question) if item in in_paper]
    lacking = sum(not share for share in thing) / max(1, len(thing))
    return (
        min(_LOG_ODDS[1], max(_LOG_ODDS[0], log(score / (1 - score)))),
        -float(min(_MOST_MISSING, sum(not in_paper[item] for item in telling))),
        -float(min(_MOST_MISSING, sum(not anywhere[item] for item in telling))),
        -lacking if told != 1.0 else 0.0,
        _names_share(question, own),
        0.0 if told is None else told - 1,
    )


def _figure(question: str) -> frozenset[str]:
    """The name of the figure that is asked for: its value may be told without it."""
    asked = asked_for(question)
    return asked.things if asked and asked.sort is Sort.FIGURE else frozenset()


def _told(scale: Scale, hits: Sequence[Hit], quotes: Sequence[Quote]) -> float | None:
    """How plainly (0..1) the quotes tell the sort of thing that is asked for, if any is.

    What a paper tells that speaks of little that the question names is of something else.
    """
    named = named_shares(scale.question, hits)
    plainly = [
        (tells(quote.candidate.text, scale), named.get(quote.candidate.hit.paper.id, 0.0))
        for quote in quotes
    ]
    values = [value if share >= _NAMED else 0.0 for value, share in plainly if value is not None]
    return max(values, default=None)


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
    if understood.kind is Kind.FIRST and not _tell_origin(understood, quotes):
        return ()  # what a thing is for is not where it comes from
    if understood.kind in {Kind.CONSENSUS, Kind.CLAIM} and not _speak_of_claim(understood, quotes):
        return ()
    if understood.kind is Kind.DEFINITION and not tells_of_term(
        understood.question, gathered.hits, quotes
    ):
        return ()  # what is like a term in its words is not the term
    if _asks_in_vain(understood, gathered.hits, quotes):
        return ()  # "which brand of laptop …", where no brand is spoken of
    whole = probability_answered(understood.whole, understood.kind, gathered.hits, quotes)
    in_doubt = len(understood.parts) == 1 and whole < _SURE
    if in_doubt and unmet_matter(understood.whole, quotes):
        return ()  # the frame of a question is met in any paper
    return understood.parts if whole >= _least(understood.whole, gathered.hits) else ()


def _least(question: str, hits: Sequence[Hit]) -> float:
    """The probability from which a question is answered: more where what it is of is nowhere."""
    if _actor_is_nowhere(question, hits):
        return _SURE
    return _SURE_WITHOUT_NAME if _absent(question, hits) else _THRESHOLD


def _actor_is_nowhere(question: str, hits: Sequence[Hit]) -> bool:
    """Whether nothing found speaks of who or what is to have done it: figures are of something."""
    acts = _ACTS.search(question)
    actor = [item for item in content_stems(acts["actor"]) if not is_everyday(item)] if acts else []
    every = " ".join(f"{hit.passage.text} {about_paper(hit.paper)}" for hit in hits)
    return bool(actor) and not any(held_shares(actor, every).values())


def _asks_in_vain(understood: Understanding, hits: Sequence[Hit], quotes: Sequence[Quote]) -> bool:
    """Whether no quote tells a thing of a plain form, such as a number of patents, or nothing found
    mentions what the question wants told.
    """
    scale = scale_for(understood.whole, understood.kind, hits)
    told = _told(scale, hits, quotes)
    asked = asked_for(understood.whole)
    if told is not None and asked and asked.sort in LEAST_TOLD:
        return told < LEAST_TOLD[asked.sort]
    thing = [item for item in asked_thing(understood.whole) if item in scale.stems]
    if not thing or told == 1.0:
        return False
    every = " ".join(f"{hit.passage.text} {about_paper(hit.paper)}" for hit in hits)
    return not any(held_shares(thing, every).values())


def _speak_of_claim(understood: Understanding, quotes: Sequence[Quote]) -> bool:
    claim = claim_of(understood.question)
    return any(speaks_of(claim, quote.candidate.text) for quote in quotes)


def _tell_origin(understood: Understanding, quotes: Sequence[Quote]) -> bool:
    question = understood.question
    return any(tells_origin(quote.candidate.text, question) >= _ORIGIN for quote in quotes)


def surest(quotes: Sequence[Quote]) -> Quote:
    """The quote that is likeliest to answer; the first one may be another that reads better."""
    return max(quotes, key=lambda quote: quote.score)


def _holds(part: str, gathered: Gathered, quotes: Sequence[Quote]) -> bool:
    own = [quote for quote in quotes if quote.part == part]
    hits = gathered.by_part.get(part) or gathered.hits
    return bool(own) and probability_answered(part, Kind.FACT, hits, own) >= _THRESHOLD


def missing_words(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Words of the question that nothing found contains, names first, as they were written.

    Where names are missing, they alone are told: the other words then matter little. Everyday
    words are left out.
    """
    found = " ".join(f"{hit.passage.text} {_named_by(hit.paper)}" for hit in hits)
    found = with_letters_named(found)
    held, held_words = set(content_stems(found)), set(tokens(found))
    missing: dict[str, None] = {}
    papers = _papers(hits)
    question = in_one_form(question, hits)
    for word in without_titles(question, papers).replace("/", " ").split():
        bare = word.strip("?,.;:!\"'()[]“”‘’").removesuffix("'s").removesuffix("’s")
        stems = [item for item in content_stems(bare) if not is_everyday(item)]
        if stems and not any(item in held for item in stems) and bare.lower() not in held_words:
            missing[bare] = None
    absent = _absent(question, hits)
    named = tuple(word for word in missing if word.lower() in absent)
    return named or tuple(missing)


def word_meant(missing: Sequence[str], hits: Sequence[Hit]) -> str:
    """The word of what was found that the only missing one is a slip of the pen for, or ``""``."""
    if len(missing) != 1:
        return ""
    found = {word for hit in hits for word in tokens(f"{hit.paper.title} {hit.passage.text}")}
    return likest_word(missing[0].lower(), found)


def suggestion_for(
    question: str,
    missing: Sequence[str],
    *,
    elsewhere: str = "",
    empty: bool = False,
    narrowed: bool = False,
    found: bool = True,
    works: Sequence[str] = (),
    meant: str = "",
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
        meant: The word that the first of ``missing`` is a slip of the pen for, if any is found.
    """
    if empty:
        return "The library is empty: add papers with `carrel ingest ~/papers`, then ask again."
    if meant and missing and not elsewhere:
        right = re.sub(rf"\b{re.escape(missing[0])}\b", lambda _: meant, question)
        nothing = "Nothing that was found" if found else "No passage"
        return f"{nothing} mentions “{missing[0]}”: did you mean “{meant}”? Then ask: “{right}”"
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
    """The question without what the library does not mention; ``""`` where too little is left.

    It is left out where it goes before a word that it describes ("a *torn* knee"), or at the end
    with what leads to it ("… *in P5*?"): elsewhere what is left is hardly a sentence.
    """
    if len(missing) != 1 or _ASKED_FOR.search(f"{question} ".split(missing[0])[0]):
        return ""  # without several words, or without what is counted, it is no sentence
    words = question.split()
    bare = [word.strip("?,.;:!\"'()[]“”‘’").lower() for word in words]
    if bare.count(missing[0].lower()) != 1:
        return ""  # a term of several words, or one that is said twice
    place = bare.index(missing[0].lower())
    if not place or not _may_be_left_out(bare[place - 1], bare[place + 1 :]):
        return ""
    kept = words[:place] + words[place + 1 :]
    if bare[place - 1] in {"a", "an"} and bare[place + 1 :]:
        kept[place - 1] = _article(kept[place - 1], kept[place])
    left = _DANGLING_END.sub("", " ".join(kept).rstrip(" ?.,;:"))
    telling = {item for item in content_stems(left) if not is_everyday(item)}
    return f"{left}?" if len(telling) >= _LEAST_LEFT else ""


def _may_be_left_out(before: str, after: Sequence[str]) -> bool:
    """Whether a sentence stays one without the word between these."""
    leads = bool(_DANGLING_END.fullmatch(f" {before}"))
    if not after:
        return leads
    joins = before in _LEANING_ON_NEXT or (leads and before not in _ARTICLES)
    return not joins and bool(content_stems(after[0]))


def _article(article: str, word: str) -> str:
    """The article that goes before another word than it did; by its first letters alone."""
    before_vowel = bool(_SOUNDS_AS_VOWEL.match(word))
    plain = "an" if before_vowel else "a"
    return plain.capitalize() if article[0].isupper() else plain


def _absent(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Names of the question that nothing found holds."""
    papers = _papers(hits)
    units = units_named(" ".join(hit.passage.text for hit in hits))
    return absent_names(in_one_form(question, hits), hits, [units, *map(_named_by, papers)])


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
