"""The word index: BM25 over titles, sections and text, on tantivy.

Owns the schema, the query that is built from a person's words, and the folder on disk with its
marker. Derived data: whatever is wrong with the folder, the answer is to rebuild it from the
catalogue, which ``StaleIndexError`` asks for.

The body of a passage is its paper's title, its section's headings and its text, so that a passage
can be found by what its paper is about. It is indexed twice: stemmed (Porter's English stemmer),
and exactly as it is written, with compounds (see ``index.words``); title and section are indexed
once more by themselves. A query term's score is the sum over these fields of BM25 (Robertson &
Zaragoza 2009; tantivy fixes k1 = 1.2, b = 0.75) times the field's weight.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from index.atomic import write_atomically
from index.errors import IndexingError, StaleIndexError
from index.protocols import LexicalDocument, ScoredPassage
from index.query_text import parse_query_text
from index.words import STOP_WORDS, segment

__all__ = ["FieldWeights", "LexicalIndex"]

SCHEMA_VERSION = 1
_MARKER = "carrel.json"
_WRITER_BYTES = 64 << 20
_MOST_TERMS = 96
_PART_MARK = "\u2021"
"""Stands between title, section and text, so that no phrase runs across."""


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What a match in each field adds, relative to a stemmed match in the body.

    Chosen on SciFact, CACM and Cranfield together (``benchmarks/retrieval.py``); the scores change
    by less than 0.01 nDCG@10 when any weight is halved or doubled.
    """

    title: float = 0.2
    section: float = 0.1
    exact: float = 0.1
    """For a word as it is written."""
    compound: float = 0.2
    """For a compound as it is written, or with its punctuation squeezed out."""


class LexicalIndex:
    """A tantivy index in a folder.

    Args:
        folder: Made if it does not exist. Only one process may write to it.
        weights: What a match in each field counts.

    Raises:
        StaleIndexError: What is in the folder cannot be used; ``LexicalIndex.reset`` the folder
            and fill it again.

    Searches may run in any thread while another one adds; they see the last commit.
    """

    def __init__(self, folder: Path, weights: FieldWeights = FieldWeights()) -> None:
        import tantivy

        self.folder = folder
        self._tantivy = tantivy
        self._weights = weights
        self._schema = _schema(tantivy)
        self._stemmer = _analyzer(tantivy, stems=True)
        self._writing = threading.RLock()
        self._writer: Any = None
        self._index = self._open()
        self._generation = self._read_generation()
        self._probe()

    @classmethod
    def reset(cls, folder: Path) -> None:
        """Remove an index from disk. No ``LexicalIndex`` may be open on it."""
        import shutil

        if folder.exists():
            shutil.rmtree(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """The number given to the last commit; 0 for a new index, or when the last commit was
        cut off before its number was written.
        """
        return self._generation

    def count(self) -> int:
        """Passages that a search can find."""
        return int(self._index.searcher().num_docs)

    def add(self, documents: Iterable[LexicalDocument]) -> None:
        """Take passages in; one whose id is there already is replaced. Seen after ``commit``."""
        with self._writing:
            writer, query = self._ready_writer(), self._tantivy.Query
            for document in documents:
                # by query: by term, tantivy-py looks a number up as a signed one and finds none
                label = int(document.passage_id, 16)
                writer.delete_documents_by_query(query.term_query(self._schema, "label", label))
                writer.add_document(self._document(document))

    def remove(self, paper_ids: Iterable[str]) -> None:
        """Take all passages of these papers out. Seen after ``commit``."""
        with self._writing:
            writer = self._ready_writer()
            for paper_id in paper_ids:
                writer.delete_documents_by_term("paper", paper_id)

    def clear(self) -> None:
        """Take everything out. Seen after ``commit``."""
        with self._writing:
            self._ready_writer().delete_all_documents()

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
                try:
                    self._writer.commit()
                except (ValueError, OSError) as error:
                    raise IndexingError(
                        f"{self.folder}: the word index cannot be saved ({error})"
                    ) from error
                self._index.reload()
            self._generation = wanted
            self._write_marker()

    def search(
        self, query: str, k: int, papers: Collection[str] | None = None
    ) -> list[ScoredPassage]:
        """The best ``k`` passages by BM25, best first; ties in the order of ids.

        Args:
            query: Anything a person types. ``"exact phrases"`` must occur word for word,
                ``-word`` and ``-"phrase"`` must not. No text is a syntax error.
            k: How many at most.
            papers: Search within these papers only; an empty collection finds nothing.
        """
        if k <= 0 or (papers is not None and not papers):
            return []
        within = None if papers is None else ("paper", list(papers))
        found = self._run(self._query(query, within), k)
        return sorted(found, key=lambda passage: (-passage.score, passage.passage_id))

    def scores(self, query: str, passage_ids: Collection[str]) -> dict[str, float]:
        """The BM25 score of each of these passages that the query matches."""
        if not passage_ids:
            return {}
        within = ("label", [int(passage_id, 16) for passage_id in passage_ids])
        found = self._run(self._query(query, within), len(passage_ids))
        return {passage.passage_id: passage.score for passage in found}

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
            raise self._stale(str(error)) from error
        index.register_tokenizer("words", _analyzer(tantivy, stems=False))
        index.register_tokenizer("stems", self._stemmer)
        index.config_reader("manual")
        return index

    def _probe(self) -> None:
        """Touch every segment once: a torn file shows itself here and not in a search."""
        try:
            self._index.reload()
            searcher = self._index.searcher()
            searcher.search(self._tantivy.Query.all_query(), limit=1)
        except (ValueError, OSError) as error:
            raise self._stale(str(error)) from error
        # tantivy is written in Rust: what it asserts arrives as an exception outside Exception
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self._stale("its files are torn") from error

    def _read_generation(self) -> int:
        """The marker's number, if it belongs to the commit that is there."""
        marker = self.folder / _MARKER
        commit = self._commit_number()
        if not marker.exists():
            if commit:
                raise self._stale("its marker is missing")
            return 0
        try:
            facts = json.loads(marker.read_bytes())
            schema, seen, generation = facts["schema"], facts["commit"], int(facts["generation"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._stale("its marker cannot be read") from error
        if schema != SCHEMA_VERSION:
            raise self._stale(f"it was made with schema {schema}, this is {SCHEMA_VERSION}")
        return generation if seen == commit else 0

    def _write_marker(self) -> None:
        facts = {
            "schema": SCHEMA_VERSION,
            "generation": self._generation,
            "commit": self._commit_number(),
            "passages": self.count(),
        }
        write_atomically(self.folder / _MARKER, json.dumps(facts).encode() + b"\n")

    def _commit_number(self) -> int:
        """Tantivy's own number of the last commit; merging segments does not change it."""
        try:
            return int(json.loads((self.folder / "meta.json").read_bytes())["opstamp"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._stale("its list of segments cannot be read") from error

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

    def _stale(self, why: str) -> StaleIndexError:
        return StaleIndexError(f"the word index in {self.folder} is not usable: {why}")

    # -- documents and queries --------------------------------------------------------------------

    def _document(self, passage: LexicalDocument) -> Any:  # noqa: ANN401 - tantivy's own type
        document = self._tantivy.Document()
        document.add_unsigned("label", int(passage.passage_id, 16))
        document.add_text("paper", passage.paper_id)
        parts = [segment(part) for part in (passage.title, passage.section, passage.text)]
        body = f" {_PART_MARK} ".join(" ".join(part.words) for part in parts)
        document.add_text("title_stems", " ".join(parts[0].words))
        document.add_text("section_stems", " ".join(parts[1].words))
        document.add_text("body_stems", body)
        document.add_text("body_words", body)
        compounds = (compound for part in parts for compound in part.compounds)
        document.add_text("compounds", " ".join(compounds))
        return document

    def _run(self, query: Any, k: int) -> list[ScoredPassage]:  # noqa: ANN401 - tantivy's own type
        """Passages that a query finds, in tantivy's order."""
        if query is None:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits
        labels = searcher.fast_field_values("label", [address for _score, address in hits])
        return [
            ScoredPassage(f"{label:016x}", float(score))
            for (score, _address), label in zip(hits, labels, strict=True)
        ]

    def _query(self, text: str, within: tuple[str, list[Any]] | None) -> Any:  # noqa: ANN401 - tantivy's own type
        """The tantivy query, or None where nothing can match.

        Args:
            text: What the person typed.
            within: A field and the values of it to keep to, without a part in the score.
        """
        query, occur = self._tantivy.Query, self._tantivy.Occur
        parsed = parse_query_text(text)
        free = self._any_word(parsed.words)
        phrases = [self._phrase(phrase) for phrase in parsed.phrases]
        demand = occur.Must if parsed.requires_phrases else occur.Should
        clauses = [(demand, phrase) for phrase in phrases if phrase is not None]
        if free:
            optional = clauses and parsed.requires_phrases
            clauses.append((occur.Should if optional else occur.Must, query.boolean_query(free)))
        excluded = [self._phrase(words) for words in parsed.excluded]
        unwanted = [(occur.MustNot, phrase) for phrase in excluded if phrase is not None]
        if not clauses and not unwanted:
            return None
        if not clauses:
            clauses.append((occur.Must, query.const_score_query(query.all_query(), 0.0)))
        if within is not None:
            kept = query.term_set_query(self._schema, *within)
            clauses.append((occur.Must, query.const_score_query(kept, 0.0)))
        if len(clauses) == 1 and not unwanted:
            return clauses[0][1]
        return query.boolean_query(clauses + unwanted)

    def _any_word(self, text: str) -> list[tuple[Any, Any]]:
        """One optional clause per term and field; more of them found, higher the score."""
        segmented = segment(text)
        counts = Counter(word for word in segmented.words if word not in STOP_WORDS)
        counts = counts or Counter(segmented.words)
        weights = self._weights
        clauses: list[tuple[str, str, float]] = []
        for word, times in counts.most_common(_MOST_TERMS):
            stem = (self._stemmer.analyze(word) or [word])[0]
            clauses.append(("body_stems", stem, times))
            clauses.append(("title_stems", stem, times * weights.title))
            clauses.append(("section_stems", stem, times * weights.section))
            clauses.append(("body_words", word, times * weights.exact))
        # `kNN` must find `k-NN`, whose squeezed form stands among the compounds, and back
        compounds = dict.fromkeys(segmented.compounds[:_MOST_TERMS])
        clauses += [("compounds", term, weights.compound) for term in compounds | counts]
        clauses += [("body_words", term, weights.compound) for term in compounds]
        query, occur = self._tantivy.Query, self._tantivy.Occur
        return [
            (occur.Should, query.boost_query(query.term_query(self._schema, field, term), weight))
            for field, term, weight in clauses
            if weight > 0
        ]

    def _phrase(self, text: str) -> Any:  # noqa: ANN401 - tantivy's own type
        """The words of ``text`` as written, one after another; None where there are no words."""
        query = self._tantivy.Query
        words = segment(text).words
        if not words:
            return None
        if len(words) == 1:
            return query.term_query(self._schema, "body_words", words[0])
        return query.phrase_query(self._schema, "body_words", words)


def _schema(tantivy: Any) -> Any:  # noqa: ANN401 - tantivy ships no usable types
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("label", indexed=True, fast=True)
    builder.add_text_field("paper", tokenizer_name="raw", index_option="basic")
    for name in ("title_stems", "section_stems", "body_stems"):
        builder.add_text_field(name, tokenizer_name="stems", index_option="freq")
    # positions are for phrases
    builder.add_text_field("body_words", tokenizer_name="words", index_option="position")
    builder.add_text_field("compounds", tokenizer_name="words", index_option="freq")
    return builder.build()


def _analyzer(tantivy: Any, *, stems: bool) -> Any:  # noqa: ANN401 - tantivy ships no usable types
    """Splits at the spaces that ``segment`` left; stems on top, where asked to."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    if stems:
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()
