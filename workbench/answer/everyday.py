"""Words that anybody uses about anything, and that say little of what a question is about.

Owns one closed list. Unlike stop words they are still compared, but a quote or a paper that lacks
them is hardly worse for it, and a refusal does not blame them.
"""

from __future__ import annotations

import re

from workbench.answer.words import stem, tokens

__all__ = ["is_everyday", "is_everyday_word"]

_VERBS = """
    achieve act adapt add address agree aim allow answer apply approach argue arise ask assess
    assume attempt avoid base begin believe bring build buy call carry cause change check choose
    claim collect combine come compare comprise conclude conduct confirm consider consist contain
    continue contribute control cope create deal decide define deliver demonstrate depend derive
    design determine develop differ disagree discover discuss distinguish eliminate employ enable
    end ensure establish evaluate examine exist expect experience face fail fit fix focus follow
    form gain gather go grow guarantee handle happen help hinder hold identify illustrate implement
    imply improve include indicate influence intend introduce investigate invent involve keep lack
    last lead leave look lose maintain manage matter mean measure meet mention motivate move note
    observe obtain occur offer operate overcome pay perform pick place plan play prefer prepare
    present prevent proceed produce propose prove provide publish pursue put raise reach react
    receive recommend record reduce refer regard relate remain replace report represent require
    respond rely reveal run satisfy say seek select serve set share solve spend stand start state
    stay stop study succeed suffer suggest suit summarise summarize support supply suppose tackle
    tend think treat try turn understand want watch win wish work worry write yield
"""
_NOUNS = """
    ability abstract accordance account activity advantage advice aim alternative amount aspect
    author background basis behaviour behavior benefit bit case category challenge chapter
    characteristic choice circumstance component conclusion condition consequence context
    contribution cost course criterion criteria data degree detail difference difficulty
    disadvantage downside drawback effect effort element evidence example experiment explanation
    extent fact factor feature figure finding goal ground group guideline handful idea impact
    implication importance information insight instance issue item job kind level limitation
    literature lot manner material meaning means method motivation nature notion number objective
    opinion option outcome overview part pattern people person perspective phenomenon piece point
    possibility practice principle problem procedure process property proposal purpose question
    range reason recommendation research researcher result role scenario scheme scientist section
    sense situation software solution sort source stage step strategy strength study style
    suggestion summary table task team technique term theory tool topic trend type usage user value
    variety version view way weakness whole world year
"""
_QUALITIES = """
    able actual adequate available bad basic big broad certain clear close common complete
    considerable correct current different difficult easy effective efficient enough entire even
    exact existing extra famous few final general good great hard important initial interesting
    key large later latest likely little long low main major modern necessary new nice normal
    old original particular possible practical precise present previous primary proper quick real
    recent relevant reliable reasonable respective right same separate serious short significant
    similar simple single small special specific strong sufficient suitable total traditional
    typical useful usual various whole wrong actually apparently basically currently directly easily
    effectively
    especially eventually exactly fully generally mainly mostly normally particularly precisely
    quickly recently roughly significantly simply specifically successfully typically usually
    known shown seen found given taken made kept built chosen held left thought written used based
    today nowadays yet back forth ever ones behind beyond beside besides alone ago
"""
_ABBREVIATIONS = "cpu gpu pc ram pdf url www ai ml it vs etc ok"
"""Abbreviations for which papers mostly write a word: processor, machine, memory, file."""

_LISTED = frozenset(tokens(" ".join((_VERBS, _NOUNS, _QUALITIES, _ABBREVIATIONS))))
_EVERYDAY = frozenset(map(stem, _LISTED))
_INFLECTIONS = ("", "s", "es", "d", "ed", "ing")

_HIRAGANA = re.compile("[\u3041-\u309f]")
"""Japanese writes particles and endings in these; what a question is about, hardly ever."""


def is_everyday(stemmed: str) -> bool:
    """Whether a stem is of a word of general use: a verb of asking or doing, a general noun."""
    return stemmed in _EVERYDAY or bool(_HIRAGANA.search(stemmed))


def is_everyday_word(word: str) -> bool:
    """Whether a word as it is written, or what it is inflected from, is of general use.

    "Consists" is; "consistent" is not, though both have one stem.
    """
    lowered = word.lower()
    bare = [lowered.removesuffix(end) for end in _INFLECTIONS if lowered.endswith(end)]
    return any(form in _LISTED or f"{form}e" in _LISTED for form in bare)
