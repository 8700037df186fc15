"""Taking papers out of the library while their files stay, carried through everything derived.

Owns what follows from it: both indexes, citations, versions. Reading such files again is the
intake's business.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.links import link_papers
from workbench.indexes import Indexes

__all__ = ["take_out"]


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
