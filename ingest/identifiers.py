"""DOIs, arXiv ids, URLs and years in running text.

Owns recognising and normalising identifiers. Refuses to decide whose identifier it is.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

__all__ = [
    "arxiv_id_of_file",
    "find_arxiv_id",
    "find_doi",
    "find_url",
    "find_versioned_arxiv_id",
    "find_years",
    "plausible_year",
    "without_version",
]

_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>{}|\\^\]]+)", re.IGNORECASE)
_AFTER_DOI = re.compile(r"\.?url|,|\.?pmid|\((?:19|20)\d\d\)\W*$|\[", re.IGNORECASE)
_BROKEN_DOI = re.compile(r"\b(10\.1016/j\.) +(?=[a-z])")
"""Lists break this publisher's long DOIs behind their first full stop."""
_ARXIV = re.compile(
    r"arxiv\s*(?:preprint)?\s*(?:arxiv)?\s*[:./ ]\s*(?:org/)?(?:abs/|pdf/)?"
    r"(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{7})(v\d{1,2})?",
    re.IGNORECASE,
)
_ARXIV_OLD = re.compile(
    r"(?<![\w/])((?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nlin|nucl-(?:ex|th)|"
    r"quant-ph|physics|math|cs|q-bio|stat)(?:\.[A-Z]{2})?) ?/ ?(\d{7})(v\d{1,2})?\b"
)
"""The ids of before 2007 say themselves what they are; many lists print no more than that."""
_ARXIV_FILE = re.compile(r"^(?:arxiv[-_. ]?)?(\d{4}\.\d{4,5})(v\d{1,2})?$", re.IGNORECASE)
_ARXIV_VERSION = re.compile(r"v\d+$")
_CORR = re.compile(r"\b(?:corr,?\s*)?abs/(\d{4}\.\d{4,5}|[a-z\-]+/\d{7})", re.IGNORECASE)
_URL = re.compile(r"\b((?:https?://|ftp://|www\.)[^\s<>\"{}|\\^]+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d\-–.:/])((?:18|19|20)\d\d)(?![\d:/]|\.\d|[-–]\d{2,})")
_EARLIEST = 1600


def find_doi(text: str) -> str:
    """Return the first DOI in ``text`` in lower case, or ``""``."""
    match = _DOI.search(_BROKEN_DOI.sub(r"\1", text))
    if not match:
        return ""
    doi = _AFTER_DOI.split(match.group(1))[0].rstrip(".,;:")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi.lower()


def find_arxiv_id(text: str) -> str:
    """Return the first arXiv id in ``text``, without its version, or ``""``."""
    return without_version(find_versioned_arxiv_id(text))


def find_versioned_arxiv_id(text: str) -> str:
    """Return the first arXiv id in ``text`` with its version where one is printed, or ``""``."""
    match = _ARXIV.search(text)
    if match:
        return f"{match.group(1)}{match.group(2) or ''}".lower()
    match = _CORR.search(text)
    if match:
        return match.group(1).lower()
    old = _ARXIV_OLD.search(text)
    return f"{old.group(1)}/{old.group(2)}{old.group(3) or ''}".lower() if old else ""


def without_version(arxiv_id: str) -> str:
    """Return an arXiv id less its version: ``2004.12832v2`` → ``2004.12832``."""
    return _ARXIV_VERSION.sub("", arxiv_id)


def arxiv_id_of_file(stem: str) -> str:
    """Return the arXiv id, version kept, that a file's name (without suffix) spells, or ``""``."""
    match = _ARXIV_FILE.match(stem)
    if not match or int(match.group(1)[2:4]) not in range(1, 13):
        return ""
    return f"{match.group(1)}{match.group(2) or ''}".lower()


def find_url(text: str) -> str:
    """Return the first URL in ``text``, or ``""``."""
    match = _URL.search(text)
    return match.group(1).rstrip(".,;:)]") if match else ""


def find_years(text: str) -> list[int]:
    """Return every plausible year that stands alone in ``text``, in order."""
    return [int(match) for match in _YEAR.findall(text) if plausible_year(int(match))]


def plausible_year(year: int) -> bool:
    """Return whether ``year`` may be when something was published: 1600 to next year."""
    return _EARLIEST <= year <= datetime.now(UTC).year + 1
