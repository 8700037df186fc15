"""Labelled reference strings: the fields that parsing finds, F1 by field."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path
from typing import Any

from ingest.paper import Reference
from ingest.reference_fields import parse_reference
from ingest.reference_list import RawEntry
from ingest.textclean import folded

__all__ = ["family_name", "references_benchmark"]


def references_benchmark(data: Path, verbose: bool) -> None:
    """Parse labelled reference strings and print F1 by field."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    misses: dict[str, list[str]] = defaultdict(list)
    for path in sorted((data / "references").glob("*.xml")):
        for wanted in labelled_references(path):
            parsed = parse_reference(RawEntry("", wanted["raw"]), 1)
            for name in ("year", "title", "authors", "venue", "volume", "pages", "doi"):
                _count_field(name, parsed, wanted, counts, misses)
    print("\nreference strings, F1 by field")
    for name, (right, ours, theirs) in counts.items():
        f1 = 2 * right / (ours + theirs) if ours + theirs else 1.0
        print(f"  {name:10} {f1:.3f}   right {right}, given {ours}, labelled {theirs}")
        if verbose:
            for miss in misses[name][:: max(len(misses[name]) // 60, 1)]:
                print(f"      {miss}")


def labelled_references(path: Path) -> list[dict[str, Any]]:
    """Return raw text and fields of every ``bibl`` in one file."""
    try:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own data
    except ET.ParseError:
        return []
    found = [_labels(e) for e in root.iter() if e.tag.split("}")[-1] == "bibl"]
    return [entry for entry in found if entry["raw"]]


def _labels(element: ET.Element) -> dict[str, Any]:
    entry: dict[str, Any] = {"raw": _flat(element), "authors": [], "title": "", "venue": ""}
    entry |= {"year": "", "volume": "", "pages": "", "doi": ""}
    titles: dict[str, str] = {}
    for child in element.iter():
        tag, text = child.tag.split("}")[-1], _flat(child)
        kind = child.get("level") or child.get("unit") or child.get("type") or ""
        if tag == "author":
            entry["authors"].append(text)
        elif tag == "title":
            titles.setdefault(kind, text)
        elif tag == "date" and not entry["year"]:
            years = re.findall(r"(?:1[5-9]|20)\d\d", child.get("when") or text)
            entry["year"] = years[0] if years else ""
        elif tag == "biblScope" and kind in {"volume", "vol"}:
            entry["volume"] = entry["volume"] or text
        elif tag == "biblScope" and kind in {"page", "pp"}:
            entry["pages"] = entry["pages"] or text
        elif tag == "idno" and "10." in text:
            entry["doi"] = text
    entry["title"] = titles.get("a") or titles.get("m") or ""
    if "a" in titles:
        entry["venue"] = titles.get("j") or titles.get("m") or ""
    else:
        entry["venue"] = titles.get("j") or ""
    return entry


def _flat(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _count_field(
    name: str,
    parsed: Reference,
    wanted: dict[str, Any],
    counts: dict[str, list[int]],
    misses: dict[str, list[str]],
) -> None:
    if name == "authors":
        _count_authors(parsed, wanted, counts, misses)
        return
    ours = folded(str(getattr(parsed, name) or ""))
    theirs = folded(str(wanted[name] or ""))
    if name == "doi":
        theirs = theirs.removeprefix("doi")
    right = bool(ours) and ours == theirs
    tally = counts[name]
    tally[0] += right
    tally[1] += bool(ours)
    tally[2] += bool(theirs)
    if not right and (ours or theirs):
        misses[name].append(f"{getattr(parsed, name)!r} for {wanted[name]!r} in {wanted['raw']!r}")


def _count_authors(
    parsed: Reference,
    wanted: dict[str, Any],
    counts: dict[str, list[int]],
    misses: dict[str, list[str]],
) -> None:
    """Compare family names in order of print: labels hold whole lists in one field."""
    theirs = _family_names(" ; ".join(wanted["authors"]))
    ours = [folded(family_name(name)) for name in parsed.authors]
    common = sum(1 for name in ours if name in theirs)
    tally = counts["authors"]
    tally[0] += common
    tally[1] += len(ours)
    tally[2] += len(theirs)
    if common < max(len(ours), len(theirs)):
        misses["authors"].append(f"{parsed.authors} for {wanted['authors']} in {wanted['raw']!r}")


def family_name(name: str) -> str:
    """Return the family name of an author as printed."""
    if "," in name:
        return name.split(",")[0].split()[-1]
    words = [word for word in re.split(r"[\s.]+", name) if len(word.replace("-", "")) > 1]
    words = [word for word in words if not (word.isupper() and len(word) <= 3)] or [name]
    return words[-1]


def _family_names(text: str) -> list[str]:
    """Return the folded family names in a printed list: words that are no initials."""
    text = re.sub(r"\bet\s*al\b\.?|\band\b|\bund\b|\bet\b|&|\beds?\b\.?", ";", text)
    names = []
    for part in re.split(r"[;,]", text):
        words = [w for w in re.split(r"[\s.]+", part) if len(w.replace("-", "")) > 1]
        words = [w for w in words if not (w.isupper() and len(w) <= 3)]
        if words and words[-1].lower() not in {"jr", "sr", "ii", "iii"}:
            names.append(folded(words[-1]))
    return names
