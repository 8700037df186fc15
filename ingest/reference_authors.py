"""Reading the list of authors that a reference begins with.

Owns a small grammar: one name in one of five forms, joined by commas, semicolons and ``and``.
Returns where the list ends, which is where year, title or venue begin. Refuses to parse the rest.
"""

from __future__ import annotations

import re

__all__ = ["read_authors", "repeats_authors"]

_UPPER = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĆŘİŞĞŐŰÅØÆŒΑ-ΩА-Я]"
_PARTICLE = (
    r"(?:(?:[vV]an|[vV]on|[dD]e|[dD]er|[dD]en|[dD]el|[dD]ella|[dD]i|[dD]a|[dD]os|[dD]u|[lL]a|[lL]e|"
    r"[tT]en|[tT]er|[aA]l|[eE]l|[zZ]ur?|[bB]in|[iI]bn|[sS]t\.)\s+|[oOdD][’'])*"
)
_FAMILY = rf"{_PARTICLE}{_UPPER}[\w’'`´]+(?:[-‐–][\w’'`´]+)*"
_AND_NAME = r"(?:and|et)\b(?=\s+(?:[^\W\d_a-z]|al\b|van\b|von\b|de\b|others\b))"
"""A joint that joins names: ``Lewis E. Pseudoallelism and gene evolution`` has none."""
_END = rf"(?=\s*(?:[,;.:(]|{_AND_NAME}|&|[–—]|$))"
_DOUBLE = (
    rf"{_FAMILY}(?:\s+(?:(?:del|de|da|di|van|von|der|la|y)\s+){{1,2}}{_UPPER}[\w’'\-]+"
    rf"|\s+{_UPPER}[\w’'\-]{{2,}})?"
)
_INITIAL = rf"(?:{_UPPER}[A-Za-z]?\.(?:\s*[-‐–]\s*[^\W\d_]\.)*)"
_INITIALS = rf"{_INITIAL}(?:\s*{_INITIAL}){{0,4}}"
_BARE = rf"{_UPPER}(?:[\s-]?{_UPPER}){{0,3}}(?![\w’'])"
_SUFFIX = r"(?:,?\s+(?:Jr|Sr|II|III|IV)\b\.?)?"
_GIVEN = rf"{_UPPER}[\w’']+(?:[-‐]{_UPPER}?[\w’']+)?"

_FORMS = (
    # ATLAS Collaboration
    ("group", re.compile(r"((?:The\s+)?[A-Z][\w\-/&+ ]{1,60}?\s+[Cc]ollaborations?)()\b")),
    # Smith, J. A.
    ("inverted", re.compile(rf"({_DOUBLE})\s*,\s*({_INITIALS}){_SUFFIX}")),
    # Smith et al.
    ("alone", re.compile(rf"((?:{_GIVEN}\s+){{0,3}}{_FAMILY})()(?=,?\s+et\.?\s*al\b)")),
    # J. A. Smith; J.-P. van der Berg; John A. Smith
    (
        "direct",
        re.compile(
            rf"({_INITIALS}(?:\s*{_GIVEN}(?=\s+{_UPPER}))?)\s*({_DOUBLE}{_END}|{_FAMILY}){_SUFFIX}"
        ),
    ),
    # J A Smith
    ("direct bare", re.compile(rf"((?!A\s){_UPPER}(?:[\s-]?{_UPPER}){{0,2}})\s+({_FAMILY}){_END}")),
    # John A. Smith, said to go on
    (
        "middle",
        re.compile(
            rf"({_GIVEN}\s+{_INITIALS})\s*({_DOUBLE}){_SUFFIX}(?=\s*(?:[,;.:(]|{_AND_NAME}|&|$))"
        ),
    ),
    # Smith J. A.
    ("trailing", re.compile(rf"({_FAMILY})\s+({_INITIALS}){_SUFFIX}")),
    # Smith JA
    (
        "vancouver",
        re.compile(
            rf"({_DOUBLE})\s+({_BARE}){_SUFFIX}(?=\s*(?:[,;.:(]|{_AND_NAME}|&|$|(?:19|20)\d\d))"
        ),
    ),
    # Smith, JA
    (
        "inverted bare",
        re.compile(rf"({_FAMILY})\s*,\s+({_BARE}){_SUFFIX}(?=\s*(?:[,;.:(]|{_AND_NAME}|&|$))"),
    ),
    # Smith, John A.
    (
        "inverted full",
        re.compile(
            rf"({_FAMILY})\s*,\s+({_GIVEN}(?:\s+(?:{_INITIAL}|{_GIVEN})){{0,2}})(?=\s*(?:[,;.:(]|{_AND_NAME}|&|$))"
        ),
    ),
    # John A. Smith
    (
        "full",
        re.compile(
            rf"({_GIVEN}(?:\s+(?:{_INITIAL}|{_UPPER}\b|{_GIVEN})){{0,2}})\s+({_FAMILY}){_SUFFIX}(?=\s*(?:[,;.:(]|{_AND_NAME}|&|$))"
        ),
    ),
)
_BY_NAME = dict(_FORMS)
_ORDER: tuple[str, ...] = (
    "group",
    "alone",
    "inverted",
    "direct",
    "middle",
    "trailing",
    "vancouver",
    "inverted bare",
)
_ORDER += ("inverted full", "full", "direct bare")
_FOLLOWERS: dict[str, tuple[str, ...]] = {
    "alone": (),
    "group": ("inverted", "direct", "middle", "trailing", "vancouver", "full"),
    "inverted": ("inverted", "trailing", "direct", "middle", "vancouver", "inverted full", "full"),
    "direct": ("direct", "middle", "full", "direct bare"),
    "direct bare": ("direct bare", "direct", "full"),
    "middle": ("direct", "middle", "full"),
    "trailing": ("trailing", "inverted", "vancouver", "direct", "middle", "full"),
    "vancouver": ("vancouver", "trailing", "inverted bare", "middle", "full"),
    "inverted bare": ("inverted bare", "vancouver"),
    "inverted full": ("inverted full", "middle", "full", "inverted", "direct"),
    "full": ("middle", "full", "direct"),
}
_AND = re.compile(
    r"\s*(?:[,;]\s*)?(?:\band\b|\bAND\b|\bund\b|\bet\b(?!\s*al)|\by\b|&)\s*|\s+[–—]\s+"
)
_WITH_INITIALS = frozenset({"inverted", "trailing", "vancouver", "inverted bare"})
"""Lists of such names write no given name out, except behind their last ``and``."""
_LEADING_AND = re.compile(r"^(?:(?:and|AND|und|et)\b|&)\s*")
_COMMA = re.compile(r"\s*[,;/‚]\s*")
_OTHERS = re.compile(r"\s*,?\s*(?:and\s+)?(?:et\.?\s*al\b\.?|others\b|\.\.\.|…)\.?", re.IGNORECASE)
_EDITORS = re.compile(r"\s*,?\s*\(?\s*[Ee]d(?:itor)?s?\b\.?\s*\)?\s*[,.:]?")
_ORGANISATION = re.compile(
    r"([A-Z][\w&’'\- ()]{2,60}?)\.?\s*\(?(?:19|20)\d\d[a-z]?\)?\s*[.:,]\s*(?=[A-Z“\"])"
)
_VOLUME_FOLLOWS = re.compile(r"[.,]?\s*[A-E]?\d{1,3}\s*[,(:]|[.,]?\s*[A-E]\s?\d{1,4}\b")
_YEAR_FOLLOWS = re.compile(r"\s*\(\s*(?:18|19|20)\d\d[a-z]?\s*\)")
_DASHES = re.compile(r"\s*(?:[—–_-]{2,}|——)\s*[.,]?\s*")
_NOT_A_NAME = re.compile(
    r"^(?:The|In|On|An|For|Proc|Proceedings|IEEE|ACM|University|Phys|Rev|Lett|Journal|Report|"
    r"Technical|International|Conference|Ph|Available|Springer|Department|Vol|Trans|Introduction|"
    r"Tech|Eur|Astron|Astrophys|Nucl|Appl|Chem|Math|Biol|Ann|Nature|Science|Physica|Part|J\.\s*of)\b"
)


def repeats_authors(text: str) -> bool:
    """Return whether an entry begins with dashes in place of the authors of the one before."""
    return _DASHES.match(text) is not None


def read_authors(text: str) -> tuple[list[str], int]:
    """Return the authors that ``text`` begins with, as printed, and where their list ends."""
    skipped = _DASHES.match(text)
    place = skipped.end() if skipped else 0
    form, match = _first(text, place)
    if match is None or form is None:
        body = _ORGANISATION.match(text)
        return ([_tidy(body.group(1))], body.end(1)) if body else ([], 0)
    names = [_tidy(match.group())]
    place = match.end()
    joined_by_and = False
    while not joined_by_and:
        following = _next(text, place, form, len(names))
        if following is None:
            break
        joined_by_and = _AND.match(text, place) is not None
        form, match = following
        names.append(_tidy(match.group()))
        place = match.end()
    if others := _OTHERS.match(text, place):
        place = others.end()
    if editors := _EDITORS.match(text, place):
        place = editors.end()
    return names, place


def _first(text: str, place: int) -> tuple[str | None, re.Match[str] | None]:
    for form in _ORDER:
        match = _BY_NAME[form].match(text, place)
        if match and not _NOT_A_NAME.match(match.group()) and not _is_journal(text, match):
            if form == "full" and not _plausible_full(text, match):
                continue
            return form, match
    return None, None


def _is_journal(text: str, match: re.Match[str]) -> bool:
    """Return whether a volume follows: ``J. Instrum. 3`` and ``Cancer Research, 52,`` are none."""
    return _VOLUME_FOLLOWS.match(text, match.end()) is not None


def _plausible_full(text: str, match: re.Match[str]) -> bool:
    """``John Smith, Mary Jones.`` is a list of names; ``Modern Information Retrieval`` is not."""
    after = text[match.end() : match.end() + 2]
    dated = _YEAR_FOLLOWS.match(text, match.end()) is not None
    return dated or after[:1] in {",", ".", ";", "("} or _another_follows(text, match.end())


def _another_follows(text: str, place: int) -> bool:
    """Return whether ``and`` stands here with a name behind it."""
    joint = _AND.match(text, place)
    if joint is None:
        return False
    return any(_BY_NAME[form].match(text, joint.end()) for form in ("direct", "middle", "full"))


def _next(text: str, place: int, form: str, count: int) -> tuple[str, re.Match[str]] | None:
    """Return the next name of the list, or None where the list ends."""
    joint = _AND.match(text, place) or _COMMA.match(text, place)
    if joint is None or _OTHERS.match(text, place):
        return None
    last = joint.re is _AND
    for candidate in _FOLLOWERS[form]:
        match = _BY_NAME[candidate].match(text, joint.end())
        if match is None or _NOT_A_NAME.match(match.group()) or _is_journal(text, match):
            continue
        if candidate == "full" and not last and form in _WITH_INITIALS:
            continue
        if candidate == "full" and not last and not _list_goes_on(text, match, count):
            continue
        return (candidate if candidate != "direct" or form != "inverted" else form), match
    return None


def _list_goes_on(text: str, match: re.Match[str], count: int) -> bool:
    """A full name after a comma counts where the list visibly goes on or ends in a stop."""
    after = text[match.end() : match.end() + 2]
    if after[:1] in {".", "("}:
        return True
    return after[:1] in {",", ";"} or _another_follows(text, match.end()) or count > 2


def _tidy(name: str) -> str:
    return _LEADING_AND.sub("", " ".join(name.split()).rstrip(",;: "))
