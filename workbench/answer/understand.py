"""What a question asks for: its kind and the sub-questions it is made of.

Owns the rules that split comparisons and compound questions, so that a question which needs two
papers searches for both. Knows nothing of papers or hits. Rules alone, no model: what they did is
shown, and a question that no rule splits is searched as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.answer.kinds import Kind, kind_of
from workbench.answer.matter import matter_of
from workbench.answer.words import content_stems, fold_text, names
from workbench.errors import QueryError

__all__ = ["LONGEST_QUESTION", "Understanding", "sides_of", "understand"]

LONGEST_QUESTION = 1000
"""Characters of a question that are read; the rest is left out and said so."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The question as it was understood.

    ``parts`` are the sub-questions, or the question alone, without the words that only say what
    kind of question it is. ``notes`` say what was left out. ``sides`` are the things that a
    comparison compares, in the order of its parts; empty for any other question.
    """

    question: str
    kind: Kind
    parts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def queries(self) -> tuple[str, ...]:
        """What is searched: the one part, or the question and then its parts."""
        return self.parts if len(self.parts) == 1 else (self.question, *self.parts)

    @property
    def whole(self) -> str:
        """What quotes are judged by as a whole: the one part, or the question."""
        return self.queries[0]

    def name_of(self, part: str) -> str:
        """What a part is called: the side of a comparison that it is on, or the part itself."""
        return dict(zip(self.parts, self.sides, strict=False)).get(part, part)


_DO = "(?:do|does|did)"
_IS = "(?:is|are)"
_COMPARE = "(?:compare|contrast)"
_IN_WHAT = (
    r"(?P<rest>(?: (?:in terms of|with (?:respect|regard) to|as to|concerning|regarding|when|for|in"
    r"|on|by) .+)?)"
)
_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^how {_DO} (?P<a>.+?) (?:and|versus|vs\.?) (?P<b>.+?) (?:differ|compare)\b(?P<rest>.*)$",
        rf"^how {_DO} (?P<a>.+?) (?:differ from|compare (?:to|with|against)) (?P<b>.+?){_IN_WHAT}$",
        rf"^(?:what {_IS} the )?(?:\w+ )?differences? between (?P<a>.+?) and (?P<b>.+?){_IN_WHAT}$",
        rf"^{_COMPARE} (?P<a>.+?) (?:and|with|to|against|versus|vs\.?) (?P<b>.+?){_IN_WHAT}$",
        rf"^what {_DO} (?P<a>.+?) and (?P<b>.+?) have in common(?P<rest>)$",
        rf"^which (?:one )?of (?P<a>.+?) and (?P<b>.+?) (?P<rest>(?:{_IS}|{_DO}|has|have) .+)$",
        r"^(?P<a>.+?) (?:vs\.?|versus) (?P<b>.+?)(?P<rest>)$",
    )
)
_CONNECTIVE = re.compile(
    r"^(?:(?:in terms of|with (?:respect|regard) to|as to|concerning|regarding|when it comes to)"
    r"|in(?= (?:how|what|whether|their|the way)\b))\s+",
    re.IGNORECASE,
)
_HOW_THEY = re.compile(
    r"^(?:how|the way)(?: (?:both|each))? (?:of them|they) "
    r"(?P<verb>(?:are|were|have|can|could|will|would|should|do|did)\b)?(?P<rest>.+)$",
    re.IGNORECASE,
)
_THEIR = re.compile(r"\btheir\b", re.IGNORECASE)
_ASKING = (
    r"(?:(?:in|at|by|for|on|to|from|with) )?(?:what|how|why|when|where|who|whom|whose|which)\b"
    r"|(?:is|are|was|were|does|do|did|can|could)\b"
)
_NEXT_QUESTION = re.compile(
    rf"[?;]\s+(?:(?:and|but|or)\s+)?(?={_ASKING})|,?\s+(?:and|but)\s+(?={_ASKING})", re.IGNORECASE
)
_OPENS_LIKE_QUESTION = re.compile(_ASKING, re.IGNORECASE)
_HAS_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b",
    re.IGNORECASE,
)
_CONTEXT_BEFORE_QUESTION = re.compile(rf"^(?P<context>[^?;]+?),\s+(?={_ASKING})", re.IGNORECASE)
_ET_AL = re.compile(r"\s+et\.? al\b\.?(?=[\s,;:?!)'’]|$)", re.IGNORECASE)
"""Stands for names that are not said: nothing to search for."""
_QUOTATION = re.compile(r'"[^"]+"')
_MASK = re.compile("\ue000(\\d+)\ue001")


def understand(question: str, kind: Kind | None = None) -> Understanding:
    """Take a question apart.

    Args:
        question: What a person asked.
        kind: What they say it is; the rules decide when omitted.

    Raises:
        QueryError: The question holds no word or number.
    """
    plain = fold_text(question)
    if not any(character.isalnum() for character in plain):
        raise QueryError("the question is empty", "ask in a sentence, as you would ask a colleague")
    notes: tuple[str, ...] = ()
    if len(plain) > LONGEST_QUESTION:
        plain = plain[:LONGEST_QUESTION].rsplit(" ", 1)[0]
        notes = (f"only the first {len(plain)} characters of the question were read",)
    masked, quoted = _mask_quotations(plain)
    compared = _compared(masked) if kind in {None, Kind.COMPARISON} else ()
    if compared:
        found, parts = Kind.COMPARISON, tuple(part for _, part in compared)
    else:
        found, parts = _taken_apart(masked, kind)
    searched = tuple(_ET_AL.sub("", part) for part in parts)
    sides = _unmask(tuple(side for side, _ in compared), quoted)
    return Understanding(plain, found, _unmask(searched, quoted), notes, sides)


def sides_of(question: str) -> tuple[str, ...]:
    """The two things that a question compares, or none where it compares nothing."""
    return tuple(side for side, _ in _compared(fold_text(question)))


def _taken_apart(masked: str, kind: Kind | None) -> tuple[Kind, tuple[str, ...]]:
    """The kind of a question and its parts; a kind that was given only decides the parts."""
    parts = _split(masked) if kind in {None, Kind.COMPOUND} else (masked,)
    if len(parts) > 1:
        return Kind.COMPOUND, parts
    found = kind or kind_of(masked)
    return found, (matter_of(masked, found),)


def _mask_quotations(plain: str) -> tuple[str, list[str]]:
    """Put a mark for each quotation, so that no rule reads the words of a title as the question."""
    quoted = _QUOTATION.findall(plain)
    marks = iter(range(len(quoted)))
    return _QUOTATION.sub(lambda _: f"\ue000{next(marks)}\ue001", plain), quoted


def _unmask(parts: tuple[str, ...], quoted: list[str]) -> tuple[str, ...]:
    def written(mark: re.Match[str]) -> str:
        return quoted[int(mark.group(1))]

    return tuple(_MASK.sub(written, part) for part in parts)


def _compared(question: str) -> tuple[tuple[str, str], ...]:
    """The two things a comparison names, each with what is searched for it."""
    bare = question.rstrip("?. ")
    for pattern in _COMPARISONS:
        match = pattern.match(bare)
        if match:
            criterion = match["rest"].strip(" ,")
            sides = (match[side].strip(" ,") for side in ("a", "b"))
            return tuple((side, _of_side(side, criterion)) for side in sides)
    return ()


def _of_side(side: str, criterion: str) -> str:
    """What one side is searched by: "how they detect failures" is "how does RADOS detect …"."""
    how = _HOW_THEY.match(_CONNECTIVE.sub("", criterion))
    if how:
        return f"how {how['verb'] or 'does'} {side} {how['rest'].strip()}"
    owned = _THEIR.sub(f"{side}'s", criterion, count=1)
    return owned if owned != criterion else f"{side} {criterion}".strip()


def _split(question: str) -> tuple[str, ...]:
    """Questions joined by marks or ``and``; a later one is told what the first was about."""
    if _OPENS_LIKE_QUESTION.match(question):
        context = ""
    else:
        leading = _CONTEXT_BEFORE_QUESTION.match(question)
        if not leading:
            return (question,)
        context = leading["context"]
    asked = question.removeprefix(context).lstrip(" ,")
    pieces = [piece.strip(" ?,;") for piece in _NEXT_QUESTION.split(asked)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2 or not all(content_stems(piece) for piece in pieces):
        return (question,)
    if not _HAS_AUXILIARY.search(pieces[0]) and not pieces[0].lower().startswith("who"):
        return (question,)  # "for how many epochs and with what rate was …" asks one thing
    first, *later = (f"{context}, {piece}" if context else piece for piece in pieces)
    return (f"{first}?", *(_with_topic(piece, first) for piece in later))


def _with_topic(piece: str, first: str) -> str:
    """Keep what ``it`` stands for: a piece that names nothing itself borrows the first's names."""
    borrowed = sorted(names(first) - names(piece)) if not names(piece) else []
    if not borrowed and len(content_stems(piece)) < 3:
        return f"{piece}? ({first})"
    return f"{piece}? ({' '.join(borrowed)})" if borrowed else f"{piece}?"
