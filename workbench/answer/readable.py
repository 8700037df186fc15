"""Whether a sentence can stand alone as a quote.

Owns the tests for rubble (tables, formulas, references, headings), for notices (money, rights,
letters, disclaimers), which say nothing of what a paper is about, and for dangling words that
point at a sentence before. Judges form only; whether a sentence answers anything is not known here.
"""

from __future__ import annotations

import re

from workbench.answer.words import DOWNWARD, UPWARD, stem, tokens

__all__ = [
    "LONGEST",
    "SHORTEST",
    "dangles",
    "is_readable",
    "lacks_subject",
    "loses_subject",
    "opens_caption",
]

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
    r"|(?-i:\b[A-Z][\w.’'-]+ (?:[A-Z][\w.’'-]+ )?(?:gratefully )?(?:thanks?|acknowledges?) [A-Z])"
    r"|\b(?:(?:special|many|our|my) thanks|thanks (?:are due|go)) (?:to|for)\b"
    r"|\bwould like to thank\b"
    r"|\b(?:provided|gave|offered|made|for) (?:us |me )?"
    r"(?:(?:many|several|their|his|her|very|some) )*"
    r"(?:helpful|useful|valuable|insightful|constructive) (?:comments|feedback|suggestions|advice"
    r"|discussions)\b"
    # rights
    r"|©|\(c\) ?(?:19|20)\d\d|\ball rights reserved\b|\bcopyright (?:held|is held|©|\(c\)|19|20)"
    r"|\bpermission to (?:make|copy|reprint|use)\b|\bcopies are not made or distributed\b"
    r"|\bCreative Commons\b|\bopen[- ]access article\b|\blicensed under\b.*\bCC\b"
    r"|\bpersonal use of this material\b"
    # letters
    r"|\bcorrespond(?:ence|ing author)\b.*(?:@|\baddress|\bto\b|:)|\S@\S+\.\w"
    r"|\b(?:manuscript|paper) (?:was )?(?:received|submitted|accepted)\b.*\b(?:19|20)\d\d"
    # editors, translators and those who set a text anew
    r"|\b(?:this|the present) (?:\w+ )?(?:edition|translation|transcription|reprint|version) "
    r"(?:\w+ )?(?:was|has been|were) (?:\w+ )?"
    r"(?:prepared|produced|edited|translated|transcribed|typeset|scanned|published|corrected)\b"
    r"|\b(?:19|20)\d\d (?:\w+ )?translation\b|\b(?:editor|translator|transcriber)['’]?s? notes?\b"
    r"|\b(?:reprinted from|originally (?:published|appeared) (?:in|as|under))\b"
    r"|^(?:resources|funding|key ?words|data curation|supervision|conceptuali[sz]ation"
    r"|writing|author contributions?|e-?mail|affiliations?)\s*:"
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
_ENDS_INSIDE = re.compile(
    r"\((?=\w)[^()]*$|(?<=\w )\[(?=\w)[^\[\]]*$"
    r"|\b(?:e\.g|i\.e|cf|vs|viz|Figs?|Eqs?|Sec|Nos?|pp|vol|Dr|Mrs?|Prof|resp|approx|ca)\.$"
)
"""An end within brackets or at a short form: the stop there is not the sentence's."""
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
    r"|\b(?:is|are) (?:devoted|dedicated) to the (?:statements?|proofs?|descriptions?|discussions?"
    r"|presentations?|study|analysis)\b.{0,40}\bresults?\b|^(?:sub)?sections? [\d.]+ (?:is|are) "
    r"|^(?:the )?(?:rest|remainder) of (?:the|this) (?:paper|article|section|chapter|thesis)\b"
    r"|^(?:this|the) (?:paper|article|thesis|report) is organi[sz]ed\b"
    r"|\b(?:tomorrow|next (?:week|time))['’]?s? (?:lecture|talk|class|chapter)s? (?:will|is|are)\b"
    r"|\b(?:in|to) (?:tomorrow['’]s|the next) (?:lecture|talk)\b"
    r"|^(?:we|I) (?:shall |will |now )?(?:begin|start|conclude|end|close) (?:\w+ )?"
    r"(?:with|by) (?:an? |the )?(?:\w+ )?(?:discussions?|descriptions?|reviews?|overview|summary"
    r"|sketch|discussing|describing|reviewing|giving|presenting|summari[sz]ing|outlining)\b"
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

_UNSAID_SUBJECT = re.compile(
    r"^(?:When|If|While|Once|Unless|Although|Though|Where) (?:not )?(?:\w+ly )?"
    r"(?:\w{3,}ed|built|driven|given|made|run|seen|set|shown|taken|trained|used|written)\b"
    r"[^,]{0,90}, (?:the|its|their|this|these|those|it|they|such)\b"
)
"""A clause without its subject, before another that does not name it: "When coupled with X, the
overhead …"."""
_BARE_SUBJECT = re.compile(
    r"^(?:(?:And|But|So|However|Therefore|Thus|Hence|Moreover|Furthermore|Then|Also|Finally),? )?"
    r"[Tt]he (?:system|algorithm|method|approach|technique|protocol|scheme|procedure|process|term"
    r"|word|name|idea|result|proof|program|machine|construction|authors?)s?,? "
    r"(?:itself |themselves |then |also |thus |therefore |only |first |alone )?"
    r"(?:is|was|are|were|has|had|have|can|could|will|would|must|may|might|should|does|did|works?"
    r"|runs?|takes?|uses?|needs?|requires?|guarantees?|allows?|performs?|proceeds?|itself)\b"
)
"""A general noun as a subject, with nothing that says which: "The system itself was …"."""
_SAID_OF = re.compile(
    r"\b(?:seen|see|show[sn]?|showed|prove[sdn]?|clear|follows|known|means|implies|conclude[sd]?"
    r"|note[sd]?|find|found|obvious|easy|true|claims?|claimed|observe[sd]?|believe[sd]?|argue[sd]?"
    r"|suggests?|suggested) that (?:this|these|those) (?P<noun>[A-Za-z]{3,})\b"
)
_SUCH = re.compile(
    r"^(?:(?:Al)?[Tt]hough|If|When|Where|While|Once|Unless|Since|Because|Even if|As long as|With"
    r"|For|In|By) (?:\w+ ){0,2}?such (?!as\b|that\b|an?\b)[a-z]+"
)
"""Opens with "no such node", "such flexibility": which, the sentence before says."""
_EXPLETIVE = re.compile(
    r"[Ii]t (?:\w+ )?(?:is|was|has been|can be|may be|should be|turns out|seems|appears|follows)\b"
    r"[^.;:]{0,60}?\b(?:that|to|whether|if|how|why|what)\b"
)
"""An "it" that stands for what comes after it: "it is known that …"."""
_POINTING = frozenset(
    "this these those that it its they their them he his she her such another both neither".split()
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
    if _ENDS_INSIDE.search(plain):
        return True
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
    if _CONNECTIVE.match(plain) or lacks_subject(plain):
        return True
    if _SUCH.match(plain) or _BARE_SUBJECT.match(plain):
        return True
    return _points_back(plain) or _said_of_another(plain)


def loses_subject(sentence: str) -> bool:
    """Whether what a sentence speaks of is named before it alone: "They are …", "… that this N".

    Beside what ``dangles`` also counts, a "thus" or "the system", its words then say nothing
    certain. "It is known that …" names what it speaks of.
    """
    plain = sentence.lstrip("\"'“‘([ ")
    if _said_of_another(plain) or _SUCH.match(plain):
        return True
    match = _DANGLING.match(plain)
    if not match or _EXPLETIVE.match(plain[match.start("word") :]):
        return False
    following = (match["next"] or "").strip().lower()
    return match["word"].lower() in _POINTING and following not in _SELF


def lacks_subject(sentence: str) -> bool:
    """Whether a sentence opens with a clause whose subject is said nowhere in it.

    The sentence before seldom names it either: it may speak of what the other is compared with.
    """
    return bool(_UNSAID_SUBJECT.match(sentence))


def _said_of_another(plain: str) -> bool:
    """Whether what is said to hold is said of "this N", and no N was named before."""
    found = _SAID_OF.search(plain)
    if found is None or found["noun"].lower() in _SELF:
        return False
    named = {stem(word) for word in tokens(plain[: found.start()])}
    return stem(found["noun"].lower()) not in named


def _points_back(plain: str) -> bool:
    """Whether one of the first words points at something named before: "With that step …"."""
    found = _POINTER.search(" ".join(plain.split()[:_OPENING_WORDS]))
    return found is not None and (found["next"] or "").strip().lower() not in _SELF
