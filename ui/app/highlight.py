"""Finding the words of a query in a passage, and the stretch of it that shows most of them.

Owns marking for the eye only; what matches is decided by the index. Words are compared by a
light stem, so that ``graphs`` lights up for ``graph``.
"""

from __future__ import annotations

import re

from textual.content import Content, Span

from ui.safe_text import one_line

__all__ = ["mark_quote", "mark_words", "query_stems", "snippet"]

_WORD = re.compile(r"\w+", re.UNICODE)
_OPERATOR = re.compile(r"\b\w+:\S+|\b(?:AND|OR|NOT)\b")
_COMMON = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
    }
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "es", "ed", "er", "ly", "s")


def _stem(word: str) -> str:
    folded = word.casefold()
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 4:
            return folded[: -len(ending)].rstrip("e")
    return folded.rstrip("e") if len(folded) > 4 else folded


def query_stems(query: str) -> frozenset[str]:
    """The stems of a query's words, without operators and without the commonest words."""
    words = _WORD.findall(_OPERATOR.sub(" ", query))
    return frozenset(_stem(w) for w in words if w.casefold() not in _COMMON)


def _spans(text: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    if not stems:
        return []
    return [m.span() for m in _WORD.finditer(text) if _stem(m.group()) in stems]


def mark_words(text: str, stems: frozenset[str], style: str = "$match") -> Content:
    """``text`` with the words of the query marked."""
    return Content(text, [Span(start, end, style) for start, end in _spans(text, stems)])


def snippet(text: str, stems: frozenset[str], length: int) -> Content:
    """The stretch of about ``length`` characters that holds most words of the query, marked."""
    line = one_line(text, 20_000)
    if len(line) <= length:
        return mark_words(line, stems)
    start = _best_start(line, stems, length)
    head = "…" if start else ""
    shown = line[start : start + length - len(head)]
    tail = "…" if start + len(shown) < len(line) else ""
    return mark_words(f"{head}{shown}{tail}", stems)


def _best_start(line: str, stems: frozenset[str], length: int) -> int:
    """Where to begin so that most distinct matches show; at the start of a word."""
    found = [(start, _stem(line[start:end])) for start, end in _spans(line, stems)]
    best, best_value = 0, 0
    for start, _ in found:
        begin = max(0, start - length // 6)
        inside = [stem for at, stem in found if begin <= at < begin + length - 12]
        value = 4 * len(set(inside)) + len(inside)
        if value > best_value:
            best, best_value = begin, value
    if best <= length // 6:
        return 0
    space = line.find(" ", best)
    return space + 1 if 0 <= space < best + 24 else best


def mark_quote(text: str, quote: str, style: str = "$quoted") -> Content:
    """``text`` with ``quote`` marked; white space and hyphens at line ends may differ."""
    words = _WORD.findall(quote)
    if not words:
        return Content(text)
    pattern = r"[^\w]{0,6}".join(map(re.escape, words))
    found = re.search(pattern, text)
    if found is None:
        return Content(text)
    return Content(text, [Span(found.start(), found.end(), style)])
