"""What the word index holds of a passage: the fields of one tantivy document.

Owns the making of documents. The fields themselves are ``lexical_query.make_schema``'s, what a word
is ``index.words``'s.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from index.protocols import LexicalDocument
from index.words import Words, segment

__all__ = ["make_document"]

_PART_MARK = "\u2021"
"""Stands between title, section and text, so that no phrase runs across."""


def make_document(tantivy: Any, passage: LexicalDocument) -> Any:  # noqa: ANN401 - tantivy ships no usable types
    """The ``tantivy.Document`` of a passage."""
    document = tantivy.Document()
    document.add_unsigned("label", int(passage.passage_id, 16))
    document.add_text("paper", passage.paper_id)
    parts = [_shared(passage.title), _shared(passage.section), segment(passage.text)]
    body = f" {_PART_MARK} ".join(" ".join(part.words) for part in parts)
    document.add_text("title_stems", " ".join(parts[0].words))
    document.add_text("section_stems", " ".join(parts[1].words))
    document.add_text("references_stems", " ".join(segment(passage.references).words))
    document.add_text("body_stems", body)
    document.add_text("body_words", body)
    compounds = (compound for part in parts for compound in part.compounds)
    document.add_text("compounds", " ".join(compounds))
    return document


@lru_cache(maxsize=64)
def _shared(text: str) -> Words:
    """A title or section path, segmented once for all the passages that share it."""
    return segment(text)
