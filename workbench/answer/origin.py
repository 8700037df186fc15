"""Whether a sentence says where something comes from: who proposed it, who was first.

Owns these forms, and what such a question is about. How much they count is for ``relevance`` and
``refuse``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.answer.everyday import is_everyday
from workbench.answer.spelling import held_share, is_written
from workbench.answer.words import content_stems, fold_text, stem, tokens

__all__ = ["asks_origin", "matter_of_origin", "tells_origin"]

_CALLED_NEW = "introduced|proposed|invented|coined|pioneered|devised|discovered|conceived"
_MADE = (
    rf"(?:{_CALLED_NEW}|suggested|developed|formulated|described|defined|obtained|computed|counted"
    r"|derived|proved|proven|calculated|solved|established|found|published|studied|shown|presented"
    r"|used)"
)
_WHO = (
    r"(?:the |a |an )?"
    r"(?:(?!(?:Section|Chapter|Figure|Table|Appendix|Equation|Part)\b)[A-Z]|\[\d)"
)
_WHEN = r"\(?(?:1[6-9]|20)\d\d"
_BY_SOMEBODY = re.compile(
    rf"\b{_MADE}\b(?: (?!by\b)[\w-]+,?){{0,5}} by {_WHO}"
    rf"|\b{_MADE} (?:until|in|before) {_WHEN}|\b(?:{_CALLED_NEW}|suggested) in {_WHO}"
    r"|\b(?:introduction|invention|discovery|proposal) (?:by|of) [A-Z]"
    r"|\b(?:due|credited|attributed) to (?:the )?[A-Z]|\b(?:inventors?|father|originators?) of\b"
    r"|\b(?:[Ff]irst|[Oo]riginally|[Ii]nitially|[Ee]arliest)\b(?: (?!by\b)[\w-]+,?){0,8}"
    rf" (?:by {_WHO}|in (?:{_WHO}|{_WHEN}))"
    r"|\b(?:dates?|goes) back to\b|\boriginat(?:ed|es) (?:in|with|from)\b"
)
"""Somebody, somewhere or some year is named as where it comes from."""
_NOUNS = ("introduction", "invention", "discovery", "proposal")
"""What is said of these may name its thing later: "since its introduction by Stone, X …"."""
_SOMEBODY_MADE = re.compile(
    r"(?P<we>\b(?:[Ww]e|I) (?:\w+ly |first |also |here )?(?:introduced?|proposed?|present(?:ed)?"
    r"|develop(?:ed)?|invent(?:ed)?|devised?|coin(?:ed)?))\b"
    r"|[A-Z][\w.-]+(?: et al\.?)?(?: and [A-Z][\w-]+)?,? ?(?:[\[(][^\])]{1,40}[\])] )?"
    rf"(?:first |originally )?(?:{_CALLED_NEW})\b (?!me\b|us\b|him\b|her\b|in\b|by\b)"
)
"""Who made a thing, and then the thing."""
_PASSIVE = re.compile(
    rf"(?<!the )(?<!our )(?<!this )(?<!these )\b(?:{_CALLED_NEW})\b"
    rf"|\b(?:first|originally|initially|earliest) (?:\w+ )?{_MADE}\b"
)
_MARK = r"\s{0,2}[\[(][A-Z][^)\]]{1,40}\d{4}"
"""A reference by name right behind a thing: whose it is. A number in brackets names nobody."""
_NAMED, _OWN, _CITED, _UNNAMED = 1.0, 0.8, 0.8, 0.5
"""What the forms are worth: somebody is named, the authors themselves, a reference, nobody."""
_OF_ANOTHER = 0.2
"""Somebody made something else of it: "proposed a variant of PageRank"."""
_BESIDE_IT = 0.5
"""Share of the worth of a sentence that names none of what is asked about: "its introduction"."""
_ASKING = frozenset(map(stem, ("first", "term", *_MADE.strip("(?:)").split("|"))))
"""Words of such a question that say what became of its matter, not what it is."""


def asks_origin(question: str) -> bool:
    """Whether a question asks when or by whom something was made new."""
    return bool(_PASSIVE.search(question))


def matter_of_origin(question: str) -> list[str]:
    """The words of what a question for an origin is about: "tilings" of "who invented tilings?"."""
    stems = {word: content_stems(word) for word in dict.fromkeys(tokens(question))}
    return [
        word
        for word, own in stems.items()
        if own and not any(item in _ASKING or is_everyday(item) for item in own)
    ]


def tells_origin(sentence: str, question: str) -> float:
    """How plainly (0..1) a sentence says where what a question asks about comes from.

    What authors say that they propose themselves counts where it is just that: "we propose a
    novel maximum margin …" is not the origin of margins.
    """
    words = matter_of_origin(question)
    wanted = [item for word in words for item in content_stems(word)]
    plain = fold_text(sentence)
    worth, said = _form(plain, words, wanted)
    share = _held(wanted, said)
    if (not share and _held(wanted, plain)) or not _names_whole(said, question):
        return min(worth, _OF_ANOTHER)
    return worth * (_BESIDE_IT + (1 - _BESIDE_IT) * share)


def _held(wanted: Sequence[str], text: str) -> float:
    held = set(content_stems(text))
    return sum(held_share(item, held) > 0 for item in wanted) / max(1, len(wanted))


def _names_whole(said: str, question: str) -> bool:
    """Whether names with a hyphen stand there whole: a "Bε-tree" is no "B-tree"."""
    compounds = [tokens(word) for word in fold_text(question).split() if "-" in word]
    return all(is_written(compound, tokens(said)) for compound in compounds if compound)


def _form(plain: str, words: Sequence[str], wanted: Sequence[str]) -> tuple[float, str]:
    """The worth of the plainest form in a sentence, and what of it says what was made."""
    by_somebody = _BY_SOMEBODY.search(plain)
    if by_somebody:
        end = len(plain) if by_somebody[0].startswith(_NOUNS) else by_somebody.end()
        return _NAMED, plain[:end]
    made = _SOMEBODY_MADE.search(plain)
    if made:
        rest = [item for item in content_stems(plain[made.end() :]) if not is_everyday(item)]
        if not wanted or rest[:1] != wanted[:1]:
            return (0.0 if made["we"] else _OF_ANOTHER), plain
        return (_OWN if made["we"] else _NAMED), plain
    term = r"[\s-]+".join(map(re.escape, words))
    if words and re.search(rf"\b{term}s?{_MARK}", plain, re.IGNORECASE):
        return _CITED, plain
    passive = _PASSIVE.search(plain)
    return (_UNNAMED, plain[: passive.end()]) if passive else (0.0, plain)
