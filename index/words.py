"""What a word is: from text to the terms that the word index holds and is asked for.

Owns segmentation. Every text yields two lists: plain *words*, in order, for matching, stemming
and phrases; and *compounds*, the unbroken spellings that lose their meaning when split at
punctuation (``k-NN``, ``p<0.05``, ``C++``, ``IL-2``, ``10.1145/1571941``), as a bag. A compound
also yields itself with the punctuation squeezed out, so that ``k-NN`` and ``kNN`` meet.

Text is folded first: NFKC (ligatures, full-width forms), Latin accents dropped, every dash a
hyphen, lower case. Scripts that write no spaces (Chinese, Japanese, Thai, …) are segmented into
overlapping pairs of characters, which needs no dictionary; Korean is too, since its particles
cling to their words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["STOP_WORDS", "Words", "fold", "segment"]

LONGEST_TERM = 64
"""Characters; longer runs are cut there, as nobody types them."""

# fmt: off
STOP_WORDS = frozenset(
    {
        "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but",
        "by", "can", "could", "did", "do", "does", "doing", "for", "from", "had", "has", "have",
        "having", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "of", "on",
        "or", "our", "should", "so", "such", "that", "the", "their", "them", "then", "there",
        "these", "they", "this", "those", "to", "was", "we", "were", "what", "when", "where",
        "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
    }
)
# fmt: on
"""Words that a question is built with. Left out of queries unless nothing else is asked for."""

_PAIRED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Chinese characters
    "\uac00-\ud7af"  # Korean syllables
    "\U00020000-\U0003ffff"  # rarer Chinese characters
)
_INDIC = "\u0900-\u0963\u0966-\u0dff"  # vowel signs are no letters to Python, but part of a word
_LETTER = rf"(?:[^\W_{_PAIRED}]|[{_INDIC}])"
_SPACED = rf"\d+(?:[.,]\d+)+(?!\w)|{_LETTER}+(?:'{_LETTER}+)*"
_WORD = re.compile(rf"(?P<paired>[{_PAIRED}]+)|{_SPACED}")
# the same for texts without those scripts, which is most of them, at a third of the time
_SPACED_WORD = re.compile(_SPACED)
_ASCII_WORD = re.compile(r"\d+(?:[.,]\d+)+(?!\w)|[a-z0-9]+(?:'[a-z0-9]+)*")
_PAIRED_LETTER = re.compile(f"[{_PAIRED}]")
_ACCENTS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u0060\u00b4]")
# `p < 0.05` is written with and without spaces, often both in one paper
_RELATION = re.compile("[<>=≤≥≈]")
_SPACED_RELATION = re.compile(r"(?<=\w)\s*([<>=≤≥≈])\s*(?=\.?\d)")
_BREAKS = str.maketrans(dict.fromkeys('()[]{}"“”„«»,;!?…|', " "))
"""What parts compounds as white space does."""
_COMPOUND = re.compile(r"\w[\w.]*(?:[-_./:+<>=≤≥≈*^@#&%~\\]+[\w.]*)+")
_TRIMMED = "-_./:<>=*^'@&%~\\"
_SQUEEZED = re.compile(r"[\w./-]{2,}")
_POSSESSIVE = re.compile(r"'s\b")


@dataclass(frozen=True, slots=True)
class Words:
    """A segmented text: words in order, and compounds without order."""

    words: list[str]
    compounds: list[str]


def fold(text: str) -> str:
    """Spelling without what a reader would not type: ligatures, accents, dash variants, case."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
    return _APOSTROPHES.sub("'", _DASHES.sub("-", plain)).lower()


def segment(text: str) -> Words:
    """The words and compounds of a text. Any text will do; none raises."""
    folded = _POSSESSIVE.sub("", fold(text))
    if _RELATION.search(folded):
        folded = _SPACED_RELATION.sub(r"\1", folded)
    compounds: list[str] = []
    if folded.isascii():
        words = _ASCII_WORD.findall(folded)
    elif not _PAIRED_LETTER.search(folded):
        words = _SPACED_WORD.findall(folded)
    else:
        words, compounds = _with_pairs(folded)
    for chunk in folded.translate(_BREAKS).split():
        if not chunk.isalnum():
            compounds.extend(_spellings(chunk))
    return Words([word[:LONGEST_TERM] for word in words], compounds)


def _with_pairs(folded: str) -> tuple[list[str], list[str]]:
    """Words and single characters of a text that holds scripts without spaces."""
    words: list[str] = []
    characters: list[str] = []
    for match in _WORD.finditer(folded):
        if match["paired"]:
            words.extend(_pairs(match[0]))
            characters.extend(match[0])  # for a query of just one
        else:
            words.append(match[0])
    return words, characters


def _pairs(run: str) -> list[str]:
    """Overlapping pairs of characters; a single character stands alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)] if len(run) > 1 else [run]


def _spellings(chunk: str) -> list[str]:
    """The compound in a chunk and its squeezed form; nothing for a plain word."""
    if len(chunk) > LONGEST_TERM:
        return []
    compound = chunk.strip(_TRIMMED)
    if compound.isalnum() or not _COMPOUND.fullmatch(compound):
        return []
    if not _SQUEEZED.fullmatch(compound):
        return [compound]
    return [compound, "".join(filter(str.isalnum, compound))]
