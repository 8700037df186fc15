"""The workbench's types as the published JSON shapes.

Owns the shapes of every ``--json`` output; their schemas are in ``assets/schemas``. Keys are added
over time and never renamed, moved or taken away. Holds no rules and reads no files.
"""

from __future__ import annotations

from workbench.wire.answers import (
    answers_payload,
    ask_payload,
    changes_payload,
    retrieval_payload,
    search_payload,
    searches_payload,
)
from workbench.wire.papers import (
    collections_payload,
    edit_payload,
    inspect_payload,
    note_payload,
    papers_payload,
    removed_payload,
    show_payload,
    tags_payload,
    versions_payload,
)
from workbench.wire.upkeep import ingest_payload, status_payload

__all__ = [
    "answers_payload",
    "ask_payload",
    "changes_payload",
    "collections_payload",
    "edit_payload",
    "ingest_payload",
    "inspect_payload",
    "note_payload",
    "papers_payload",
    "removed_payload",
    "retrieval_payload",
    "search_payload",
    "searches_payload",
    "show_payload",
    "status_payload",
    "tags_payload",
    "versions_payload",
]
