"""What a sentence is made of, for comparing one with another.

Owns tokens, stems, stop words, numbers with units, names, and the small closed word lists of
negation, direction and hedging. Holds no scores and no opinions about support or relevance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

import snowballstemmer

__all__ = [
    "CONTRASTS",
    "DOWNWARD",
    "HEDGES",
    "NEGATIONS",
    "STOP_WORDS",
    "UPWARD",
    "Quantity",
    "content_stems",
    "fold_text",
    "inverse_document_frequencies",
    "letters_only",
    "looks_like_name_inside",
    "names",
    "quantities",
    "stem",
    "tokens",
    "visible",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS = _words(
    """
    a about above across after again against all almost along already also although always am
    among an and another any anyone anything are around as at away be became because become
    been before being below between both but by came can cannot could describe did do does
    doing done during each either else ever every explain few find first for from further gave
    get give given gives go goes had has have having he her here hers him his how however i if
    in instead into is it its itself just kind know let like list made make makes many may me
    might more most much must my near need neither no nor not of off often on once one only
    onto or other others our out over own paper papers per perhaps please rather really said
    same say says see seem several shall she should show shows since so some something
    sometimes still such take tell than that the their them themselves then there therefore
    these they thing things this those though through thus to together too toward towards under
    until up upon us use used uses using very via was way we well were what whatever when where
    whereas whether which while who whom whose why will with within without would yet you your
    """
)
"""Words that carry no topic, question words and verbs of asking among them."""

NEGATIONS = _words(
    """
    no not nor never none neither cannot without lack lacks lacking fail fails failed unable
    hardly scarcely seldom n't nothing nowhere false untrue
    """
)
UPWARD = _words(
    """
    increase increases increased increasing raise raises raised rise rises rising grow grows
    grew growth improve improves improved improvement improving better best higher highest more
    greater larger largest faster fastest exceed exceeds exceeded outperform outperforms
    outperformed gain gains gained above superior stronger upregulate upregulated enhance
    enhances enhanced promote promotes promoted accelerate accelerates
    """
)
DOWNWARD = _words(
    """
    decrease decreases decreased decreasing reduce reduces reduced reduction reducing lower
    lowest lowers lowered fewer less least drop drops dropped decline declines declined worse
    worst worsen worsens smaller smallest slower slowest below inferior underperform
    underperforms weaker downregulate downregulated inhibit inhibits inhibited suppress
    suppresses suppressed prevent prevents degrade degrades degraded diminish diminishes
    """
)
HEDGES = _words(
    """
    may might could can possibly perhaps probably likely suggest suggests suggested appear
    appears seem seems potentially potential sometimes often usually hypothesize hypothesise
    conjecture believe assume expected approximately roughly about some preliminary
    """
)
CONTRASTS = _words(
    """
    but however although whereas while unlike instead though despite
    """
)

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[{_IDEOGRAPHS}]+"
    r"|\d+(?:[.,]\d+)*"
    rf"|[^\W\d_{_IDEOGRAPHS}]+(?:['’](?:t|s|re|ll|ve|d|m)\b)?\d*"
)
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_NUMBER = re.compile(
    r"(?<![\w.])[-−]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?[\s-]?(%|[^\W\d_]{1,12}|°C|°)?"
)
# "one" is left out: it is mostly a pronoun
_SMALL_NUMBERS = "two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {
    **{word: float(value) for value, word in enumerate(_SMALL_NUMBERS.split(), start=2)},
    "twenty": 20.0,
    "thirty": 30.0,
    "fifty": 50.0,
    "hundred": 100.0,
    "thousand": 1000.0,
}
_NAME = re.compile(r"[^\W\d_]*[A-Z][\w+#./-]*[\w+#]|\b[A-Z]\b")
_INNER_CAPITAL = re.compile(r"[a-z0-9].*[A-Z]|[A-Z].*[A-Z0-9]")
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PLAIN_MARKS = {
    **dict.fromkeys((0x2018, 0x2019), "'"),
    **dict.fromkeys((0x201C, 0x201D), '"'),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
    0xAD: None,
}
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: its value, and the word or sign right after it (``""`` if none)."""

    value: float
    unit: str


def fold_text(text: str) -> str:
    """NFKC, typographic quotes and dashes made plain, white space collapsed; case is kept."""
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN_MARKS)
    return " ".join(plain.split())


def visible(text: str) -> str:
    """Control, direction and other invisible characters made spaces, white space collapsed."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def letters_only(text: str) -> str:
    """Letters and digits alone, case folded: equal when only spaces, hyphens or signs differ."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers in order; ideographs as overlapping pairs."""
    plain = fold_text(text).lower()
    found: list[str] = _TOKEN.findall(plain)
    if _IDEOGRAPH.search(plain):
        pieces = (_pairs(word) if _IDEOGRAPH.match(word) else (word,) for word in found)
        found = [word for piece in pieces for word in piece]
    return [word.removesuffix("'s") for word in found] if "'" in plain else found


def _pairs(run: str) -> Iterable[str]:
    return (run[i : i + 2] for i in range(max(1, len(run) - 1)))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball English stem; words of other scripts come back as they are."""
    return str(_stemmer.stemWord(word)) if word.isascii() else word


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry a topic, in order, repeats kept. Single letters are dropped."""
    return list(_content_stems(text))


@lru_cache(maxsize=4096)
def _content_stems(text: str) -> tuple[str, ...]:
    """Kept, since one answer compares the same few hundred sentences many times over."""
    return tuple(
        stem(word)
        for word in tokens(text)
        if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())
    )


def quantities(text: str) -> list[Quantity]:
    """Numbers with their units, digits and small number words alike. ``1,000`` is a thousand."""
    plain = fold_text(text)
    found = [
        Quantity(float(whole.replace(",", "") + (fraction or "")), _unit(unit or ""))
        for whole, fraction, unit in _NUMBER.findall(plain)
    ]
    words = plain.lower().split()
    following = [*words[1:], ""]
    for word, after in zip(words, following, strict=True):
        if word in _NUMBER_WORDS:
            found.append(Quantity(_NUMBER_WORDS[word], _unit(after)))
    return found


def _unit(word: str) -> str:
    plain = word.lower().strip(".,;:()")
    if plain in STOP_WORDS:
        return ""
    return "%" if plain in {"percent", "%"} else stem(plain)


def names(text: str) -> set[str]:
    """Words that look like names, lower case: capitalised inside a sentence, acronyms, CamelCase.

    A capitalised first word counts only when it has a second capital or a digit, since sentences
    begin with capitals anyway.
    """
    plain = fold_text(text)
    found: set[str] = set()
    for match in _NAME.finditer(plain):
        word = match.group().strip("./-")
        opens = match.start() == 0 or plain[: match.start()].rstrip(" \"'([")[-1:] in ".!?:"
        if (opens and not _INNER_CAPITAL.search(word)) or word.lower() in STOP_WORDS:
            continue
        found.add(word.lower())
    return found


def looks_like_name_inside(name: str, text: str) -> bool:
    """Whether ``text`` writes ``name`` with a capital or a digit beyond its first letter."""
    written = re.findall(re.escape(name), fold_text(text), re.IGNORECASE)
    return any(_INNER_CAPITAL.search(form) for form in written)


def inverse_document_frequencies(documents: Iterable[Iterable[str]]) -> Mapping[str, float]:
    """Smoothed IDF by stem, ``log(1 + (N - n + 0.5) / (n + 0.5))`` (Robertson and Spärck Jones).

    A stem that no document holds is not in the mapping; see ``unseen`` under the empty string for
    the weight that such a stem has.
    """
    counts: dict[str, int] = {}
    total = 0
    for document in documents:
        total += 1
        for item in set(document):
            counts[item] = counts.get(item, 0) + 1
    weights = {item: log(1 + (total - n + 0.5) / (n + 0.5)) for item, n in counts.items()}
    weights[""] = log(1 + (total + 0.5) / 0.5)
    return weights
