"""The word index: BM25 over titles, sections and text, on tantivy.

Owns the folder on disk with its marker, what is put into it, and how a search runs under a filter.
Derived data: whatever is wrong with the folder, the answer is to rebuild it from the catalogue,
which ``StaleIndexError`` asks for.

The body of a passage is its paper's title, its section's headings and its text (of an abstract,
the body or a caption alike), so that a passage can be found by what its paper is about. It is
indexed twice: stemmed (Porter's English stemmer), and exactly as it is written, with compounds
(see ``index.words``); title and section are indexed once more by themselves, and so are the titles
of the works that the passage cites. What a query asks of these fields is ``lexical_query``'s.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexingError
from index.folder_index import FolderIndex
from index.lexical_documents import make_document
from index.lexical_files import (
    damaged_file,
    read_generation,
    segment_files,
    stale,
    write_marker,
)
from index.lexical_query import (
    DEFAULT_WEIGHTS,
    FieldWeights,
    LexicalQueries,
    TantivyQuery,
    make_analyzer,
    make_schema,
)
from index.protocols import LexicalDocument, PassageFilter, ScoredPassage
from index.query_text import QueryText, TextDemand, parse_query_text
from index.words import segment

__all__ = ["FieldWeights", "LexicalIndex"]

SCHEMA_VERSION = 2
_WRITER_BYTES = 64 << 20
CHECKED_BYTES = 128 << 20
"""Bytes of segments that are checked at open: some tenths of a second. ``find_damage`` checks the
rest.
"""
_FEW_TERMS = 256
"""Papers, or passages, up to which a filter goes into tantivy's query: it looks each of them up."""
_MARGIN = 1.3
"""More is asked for than a filter takes away on average."""
_WIDER = 4
"""Where too few were left, this many times more are asked for."""
_MOST_ASKED = 10_000
"""Passages asked for at most before a filter goes into the query whatever its size."""


class LexicalIndex(FolderIndex):
    """A tantivy index in a folder.

    Args:
        folder: Made if it does not exist. Only one process may write to it.
        weights: What a match in each field counts.

    Raises:
        StaleIndexError: What is in the folder cannot be used; ``LexicalIndex.reset`` the folder
            and fill it again.

    Searches may run in any thread while another one adds; they see the last commit.
    """

    def __init__(self, folder: Path, weights: FieldWeights = DEFAULT_WEIGHTS) -> None:
        import tantivy

        self.folder = folder
        self._tantivy = tantivy
        self._schema = make_schema(tantivy)
        self._stemmer = make_analyzer(tantivy, stems=True)
        self._queries = LexicalQueries(tantivy, self._schema, self._stemmer, weights)
        self._writing = threading.RLock()
        self._writer: Any = None
        self._index = self._open()
        self._generation = read_generation(self.folder, SCHEMA_VERSION)
        self._probe()

    @property
    def generation(self) -> int:
        """The number given to the last commit; 0 for a new index, or when the last commit was
        cut off before its number was written.
        """
        return self._generation

    def count(self) -> int:
        """Passages that a search can find."""
        return int(self._index.searcher().num_docs)

    def papers(self) -> set[str]:
        """The papers of all passages that a search can find."""
        searcher = self._index.searcher()
        # with a query, so that papers whose passages were all removed are not counted
        every = self._tantivy.Query.all_query()
        with self._untorn():
            return {paper for paper, _count in searcher.terms_with_prefix("paper", "", every)}

    def add(self, documents: Iterable[LexicalDocument]) -> None:
        """Take passages in; one whose id is there already is replaced. Seen after ``commit``."""
        with self._writing:
            writer = self._ready_writer()
            for document in documents:
                # by query: by term, tantivy-py looks a number up as a signed one and finds none
                label = int(document.passage_id, 16)
                made = make_document(self._tantivy, document)
                with self._saving():
                    writer.delete_documents_by_query(self._queries.label(label))
                    writer.add_document(made)

    def replace(self, paper_id: str, documents: Iterable[LexicalDocument]) -> int:
        """Put these passages in place of all that this paper had. Seen after ``commit``.

        No other paper may hold a passage with one of their ids.

        Returns:
            How many there are now.
        """
        count = 0
        with self._writing:
            self.remove([paper_id])
            writer = self._ready_writer()
            for count, document in enumerate(documents, start=1):  # noqa: B007 -- the last number is what is asked for
                made = make_document(self._tantivy, document)
                with self._saving():
                    writer.add_document(made)
        return count

    def remove(self, paper_ids: Iterable[str]) -> None:
        """Take all passages of these papers out. Seen after ``commit``."""
        with self._writing:
            writer = self._ready_writer()
            for paper_id in paper_ids:
                with self._saving():
                    writer.delete_documents_by_term("paper", paper_id)

    def clear(self) -> None:
        """Take everything out. Seen after ``commit``."""
        with self._writing:
            writer = self._ready_writer()
            with self._saving():
                writer.delete_all_documents()

    def commit(self, generation: int | None = None) -> None:
        """Make all changes durable and visible at once.

        Args:
            generation: The catalogue's number for this state, kept beside the index; without it
                the last one stays.

        Raises:
            IndexingError: The disk is full or the folder not writable.
        """
        with self._writing:
            wanted = self._generation if generation is None else generation
            if self._writer is not None:
                with self._saving():
                    self._writer.commit()
                self._index.reload()
            self._generation = wanted
            write_marker(self.folder, SCHEMA_VERSION, wanted, self.count())

    def search(
        self, query: str | QueryText, k: int, allowed: PassageFilter | None = None
    ) -> list[ScoredPassage]:
        """The best ``k`` passages by BM25, best first; ties in the order of ids.

        Args:
            query: Anything a person types, or the same taken apart. ``"exact phrases"`` must
                occur word for word, ``-word`` and ``-"phrase"`` must not. No text is an error.
            k: How many at most.
            allowed: Only these passages. However few they are, none of them is missed.

        Raises:
            StaleIndexError: The index's files turn out to be damaged.
        """
        text = parse_query_text(query) if isinstance(query, str) else query
        if k <= 0 or (allowed is not None and not allowed.count):
            return []
        ranking = self._queries.ranking(text)
        if ranking is None:
            return []
        if allowed is None:
            labels, scores = self._run(ranking, k)
        else:
            labels, scores = self._run_allowed(text, ranking, k, allowed)
        order = np.lexsort((labels, -scores))[:k]
        return _scored(labels[order], scores[order])

    def scores(self, query: str | QueryText, passage_ids: Collection[str]) -> dict[str, float]:
        """The BM25 score of each of these passages that the query matches."""
        return self._scores_of(self._queries.ranking, query, passage_ids)

    def nearness(self, query: str | QueryText, passage_ids: Collection[str]) -> dict[str, float]:
        """For each of these passages that has any: BM25 of the query's pairs of words.

        A pair counts where its words stand in order with at most two others between them.
        """
        return self._scores_of(self._queries.nearness, query, passage_ids)

    def stems(self, text: str) -> list[str]:
        """The words of a text as they are compared, in order; the commonest are among them."""
        return [(self._stemmer.analyze(word) or [word])[0] for word in segment(text).words]

    def rarities(self, words: Sequence[str]) -> list[float]:
        """How telling each word is, in order: BM25's inverse document frequency of its stem."""
        searcher = self._index.searcher()
        total = int(searcher.num_docs)
        stems = [(self._stemmer.analyze(word) or [word])[0] for word in words]
        counts = [int(searcher.doc_freq("body_stems", stem)) for stem in stems]
        # a removed passage is counted until its segment is merged
        return [math.log1p(max(0.0, total - n + 0.5) / (n + 0.5)) for n in counts]

    def labels_holding(self, demand: TextDemand) -> np.ndarray:
        """Labels (n,) of all passages whose text holds what is demanded, in no order.

        The time it takes grows with how many there are, some microseconds for each.
        """
        return self._run(self._queries.demand(demand), max(1, self.count()))[0]

    @property
    def is_large(self) -> bool:
        """Whether there is more than was checked at open."""
        try:
            return sum(path.stat().st_size for path in segment_files(self.folder)) > CHECKED_BYTES
        except (OSError, ValueError, KeyError):
            return True

    def find_damage(self) -> Path | None:
        """Check every segment against its checksum; the first damaged file, or None."""
        try:
            return damaged_file(self.folder)
        except (OSError, ValueError, KeyError):
            return self.folder / "meta.json"

    def close(self) -> None:
        """Let go of the folder. Uncommitted changes are dropped."""
        with self._writing:
            # dropping the writer drops what was not committed and frees the lock; a merge of
            # segments that is under way is not waited for, and does no harm unfinished
            self._writer = None

    # -- the folder -----------------------------------------------------------------------------

    def _open(self) -> Any:  # noqa: ANN401 - tantivy's own type
        tantivy = self._tantivy
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(self._schema, path=str(self.folder), reuse=True)
        except (ValueError, OSError) as error:
            raise stale(self.folder, str(error)) from error
        index.register_tokenizer("words", make_analyzer(tantivy, stems=False))
        index.register_tokenizer("stems", self._stemmer)
        index.config_reader("manual")
        return index

    def _probe(self) -> None:
        """Touch every segment, and check the smaller ones: what is torn shows itself here."""
        with self._untorn():
            self._index.reload()
            searcher = self._index.searcher()
            searcher.search(self._tantivy.Query.all_query(), limit=1)
            damaged = damaged_file(self.folder, CHECKED_BYTES)
        if damaged is not None:
            raise stale(self.folder, f"{damaged.name} is damaged")

    def _ready_writer(self) -> Any:  # noqa: ANN401 - tantivy's own type
        """The writer; opened late, since it locks the folder and takes memory."""
        if self._writer is None:
            try:
                self._writer = self._index.writer(_WRITER_BYTES, 1)
            except (ValueError, OSError) as error:
                raise IndexingError(
                    f"{self.folder}: the word index cannot be written ({error})",
                    "another process may have the library open",
                ) from error
        return self._writer

    @contextmanager
    def _saving(self) -> Iterator[None]:
        """What tantivy says of a full or broken disk, in our words: while adding, too, since its
        thread writes whenever memory is full.
        """
        try:
            yield
        except (ValueError, OSError) as error:
            raise IndexingError(
                f"{self.folder}: the word index cannot be saved ({error})",
                "free some space, or make the folder writable",
            ) from error

    # -- queries --------------------------------------------------------------------

    def _run_allowed(
        self, text: QueryText, ranking: TantivyQuery, k: int, allowed: PassageFilter
    ) -> tuple[np.ndarray, np.ndarray]:
        """The best that a filter leaves.

        What is asked without the filter and sifted after costs in proportion to what it takes
        away; what is asked with it, in proportion to the values it names.
        """
        share = max(1, allowed.count) / max(1, self.count())
        asked = int(_MARGIN * k / share)
        names_few = allowed.papers is not None and len(allowed.papers) <= _FEW_TERMS
        is_sifted = not (names_few or allowed.count <= _FEW_TERMS)
        while is_sifted and asked <= _MOST_ASKED:
            labels, scores = self._run(ranking, asked)
            is_allowed = allowed.allows(labels)
            # what is left is complete where there was enough, or nothing more to be had
            if np.count_nonzero(is_allowed) >= k or len(labels) < asked:
                return labels[is_allowed], scores[is_allowed]
            # the best lie outside of what is allowed: as if the filter were narrower
            asked *= _WIDER
        if allowed.papers is not None:
            within: tuple[str, Sequence[Any]] = ("paper", allowed.papers)
        else:
            within = ("label", allowed.labels().tolist())
        return self._run(self._queries.ranking(text, within), k)

    def _scores_of(
        self,
        make_query: Callable[[QueryText, tuple[str, Sequence[Any]]], TantivyQuery | None],
        query: str | QueryText,
        passage_ids: Collection[str],
    ) -> dict[str, float]:
        if not passage_ids:
            return {}
        text = parse_query_text(query) if isinstance(query, str) else query
        made = make_query(text, ("label", [int(passage_id, 16) for passage_id in passage_ids]))
        if made is None:
            return {}
        found = _scored(*self._run(made, len(passage_ids)))
        return {passage.passage_id: passage.score for passage in found}

    def _run(self, query: TantivyQuery, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Labels and scores (n,) of the passages that a query finds, in tantivy's order."""
        with self._untorn():
            searcher = self._index.searcher()
            hits = searcher.search(query, limit=k, count=False).hits
            labels = searcher.fast_field_values("label", [address for _score, address in hits])
        scores = np.fromiter((score for score, _address in hits), np.float64, len(hits))
        return np.fromiter(labels, np.int64, len(hits)), scores

    @contextmanager
    def _untorn(self) -> Iterator[None]:
        """Take what tantivy says of damaged files for a reason to rebuild.

        Raises:
            StaleIndexError: It said so.
        """
        try:
            yield
        except (ValueError, OSError) as error:
            raise stale(self.folder, str(error)) from error
        # tantivy is written in Rust: what it asserts arrives as an exception outside Exception
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise stale(self.folder, "its files are torn") from error


def _scored(labels: np.ndarray, scores: np.ndarray) -> list[ScoredPassage]:
    return [
        ScoredPassage(f"{label:016x}", score)
        for label, score in zip(labels.tolist(), scores.tolist(), strict=True)
    ]
