"""Authors, e-mails and affiliations: what stands between a title and the text.

Owns reading names from the lines of that zone, keeping addresses and institutions apart from
them, and weighing the page against the metadata. Refuses to find the zone:
``ingest.front_matter`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.names import is_person_name, split_author_line
from ingest.paper import Field
from ingest.textclean import folded, plain

__all__ = ["Authorship", "names_beside", "read_authorship", "read_emails"]

_EMAIL_GROUP = re.compile(
    r"(?:[{(\[]\s*([\w.+\-]+(?:\s*[,;|/]\s*[\w.+\-]+)*)\s*[})\]]|([\w.+\-]+))\s?@\s?([\w\-]+\.[\w.\-]+)"
)
"""One address, or several people's before one host: ``{adams, brown}@pages.org``."""
_RAISED_MARK = re.compile("\ue000[^\ue001]*\ue001")
_FOOT_MARKS = " ∗*†‡§¶#⋆★♯$+"
"""Signs that tie a name to its institution, where they are not printed raised."""
_DATE_ALONE = re.compile(
    r"[\W\d]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\W\d]*(?:st|nd|rd|th)?[\W\d]*$",
    re.IGNORECASE,
)
_EMAIL_NUMBER = re.compile(r"\d[a-z]")
_HASH = re.compile(r"\b[a-z]?\d{6,}\b")


_MOSTLY_NAMES = 0.7
"""Share of a block above the title that names have to take."""


@dataclass(frozen=True, slots=True)
class Authorship:
    """Names in order of print with where they came from, addresses, lines of institutions."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    field: Field | None = None


def read_authorship(zone: Sequence[Block], metadata: dict[str, str]) -> Authorship:
    """Read the blocks between title and text, from top to bottom; fall back to metadata."""
    names: list[str] = []
    affiliations: list[str] = []
    emails: list[str] = []
    size = 0.0
    for line in (line for block in zone for line in block.lines):
        emails += read_emails(line.text)
        found = [] if size and line.size < size - 0.6 else split_author_line(line.text)
        found = [name for name in found if folded(name) not in map(folded, names)]
        if found:
            size = size or line.size
            names += found
        elif "@" not in line.text and _may_be_affiliation(line.text):
            affiliations.append(plain(_RAISED_MARK.sub(" ", line.text)).strip(_FOOT_MARKS))
    users = tuple(dict.fromkeys(_unnumbered(emails)))
    chosen, field = _chosen(_parted(names, users), zone, metadata)
    return Authorship(chosen, users, tuple(dict.fromkeys(affiliations)), field)


def names_beside(
    beside_title: str, above: Sequence[Block], metadata: dict[str, str]
) -> tuple[tuple[str, ...], Field | None]:
    """Return names that stand alone above the title, or behind it in its own block."""
    names = split_author_line(beside_title)
    for block in above:
        found = split_author_line(block.lines[0].text) if len(block.lines) <= 2 else []
        if found and sum(map(len, found)) >= _MOSTLY_NAMES * len(block.text):
            names += found
    return _chosen(names, above, metadata) if names else ((), None)


def _chosen(
    names: list[str], zone: Sequence[Block], metadata: dict[str, str]
) -> tuple[tuple[str, ...], Field | None]:
    """Prefer the page's names; take the metadata's where the page prints every one of them."""
    listed = _metadata_names(metadata)
    printed = folded(" ".join(block.text for block in zone))
    confirmed = bool(listed) and all(folded(name) in printed for name in listed)
    if confirmed and len(listed) > len(names):
        names = sorted(listed, key=lambda name: printed.find(folded(name)))
    if names:
        return tuple(names), Field("; ".join(names), "page", 0.95 if confirmed else 0.8)
    if listed:
        return tuple(listed), Field("; ".join(listed), "metadata", 0.5)
    return (), None


def read_emails(text: str) -> list[str]:
    """Return the e-mail addresses of a line, marks before them left out, groups written out."""
    found = []
    for match in _EMAIL_GROUP.finditer(plain(_RAISED_MARK.sub(" ", text))):
        host = match.group(3).rstrip(".")
        people = re.split(r"\s*[,;|/]\s*", match.group(1) or match.group(2))
        found += [f"{person}@{host}" for person in people if person]
    return found


def _unnumbered(emails: Sequence[str]) -> list[str]:
    """Drop the numbers of affiliations that all addresses begin with."""
    numbered = [_EMAIL_NUMBER.match(email) for email in emails]
    if len(emails) > 1 and all(numbered):
        return [email[1:] for email in emails]
    return list(emails)


def _may_be_affiliation(text: str) -> bool:
    """Words of an institution or a place: no date, no lone mark, no publisher's token."""
    line = plain(text)
    letters = sum(char.isalpha() for char in line)
    return (
        letters >= 4
        and letters >= 0.5 * len(line.replace(" ", ""))
        and not _DATE_ALONE.match(line)
        and not _HASH.search(line)
    )


def _parted(names: Sequence[str], emails: Sequence[str]) -> list[str]:
    """Part two names that stand side by side with no mark between, where an address tells so.

    ``Anna Adams Bruno C. Brown`` are two people where both families sign an address each.
    """
    users = [folded(email.split("@")[0]) for email in emails]
    parted: list[str] = []
    for name in names:
        words = name.split()
        places = range(2, len(words) - 1) if len(users) > len(names) else range(0)
        pairs = [(" ".join(words[:i]), " ".join(words[i:])) for i in places]
        pair = next((p for p in pairs if all(_signs(part, users) for part in p)), None)
        parted += pair or (name,)
    return parted


def _signs(name: str, users: Sequence[str]) -> bool:
    """Return whether an address begins or ends with the family name, or with both names' start."""
    if not is_person_name(name):
        return False
    first, family = folded(name.split()[0]), folded(name.split()[-1])
    return any(
        (len(family) > 2 and family in user)
        or user in {first + family[:1], first[:1] + family}
        or (len(user) >= 3 and user.startswith(family) and first.startswith(user[len(family) :]))
        for user in users
    )


def _metadata_names(metadata: dict[str, str]) -> list[str]:
    text = re.sub(r"\([^)]*\)", "", metadata.get("author", ""))
    listed = [plain(name) for name in re.split(r"\s*[;,]\s*|\s+and\s+", text) if name.strip()]
    return listed if listed and all(is_person_name(name) for name in listed) else []
