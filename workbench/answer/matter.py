"""What a question is about, without the words that say what kind of question it is.

Owns these frames: "which papers are about …", "is there consensus that …", "how has … changed over
time", "list all …". Left in, their words
would be looked for in the papers.
"""

from __future__ import annotations

import re

from workbench.answer.kinds import Kind
from workbench.answer.words import content_stems

__all__ = ["claim_of", "matter_of"]

_PAPERS = r"(?:papers?|articles?|studies|publications?|works|literature)"
_AGREEMENT = re.compile(
    r"^(?:(?:is|was) there (?:a |any )?(?:\w+ )?(?:consensus|agreement|disagreement|controversy"
    r"|evidence)(?: (?:that|on whether|on|about|for|against|over))?"
    rf"|do(?:es)? (?:the |these |my )?(?:{_PAPERS}|researchers|authors|scientists|experts|they) "
    r"(?:all )?(?:agree|disagree|differ)(?: (?:that|on whether|on|about|over))?"
    r"|is it (?:true|established|accepted|proven|settled|agreed|certain)(?: that| whether)?"
    r"|what is the (?:\w+ )?(?:consensus|evidence)"
    r"(?: (?:that|on whether|on|about|for|against))?)\s+",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"^(?:(?:which|what|list|find|show|give|(?:are|is) there)(?: (?:me|of|all|any|the|some|my"
    rf"|other))* )?{_PAPERS}(?: (?:that|which))?"
    r"(?: (?:are|is|were|was|mostly|mainly|there|do|have|written|published))*"
    r" (?:about|on|regarding|concerning|dealing with|deals? with|speaks? (?:of|about)"
    r"|talks? about|discuss(?:es|ing)?|cover(?:s|ing)?|treat(?:s|ing)?|address(?:es|ing)?"
    r"|study|studies|studying|mention(?:s|ing)?)"
    r" (?:the (?:topic|subject|matter|field|area) of )?(?P<matter>.+)$",
    re.IGNORECASE,
)
_TO_READ = re.compile(
    rf"^(?:which|what)(?: (?:of|my|our|the|these))* {_PAPERS} (?:should|could|can|must|do|shall)"
    r" (?:i|we)(?: have to| need to)? (?:read|start with|begin with|look at)"
    r"(?: (?:first|next|now))?(?: (?:about|on|for|to (?:learn|know|understand)(?: about)?))"
    r" (?P<matter>.+)$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"^(?:please )?(?:list|enumerate|name|give|show|tell)(?: (?:me|us|an?|full|complete|list|of|all"
    r"|every|each|several|some|few|the|two|three|four|five|six|seven|eight|nine|ten))*"
    r" (?P<matter>.+)$"
    r"|^(?:which|what) (?P<there>(?:[\w-]+ ){1,4})are there\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_CHANGES = r"(?:chang|evolv|develop|progress|shift|improv)(?:e|es|ed|ing|s)?"
_WHEN = (
    r"(?: (?:over (?:time|the (?:years|decades|last .+|past .+))|since .+|during .+|from .+"
    r"|between .+|in the last .+|through .+|across .+))?"
)
_CHANGE = (
    re.compile(
        rf"^how (?:has|have|had|did|do|does|is|are) (?P<matter>.+?) {_CHANGES}{_WHEN}$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:what (?:is|are) )?(?:the )?(?:history|evolution|development) of (?P<matter>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:what (?:is|are) )?(?:the )?trends? (?:in|of) (?P<matter>.+?){_WHEN}$", re.IGNORECASE
    ),
    re.compile(rf"^what (?:has )?changed (?:in|for|with) (?P<matter>.+?){_WHEN}$", re.IGNORECASE),
    re.compile(r"^(?P<matter>.+?) over time$", re.IGNORECASE),
)


def matter_of(question: str, kind: Kind) -> str:
    """What a question of this kind is to be searched for; the question itself for most kinds."""
    if kind is Kind.CONSENSUS:
        return claim_of(question)
    bare = question.strip().rstrip("? .")
    if kind is Kind.PAPERS:
        listed = _LISTED.match(bare) or _TO_READ.match(bare)
        return listed["matter"] if listed and content_stems(listed["matter"]) else question
    if kind is Kind.LIST:
        things = _THINGS.match(bare)
        told = (things["matter"] or f"{things['there']}{things['rest']}") if things else ""
        return " ".join(told.split()) if content_stems(told) else question
    if kind is Kind.CHANGE:
        matches = (pattern.match(bare) for pattern in _CHANGE)
        return next((match["matter"] for match in matches if match), question)
    return question


def claim_of(question: str) -> str:
    """The claim that a question about agreement is about; a statement is its own claim."""
    bare = _AGREEMENT.sub("", question.strip(), count=1).rstrip("? ")
    return bare or question
