"""Where sentences begin and end.

Owns the rules for prose in scholarly papers: abbreviations, initials, decimals, references such
as ``[12].`` and closing quotes do not fool them; CJK full stops end sentences without a space.
Refuses to know pages or passages.
"""

from __future__ import annotations

import re

from ingest.textclean import RAISED_CLOSE, RAISED_OPEN

__all__ = ["sentence_spans", "split_sentences"]

_BOUNDARY = re.compile(
    rf"([.!?…]+)([\"'”’»)\]]*(?:{RAISED_OPEN}[^{RAISED_CLOSE}]*{RAISED_CLOSE})?)(\s+)(?=\S)"
    r"|([。！？]+[」』”）]*)\s*(?=\S)"
)
_ASCII_BOUNDARY = re.compile(r"([.!?]+)([\"')\]]*)(\s+)(?=\S)()")
"""The same for plain text, in which most sentences stand; groups as above."""
_WORD_BEFORE = re.compile(r"[^\s(\[{“\"]+$")
_OPENS_SENTENCE = re.compile(rf"[\"'“‘«(\[{RAISED_OPEN}]*[A-Z0-9À-ÖØ-ÞĀ-ſΑ-ΩА-Я\u0590-\uffff$∀∃λ•]")

_NEVER_LAST = frozenset(
    """al e.g i.e cf viz vs resp approx ca fig figs eq eqs eqn eqns sec secs sect ch chap app tab
    ref refs no nos vol vols pp p dr mr mrs ms prof st thm lem prop def defn cor ex alg algs
    proc conf int intl j trans ed eds edn dept univ assoc rev gen col sgt lt capt hon rep sen gov
    jan feb mar apr jun jul aug sept sep oct nov dec et w.r.t s.t i.i.d a.k.a c.f op cit ibid
    incl excl max min avg std dev temp phys chem math biol comput sci lett acad natl nat soc
    symp ser ann bull comm commun appl theor adv eng inst lect notes springer wiley tech
    dkt""".split()
)
"""Abbreviations after which prose goes on, lower case, without their last full stop."""

_MAY_END = frozenset("etc inc ltd co corp jr sr u.s u.k e.u ph.d m.sc b.sc a.m p.m no".split())
"""Abbreviations that may well end a sentence: only a following small letter continues it."""

_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]$")
_LABELS = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})$")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` in order, stripped; blank text gives an empty list."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) offsets of each sentence of ``text``, white space left outside."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in (_ASCII_BOUNDARY if text.isascii() else _BOUNDARY).finditer(text):
        if not match.group(4) and not _ends_here(text, start, match):
            continue
        end = match.end(4) if match.group(4) else match.end(2)
        if text[start:end].strip():
            spans.append(_stripped(text, start, end))
        start = match.end()
    if text[start:].strip():
        spans.append(_stripped(text, start, len(text)))
    return spans


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    """Judge one candidate: stop, closing marks, white space."""
    opens = _OPENS_SENTENCE.match(text, match.end()) is not None
    stops = match.group(1)
    if stops != ".":
        return opens or "." not in stops
    if not opens:
        return False
    before = _WORD_BEFORE.search(text, max(start, match.start() - 40), match.start())
    word = before.group() if before else ""
    if match.group(2):
        return True
    return not _continues(word, text, start, match)


def _continues(word: str, text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether ``word`` is one after whose full stop a sentence usually goes on."""
    lowered = word.lower()
    if lowered == "no" and text[match.end()].isdigit():
        return True
    if lowered in _MAY_END:
        return False
    if lowered in _NEVER_LAST:
        return not _surely_new(lowered, text, match)
    if _INITIAL.match(word):
        return word != "I" and _looks_like_name(text, match)
    at_start = text[start : match.start()].strip() == word
    return at_start and _LABELS.match(word) is not None


def _surely_new(word: str, text: str, match: re.Match[str]) -> bool:
    """``et al. The`` begins a sentence; ``Fig. 3`` and ``Proc. Symposium`` do not."""
    if word not in {"al", "no", "max", "min", "app", "ex", "def", "st", "int", "notes", "temp"}:
        return False
    follower = text[match.end() : match.end() + 12].split(" ")[0]
    return follower in _OPENERS


_OPENERS = frozenset(
    """The This These Those A An In We It Our For However They Their There To As On At By When
    While If But And From With Here Thus Hence Moreover Furthermore""".split()
)


def _looks_like_name(text: str, match: re.Match[str]) -> bool:
    """After an initial, a capitalised word that opens no sentence is taken for a family name."""
    follower = text[match.end() : match.end() + 14].split(" ")[0]
    return follower.rstrip(",.;:") not in _OPENERS
