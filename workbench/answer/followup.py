"""Questions that go on from an answer: what they are about when they do not say so themselves.

Owns telling such a question from one that stands alone, and giving it its topic.
"""

from __future__ import annotations

import re

from workbench.answer.everyday import is_everyday
from workbench.answer.fitting import defined_term
from workbench.answer.narrowing import without_years
from workbench.answer.words import content_stems, fold_text, letters_only, names
from workbench.types import Answer

__all__ = ["is_same_question", "leans_on_before", "searched_question", "topic_of", "without_topic"]

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
    r"^(?:and|what about|how about|and what about)\s+(?:for |of |in |with )?"
    r"(?P<thing>[\w-]+(?: [\w-]+)?)\?*$",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"\w (?:of|for|in) \w")
_SINGULAR = frozenset({"it", "its"})
_TOPIC = re.compile(r"\((?P<topic>[^()]+)\)\s*$")


def searched_question(question: str, follows: Answer | None) -> str:
    """The question with the topic of the answer before it, in brackets, where it needs one."""
    if follows is None or not leans_on_before(question):
        return question
    topic = topic_of(follows)
    return _filled_in(question.strip(), topic) or f"{question.strip()} ({topic})"


def _filled_in(question: str, topic: str) -> str:
    """The question with what it leaves out in its place; ``""`` where that is not plain.

    "before 2000?" is the question before with that year, "and Kelips?" the question before of
    Kelips, and "who invented it?" asks for the one thing that the question before names.
    """
    plain = fold_text(question)
    if _ONLY_YEARS.match(plain):
        return f"{topic} {_AND.sub('', plain).rstrip('? .')}?"
    term = _named_thing(topic)
    other = _OTHER_THING.match(plain)
    if term and other and names(f"about {other['thing']}"):
        return f"{topic.replace(term, other['thing'], 1)}?"
    pointing = _PRONOUN.findall(_EXPECTS.sub(" ", plain))
    if not term or len(pointing) != 1 or pointing[0].lower() not in _SINGULAR:
        return ""
    owned = f"{term}'s" if pointing[0].lower() == "its" else term
    return _AND.sub("", _PRONOUN.sub(lambda _: owned, plain, count=1))


def _named_thing(topic: str) -> str:
    """What a question is about: the term that it wants defined, or the one name that it holds.

    "The overhead of CETS" is no term but something of CETS.
    """
    term = defined_term(topic)
    if not term or _OF_SOMETHING.search(term):
        return _one_name(topic) or term
    return term


def _one_name(topic: str) -> str:
    """The one proper name of a question, as written; ``""`` where it has none or several."""
    found = names(topic)
    written = [word.strip("?,.;:()").removesuffix("'s") for word in fold_text(topic).split()]
    named = list(dict.fromkeys(word for word in written if word.lower() in found))
    return named[0] if len(named) == len(found) == 1 else ""


def leans_on_before(question: str) -> bool:
    """Whether a question cannot be searched without the one before it: "and on CPUs?"."""
    plain = fold_text(question).strip()
    if _GOES_ON.search(plain) or _ONLY_YEARS.match(plain):
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
