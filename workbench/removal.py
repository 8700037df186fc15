"""Taking papers out of the library while their files stay, carried through everything derived.

Owns what follows from it: both indexes, citations, versions. Reading such files again is the
intake's business.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from index.errors import IndexingError
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.errors import LibraryError
from workbench.indexes import Indexes

__all__ = ["finish_taking_out", "take_out"]

log = logging.getLogger(__name__)


def take_out(catalogue: Catalogue, indexes: Indexes, ids: Sequence[str]) -> None:
    """Drop papers, what was read from them, their words and their vectors.

    What the person said of them stays, and so do their files. No ingest may run meanwhile.
    """
    # open while they are in step: after the write they would be built from scratch
    indexes.lexical()
    passages = catalogue.passages.ids_of_papers(ids)
    with indexes.in_step():
        catalogue.papers.remove(ids, by_person=True)
        catalogue.vectors.prune()
        indexes.remove(ids, passages)
    link_papers(catalogue.database)
    indexes.save_dense()


def finish_taking_out(catalogue: Catalogue, indexes: Indexes) -> str:
    """Drop the papers that were to be taken out when the library was closed before their turn.

    Returns:
        What a person must know of it; ``""`` where there were none.
    """
    if not (ids := catalogue.removed.intended()):
        return ""
    one = len(ids) == 1
    what = f"{'1 paper' if one else f'{len(ids):,} papers'} that you took out when you left carrel"
    try:
        take_out(catalogue, indexes, ids)
    except (IndexingError, LibraryError):
        # nobody who opens a library waits for this: it is tried again with the next opening
        log.warning("papers could not be taken out", exc_info=True)
        return f"{what} could not be taken out yet"
    is_out, back = ("is", "it") if one else ("are", "them")
    return f"{what} {is_out} out now; `carrel restore` brings {back} back"
