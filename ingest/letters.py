"""Letters: a salutation and a close, a subject instead of a title.

Owns telling a letter by its form, and its subject and signature. Refuses to take anything from
the letterhead: whoever is named there may have written it or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.names import is_person_name
from ingest.textclean import plain

__all__ = ["Letter", "read_letter"]

_SALUTATION = re.compile(
    r"(?:dear\s+[^\W\d_]|to whom it may concern\b|sehr geehrte|liebe[rs]?\s+[^\W\d_]|"
    r"(?:chère?|cher)\s+[^\W\d_]|madame,? monsieur|estimad[oa]s?\s+[^\W\d_]|gentile\s+[^\W\d_]|"
    r"geachte\s)",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"(?:(?:yours|very)?\s*(?:sincerely|truly|faithfully|respectfully)(?:\s+yours)?|"
    r"(?:with\s+)?(?:best|kind|warm)(?:\s+(?:best|kind|warm))?\s+(?:regards|wishes)|"
    r"mit freundlichen grüßen|hochachtungsvoll|viele grüße|(?:bien\s+)?cordialement|"
    r"(?:muy\s+)?atentamente|cordiali saluti|hoogachtend|met vriendelijke groet)\s*[,.!]?\s*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:re|subject|subj|betreff|betr|objet|asunto|oggetto|betreft)\s*\.?\s*:\s*(?=\S)",
    re.IGNORECASE,
)
_SALUTATION_CHARACTERS = 70
_MOST_PAGES = 12
_SIGNATURE_LINES = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's subject line and who signed it; ``""`` where it has none."""

    subject: str
    signed: str


def read_letter(blocks: Sequence[Block], pages: int) -> Letter | None:
    """Return the letter that the blocks make up, or None where they are something else.

    A letter greets on its first page, in a line of its own, and takes its leave below that.
    """
    if not blocks or pages > _MOST_PAGES:
        return None
    lines = [(line.page, plain(line.text)) for block in blocks for line in block.lines]
    first = lines[0][0]
    greeting = next((i for i, line in enumerate(lines) if _greets(line[1])), None)
    if greeting is None or lines[greeting][0] != first:
        return None
    texts = [text for _, text in lines]
    close = next((i for i in range(greeting + 1, len(texts)) if _CLOSE.match(texts[i])), None)
    if close is None:
        return None
    subject = next((s for t in texts[: greeting + 3] if (s := _subject(t))), "")
    signed = (t for t in texts[close + 1 : close + 1 + _SIGNATURE_LINES] if is_person_name(t))
    return Letter(subject, next(signed, ""))


def _greets(text: str) -> bool:
    ends = text.rstrip().endswith((",", ":", "!", "."))
    return len(text) <= _SALUTATION_CHARACTERS and ends and bool(_SALUTATION.match(text))


def _subject(text: str) -> str:
    match = _SUBJECT.match(text)
    return text[match.end() :].strip() if match else ""
