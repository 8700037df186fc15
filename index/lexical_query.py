"""From a query's words to what tantivy is asked.

Owns field weights and the shape of the query. A term's score is the sum over the fields of BM25
(Robertson & Zaragoza 2009; tantivy fixes k1 = 1.2, b = 0.75) times the field's weight. A word that
a query says ``n`` times counts ``1 + ln n`` times.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from index.query_text import QueryText, TextDemand
from index.words import STOP_WORDS, segment

__all__ = ["DEFAULT_WEIGHTS", "FieldWeights", "LexicalQueries", "make_analyzer", "make_schema"]

_MOST_TERMS = 96
_NEAR = 2
"""Words that may stand between two words of the query that stand side by side there."""

TantivyQuery = Any
"""A ``tantivy.Query``: the package ships no types that say more."""


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What a match in each field adds, relative to a stemmed match in the body.

    Chosen on SciFact, CACM and Cranfield together (``carrel evaluate retrieval``); the scores
    change by less than 0.01 nDCG@10 when any weight is halved or doubled. None of the sets has
    references: theirs is small enough that a passage about a work comes before those that cite it.
    """

    title: float = 0.2
    section: float = 0.1
    references: float = 0.1
    """For a word in the title of a work that the passage cites."""
    exact: float = 0.1
    """For a word as it is written."""
    compound: float = 0.2
    """For a compound as it is written, or with its punctuation squeezed out."""


DEFAULT_WEIGHTS = FieldWeights()


def make_schema(tantivy: Any) -> Any:  # noqa: ANN401 - tantivy ships no usable types
    """The fields of the word index."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("label", indexed=True, fast=True)
    builder.add_text_field("paper", tokenizer_name="raw", index_option="basic")
    for name in ("title_stems", "section_stems", "references_stems", "body_stems"):
        builder.add_text_field(name, tokenizer_name="stems", index_option="freq")
    # positions are for phrases
    builder.add_text_field("body_words", tokenizer_name="words", index_option="position")
    builder.add_text_field("compounds", tokenizer_name="words", index_option="freq")
    return builder.build()


def make_analyzer(tantivy: Any, *, stems: bool) -> Any:  # noqa: ANN401 - tantivy has no types
    """Splits at the spaces that ``segment`` left; stems on top, where asked to."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    if stems:
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()


class LexicalQueries:
    """Makes tantivy's queries.

    Args:
        tantivy: The package, which is loaded late.
        schema: What ``make_schema`` built.
        stemmer: What ``make_analyzer`` built, with stems.
        weights: What a match in each field counts.
    """

    def __init__(
        self,
        tantivy: Any,  # noqa: ANN401 - tantivy ships no usable types
        schema: Any,  # noqa: ANN401 - tantivy ships no usable types
        stemmer: Any,  # noqa: ANN401 - tantivy ships no usable types
        weights: FieldWeights,
    ) -> None:
        self._query, self._occur = tantivy.Query, tantivy.Occur
        self._schema = schema
        self._stemmer = stemmer
        self._weights = weights

    def ranking(
        self, text: QueryText, within: tuple[str, Sequence[Any]] | None = None
    ) -> TantivyQuery | None:
        """What finds and scores passages; None where nothing can match.

        Args:
            text: The query.
            within: A field and the values of it to keep to, without a part in the score.
        """
        query, occur = self._query, self._occur
        phrases = [self._phrase(phrase) for phrase in text.phrases]
        required = occur.Must if text.requires_phrases else occur.Should
        clauses = [(required, phrase) for phrase in phrases if phrase is not None]
        if free := self._any_word(text.words):
            # beside a demand for something else words only rank
            wanted = [phrase for demand in text.demands for phrase in demand.wanted()]
            is_optional = bool(wanted) or (text.requires_phrases and bool(clauses))
            clauses.append((occur.Should if is_optional else occur.Must, query.boolean_query(free)))
        clauses += [(occur.Must, self.demand(demand)) for demand in text.demands]
        excluded = [self._phrase(words) for words in text.excluded]
        unwanted = [(occur.MustNot, phrase) for phrase in excluded if phrase is not None]
        if not clauses and not unwanted:
            return None
        if not clauses:
            clauses.append((occur.Must, query.const_score_query(query.all_query(), 0.0)))
        if within is not None:
            clauses.append((occur.Must, self.within(*within)))
        if len(clauses) == 1 and not unwanted:
            return clauses[0][1]
        return query.boolean_query(clauses + unwanted)

    def nearness(self, text: QueryText, within: tuple[str, Sequence[Any]]) -> TantivyQuery | None:
        """What scores passages in which words that stand side by side in the query stand near.

        After the sequential dependence model (Metzler & Croft, SIGIR 2005), ordered pairs only.
        """
        words = [word for word in segment(text.words).words if word not in STOP_WORDS]
        pairs = dict.fromkeys(pairwise(words[:_MOST_TERMS]))
        query, occur = self._query, self._occur
        clauses = [
            (occur.Should, query.phrase_query(self._schema, "body_words", list(pair), slop=_NEAR))
            for pair in pairs
        ]
        if not clauses:
            return None
        near = (occur.Must, query.boolean_query(clauses))
        return query.boolean_query([near, (occur.Must, self.within(*within))])

    def within(self, field: str, values: Sequence[Any]) -> TantivyQuery:
        """Passages with one of these values, without a score."""
        kept = self._query.term_set_query(self._schema, field, list(values))
        return self._query.const_score_query(kept, 0.0)

    def label(self, label: int) -> TantivyQuery:
        """The passage with this label."""
        return self._query.term_query(self._schema, "label", label)

    def demand(self, demand: TextDemand) -> TantivyQuery:
        """The passages whose text holds what is demanded; a demand without a word is met."""
        query, occur = self._query, self._occur
        if not demand.parts:
            phrase = self._phrase(demand.phrase)
            return query.all_query() if phrase is None else phrase
        parts = [self.demand(part) for part in demand.parts]
        if demand.join == "none":
            every = query.const_score_query(query.all_query(), 0.0)
            return query.boolean_query([(occur.Must, every)] + [(occur.MustNot, p) for p in parts])
        how = occur.Should if demand.join == "any" else occur.Must
        return query.boolean_query([(how, part) for part in parts])

    def _any_word(self, text: str) -> list[tuple[Any, TantivyQuery]]:
        """One optional clause per term and field; more of them found, higher the score."""
        segmented = segment(text)
        counts = Counter(word for word in segmented.words if word not in STOP_WORDS)
        counts = counts or Counter(segmented.words)
        weights = self._weights
        clauses: list[tuple[str, str, float]] = []
        for word, times in counts.most_common(_MOST_TERMS):
            stem = (self._stemmer.analyze(word) or [word])[0]
            said = 1 + math.log(times)
            clauses.append(("body_stems", stem, said))
            clauses.append(("title_stems", stem, said * weights.title))
            clauses.append(("section_stems", stem, said * weights.section))
            clauses.append(("references_stems", stem, said * weights.references))
            clauses.append(("body_words", word, said * weights.exact))
        # `kNN` must find `k-NN`, whose squeezed form stands among the compounds, and back
        compounds = dict.fromkeys(segmented.compounds[:_MOST_TERMS])
        clauses += [("compounds", term, weights.compound) for term in compounds | counts]
        clauses += [("body_words", term, weights.compound) for term in compounds]
        query, occur = self._query, self._occur
        return [
            (occur.Should, query.boost_query(query.term_query(self._schema, field, term), weight))
            for field, term, weight in clauses
            if weight > 0
        ]

    def _phrase(self, text: str) -> TantivyQuery | None:
        """The words of ``text`` as written, one after another; None where there are no words."""
        query = self._query
        words = segment(text).words
        if not words:
            return None
        if len(words) == 1:
            return query.term_query(self._schema, "body_words", words[0])
        return query.phrase_query(self._schema, "body_words", words)
