"""Names of people: telling them from places and institutions, and reading lists of them.

Owns the grammar of names in author lines and in references. Refuses to know pages.
"""

from __future__ import annotations

import re

__all__ = ["is_person_name", "names_institution", "split_author_line"]

_PARTICLES = frozenset(
    """van von der den de del della di da dos das du la le el al bin ibn ter ten zu zur af y e
    st. san mac abu ben vander vom und""".split()
)
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv phd ph.d. md m.d. prof. prof dr. dr".split())
_INSTITUTION = re.compile(
    r"universi|institut|departm|laborator|\blabs?\b|college|\bschool\b|faculty|research|"
    r"\binc\b|\bcorp|\bltd\b|gmbh|centre|\bcenter|academy|académie|hospital|ministry|division|"
    r"\bgroup\b|foundation|society|association|company|technolog|engineering|sciences?\b|informati|"
    r"comput|mathemat|physic|\bdept\b|avenue|\bstreet\b|\broad\b|\bblvd\b|\bdrive\b|"
    r"\bp\.?o\.? box|\bu\.s\.a|\bmicrosoft\b|\bgoogle\b|\byahoo|\bibm\b|at&t|telecom|"
    r"\b(?:usa|uk|germany|france|china|japan|italy|israel|canada|spain|india|switzerland|"
    r"netherlands|australia|sweden|england|california|brazil|austria|belgium|denmark|portugal)\b|"
    r"\bproject\b|\bteam\b|conference|proceedings|journal|\bpress\b|"
    r"abstract|introduction|\bversion|\bdraft\b|\breport|technical|keywords|submitted|received|"
    r"revised|accepted|published|copyright|email|e-mail|http|www\.|member|\bfellow\b|student|"
    r"author|editor|contact|section|figure|chapter|\bvolume\b|\bletters\b|\bsystems\b|\bnetworks?\b|"
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|"
    r"departam|départem|dipartim|\bfachbereich|hochschule|\bcentro\b|facult|fakult|escuela|"
    r"informátic|ciencia|\boffice\b|\bhealth\b|nacional|\bcnrs\b|"
    r"corporation|campus|building|united|\bstates\b|republic|kingdom|\bcity\b|\bbox\b",
    re.IGNORECASE,
)
_FUNCTION_WORD = re.compile(r"\b(?:the|for|of|with|in|on|to|from|an|at|is|are|by|we|this)\b")
_PLACES = frozenset(
    """annarbor santaclara paloalto mountainview losangeles newyork newdelhi sandiego sanfrancisco
    hongkong santacruz santabarbara lasvegas capetown buenosaires riodejaneiro saopaulo telaviv
    losalamos menlopark stonybrook collegepark newhaven newjersey newzealand sanjose saltlakecity
    northcarolina southcarolina westlafayette eastlansing fortcollins santafe hanoi stlouis
    baltimore cambridgema riverside newbrunswick costarica puertorico saudiarabia elsegundo
    hillsboroor kingston greatbritain southkorea southafrica srilanka czechrepublic""".split()
)
_STREET = re.compile(
    r"\b(?:ave|st|rd|via|rue|way|lane|strasse|straße|plaza|calle|house|hall|view|"
    r"square|crescent|terrace|boulevard|parkway)\b\.?$|^via\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[A-Z]\.")
"""``David R. Lane`` has one, a lane and a hall have none."""
_ACRONYMS = frozenset(
    """INRIA SUNY CNRS UCLA IEEE USENIX CSAIL EPFL DARPA NASA NIST CWI LIPN LORIA INSA ENS KTH
    SICS NYU CUNY UIUC UCSD UCSB UCSC CMU MIT USC ETH USA AT&T""".split()
)
_POSTCODE = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")
_TITLE_OF_PERSON = re.compile(r"^(?:prof(?:essor)?|dr|mr|mrs|ms|sir)\.?\s+", re.IGNORECASE)
_WORD = re.compile(r"(?:[^\W\d_]|['’`´\-.‐])+$")
_SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:and|&)\s+|,|;|\s+and\s+|\s*&\s*|·|•|∗|\||\s{2,}|\bwith\s+)\s*", re.IGNORECASE
)
_LEADING_AND = re.compile(r"^\s*(?:and|und|et|&)\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"[\[(<]?\s*(?:\{[^{}@]*\}|[\w.+\-]+)\s?@\s?[\w\-]+\.[\w.\-]+\s*[\])>]?")
_BY_LINE = re.compile(r"\s*by\s+(?=[A-Z])", re.IGNORECASE)
_LOOSE_STOP = re.compile(r"(?<=\b[A-Z]) \.")
_CHUNK = re.compile(r"[,;·•|]|\s{2,}")
_RAISED = re.compile("\ue000[^\ue001]*\ue001")
_TYPED_MARKS = re.compile(r"[∗*†‡§¶#⋆★☆✩✶⋄◇♯◦⊥‖∥$+~^]+")
_MARKS = re.compile(r"\d+")
_DEGREES = re.compile(
    r",?\s+(?:Ph\.?\s?D\.?|M\.?D\.?|(?:Senior |Student |Associate )?Member|Fellow),?"
    r"(?:\s+IEEE|\s+ACM)?"
    r"|,\s*(?:Senior Member|Student Member|Member|Fellow)\b,?|\bIEEE\b",
)


_EAST_ASIAN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_EAST_ASIAN_NAME = re.compile(rf"{_EAST_ASIAN}{{1,4}} ?{_EAST_ASIAN}{{1,4}}$")
_EAST_ASIAN_PLACE = re.compile(
    "大学|大學|研究|学科|学部|学院|学会|会社|公司|図書館|附属|센터|대학|연구"
)


def is_person_name(text: str) -> bool:
    """Return whether ``text`` has the form of one person's full name: two to six words.

    A name in Chinese, Japanese or Korean characters is two to eight of them.
    """
    if _EAST_ASIAN_NAME.match(text):
        return not _EAST_ASIAN_PLACE.search(text)
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 50:
        return False
    if _INSTITUTION.search(text) or _FUNCTION_WORD.search(text):
        return False
    if (_STREET.search(text) and not _INITIAL.search(text)) or re.sub(
        r"\W", "", text
    ).lower() in _PLACES:
        return False
    if not text.isupper() and any(_is_acronym(word.strip(".,")) for word in words):
        return False
    proper = 0
    for word in words:
        if word in _PARTICLES or word.lower() in _SUFFIXES:
            continue
        if not _WORD.match(word) or not word[0].isupper():
            return False
        proper += 1
    longest = max(len(word.strip(".")) for word in words)
    return (
        proper >= 2
        and longest >= 2
        and words[-1].strip(".") != ""
        and len(words[-1].strip(".")) > 1
    )


def names_institution(text: str) -> bool:
    """Return whether ``text`` has a word of institutions, places, dates or publishing."""
    return _INSTITUTION.search(text) is not None


def _is_acronym(word: str) -> bool:
    """``NJ`` and ``INRIA`` are no names; a family name may be set in capitals, an initial too."""
    return word.isupper() and (len(word) in {2, 3} or word in _ACRONYMS) and "." not in word


def split_author_line(text: str) -> list[str]:
    """Return the person names in a line of authors, in order; other parts are left out.

    Superscripts, foot marks and academic titles are dropped, ``BY`` at the start too.
    """
    text = _TYPED_MARKS.sub(",", _RAISED.sub(",", text))
    text = _LOOSE_STOP.sub(".", _ADDRESS.sub(",", text))
    if _BY_LINE.match(text) and _INSTITUTION.search(text):
        return _before_institution(_BY_LINE.sub("", text))
    if _POSTCODE.search(text) or "@" in text:
        return []
    text = _MARKS.sub(",", text)
    text = re.sub(r"^\s*(?:by|authors?:)\s+", "", text, flags=re.IGNORECASE)
    text = _DEGREES.sub(",", text)
    names: list[str] = []
    for chunk in _CHUNK.split(text):
        if _INSTITUTION.search(chunk):
            if names and ";" not in text:
                break
            continue
        names += _names_in(chunk)
    return names


def _before_institution(text: str) -> list[str]:
    """``by Anna Adams University of Pages``: the line says itself that it begins with a name."""
    words = text.split()
    place = next((i for i in range(len(words)) if _INSTITUTION.search(words[i])), len(words))
    return _names_in(" ".join(words[:place]).split(",")[0])


def _names_in(chunk: str) -> list[str]:
    names = []
    for part in _SEPARATOR.split(_LEADING_AND.sub("", chunk, count=1)):
        name = _TITLE_OF_PERSON.sub("", part.strip(" .,:;–—-()[]{}"))
        if part.strip().endswith((" Jr.", " Sr.")):
            name += "."
        if is_person_name(name):
            names.append(_cased(name))
    return names


def _cased(name: str) -> str:
    """Write names set in capitals as names are written: ``ALAN C. KAY`` → ``Alan C. Kay``."""
    if not name.isupper() or len(name) < 5:
        return name
    return " ".join(_cased_word(word) for word in name.split())


def _cased_word(word: str) -> str:
    if len(word.strip(".")) <= 1 or "." in word[:-1]:
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
