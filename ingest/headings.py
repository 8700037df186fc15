"""Section headings and their levels.

Owns deciding which blocks are headings. Evidence, strongest first: the file's own outline; a
section number that continues the numbers so far; a name that papers use for sections; the style
(size, weight, capitals) that surer headings of the same paper share. Refuses to number or rename
anything: a heading's title is what is printed, less its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, BodyType, Role
from ingest.document import OutlineEntry
from ingest.textclean import folded

__all__ = ["KNOWN_NAMES", "REFERENCE_NAMES", "heading_name", "mark_headings"]

_NUMBERED = re.compile(
    r"(?:(?:section|chapter|part|§)\s*)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,6}(?=[.\s:)—–-])|[A-Z](?:\.\d{1,2}){1,3}|[A-Z](?=[.:)]?\s))"
    r"(?P<dot>[.:)]?)(?:\s*[—–-])?\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"(?:appendix|appendices|annex|supplement(?:ary)?)\b[\s.:—–-]*(?P<number>[A-Z]|[IVX]+|\d{1,2})?\b",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "V": 5, "X": 10}

REFERENCE_NAMES = frozenset(
    """references bibliography literaturecited workscited referencescited literature referenceslist
    listofreferences referencesandnotes notesandreferences bibliographyandreferences
    referencesandbibliography selectedbibliography literatur literaturverzeichnis
    références bibliographie referencias bibliografía referenze bibliografia citedliterature
    referencesandrecommendedreading 参考文献 參考文獻 引用文献 文献 참고문헌 литература
    списоклитературы""".split()
)

KNOWN_NAMES = REFERENCE_NAMES | frozenset(
    """abstract introduction background relatedwork relatedworks preliminaries motivation overview
    methods method methodology materialsandmethods methodsandmaterials approach model
    experiments experiment experimentalresults experimentalsetup evaluation results
    resultsanddiscussion discussion discussionandconclusion discussionandconclusions analysis
    conclusion conclusions conclusionandfuturework conclusionsandfuturework
    conclusionsandfuturedirections concludingremarks summary summaryandconclusions futurework
    summaryanddiscussion limitations acknowledgments acknowledgements acknowledgment
    acknowledgement authorcontributions supportinginformation dataavailability
    conflictofinterest competinginterests funding ethicsstatement notes appendix appendices
    contents tableofcontents keywords implementation preface postscript epilogue
    einleitung zusammenfassung ergebnisse diskussion danksagung résumé remerciements
    conclusionanddiscussion literaturereview priorwork previouswork problemstatement
    problemdefinition performance performanceevaluation setup discussionandfuturework
    はじめに おわりに まとめ 謝辞 結論 概要 要旨
    引言 绪论 结论 摘要 致谢 前言 서론 결론 초록""".split()
)

_MOST_CHARACTERS = 160
_MOST_LINES = 4
_WORD = re.compile(r"[^\W\d_]{4,}|[^\x00-\u024f]{2,}|\b[A-Z]{3}\b|\b(?:Why|How|End|Use|Aim)\b")
_SENTENCE_END = re.compile(r"[a-z]{2,}[.;,]$")
_REFERENCE_LIKE = re.compile(r"\b(?:18|19|20)\d\d[a-z]?[.)]|\. .*\. ")
_STATEMENT = re.compile(
    r"(?:theorem|lemma|corollary|proposition|definition|proof|remark|claim|conjecture|axiom|"
    r"satz|théorème|lemme|beweis)\b(?:\s+(?:\d|[A-Z]\b)|\s*(?:[.:(]|$))|(?:input|output)s?\s*:",
    re.IGNORECASE,
)
"""What mathematical papers set in bold at the beginning of a paragraph is no section."""
_MATHEMATICS = re.compile(r"[=≤≥∑∏∫∈→⇒≈≠±√∀∃←<>{}|\\]|\s−\s|\(\d+\)$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A block that may be a heading: its number (empty tuple: none), title and style."""

    place: int
    block: Block
    number: tuple[int, ...]
    kind: str
    title: str
    name: str
    emphasised: bool
    style: tuple[float, bool, bool, bool]


def heading_name(title: str) -> str:
    """Return the folded name of a heading, number dropped: ``1. Introduction`` → introduction."""
    match = _NUMBERED.match(title)
    return folded(match.group("title") if match and len(match.group("title")) > 2 else title)


def mark_headings(
    blocks: Sequence[Block], body: BodyType, outline: Sequence[OutlineEntry], front_end: int
) -> None:
    """Give the role of heading, a level and a title to the blocks that are section headings.

    Args:
        blocks: The document's blocks in reading order.
        body: The document's prevailing type.
        outline: The file's bookmarks, possibly none or wrong.
        front_end: Blocks before this place are title and authors, never headings.
    """
    candidates = _candidates(blocks, body, front_end)
    levels = _outline_levels(candidates, outline)
    chosen = _surely(candidates, levels)
    chosen |= _like_the_sure_ones(candidates, chosen, body)
    _assign([c for c in candidates if c.place in chosen], levels)


def _candidates(blocks: Sequence[Block], body: BodyType, front_end: int) -> list[_Candidate]:
    found = []
    for place, block in enumerate(blocks):
        if place < front_end or block.role is not Role.BODY:
            continue
        candidate = _candidate(place, block, body)
        if candidate is not None:
            found.append(candidate)
    return found


def _candidate(place: int, block: Block, body: BodyType) -> _Candidate | None:
    if len(block.lines) > _MOST_LINES:
        return None
    text = block.text
    number, kind, title = _numbered(text)
    letters = [char for char in title if char.isalpha()]
    if len(text) > _MOST_CHARACTERS or len(letters) < 0.45 * len(title.replace(" ", "")):
        return None
    name = folded(title)
    known = name in KNOWN_NAMES or _APPENDIX.match(text) is not None
    if _STATEMENT.match(text):
        return None
    if not known and (_MATHEMATICS.search(title) or title[0].islower() or not title[0].isalnum()):
        return None
    if len(name) < (3 if name.isascii() else 2) or not _WORD.search(title):
        return None
    capitals = sum(char.isupper() for char in letters) > 0.85 * len(letters)
    bold = block.bold and not body.bold
    larger = block.size > body.size * 1.04 + 0.2
    font_differs = block.lines[0].font != body.font
    small = block.size < body.size * 0.93
    other_font = font_differs and not block.italic and not small
    emphasised = bold or larger or (capitals and bool(number or known or not small)) or other_font
    style = (round(block.size * 2) / 2, block.bold, capitals, block.italic)
    if not emphasised and not known and not (number or block.italic):
        return None
    if small and not emphasised:
        return None
    return _Candidate(place, block, number, kind, title, name, emphasised, style)


def _numbered(text: str) -> tuple[tuple[int, ...], str, str]:
    """Split a section number off: its parts, its kind (digit, roman, letter, none), the rest."""
    match = _NUMBERED.match(text)
    if not match or not match.group("title").strip():
        return (), "", text.strip()
    raw, title = match.group("number"), match.group("title").strip()
    if raw[0].isdigit():
        return tuple(int(part) for part in raw.split(".")), "digit", title
    if not raw[0].isupper():
        return (), "", text.strip()
    head, *rest = raw.split(".")
    parts = tuple(int(part) for part in rest)
    if not rest and set(head) <= set("IVX") and (len(head) > 1 or match.group("dot")):
        return (_roman(head),), "roman", title
    if len(head) == 1 and (rest or match.group("dot")):
        return (ord(head) - 64, *parts), "letter", title
    if len(head) == 1 and head not in "AI" and title[:1].isupper():
        return (ord(head) - 64,), "letter", title
    if head == "A" and title[:1].isupper():
        return (1,), "letter", title
    return (), "", text.strip()


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def _outline_levels(
    candidates: Sequence[_Candidate], outline: Sequence[OutlineEntry]
) -> dict[int, int]:
    """Match bookmarks to candidates on the page they point to (or next to it)."""
    if len(outline) < 3:
        return {}
    by_page: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        by_page.setdefault(candidate.block.page, []).append(candidate)
    levels: dict[int, int] = {}
    for entry in outline:
        wanted = heading_name(entry.title)
        for page in (entry.page, entry.page + 1, entry.page - 1):
            named = [c for c in by_page.get(page, ()) if _same_name(c, wanted, entry)]
            if named:
                # a label in a drawing may say the same in smaller type
                match = max(named, key=lambda c: (bool(c.number), c.style[0]))
                levels.setdefault(match.place, entry.level)
                break
    return _from_one(levels)


def _same_name(candidate: _Candidate, wanted: str, entry: OutlineEntry) -> bool:
    if len(wanted) < 3:
        return False
    whole = folded(candidate.block.text)
    return candidate.name == wanted or whole == folded(entry.title)


def _from_one(levels: dict[int, int]) -> dict[int, int]:
    """Where the outline has the paper's title on top, what stands below it is the top level."""
    top = min(levels.values(), default=1)
    return {place: level - top + 1 for place, level in levels.items()}


def _surely(candidates: Sequence[_Candidate], levels: dict[int, int]) -> set[int]:
    """Headings by outline, by known name standing alone, or by a number in sequence."""
    chosen = set(levels)
    for candidate in candidates:
        alone = len(candidate.block.lines) == 1 or candidate.emphasised
        if (candidate.name in KNOWN_NAMES and alone) or (
            _APPENDIX.match(candidate.block.text) and candidate.emphasised
        ):
            chosen.add(candidate.place)
    references = max((c.place for c in candidates if c.name in REFERENCE_NAMES), default=10**9)
    roman = _in_sequence([c for c in candidates if c.kind == "roman"], references)
    chosen |= roman
    chosen |= _in_sequence([c for c in candidates if c.kind == "digit"], references)
    letters = [c for c in candidates if c.kind == "letter"]
    for group in _between(letters, sorted(roman) if len(roman) > 1 else []):
        chosen |= _in_sequence(group, references)
    return chosen


def _between(letters: Sequence[_Candidate], roman: Sequence[int]) -> list[list[_Candidate]]:
    """Group lettered candidates by the Roman section they stand in: each begins with A again."""
    groups: list[list[_Candidate]] = [[] for _ in range(len(roman) + 1)]
    for candidate in letters:
        groups[sum(place < candidate.place for place in roman)].append(candidate)
    return groups


def _in_sequence(candidates: Sequence[_Candidate], references: int) -> set[int]:
    """Choose the numbered candidates that carry on from those before.

    The style of the top-level headings is first settled by a vote, so that a numbered list in
    the middle of a section does not steal the count; after the heading of the references, whose
    place is ``references``, only that style counts.
    """
    votes: Counter[tuple[float, bool, bool, bool]] = Counter()
    for candidate in candidates:
        if len(candidate.number) == 1 and candidate.emphasised:
            votes[candidate.style] += 1
    usual = votes.most_common(1)[0][0] if votes else None
    chosen: set[int] = set()
    last: tuple[int, ...] = (0,)
    for candidate in candidates:
        fits = _follows(last, candidate.number)
        if candidate.place > references and candidate.style != usual:
            continue
        if not fits or not _credible(candidate, usual):
            continue
        chosen.add(candidate.place)
        last = candidate.number
    return chosen


def _credible(candidate: _Candidate, usual: tuple[float, bool, bool, bool] | None) -> bool:
    if _SENTENCE_END.search(candidate.title) and len(candidate.title) > 60:
        return False
    if len(candidate.number) > 1:
        return candidate.emphasised or candidate.block.italic or len(candidate.title) < 80
    if usual is None:
        return candidate.block.gap_above > 0.5 * candidate.block.size and len(candidate.title) < 70
    return candidate.style == usual or (candidate.emphasised and candidate.style[0] >= usual[0])


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Return whether section ``number`` may come after section ``last``.

    ``3`` → ``4``, ``3.1``; ``3.2`` → ``3.3``, ``3.2.1``, ``4``; one number may have been missed.
    """
    if not number or number <= last:
        return False
    depth = min(len(last), len(number))
    common = next((i for i in range(depth) if last[i] != number[i]), depth)
    if common == len(last):
        return all(part <= 2 for part in number[common:])
    step = number[common] - last[common]
    return 1 <= step <= 2 and all(part <= 2 for part in number[common + 1 :])


def _like_the_sure_ones(
    candidates: Sequence[_Candidate], chosen: set[int], body: BodyType
) -> set[int]:
    """Add unnumbered candidates set like headings that are already sure."""
    sure = [c for c in candidates if c.place in chosen]
    numbered = any(c.number for c in sure)
    sure_styles = {c.style for c in sure if c.emphasised}
    styles = Counter(c.style for c in candidates if c.emphasised and not c.number)
    added = set()
    for candidate in candidates:
        if candidate.place in chosen or not candidate.emphasised or candidate.number:
            continue
        if _SENTENCE_END.search(candidate.title) and not candidate.title.endswith("."):
            continue
        if _REFERENCE_LIKE.search(candidate.title):
            continue
        if len(candidate.title) > 110 or len(candidate.block.lines) > 3:
            continue
        larger = candidate.style[0] > body.size * 1.04 + 0.2
        recurs = styles[candidate.style] >= 2 and (candidate.block.bold or larger)
        if candidate.style in sure_styles or (recurs and not numbered and _stands_apart(candidate)):
            added.add(candidate.place)
    return added


def _stands_apart(candidate: _Candidate) -> bool:
    return candidate.block.gap_above > 0.3 * candidate.block.size


def _assign(chosen: Sequence[_Candidate], levels: dict[int, int]) -> None:
    """Set role, level and title; unnumbered headings take the level of those set like them."""
    style_level: dict[tuple[float, bool, bool, bool], int] = {}
    roman = sum(candidate.kind == "roman" for candidate in chosen) > 1
    for candidate in chosen:
        level = levels.get(candidate.place) or _numbered_level(candidate, roman)
        if level:
            style_level[candidate.style] = min(level, style_level.get(candidate.style, 9))
    ranks = _style_ranks(chosen, style_level)
    for candidate in chosen:
        block = candidate.block
        block.role = Role.HEADING
        block.title = candidate.title
        known = candidate.name in KNOWN_NAMES or _APPENDIX.match(block.text) is not None
        level = levels.get(candidate.place) or _numbered_level(candidate, roman)
        if not level:
            level = 1 if known else style_level.get(candidate.style, ranks[candidate.style])
        block.level = level


def _numbered_level(candidate: _Candidate, roman: bool) -> int:
    """Return the level that a section number tells; letters stand below Roman numbers."""
    below = roman and candidate.kind == "letter" and not _APPENDIX.match(candidate.block.text)
    return len(candidate.number) + below


def _style_ranks(
    chosen: Sequence[_Candidate], style_level: dict[tuple[float, bool, bool, bool], int]
) -> dict[tuple[float, bool, bool, bool], int]:
    """Rank styles without numbers: larger type, then bold, then capitals stand higher."""
    known = [c.style for c in chosen if c.name in KNOWN_NAMES and c.emphasised]
    top = max(known, default=None)
    base = max(style_level.values(), default=0)
    ordered = sorted({c.style for c in chosen}, reverse=True)
    ranks = {}
    for style in ordered:
        if top is not None and style >= top:
            ranks[style] = 1
        else:
            higher = sum(other > style for other in ordered if top is None or other <= top)
            ranks[style] = min(1 + higher, 3) if not base else min(base + 1, 4)
    return ranks
