"""Both indexes of a library as one object."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.indexes.meaning import MeaningInStep
from workbench.indexes.words import WordsInStep

__all__ = ["Indexes"]


class Indexes(WordsInStep, MeaningInStep):
    """Opens the indexes on first use. Every call is safe from any thread: see ``IndexParts``."""

    def notes(self) -> tuple[str, ...]:
        """What the indexes lack at the moment, and why."""
        fillings = (self._words_filling, self._meaning_filling)
        notes = [note for filling in fillings if filling and (note := filling.note())]
        if self._words_problem:
            notes.append(
                "the index of words is out of date and a search may miss some: "
                f"it is built anew at the next start ({self._words_problem})"
            )
        if (dense := self._dense) is not None and dense.is_graph_awaited:
            notes.append("the first searches are slower: the graph of meaning is not loaded yet")
        if dense is not None and dense.graph_problem:
            growing = self._graph_growing
            when = "being built" if growing and growing.is_running else "built with the next papers"
            notes.append(
                f"searches are slower: the graph of meaning is not usable ({dense.graph_problem}); "
                f"it is {when}"
            )
        return tuple(notes)

    def wait_until_filled(self) -> None:
        """Wait until what is being filled in the background is complete."""
        for filling in (self._words_filling, self._meaning_filling):
            if filling is not None:
                filling.wait()

    def remove(self, paper_ids: Sequence[str], passage_ids: Sequence[str]) -> None:
        """Take papers out of both indexes, after they were taken out of the catalogue."""
        with self.in_step() as index:
            index.remove(paper_ids)
            self.commit_words()
            self.forget_vectors(passage_ids)

    def stop_growing(self) -> None:
        """Have whoever builds the graph of meaning stop soon: the indexes are closed next."""
        if (dense := self._dense) is not None:
            dense.stop_growing()

    def close(self) -> None:
        """Save what is worth saving and let go of the files."""
        # not under the guard: what is being filled or checked may wait for it
        self._is_closing = True
        self.stop_growing()
        if self._checking is not None:
            self._checking.join()
        for filling in (self._words_filling, self._meaning_filling):
            if filling is not None:
                filling.stop()
        with self._guard:
            self._close_dense()
            self._close_words()
