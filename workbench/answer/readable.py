"""Whether a sentence can stand alone as a quote.

Owns the tests for rubble (tables, formulas, references, headings), for notices (money, rights,
letters, disclaimers), which say nothing of what a paper is about, and for dangling words that
point at a sentence before. Judges form only; whether a sentence answers anything is not known here.
"""

from __future__ import annotations

import re

from workbench.answer.words import DOWNWARD, UPWARD, tokens

__all__ = ["LONGEST", "SHORTEST", "dangles", "is_readable", "opens_caption"]

SHORTEST = 25
"""Characters below which a sentence says too little to be quoted."""
LONGEST = 650
"""Characters above which a "sentence" is a table, a list or several sentences run together."""

_REFERENCE = re.compile(
    r"\b(?:pp?\.\s*\d+\s*[-–]\s*\d+|In Proc(?:eedings|\.)|Proc\. |vol\.\s*\d+|doi:|arXiv:\d|"
    r"University Press|Springer|ACM Press|https?://\S+|Ph\.?D\.? thesis|ISBN|In:|Technical Report)"
    r"\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    # money and thanks
    r"\b(?:was|were|is|are|been) (?:\w+ ){0,2}(?:supported|funded|sponsored|financed) "
    r"(?:\w+ ){0,2}by (?:\w+ ){0,4}(?:grants?|contracts?|awards?|foundation|council|agency|"
    r"fellowships?|ministry|NSF|DARPA|NIH|EPSRC|ERC|DFG|under)\b"
    r"|\bunder (?:grants?|contracts?|awards?) (?:no|number|nos|#|[A-Z\d])"
    r"|\b(?:we|the authors?|I) (?:\w+ ){0,3}(?:thank|acknowledge|are grateful to|am grateful to)\b"
    # rights
    r"|©|\(c\) ?(?:19|20)\d\d|\ball rights reserved\b|\bcopyright (?:held|is held|©|\(c\)|19|20)"
    r"|\bpermission to (?:make|copy|reprint|use)\b|\bcopies are not made or distributed\b"
    r"|\bCreative Commons\b|\bopen[- ]access article\b|\blicensed under\b.*\bCC\b"
    r"|\bpersonal use of this material\b"
    # letters
    r"|\bcorrespond(?:ence|ing author)\b.*(?:@|\baddress|\bto\b|:)|\S@\S+\.\w"
    r"|\b(?:manuscript|paper) (?:was )?(?:received|submitted|accepted)\b.*\b(?:19|20)\d\d"
    # disclaimers
    r"|\bdo(?:es)? not necessarily (?:reflect|represent)\b|\bconflicts? of interest\b"
    r"|\bcompeting (?:financial )?interests?\b|\b(?:is|are) (?:entirely |purely )?fictional\b"
    r"|\bno (?:responsibility|liability) (?:for|is)\b|\bdisclaim",
    re.IGNORECASE,
)
_AUTHOR_LIST = re.compile(r"^(?:\[[\w+]{1,8}\]\s*)?(?:[A-Z]\.\s*)+[A-Z][\w-]+,|^\[\d+\]")
_CAPTION_LABEL = re.compile(r"^(?:Fig(?:ure|\.)|Table|TABLE|FIG)\s*\w{1,4}\s*[.:]?\s*$")
_CAPTION_START = re.compile(r"\b(?:Figure|Fig\.|Table|TABLE|FIGURE)\s*\d{1,3}\s*[:.]\s")
_LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands where a letter or sign of the file could not be read: what it said is not known."""
_HOLES = re.compile(r"\bO\(\s|\s\( \)|\s[<>≤≥≈]\s?[.)](?:\s|$)|[\ue000-\uf8ff]")
"""Where a formula lost a sign: the root of "O( N)", an empty pair of brackets, a comparison with
nothing, letters of a font's own. What is left may say something else.
"""
_RUN_TOGETHER = re.compile(r"(?!approx|resp)\b[a-z]{5,}\. [a-z]{2,} ")
"""A full stop that no capital follows: pieces of two columns, or a sentence that lost its start."""
_CITATION_ONLY = re.compile(r"[\[(][^\])]*[\])]")
_DANGLING = re.compile(
    r"^(?:(?:And|But|So|Or|However|Therefore|Thus|Hence|Moreover|Furthermore|Instead|Similarly|"
    r"Consequently|Nevertheless|Accordingly|Conversely|Otherwise|Likewise|Then|Also|Finally|"
    r"In addition|As a result|For example|For instance|In contrast|In particular|In other words|"
    r"On the other hand|On the contrary|That is|By contrast|Indeed|Again|First|Second|Third)\b"
    r",?\s+)?"
    r"(?P<word>This|These|Those|That|It|Its|They|Their|Them|Such|He|His|She|Her|Here|"
    r"The (?:former|latter|above|same|following)|Both|Each of (?:these|them)|Neither|Another|"
    r"One (?:of these|such)|Doing so|Likewise|Otherwise|(?:The|A) second|this|these|it|they|its|"
    r"their|such|those)\b(?P<next>\s+\w+)?"
)
_NUMBER_RUN = re.compile(r"(?:(?<!\S)[-−]?\d[\d.,]*%?\s+){4}")
_LETTERING = re.compile(r"^\d[\d.]* \d[\d.]* |(?:\b([^\W\d_]{3,}) \1\b.*){2}")
"""Lettering of a figure: numbers of an axis, or boxes that hold the same word one after another."""
_SIGNPOST = re.compile(
    r"\b(?:is|are|will be) (?:\w+ )?(?:presented|described|discussed|given|reported|shown|outlined"
    r"|summari[sz]ed|detailed|explained) in (?:the (?:next|following|appendix)|(?:sub)?section"
    r"|sect?\.|§|appendix|chapter)"
    r"|^(?:sub)?sections? [\d.]+(?:(?: ?[-–] ?| and )[\d.]+)? (?:presents?|describes?"
    r"|discuss(?:es)?|gives?|outlines?|introduces?|explains?|reviews?|reports?|summari[sz]es?"
    r"|details?)\b"
    r"|^(?:next|now|finally|first|then|below|in (?:the (?:next|following)|this|sub)? ?section"
    r"(?: [\d.]+)?),? (?:we|I) (?:\w+ )?(?:outline|describe|discuss|present|turn|review|give"
    r"|summari[sz]e|introduce|explain|report|detail|sketch)\b",
    re.IGNORECASE,
)
"""Says where in the paper something is said, and not what."""
_LABEL = r"(?-i:\d[\w.]{0,3}|[A-Z]\d?|[IVX]{1,4})(?: ?\(\w\))?"
_POINTS_AT = re.compile(
    rf"^(?:As (?:shown|seen|illustrated) in |In )?(?:Tables?|Figures?|Figs?\.?) {_LABEL}"
    rf"(?:(?:,| and|,? and| to|[-–]) ?{_LABEL})?,? (?:also |then |further )?(?:shows?|plots?|gives?"
    r"|lists?|presents?|illustrates?|summari[sz]es?|reports?|depicts?|compares?|displays?"
    r"|contains?|describes?|visuali[sz]es?|provides?"
    r"|we (?:show|plot|give|list|present|report|compare|see))\b(?P<what>.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Says what a table or figure shows; a finding is told with a number, a "that" or a comparison."""
_TELLS = re.compile(r"\d|\b(?:that|how|than|because|while|whereas|when|but)\b", re.IGNORECASE)
_TURNS = frozenset(
    word
    for word in UPWARD | DOWNWARD
    if word.endswith(("er", "est", "s", "ed")) or word in {"more", "less", "least"}
)
"""Words that compare or say that something changed; "the drop rate" does neither."""
_SELF = frozenset(
    {"paper", "article", "work", "study", "thesis", "section", "report", "chapter", "survey"}
)
_OPENING_WORDS = 6
"""Words in which a sentence says what it is about; one that points back there leans."""
_POINTER = re.compile(
    # "that" after anything else mostly begins what is said: "we show that …"
    r"\b(?:this|these|those|(?<=[Ww]ith )that|(?<=[Ii]n )that|(?<=[Ff]or )that|(?<=[Bb]y )that"
    r"|(?<=[Oo]f )that|(?<=[Ff]rom )that|(?<=[Aa]t )that|(?<=[Oo]n )that)\b(?P<next>\s+\w+)?"
)
_CONNECTIVE = re.compile(
    r"^(?:And|But|So|Or|However|Therefore|Thus|Hence|Moreover|Furthermore|Instead|Similarly|"
    r"Consequently|Nevertheless|Conversely|Otherwise|Likewise|Then|For example|For instance|"
    r"In contrast|In other words|On the other hand|That is|By contrast|In such|As a result)\b"
)


def is_readable(sentence: str) -> bool:
    """Whether this is a whole sentence of prose: no heading, table, formula, reference, notice.

    Nor is one that only says where in the paper something stands.
    """
    plain = sentence.strip()
    if not SHORTEST <= len(plain) <= LONGEST:
        return False
    words = tokens(plain)
    if len(words) < 5 or _looks_cut(plain) or _looks_like_reference(plain):
        return False
    if _LOST in plain or _HOLES.search(plain) or _RUN_TOGETHER.search(plain):
        return False
    if len(_CAPTION_START.findall(plain)) > 1:
        return False  # two captions are no sentence
    if _NOTICE.search(plain) or _only_points(plain) or _looks_drawn(plain, words):
        return False
    letters = sum(character.isalpha() for character in plain)
    spaces = plain.count(" ")
    if letters < 0.6 * (len(plain) - spaces):
        return False
    short = sum(1 for word in words if len(word) == 1 and word not in "aiαβ")
    return short <= 0.3 * len(words)


def _only_points(plain: str) -> bool:
    """Whether a sentence says where something is said or shown, and not what."""
    shown = _POINTS_AT.match(plain)
    if shown and not (_TELLS.search(shown["what"]) or _TURNS & set(tokens(plain))):
        return True
    return bool(_SIGNPOST.search(plain))


def opens_caption(sentence: str) -> bool:
    """Whether a sentence opens as the caption of a figure or table."""
    return bool(_CAPTION_START.match(sentence.lstrip()))


def _looks_cut(plain: str) -> bool:
    """No beginning or no end: the rest stands in a list, a formula or another passage."""
    first = plain.lstrip("\"'“‘([«•*–-— ")[:1]
    last = plain.rstrip("\"'”’)]» ")[-1:]
    return first.islower() or not first.isalnum() or last not in ".!?。！？"


def _looks_drawn(plain: str, words: list[str]) -> bool:
    """Labels of a figure or cells of a table run together: numbers, repeats, capitals."""
    if _NUMBER_RUN.search(plain) or _LETTERING.search(plain):
        return True
    if len(words) >= 10 and len(set(words)) < 0.5 * len(words):
        return True
    spaced = [word for word in plain.split() if word[:1].isalpha()]
    capitals = sum(word[0].isupper() for word in spaced)
    return len(spaced) >= 8 and capitals > 0.6 * len(spaced)


def _looks_like_reference(plain: str) -> bool:
    if _AUTHOR_LIST.match(plain) or _CAPTION_LABEL.match(plain):
        return True
    if len(_REFERENCE.findall(plain)) >= 2:
        return True
    bare = _CITATION_ONLY.sub("", plain)
    return len(tokens(bare)) < 5


def dangles(sentence: str) -> bool:
    """Whether the sentence leans on the one before: "This method …", "We take this as …"."""
    plain = sentence.lstrip("\"'“‘([ ")
    match = _DANGLING.match(plain)
    if match:
        following = (match["next"] or "").strip().lower()
        return not (match["word"] in {"This", "this"} and following in _SELF)
    return bool(_CONNECTIVE.match(plain)) or _points_back(plain)


def _points_back(plain: str) -> bool:
    """Whether one of the first words points at something named before: "With that step …"."""
    found = _POINTER.search(" ".join(plain.split()[:_OPENING_WORDS]))
    return found is not None and (found["next"] or "").strip().lower() not in _SELF
