"""Papers by what their reader keeps of them: starred, read, tagged, noted, or without a year.

Owns reading this out of a question, as a filter that the search knows. Which papers it leaves is
for whoever has a catalogue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.answer.words import content_stems, stem

__all__ = ["FRAME", "Kept", "asks_of_kept", "kept_in"]

FRAME = frozenset(
    stem(word)
    for word in "library hold article study publication literature year total collection write"
    " written publish published author altogether mark marked currently today left".split()
)
"""Words of a question for papers that leave none of them out."""
_I = r"(?:i|we)"
_STATES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), term, label)
    for pattern, term, label in (
        (
            (
                rf"\b(?:(?:did|have) {_I} star(?:red)?|(?:{_I}(?: have|'ve)? )?starred"
                r"|(?:have|has|with|bear) (?:a |my )?stars?|(?:are|of) (?:my|our) favou?rites?"
                r"|(?:my|our) favou?rite)\b"
            ),
            "is:starred",
            "that you starred",
        ),
        (
            (
                r"\bunread(?= (?:papers?|articles?|ones|publications?|studies)\b)"
                r"|\b(?:are|is|still|as) unread\b|\bunread$"
                rf"|\b(?:have|did) {_I} (?:not|never) (?:yet )?read\b(?: yet)?"
                rf"|\b(?:haven't|didn't) {_I} (?:yet )?read\b(?: yet)?|\b{_I} (?:have not|haven't"
                r"|did not|didn't|have never|never|have yet to|(?:still )?(?:have|need) to) "
                r"(?:yet )?read\b(?: yet)?"
                r"|\b(?:are|is) (?:not (?:yet )?read|(?:still )?(?:left )?to be read)\b"
                r"|\bleft to read\b"
            ),
            "is:unread",
            "that you have not read",
        ),
        (
            (
                rf"\b(?:(?:have|did) {_I} (?:already )?read"
                rf"|(?<!should )(?<!could )(?<!can )(?<!must )(?<!shall )(?<!do )(?<!would )"
                rf"(?<!might ){_I}(?: have|'ve)? (?:already )?read"
                r"|(?:are|were) (?:already )?(?:marked (?:as )?)?read)\b"
            ),
            "is:read",
            "that you have read",
        ),
        (
            (
                rf"\b(?:did|have) {_I} (?:written?|taken?|ma[dk]e|annotated?)"
                r"(?: (?:a |any )?notes?)?(?: (?:on|about|for|to))?$"
                r"|\b(?:have|has|with|bear) (?:(?:a |any )?notes?(?: of mine)?$|my notes?\b)"
                rf"|\b(?:{_I} (?:have )?)?annotated\b"
            ),
            "is:noted",
            "with a note of yours",
        ),
        (
            (
                r"\b(?:(?:have|has|with) no|without(?: an?| any)?) (?:known )?year\b|\bundated\b"
                r"|\bwhose year is (?:not known|unknown|missing)\b"
            ),
            "is:undated",
            "whose year is not known",
        ),
        (
            (
                rf"\b(?:(?:are|were|did {_I}|have {_I}|{_I}|papers) tag(?:ged)?(?: with| as)?"
                r"|(?:have|has|with|bear|under) (?:the |a )?tag)"
                r" (?!with\b|as\b)[\"']?(?P<tag>[\w+-]+)[\"']?"
            ),
            "tag:",
            "tagged “{}”",
        ),
    )
)
"""How a question says it, the filter that it means, and how an answer says it."""
_NOT_KNOWN = r"(?:not known|unknown|missing|not given)"
_LACKS: tuple[tuple[str, str, str], ...] = (
    ("authors", r"authors?(?: names?)?", "whose authors are not known"),
    ("abstract", "abstracts?", "whose abstract is not known"),
    ("title", "titles?", "whose title is not known"),
    ("venue", "(?:venues?|journals?)", "whose venue is not known"),
    ("doi", "dois?", "whose DOI is not known"),
    ("references", "(?:references|bibliograph(?:y|ies))", "whose references are not known"),
)
"""What the catalogue may not know of a paper, how a question calls it, and how an answer does."""
_ABOUT_PAPERS = re.compile(
    r"^(?:which|what|list|show|find|give|name|how many|do i have|are there)\b", re.IGNORECASE
)
_NARROWED = re.compile(
    r"\b(?:about|on|by|from|since|before|after|until|between|in|mention(?:s|ing)?)\b.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """``term`` is a filter ("is:starred"), ``label`` says it after "papers", and ``rest`` is the
    question without it. Where the catalogue lacks something ``term`` is empty, and ``lacking``
    says what, as ``CountScope`` does.
    """

    term: str
    label: str
    rest: str
    lacking: str = ""


def kept_in(question: str) -> Kept | None:
    """What a question asks of what its reader keeps; ``None`` where it asks nothing of it."""
    bare = question.rstrip("?. ")
    for pattern, term, label in _STATES:
        if match := pattern.search(bare):
            tag = match.groupdict().get("tag") or ""
            rest = f"{bare[: match.start()]} {bare[match.end() :]}"
            value = f'{term}"{tag}"' if tag else term
            return Kept(value, label.format(tag), " ".join(rest.split()))
    return _lacking_in(bare)


def _lacking_in(bare: str) -> Kept | None:
    """What a question asks of what is not known of papers."""
    for field, word, label in _LACKS:
        match = re.search(
            rf"\b(?:(?:(?:have|has|with) no|without(?: an?| any)?|lack(?:s|ing)?(?: an?)?)"
            rf" (?:known )?{word}|whose {word} (?:is|are) {_NOT_KNOWN})"
            rf"(?=$| (?:since|before|after|until|between|from|in|by|about|on|mentioning)\b)",
            bare,
            re.IGNORECASE,
        )
        if match:
            rest = f"{bare[: match.start()]} {bare[match.end() :]}"
            return Kept("", label, " ".join(rest.split()), field)
    return None


def asks_of_kept(question: str) -> bool:
    """Whether a question asks for papers of the library by nothing but what is kept of them.

    "Which papers use tagged corpora?" asks for more, and is searched.
    """
    kept = kept_in(question) if _ABOUT_PAPERS.match(question) else None
    return kept is not None and set(content_stems(_NARROWED.sub("", kept.rest))) <= FRAME
