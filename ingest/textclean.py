"""Turning a PDF's characters into the ones a reader sees.

Owns ligatures, stray accents, odd spaces, control characters, mojibake and the judgement whether
a page's text spells words at all. Refuses to know lines or layout.

Two private-use characters survive cleaning because this room puts them there: ``RAISED_OPEN``
and ``RAISED_CLOSE`` stand around superscripts, so that citation numbers can be told from
exponents later; ``plain`` takes them out again.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "RAISED_CLOSE",
    "RAISED_OPEN",
    "SOFT_HYPHEN",
    "clean",
    "folded",
    "is_garbled",
    "is_unreadable",
    "lost_much",
    "plain",
]

RAISED_OPEN = "\ue000"
RAISED_CLOSE = "\ue001"
SOFT_HYPHEN = "\u00ad"
"""At a line's end it says for certain that a word was broken there; anywhere else it is dropped."""

_DELETED: dict[int, str | None] = dict.fromkeys(
    (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_CONTROLS = dict.fromkeys((*range(9), *range(14, 32), *range(127, 160)), "�")
_SPACES = dict.fromkeys((9, 10, 11, 12, 13, 160, 5760, *range(8192, 8203)), " ")
_SPACES |= dict.fromkeys((8232, 8233, 8239, 8287, 12288), " ")
_LETTERS: dict[int, str] = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
    0x2010: "-",
    0x2011: "-",
    0xF0B7: "•",
    0xF0A7: "•",
    0xF02D: "-",
}
_LETTERS |= {0xF730 + digit: str(digit) for digit in range(10)}
_LETTERS |= {0xF761 + place: chr(ord("A") + place) for place in range(26)}
_LETTERS |= {0xF7E0 + place: chr(0xC0 + place) for place in range(31) if place != 23}
_LETTERS |= {
    0xF721: "!",
    0xF724: "$",
    0xF726: "&",
    0xF73F: "?",
    0xF7A1: "¡",
    0xF7A2: "¢",
    0xF7BF: "¿",
}
"""Old-style figures and small capitals (plain, then accented): the Adobe Glyph List's own codes."""
_LETTERS |= dict.fromkeys(range(0xF8EB, 0xF8FF), "")
_LETTERS |= {0xF8EB: "(", 0xF8F6: ")", 0xF8EE: "[", 0xF8F9: "]", 0xF8F2: "{", 0xF8FD: "}"}
"""The pieces of brackets that are taller than a line, by the same list: each bracket once."""
_TABLE: dict[int, str | None] = {**_DELETED, **_CONTROLS, **_SPACES, **_LETTERS}

_TEX_LIGATURE = re.compile("(?<=[A-Za-z])[\x0b-\x0f]|[\x0b-\x0f](?=[a-z])")
_TEX_LIGATURES = {"\x0b": "ff", "\x0c": "fi", "\x0d": "fl", "\x0e": "ffi", "\x0f": "ffl"}
"""Places of ligatures in TeX's own text encoding (OT1), which old files give undeclared."""
_STRUCK = re.compile("(?<=[\\w)\\]}:,;\u2032\u2019 ]) ?\u0338 ?([=<>≡∈∋∃≤≥⊂⊃⊆⊇∼≈≅∣∥→←⇒⇔⊢⊨])")
"""A stroke that TeX sets before the sign that it goes through, as in ``a ̸= b``."""
_PRIVATE_USE = re.compile("[\ue002-\uf8ff]")
_RAISED_MARKS = re.compile(f"[{RAISED_OPEN}{RAISED_CLOSE}{SOFT_HYPHEN}]")
_MANY_SPACES = re.compile(r" {2,}")

_COMBINING = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "ˇ": "\u030c",
    "˘": "\u0306",
    "˙": "\u0307",
    "˚": "\u030a",
    "˝": "\u030b",
    "¯": "\u0304",
}
_ACCENT_FIRST = re.compile(r"([´¨ˆ˜ˇ˘˙˚˝¯]|(?<=[^\W\d_])`) ?([A-Za-zı])")
_CEDILLA = re.compile(r"([cCsStT]) ?¸|¸ ?([cCsStT])")
_ODD_CHARACTERS = re.compile("[´`¨ˆ˜ˇ˘˙˚˝¯¸]")

_CONTINUATION = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"[ÂÃÄÅ]{_CONTINUATION}|â[\u0080-\u008b€‚ƒ„…†‡ˆ‰Š‹]{_CONTINUATION}")
"""UTF-8 read as Windows-1252: a lead byte and as many continuation bytes as it calls for."""
_AMBIGUOUS = frozenset("\u00a0«»‘’“”„‚‹›–—…•™")
"""What may rightly stand behind a capital letter with an accent that ends a word."""
_CID = re.compile(r"\(cid:\d+\)")


def clean(text: str) -> str:
    """Return ``text`` with ligatures spelled out, accents composed, controls made visible.

    Plain ASCII without control characters comes back unchanged, which is most of a paper.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _repaired(text)
    text = _TEX_LIGATURE.sub(lambda match: _TEX_LIGATURES[match.group()], text)
    text = _PRIVATE_USE.sub(_known_private, text).translate(_TABLE)
    if text.isascii():
        return text
    if _ODD_CHARACTERS.search(text):
        text = _ACCENT_FIRST.sub(_composed, text)
        text = _CEDILLA.sub(_with_cedilla, text)
    if "\u0338" in text:
        text = _STRUCK.sub(_struck, text)
    return unicodedata.normalize("NFC", text)


def plain(text: str) -> str:
    """Return ``text`` without the marks around superscripts, runs of spaces folded into one."""
    if "  " not in text and text.isascii():
        return text.strip()
    return _MANY_SPACES.sub(" ", _RAISED_MARKS.sub("", text)).strip()


def folded(text: str) -> str:
    """Return the letters and digits of ``text``, accents and case dropped, for comparison."""
    decomposed = unicodedata.normalize("NFKD", plain(text)).casefold()
    return "".join(filter(str.isalnum, decomposed))


def _known_private(match: re.Match[str]) -> str:
    """Private-use code points mean nothing outside their font: keep the known, mark the rest."""
    return _LETTERS.get(ord(match.group()), "\ufffd")


def _composed(match: re.Match[str]) -> str:
    accent, letter = match.groups()
    letter = "i" if letter == "ı" else letter
    composed = unicodedata.normalize("NFC", letter + _COMBINING[accent])
    return composed if len(composed) == 1 else match.group()


def _struck(match: re.Match[str]) -> str:
    composed = unicodedata.normalize("NFC", f"{match.group(1)}\u0338")
    return f" {composed}" if len(composed) == 1 else match.group()


def _with_cedilla(match: re.Match[str]) -> str:
    letter = match.group(1) or match.group(2)
    return unicodedata.normalize("NFC", letter + "\u0327")


def _repaired(text: str) -> str:
    """Undo UTF-8 read as Windows-1252, where one sequence at least cannot be anything else.

    ``IRMÃ”`` may be a word before a closing quote; ``cafÃ©`` is no text in any language.
    """
    found = _MOJIBAKE.findall(text)
    if not any(len(part) > 2 or part[1] not in _AMBIGUOUS for part in found):
        return text
    return _MOJIBAKE.sub(_mended, text)


def _mended(match: re.Match[str]) -> str:
    """Decode one sequence, where that gives a character at all."""
    try:
        return bytes(map(_byte, match.group())).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _byte(char: str) -> int:
    """Return the byte that Windows-1252, or Latin-1 where that has none, shows as ``char``."""
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(char)


_ENOUGH_CHARACTERS = 120
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
_VOWELS = frozenset("aeiouyAEIOUYàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ")
_STRANGE = re.compile("[\ufffd¡-¦¨ª-¯±-´¶¸-¿×÷^`~|\\\\]")
_FUNCTION_WORDS = frozenset(
    """the of and to in is a that for we are with as on by be this an it from can or at which not
    der die das und in den von zu mit ist des le la les de et des en du un une est dans el los las
    que del y por con para il di che e per un una non os da em para com não het een van""".split()
)


_FEWEST_CODES = 8
_FEWEST_LOST = 2
_FEWEST_LOST_IN_PROSE = 5
_LOST_SHARE = 0.15


def is_unreadable(text: str) -> bool:
    """Return whether most of a line is codes for glyphs that nothing maps to letters.

    They are ``(cid:…)``, replacement characters and characters of private use; eight at least,
    so that a formula with a strange sign is not lost.
    """
    if "\ufffd" not in text and "(cid:" not in text:
        return False
    codes = _CID.findall(text)
    strange = text.count("\ufffd") + len(codes)
    visible = len("".join(_CID.sub("", text).split())) + len(codes)
    return strange >= _FEWEST_CODES and strange > 0.5 * visible


def lost_much(text: str) -> bool:
    """Return whether so many characters of a line are lost that a search must not find it.

    Lost are replacement characters, which those of private use became: more of them than letters
    and digits, as where the digits of a cell are lost, or five and more than 15 % of what is
    visible. One alone in a formula is spared, and so is prose that lost a number.
    """
    lost = text.count("\ufffd")
    if lost < _FEWEST_LOST:
        return False
    visible = "".join(text.split())
    if lost > sum(map(str.isalnum, visible)):
        return True
    return lost >= _FEWEST_LOST_IN_PROSE and lost > _LOST_SHARE * len(visible)


def is_garbled(sample: str, prevailing: bool = False) -> bool:
    """Return whether text (of one font, or of one page) does not spell words.

    Three signs: more than a quarter of the visible characters are replacement characters,
    ``(cid:…)`` codes or symbols that prose hardly uses; or more than a fifteenth are, and no
    function word of a western language occurs among many Latin words; or most Latin words have
    no vowel. Texts under 120 visible characters are too short to judge. Where ``prevailing``
    says that most of the document is set so, single letters in place of words are a sign too;
    a font for formulas may well hold nothing else.
    """
    visible = len("".join(sample.split()))
    if visible < _ENOUGH_CHARACTERS:
        return False
    strange = len(_STRANGE.findall(sample)) + sum(map(len, _CID.findall(sample)))
    if strange > 0.25 * visible:
        return True
    words = _LATIN_RUN.findall(sample)
    letters = sum(map(len, words))
    if prevailing and strange > 0.03 * visible and letters < 0.3 * visible:
        return True
    if len(words) < 30:
        return False
    voiceless = sum(not _VOWELS.intersection(word) for word in words)
    known = sum(word.lower() in _FUNCTION_WORDS for word in words)
    if known > 0.02 * len(words):
        return False
    return strange > 0.067 * visible or voiceless > 0.5 * len(words)
