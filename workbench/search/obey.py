"""What a query demands of a text, held to in a list that words did not make.

Owns the passages that quotes, exclusions and alternatives of phrases leave, for the index of
meaning, which knows nothing of words. The index of words holds its own lists to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.protocols import PassageFilter, ScoredPassage
from index.query_text import QueryText, TextDemand
from index.rows import LabelFilter
from index.words import segment
from workbench.search.narrow import Scope

if TYPE_CHECKING:
    from index.lexical import LexicalIndex

__all__ = ["Demands"]

Ask = Callable[[int, PassageFilter | None], list[ScoredPassage]]
"""Finds the best passages, of the allowed only, where given: how many at most, and which."""

_WIDER = 4
"""What is asked for, beside what is wanted, before every passage that obeys is looked up."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What one query demands, in a scope.

    Args:
        words: The index of words.
        demanded: ``QueryText.demanded``.
        scope: Where the search looks.
    """

    words: LexicalIndex
    demanded: QueryText
    scope: Scope

    def best(self, ask: Ask, wanted: int) -> list[ScoredPassage]:
        """The best ``wanted`` passages that hold to the demands: as many as there are.

        Sifting what is found costs little while most of it obeys; where little does, what is found
        is kept to the passages that obey from the start.
        """
        allowed = self.scope.allowed
        if not self.demanded.is_demanding:
            return ask(wanted, allowed)
        asked = wanted
        while asked <= _WIDER * wanted:
            found = ask(asked, allowed)
            kept = self._obeying(found)
            if len(kept) >= wanted or len(found) < asked:
                return kept[:wanted]
            # where nothing obeyed, more of the same hardly will
            asked *= _WIDER if kept else _WIDER * _WIDER
        return ask(wanted, self.filter())

    def filter(self) -> LabelFilter:
        """All passages of the scope that hold to the demands."""
        import numpy as np

        # a phrase of signs alone demands nothing, as in ``LexicalQueries.ranking``
        excluded = tuple(TextDemand(text) for text in self.demanded.excluded if segment(text).words)
        wanted = (*map(TextDemand, self.demanded.phrases), *self.demanded.demands)
        if wanted:
            parts = (*wanted, TextDemand(join="none", parts=excluded)) if excluded else wanted
            labels = self.words.labels_holding(TextDemand(parts=parts))
        else:
            # most passages lack a word: those that hold it are fewer
            labels = self.scope.catalogue.passages.paper_table().labels
            if excluded:
                unwanted = self.words.labels_holding(TextDemand(join="any", parts=excluded))
                labels = np.setdiff1d(labels, unwanted)
        if self.scope.allowed is not None:
            labels = labels[self.scope.allowed.allows(labels)]
        return LabelFilter(labels)

    def _obeying(self, found: list[ScoredPassage]) -> list[ScoredPassage]:
        ids = [passage.passage_id for passage in found]
        obeying = self.words.scores(self.demanded, ids)
        return [passage for passage in found if passage.passage_id in obeying]
