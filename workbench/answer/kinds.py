"""What kind of answer a question asks for.

Owns the kinds, their names for people, and the rules that tell them apart by the question's words.
Takes nothing apart; ``understand`` does.
"""

from __future__ import annotations

import re
from enum import StrEnum

from workbench.answer.kept import asks_of_kept

__all__ = ["KIND_NAMES", "Kind", "is_statement", "kind_of"]


class Kind(StrEnum):
    """What an answer to the question looks like."""

    FACT = "fact"
    NUMBER = "number"
    """A fact that is a number: how many, how much, what percentage."""
    DEFINITION = "definition"
    COMPARISON = "comparison"
    COMPOUND = "compound"
    """Several questions in one."""
    SYNTHESIS = "synthesis"
    """What several papers say about a matter."""
    PAPERS = "papers"
    """A list of papers."""
    FIRST = "first"
    """Who was first, or where something comes from."""
    CHANGE = "change"
    """What changed over time."""
    CONSENSUS = "consensus"
    """Who holds that a claim is true, who disputes it."""
    LIST = "list"
    """Things of a sort, each named: "list the defenses"."""
    HOWTO = "how-to"
    COUNT = "count"
    """A question about the library's papers themselves, counted in the catalogue."""
    CLAIM = "claim"
    """A statement to be held against the papers."""


KIND_NAMES = tuple(kind.value for kind in Kind)

_PAPERS = r"(?:papers?|articles?|studies|publications?|works|literature)"
_ONE = rf"(?:(?:the )?(?:.+ )?(?:{_PAPERS}|study|thesis)(?: (?:by|on|about) .+)?|[\"\ue000].+)"
"""One paper, said to be one ("the RADOS paper") or named by its title in quotation marks."""
_NAME_AUTHORS = r"(?:name|list|give|show|tell|find)(?: me| us)?(?: all)? (?:of )?the authors? of"
_WHEN_OR_WHERE = r"(?:(?:in )?(?:what|which) (?:year|journal|venue|conference)|when|where)"
_COUNT = re.compile(
    rf"\bhow many (?:of (?:the|my) )?(?:{_PAPERS}|authors?|venues?)"
    r"(?: (?:are (?:there|from|by|about|on|in)|were (?:written|published)|do (?:i|we) have"
    r"|does (?:the|my) library (?:hold|have)|from|by|about|on|in|since|before|after|between"
    r"|mention)\b|$)"
    rf"|\b(?:which|what|list|find|show|give|how many|who)\b(?: me| all| the| other| my)* ?"
    rf"(?:{_PAPERS}|authors)?(?: that| which| have| has)? (?:cites?|cited|citing) (?!by\b)\S"
    rf"|^{_PAPERS} (?:that cite|which cite|citing) \S"
    rf"|\b(?:which|what|how many) (?:{_PAPERS}|references|citations)"
    r" (?:does|do|did|has|are cited (?:by|in)) (?=.+ (?:cite|references?|list|have|contain)$)"
    r"|\bhow many (?:references are (?:there )?in|citations (?:does|do|has)) "
    r"|\bhow (?:often|many times) (?:is|was|has) .+ cited$"
    rf"|\b(?:how many|which|what) {_PAPERS} (?:did|has|have) (?-i:[A-Z])[\w'’ .-]*"
    r" (?:co-?)?(?:write|written|author(?:ed)?|publish(?:ed)?)\b"
    rf"|\b(?:how many|which|what) {_PAPERS} (?:were|was|are) (?:written|authored|published) by "
    r"(?-i:[A-Z])"
    rf"|^(?:who (?:wrote|authored|(?:is|are|was|were) the authors? of)|{_NAME_AUTHORS}) (?:the )?"
    r"(?:paper |article )?(?:[\"“\ue000]|(?-i:[A-Z])|.+ (?:paper|article|study|thesis)$"
    r"|(?:paper|article|study|thesis) (?:on|about) )"
    rf"|\b{_PAPERS} (?:per|each|by|a) (?:year|decade|author|venue)\b"
    r"|\b(?:which|what|who)\b.* (?:is|are|was|were) (?:the )?"
    r"(?:most|least)(?:[- ]often)?[- ]cited\b"
    rf"|\b(?:most|least)(?:[- ]often)?[- ]cited {_PAPERS}\b"
    rf"|\b{_PAPERS} (?:is|are|was|were) cited (?:the )?(?:most|oftenest|least)\b"
    r"|\b(?:which|what) (?:authors?|venues?|journals?|conferences?|years?) "
    rf"(?:\w+ ){{0,3}}(?:most|oftenest|fewest|more than|at least)\b(?:.* {_PAPERS})?"
    r"|^how many (?:authors?|venues?|journals?) (?:\w+ ){0,3}(?:more than|at least) \w+ "
    rf"{_PAPERS}"
    rf"|\bwho (?:has )?(?:wrote|written|published|authored) (?:the )?most\b"
    rf"|\b(?:which|what) (?:is|are|was|were) the (?:oldest|newest|latest|earliest) {_PAPERS}\b"
    rf"|^(?:the )?(?:oldest|newest) {_PAPERS}\b"
    rf"|\b(?:which|what) {_PAPERS} (?:is|are|was|were) (?:the |my )?"
    r"(?:oldest|newest|latest|earliest|longest|shortest)$"
    rf"|\b(?:which|what) (?:is|are) (?:the|my) (?:longest|shortest) {_PAPERS}\b"
    rf"|\b(?:which|what) {_PAPERS} (?:has|have|had) the (?:most|fewest|least) pages\b"
    rf"|\b(?:which|what) {_PAPERS} (?:did|have) (?:i|we) add(?:ed)? (?:last|(?:most )?recently|"
    r"lately)$"
    rf"|\b(?:last|latest|(?:most )?recently) added {_PAPERS}\b"
    rf"|^{_WHEN_OR_WHERE}(?: and {_WHEN_OR_WHERE})? (?:was|did|is|has) {_ONE}(?: been)? "
    rf"(?:published|appear(?:ed)?|c[ao]me out|written|from)(?: and {_WHEN_OR_WHERE})?$"
    rf"|^how many pages (?:does|has|are (?:there )?in) {_ONE}(?: have)?$"
    rf"|^how (?:long|old) is {_ONE}$"
    r"|^(?:what|which) (?:is|are) the (?:year|venue|journal|doi|title|abstract|authors?|keywords"
    rf"|citation key|(?:number of )?pages) of {_ONE}$"
    rf"|^(?:which|what|list|find|show)(?: me| all| the| of| my)* {_PAPERS}(?: that| which)?"
    r"(?: (?:are|is|were|was))?(?: (?:published|written|from))?"
    r" (?:in|from|since|before|after|until|between) (?:1[5-9]|20)\d\d"
    r"(?: (?:and|to|until|-) (?:1[5-9]|20)\d\d)?$",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"^(?:which|what) (?:of (?:my|our|the|these) |other )?{_PAPERS}\b"
    rf"|^(?:list|find|show|give)(?: me)?(?: of)?(?: all| the| some| my)* {_PAPERS}\b"
    rf"|^(?:are|is) there (?:any )?(?:{_PAPERS})\b|^{_PAPERS}"
    r"(?: (?:published |written |from )?(?:in |since |before |after |until |between |from )"
    r"?(?:1[5-9]|20)\d\d(?: (?:and|to|-) (?:1[5-9]|20)\d\d)?)?"
    r" (?:about|on|that|which|using|by)\b",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"^(?:please )?(?:list|enumerate|name)(?! (?:of|for)\b)\b"
    r"|^(?:please )?(?:give|show|tell)(?: me| us)?(?: an?)?"
    r" (?:(?:full |complete )?list of|all|every|each|several|some|a few|two|three|four|five|six"
    r"|seven|eight|nine|ten)\b"
    r"|^(?:which|what) (?:[\w-]+ ){1,4}are there\b|^what (?:are )?all (?:of )?the\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\bwho (?:(?:was|were) (?:the )?)?(?:first|originally|earliest)\b|\bwho (?:\w+ )?(?:invented"
    r"|introduced|proposed|coined|discovered|devised|conceived|came up with|pioneered)\b"
    rf"|\b(?:which|what) {_PAPERS} (?:was the )?(?:first|originally|introduced|proposed|coined)\b"
    r"|\b(?:first|originally) (?:introduced|proposed|described|used|defined|published|suggested)\b"
    r"|\bwhere (?:does|did) .+ (?:come|originate) from\b|\b(?:the )?origins? of\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bhow (?:has|have|had|did|do|does|is|are) .+ (?:chang|evolv|develop|progress|shift|improv)\w*"
    r"(?:.*\b(?:over|since|during|from|between|in the last|through|across)\b)"
    r"|\bhow (?:has|have) .+ (?:changed|evolved|developed|progressed|shifted)\b"
    r"|\bover (?:time|the (?:years|decades|last|past))\b"
    r"|^(?:what (?:is|are) )?(?:the )?(?:history|evolution) of\b"
    r"|\btrends? (?:in|of|over)\b|\bwhat (?:has )?changed\b",
    re.IGNORECASE,
)
_CONSENSUS = re.compile(
    r"\b(?:is|was) there (?:a |any )?(?:\w+ )?(?:consensus|agreement|disagreement|controversy)\b"
    rf"|\bdo(?:es)? (?:the |these |my )?(?:{_PAPERS}|researchers|authors|scientists|experts|they) "
    r"(?:all )?(?:agree|disagree|differ)\b"
    r"|\bis it (?:true|established|accepted|proven|settled|agreed|certain)\b"
    r"|\bwhat is the (?:\w+ )?(?:consensus|evidence (?:for|that|against))\b"
    r"|\bis there (?:any |good |strong )?evidence (?:that|for|against)\b",
    re.IGNORECASE,
)
_HOWTO = re.compile(
    r"^how (?:to|(?:do|can|should|could|would|must|might) (?:i|we|one|you|people|somebody))\b"
    r"|\bwhat (?:are the )?steps\b|\b(?:the )?best way to\b|\bprocedure (?:for|to)\b",
    re.IGNORECASE,
)
_SYNTHESIS = re.compile(
    r"\bwhat (?:is|are) (?:the )?(?:main|key|major|different|various|common|typical|known|possible"
    r"|advantages?|disadvantages?|benefits?|limitations?|limits|challenges|drawbacks?|strengths"
    r"|weaknesses|applications|approaches|methods|ways|best)\b"
    r"|\bwhat is (?:already )?known (?:about|of|on)\b"
    rf"|\bwhat do (?:the |my |these )?{_PAPERS} say\b"
    r"|\bstate of the art\b|^(?:summari[sz]e|review|discuss|survey|describe|explain|outline)\b"
    r"|\b(?:overview|summary|survey) of\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\bhow (?:many|much|long|large|big|fast|often|far|high|small|accurate|old)\b"
    r"|\b(?:what|which) (?:[\w-]+ ){0,3}?(?:percentage|percent|number|accuracy|rate|fraction|ratio|"
    r"score|size|speed-?up|throughput|latency|factor|value|amount|error|precision|recall|time)\b"
    r"|^what (?:is|are|was|were) the (?:[\w-]+ ){0,3}?(?:overhead|cost|bandwidth|duration|length"
    r"|frequency|probability|temperature|dose|weight|price|capacity)s? (?:of|for|in|on|with|at)\b"
    r"|^what (?:is|are|was|were) the (?:average|mean|median|total|maximum|minimum|peak) .+ of\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^(?:what (?:is|are) (?!.* (?:about|from|with|on|of|like)$)"
    r"(?!(?:the |an? )?(?:role|purpose|effect|impact|influence|goal|aim|cause|reason)s? )"
    r"(?:an? |the )?[\w\s'-]{2,60}|define .+"
    r"|what (?:do|does) .+ (?:mean|stand for))$",
    re.IGNORECASE,
)
_RULES = (
    (Kind.COUNT, _COUNT),
    (Kind.PAPERS, _LIST),
    (Kind.LIST, _THINGS),
    (Kind.CONSENSUS, _CONSENSUS),
    (Kind.FIRST, _FIRST),
    (Kind.CHANGE, _CHANGE),
    (Kind.HOWTO, _HOWTO),
    (Kind.NUMBER, _NUMBER),
    (Kind.SYNTHESIS, _SYNTHESIS),
    (Kind.DEFINITION, _DEFINITION),
)
"""Rules in the order in which they are tried: the more a pattern asks for, the earlier."""
_ASKS = re.compile(
    r"^(?:(?:in|at|by|for|on|to|from|with|under|of|and|but) )?"
    r"(?:what|how|why|when|where|who|whom|whose|which|is|are|was|were|does|do|did|can|could|should"
    r"|would|will|has|have|had|may|might|define|compare|contrast|list|find|show|give|tell|name"
    r"|enumerate|explain|describe|summari[sz]e|discuss|review|outline)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|could|will|would|should|may|might|does|do|did"
    r"|not)\b|\b[a-z]{3,}(?:s|ed)\b"
)
_TOPIC = re.compile(r"(?<=\?)\s*\([^()]+\)$")
"""The topic of the question before, behind one that leans on it."""
_SHORTEST_STATEMENT = 4


def kind_of(question: str) -> Kind:
    """The kind of a question that asks for one thing."""
    bare = question.rstrip("?. ")
    if asks_of_kept(bare):
        return Kind.COUNT
    for kind, pattern in _RULES:
        if pattern.search(bare):
            return kind
    return Kind.CLAIM if is_statement(question) else Kind.FACT


def is_statement(question: str) -> bool:
    """Whether this says something rather than asks it: "Reranking pays on small collections."."""
    plain = _TOPIC.sub("", question.strip())
    if plain.endswith("?") or _ASKS.match(plain):
        return False
    return len(plain.split()) >= _SHORTEST_STATEMENT and bool(_SAYS.search(plain))
