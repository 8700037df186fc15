"""What a person said of a file's earlier content holds for its new content.

Notes written into a PDF, or a stamp put on it, change its bytes and so its id. Where the text is
the same, edits, tags, reading state, note, collections, hand-made links and the citation key
go over.
"""

from __future__ import annotations

import json

from ingest.paper import Paper
from workbench.catalogue.database import Connection
from workbench.catalogue.paper_rows import paper_id

__all__ = ["inherit"]

_SAME_SHARE = 0.5
"""Share of the earlier passages that must come back word for word. A file that was written over
with another paper shares none; notes on a page change the passages of that page only."""

_EARLIER = """
    SELECT paper_id FROM files f
    WHERE path = ? AND paper_id IS NOT NULL AND paper_id <> ?
      AND NOT EXISTS (SELECT 1 FROM files o WHERE o.paper_id = f.paper_id AND o.path <> f.path)
"""

# a version's two ids stand in order, a supplement's in the order of their meaning
_COPY = (
    """
    INSERT OR IGNORE INTO edits
    SELECT $new, field, value, edited_at FROM edits WHERE paper_id = $old
    """,
    """
    INSERT OR IGNORE INTO tags SELECT $new, tag, tagged_at FROM tags WHERE paper_id = $old
    """,
    """
    INSERT OR IGNORE INTO reading
    SELECT $new, is_read, is_starred, changed_at FROM reading WHERE paper_id = $old
    """,
    """
    INSERT OR IGNORE INTO notes SELECT $new, text, written_at FROM notes WHERE paper_id = $old
    """,
    """
    INSERT OR IGNORE INTO collection_papers
    SELECT collection_id, $new, added_at FROM collection_papers WHERE paper_id = $old
    """,
    """
    INSERT OR IGNORE INTO version_links
    SELECT CASE WHEN relation = 'supplement' THEN $new ELSE least($new, other_id) END,
           CASE WHEN relation = 'supplement' THEN other_id ELSE greatest($new, other_id) END,
           relation, origin
    FROM version_links WHERE paper_id = $old AND origin = 'person' AND other_id <> $new
    """,
    """
    INSERT OR IGNORE INTO version_links
    SELECT CASE WHEN relation = 'supplement' THEN paper_id ELSE least($new, paper_id) END,
           CASE WHEN relation = 'supplement' THEN $new ELSE greatest($new, paper_id) END,
           relation, origin
    FROM version_links WHERE other_id = $old AND origin = 'person' AND paper_id <> $new
    """,
)


def inherit(connection: Connection, paper: Paper, path: str) -> str | None:
    """Let a paper that is new to the library take over from the content its file had before.

    Returns:
        The earlier content's citation key, or None where there is nothing to take over.
    """
    identifier = paper_id(paper.sha256)
    found = connection.execute(_EARLIER, [path, identifier]).fetchall()
    if not found:
        return None
    earlier = str(found[0][0])
    rows = connection.execute("SELECT text FROM passages WHERE paper_id = ?", [earlier]).fetchall()
    texts = {passage.text for passage in paper.passages}
    if not rows or sum(row[0] in texts for row in rows) < _SAME_SHARE * len(rows):
        return None
    for statement in _COPY:
        connection.execute(statement, {"new": identifier, "old": earlier})
    [(read,)] = connection.execute("SELECT as_read FROM papers WHERE id = ?", [earlier]).fetchall()
    return str(json.loads(read)["citekey"])
