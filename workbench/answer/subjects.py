"""What a question speaks of by name, and which two things "compare the two" is about.

Owns finding the subjects of questions by their words. Knows no paper: whether a subject is in the
library is for who searches it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.answer.everyday import is_everyday
from workbench.answer.fitting import defined_term
from workbench.answer.naming import proper_names
from workbench.answer.understand import sides_of
from workbench.answer.words import content_stems, fold_text, letters_only

__all__ = ["asks_of_two", "named_subjects", "subject_of", "the_two", "with_the_two"]

_MARKS = "?,.;:!()[]\"'"
_MISTYPED = re.compile(
    r"^\w?(?:what|which|who|whom|whose|how|why|when|where|does|did)\b", re.IGNORECASE
)
"""The word that a question opens with, and one letter too many before it, which is no name."""
_OF_SOMETHING = re.compile(r"\w (?:of|for|in) \w")
_BY_ITS_PLACE = re.compile(
    r"^(?:what|which) (?:is|are|was|were) (?:the |an? )?(?:[\w-]+ ){1,4}?of (?:an? |the )?"
    r"(?P<of>[\w-]+(?: [\w-]+){0,2})$"
    r"|^how [\w-]+ (?:is|are|was|were) (?:an? |the )?(?P<how>[\w-]+(?: [\w-]+){0,2})$",
    re.IGNORECASE,
)
"""Where a question has its subject that bears no proper name: "… of inverted files", "how large
are routing tables"."""
_PAIRED = re.compile(r"^(?P<a>.+?) and (?P<b>.+)$", re.IGNORECASE)
_THE_TWO = re.compile(
    r"\b(?:which (?:one )?of )?(?P<two>(?:the|these|those) two"
    r"(?! (?!(?:is|are|was|were|do|does|did|have|has|had|differ|compare|in|with|when|by|for|on|as"
    r"|of (?:them|these|those))\b)[\w-]+)(?: of (?:them|these|those))?"
    r"|both(?: of (?:them|these|those))?(?=$|[?.,!]))",
    re.IGNORECASE,
)
"""Two things that were named before: a noun after "the two" would name them here."""
_THEY = re.compile(r"\b(?P<two>they|them)\b", re.IGNORECASE)
_SETS_APART = re.compile(
    r"\b(?:compar(?:e|es|ed|ison)|contrast|differ|differs|different|differences?|in common|alike"
    r"|similar)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^(?:and|but|or|so|then|also|now)\s+", re.IGNORECASE)


def named_subjects(question: str) -> tuple[str, ...]:
    """The proper names of a question as written, each once; those side by side are one name.

    "Byzantine Chain Replication" is one; a possessive ending is no part of a name.
    """
    found = proper_names(question)
    runs: list[list[str]] = []
    goes_on = False
    for word in _MISTYPED.sub("", fold_text(question)).split():
        bare = word.strip(_MARKS).removesuffix("'s")
        is_name = bare.lower() in found
        if is_name and goes_on:
            runs[-1].append(bare)
        elif is_name:
            runs.append([bare])
        goes_on = is_name and word == bare  # a mark or "'s" ends a name
    return tuple(dict.fromkeys(" ".join(run) for run in runs))


def subject_of(question: str) -> str:
    """The one thing that a question is about: the term that it wants defined, or its one name.

    "The overhead of CETS" is no term but something of CETS. ``""`` where there is none, or several.
    """
    bare = fold_text(question).rstrip("?. ")
    named = named_subjects(bare)
    if len(named) > 1:
        return ""
    term = defined_term(bare)
    if term and not _OF_SOMETHING.search(term):
        return term
    return named[0] if named else ""


def asks_of_two(question: str) -> bool:
    """Whether a question is about two things that it does not name: "compare the two"."""
    return _pointing(fold_text(question)) is not None


def with_the_two(question: str, two: Sequence[str]) -> str:
    """Such a question with both named in their place: "Compare Pastry and Kelips"."""
    plain = _GOES_ON.sub("", fold_text(question).strip())
    found = _pointing(plain)
    if found is None:
        return question
    named = " and ".join(two)
    return f"{plain[: found.start('two')]}{named}{plain[found.end('two') :]}"


def the_two(questions: Sequence[str]) -> tuple[str, ...]:
    """The two things that were spoken of last, the earlier one first; ``()`` where there are none.

    Args:
        questions: Those that were asked before, the newest first.
    """
    if not questions:
        return ()
    pair = _pair_in(questions[0]) or _set_apart(questions)
    if pair:
        return pair
    spoken: dict[str, str] = {}
    for question in questions:
        if subject := subject_of(question) or _first_named(question) or _unnamed(question):
            spoken.setdefault(letters_only(subject), subject)
    last = list(spoken.values())[:2]
    if len(last) == 2:
        return (last[1], last[0])
    named = named_subjects(questions[0])
    return named if len(named) == 2 else ()


def _pointing(plain: str) -> re.Match[str] | None:
    """Where a question points to two things.

    "They" does so where it sets them against each other and nothing is named before it.
    """
    if found := _THE_TWO.search(plain):
        return found
    they = _THEY.search(plain)
    if they is None or not _SETS_APART.search(plain):
        return None
    before = [item for item in content_stems(plain[: they.start()]) if not is_everyday(item)]
    return None if before else they


def _pair_in(question: str) -> tuple[str, ...]:
    """The two that a question itself compares, or wants explained: "what are heaps and tries?"."""
    bare = question.rstrip("?. ")
    if sides := sides_of(bare):
        return sides
    paired = _PAIRED.match(defined_term(bare))
    return (paired["a"], paired["b"]) if paired else ()


def _set_apart(questions: Sequence[str]) -> tuple[str, ...]:
    """The one name of each of the last two questions that the other has not: "what did Kay learn
    from Sketchpad?", "… from Simula?".
    """
    last, *before = (named_subjects(question) for question in questions[:2])
    if not before:
        return ()
    new = [name for name in last if name not in before[0]]
    old = [name for name in before[0] if name not in last]
    return (old[0], new[0]) if len(new) == len(old) == 1 else ()


def _first_named(question: str) -> str:
    named = named_subjects(question)
    return named[0] if named else ""


def _unnamed(question: str) -> str:
    """A subject without a name of its own, by where the question has it."""
    found = _BY_ITS_PLACE.match(fold_text(question).rstrip("?. "))
    return (found["of"] or found["how"]) if found else ""
