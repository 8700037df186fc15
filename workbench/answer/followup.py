"""Questions that go on from an answer: what they are about when they do not say so themselves.

Owns telling such a question from one that stands alone, and giving it its topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.answer.everyday import is_everyday
from workbench.answer.narrowing import without_years
from workbench.answer.subjects import (
    asks_of_two,
    named_subjects,
    subject_of,
    the_two,
    with_the_two,
)
from workbench.answer.understand import sides_of
from workbench.answer.words import content_stems, fold_text, letters_only, names
from workbench.types import Answer

__all__ = [
    "is_same_question",
    "lacks_the_two",
    "leans_on_before",
    "searched_question",
    "topic_of",
    "without_topic",
]

_GOES_ON = re.compile(
    r"^(?:and|but|or|so|then|also)\b|^(?:what|how) about\b|^(?:why|how so|since when|where|when"
    r"|who|how|such as|for example|like what|more|tell me more|go on|in what way|says who)[?.!]*$"
    r"|^(?:why|how) not\b|^(?:what|which) (?:else|other|others|of (?:them|these|those))\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them)\b", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|those(?! (?:who|that|which))"
    r"|that (?:one|method|approach|paper|result|study)|such(?! as)"
    r"|the (?:former|latter|same|other|others|first one|second one|authors|method|approach"
    r"|paper|study))\b",
    re.IGNORECASE,
)
_EXPECTS = re.compile(
    r"\bit (?:\w+ )?(?:possible|impossible|true|worth|better|best|useful|necessary|enough|easy"
    r"|easier|hard|harder|safe|feasible|known|matter|help|pay) (?:to|that|whether|if|for)\b",
    re.IGNORECASE,
)
"""An "it" that stands for what comes after it: "is it possible to …"."""
_NAMED_BEFORE = 2
"""Content words before a pronoun from which it stands for one of them."""
_FEW_WORDS = 3
"""A question with no more words that carry a topic, and no name, may lean on the one before."""
_AND = re.compile(r"^(?:and|but|or|so|then|also)\s+", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)\d\d"
_ONLY_YEARS = re.compile(
    rf"^(?:and |but |only )?(?:before|after|since|until|in|from|between) {_YEAR}"
    rf"(?: (?:and|to|until) {_YEAR})?[?. ]*$",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"^(?:and|what about|how about|and what about)\s+"
    r"(?P<lead>(?:for|of|in|with|from|about|on|to) )?(?P<thing>[\w-]+(?: [\w-]+)?)\?*$",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:for|of|in|with|from|about|on|to|by|at)(?: the| an?)?"
_DOES_IT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would) (?:an? |the )?$",
    re.IGNORECASE,
)
"""What stands before the subject of a question."""
_OTHER_RESPECT = re.compile(
    r"^(?:and|but|and what about|what about|how about)\s+"
    r"(?:(?P<lead>in terms of|with (?:respect|regard) to|as to|in|on|by|for|with)\s+)?"
    r"(?P<respect>(?!(?:how|why|when|who|what|where|which|if|is|are|do|does|did|can)\b)"
    r"[\w-]+(?: [\w-]+){0,3})[?. ]*$",
    re.IGNORECASE,
)
"""Another respect in which two things are to be compared: "and in memory?"."""
_SINGULAR = frozenset({"it", "its"})
_TOPIC = re.compile(r"\((?P<topic>[^()]+)\)\s*$")


def searched_question(question: str, follows: Answer | None, earlier: Sequence[Answer] = ()) -> str:
    """The question with what it takes from before in its place, or in brackets behind it.

    Args:
        question: What a person asks.
        follows: The answer that it may go on from.
        earlier: Answers before that one, the newest first: "compare the two" may be about things
            that were spoken of one after the other.
    """
    if follows is None or not leans_on_before(question):
        return question
    two = the_two([topic_of(answer) for answer in (follows, *earlier)])
    if two and asks_of_two(question):
        return with_the_two(question, two)
    topic = topic_of(follows)
    return _filled_in(question.strip(), topic) or _asked_of_another(question.strip(), topic)


def lacks_the_two(question: str, follows: Answer | None, earlier: Sequence[Answer] = ()) -> bool:
    """Whether nothing tells which two things a question is about that says no more than that."""
    if not asks_of_two(question) or _topic_words(with_the_two(question, ("it", "it"))):
        return False
    return not the_two([topic_of(answer) for answer in (follows, *earlier) if answer])


def _filled_in(question: str, topic: str) -> str:
    """The question with what it leaves out in its place; ``""`` where that is not plain.

    "before 2000?" is the question before with that year, "and Kelips?" the question before of
    Kelips, and "who invented it?" asks for the one thing that the question before names. Two things
    that were compared are compared in "and in memory?", too.
    """
    plain = fold_text(question)
    if _ONLY_YEARS.match(plain):
        return f"{topic} {_AND.sub('', plain).rstrip('? .')}?"
    respect = _OTHER_RESPECT.match(plain)
    if respect and (sides := sides_of(topic)) and not names(f"about {respect['respect']}"):
        lead = respect["lead"] or "in"
        return f"Compare {' and '.join(sides)} {lead} {respect['respect']}?"
    term = subject_of(topic)
    other = _OTHER_THING.match(plain)
    if other and names(f"about {other['thing']}"):
        replaced = term or (_named_behind(topic) if other["lead"] else "")
        if replaced:
            return f"{other['thing'].join(topic.rsplit(replaced, 1))}?"
    pointing = _PRONOUN.findall(_EXPECTS.sub(" ", plain))
    if not term or len(pointing) != 1 or pointing[0].lower() not in _SINGULAR:
        return ""
    owned = f"{term}'s" if pointing[0].lower() == "its" else term
    return _AND.sub("", _PRONOUN.sub(lambda _: owned, plain, count=1))


def _named_behind(topic: str) -> str:
    """The last thing that a question of several names, if it is what something is done to or with.

    "And of Simula?" goes on from "what did Kay learn from Sketchpad?" with Sketchpad's place.
    """
    named = named_subjects(topic)
    if not named or not re.search(
        rf"\b{_PREPOSITION} {re.escape(named[-1])}$", topic.rstrip("?. ")
    ):
        return ""
    return named[-1]


def _asked_of_another(question: str, topic: str) -> str:
    """A question with the topic in brackets, or the question before asked of what this one names.

    "And how many does Kelips need?" takes the place of the one on Pastry: what was asked of that
    is asked of Kelips now, and the topic speaks of it. Where its words all stand in the question
    before, it is that question.
    """
    named, term = named_subjects(question), subject_of(topic)
    if len(named) != 1 or not term or not _is_asked_about(named[0], question):
        return f"{question} ({topic})"
    moved = topic.replace(term, named[0], 1)
    said = set(content_stems(question.replace(named[0], " ")))
    return f"{moved}?" if said <= set(content_stems(topic)) else f"{question} ({moved})"


def _is_asked_about(name: str, question: str) -> bool:
    before, _, _ = fold_text(question).partition(name)
    return bool(_DOES_IT.search(before))


def leans_on_before(question: str) -> bool:
    """Whether a question cannot be searched without the one before it: "and on CPUs?"."""
    plain = fold_text(question).strip()
    if _GOES_ON.search(plain) or _ONLY_YEARS.match(plain) or asks_of_two(plain):
        return True
    said = _topic_words(plain)
    if _points_back(plain) and not names(plain):
        return len(said) <= _FEW_WORDS
    return not said


def is_same_question(question: str, before: Answer) -> bool:
    """Whether a question is the one before it again, whatever the marks and capitals."""
    return letters_only(without_topic(question)) == letters_only(without_topic(before.question))


def _points_back(plain: str) -> bool:
    """Whether words stand for something that the question itself did not name before them."""
    held = _EXPECTS.sub(" ", plain)
    return bool(_DEMONSTRATIVE.search(held)) or any(
        len(content_stems(held[: found.start()])) < _NAMED_BEFORE
        for found in _PRONOUN.finditer(held)
    )


def _topic_words(text: str) -> list[str]:
    return [stemmed for stemmed in content_stems(text) if not is_everyday(stemmed)]


def without_topic(question: str) -> str:
    """A question without the topic that ``searched_question`` gave it."""
    return _TOPIC.sub("", question).strip()


def topic_of(answer: Answer) -> str:
    """What an answer was about: its question, less its years, or the topic that it was given."""
    given = _TOPIC.search(answer.question) if answer.follows else None
    topic = given["topic"] if given else without_years(answer.question, answer.narrowed_by)
    return topic.strip(" ?.")
