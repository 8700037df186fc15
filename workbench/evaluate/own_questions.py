"""Questions made from a library's own passages, each from one sentence of one passage.

Owns which sentences can be asked about and how they become questions; rules alone, so that the
same seed makes the same questions whatever model is chosen. A question never repeats its sentence:
it names what the sentence is about and leaves out what it says.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.paper import PassageKind
from ingest.sentences import split_sentences
from workbench.answer.everyday import is_everyday
from workbench.answer.readable import dangles, is_readable
from workbench.answer.words import STOP_WORDS, content_stems, fold_text, stem
from workbench.types import PaperSummary, StoredPassage

__all__ = ["OwnQuestion", "make_questions"]

_LEAST_WORDS, _MOST_WORDS = 10, 45
_LEAST_TOPIC_WORDS = 3
"""Words that a question must name, or nobody could tell which passage it means."""
_MOST_TOPICS = 3
_TRIES = 12
"""Passages of a paper that are looked at before it is passed over."""
_LONGEST_TERM = 3
_LEAST_USES = 2
_SHORTEST_WORD = 3
_BEFORE_NAMES = frozenset("a an the of each every our this these no any".split())
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten dozen hundred thousand million half third "
    "quarter tenth first second per cent percent".split()
)
_VERBAL = re.compile(r"(?:ed|ing|ly)$")
_WORD = re.compile(r"[^\W_]+(?:[-'/][^\W_]+)*")
_IS_A = re.compile(
    r"^(?:(?:An?|The) )?(?P<term>[^\W\d_][\w-]*(?: [\w-]+){0,3}?),? (?:is|are) (?:an?|the|any) ",
)
_SHARE = re.compile(r"\b\d[\d.,]*\s?(?:%|per ?cent\b)")
_COUNT = re.compile(r"\b\d[\d.,]*\s(?P<unit>[a-z]{3,}s)\b")


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question, and where what it asks for stands."""

    question: str
    paper: PaperSummary
    passage: StoredPassage
    sentence: str


def make_questions(
    papers: Sequence[PaperSummary],
    passages_of: Callable[[str], Sequence[StoredPassage]],
    count: int,
    seed: int = 0,
) -> Iterator[OwnQuestion]:
    """At most ``count`` questions, spread over the papers, the same for the same seed.

    Args:
        papers: What the library holds.
        passages_of: A paper's id to its passages.
        count: Questions wanted.
        seed: Which of the many possible sets of questions.
    """
    chance = random.Random(seed)  # noqa: S311 -- a sample, not a secret
    order = sorted(papers, key=lambda paper: paper.id)
    chance.shuffle(order)
    asked: set[str] = set()
    made = 0
    # a second round asks the papers again where there are fewer papers than questions
    for round_seed in range(max(1, -(-count // max(1, len(order))))):
        for paper in order:
            if made >= count:
                return
            found = _from_paper(paper, passages_of(paper.id), random.Random(f"{seed}{round_seed}"))  # noqa: S311
            if found is not None and found.question not in asked:
                asked.add(found.question)
                made += 1
                yield found


def _from_paper(
    paper: PaperSummary, passages: Sequence[StoredPassage], chance: random.Random
) -> OwnQuestion | None:
    usable = [passage for passage in passages if passage.kind is not PassageKind.CAPTION]
    terms = _terms_of(usable)
    chance.shuffle(usable)
    for passage in usable[:_TRIES]:
        sentences = [s for s in split_sentences(passage.text) if _can_be_asked(s)]
        chance.shuffle(sentences)
        for sentence in sentences:
            if question := _question_for(sentence, terms):
                return OwnQuestion(question, paper, passage, sentence)
    return None


def _can_be_asked(sentence: str) -> bool:
    words = len(_WORD.findall(sentence))
    return _LEAST_WORDS <= words <= _MOST_WORDS and is_readable(sentence) and not dangles(sentence)


def _question_for(sentence: str, terms: frozenset[str]) -> str:
    """What a reader may have asked to be shown this sentence, or ``""``."""
    plain = re.sub(r"\s*\[[\d, –-]+\]", "", fold_text(sentence))
    topics = _topics(plain, terms)
    defined = _IS_A.match(plain)
    if defined and defined["term"].lower() in terms and topics:
        others = [t for t in topics if t.lower() not in defined["term"].lower()]
        return f"What is {defined['term']}{' in ' + others[0] if others else ''}?"
    if sum(len(topic.split()) for topic in topics) < _LEAST_TOPIC_WORDS:
        return ""
    asks = "What is known about"
    if _SHARE.search(plain):
        asks = "What percentage is reported for"
    elif (match := _COUNT.search(plain)) and match["unit"] in terms:
        asks = f"How many {match['unit']} are there for"
        topics = [topic for topic in topics if match["unit"] not in topic] or topics
    return f"{asks} {_listed(topics)}?"


def _listed(topics: Sequence[str]) -> str:
    *front, last = topics
    return f"{', '.join(front)} and {last}" if front else last


def _topics(plain: str, terms: frozenset[str]) -> list[str]:
    """The longest terms of a sentence, in its order; none is part of another."""
    held = [term for _, term in _runs(plain) if term.lower() in terms]
    longest = sorted(dict.fromkeys(held), key=lambda term: (-len(term.split()), -len(term)))
    chosen: list[str] = []
    for term in longest:
        stems = set(content_stems(term))
        if stems and not any(stems & set(content_stems(other)) for other in chosen):
            chosen.append(term)
    first = chosen[:_MOST_TOPICS]
    return [term for term in dict.fromkeys(held) if term in first]


def _terms_of(passages: Sequence[StoredPassage]) -> frozenset[str]:
    """Runs of words that the paper uses as names of things, lower case.

    Such a run occurs more than once, and at least once right after an article or the like, where
    no verb stands.
    """
    counts: Counter[str] = Counter()
    named: set[str] = set()
    for passage in passages:
        for before, run in _runs(fold_text(passage.text)):
            counts[run.lower()] += 1
            if before in _BEFORE_NAMES:
                named.add(run.lower())
    return frozenset(run for run in named if counts[run] >= _LEAST_USES and not _VERBAL.search(run))


def _runs(plain: str) -> Iterator[tuple[str, str]]:
    """Each run of one to three words that carry a topic, with the word before it.

    A run ends at punctuation, at a number and at every word of general use.
    """
    before, end = "", 0
    run: list[str] = []
    for match in _WORD.finditer(plain):
        word = match.group()
        apart = bool(plain[end : match.start()].strip(" "))
        carries = not (
            len(word) < _SHORTEST_WORD
            or word[0].isdigit()
            or word.lower() in STOP_WORDS | _NUMBER_WORDS
            or is_everyday(stem(word.lower()))
        )
        if run and (apart or not carries or len(run) == _LONGEST_TERM):
            yield before, " ".join(run)
            run = []
        if carries:
            if not run:
                before = "" if apart else _last_word(plain[: match.start()])
            run.append(word)
        end = match.end()
    if run:
        yield before, " ".join(run)


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].lower() if text.strip() else ""
