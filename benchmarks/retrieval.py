"""How good words, meaning and both together are at finding: nDCG@10 and recall@100.

    python benchmarks/retrieval.py DIR [DIR…] [--cache DIR] [--sweep]

Each DIR is in BEIR layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``; its documents are
indexed as they are, one passage each, title and text, with the default settings of ``index``.
Embeddings are computed with the catalogued default embedder and kept under ``--cache`` (the
system's temporary folder without it). ``--sweep`` prints other weights and reciprocal ranks too.

nDCG (Järvelin & Kekäläinen 2002) has linear gain, a logarithm of base 2, and counts every judged
query; unjudged documents count as not relevant.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index import (
    DenseIndex,
    Embedder,
    LexicalDocument,
    LexicalIndex,
    ModelHost,
    ModelSpec,
    ScoredPassage,
    fuse_convex,
    fuse_reciprocal,
)
from index.fusion import fill_in
from workbench.models import ModelRegistry
from workbench.paths import models_folder

DEPTH = 100
BATCH = 64


@dataclass(frozen=True)
class TestSet:
    """One collection with its judgements; documents are numbered in the corpus's order."""

    name: str
    documents: list[tuple[str, str]]
    queries: list[str]
    judgements: list[dict[str, int]]
    """Per query: passage id to grade, above 0 only."""


@dataclass(frozen=True)
class Candidates:
    """What each index found for one query, and the scores of the other's finds."""

    lexical: list[ScoredPassage]
    dense: list[ScoredPassage]
    filled: Mapping[str, list[ScoredPassage]]


def passage_id(number: int) -> str:
    """A document's number as a passage id."""
    return f"{number:016x}"


def read_set(folder: Path) -> TestSet:
    """Read a BEIR folder; ``qrels/train.tsv`` or ``test.tsv``, whichever there is."""
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    number = {row["_id"]: passage_id(at) for at, row in enumerate(rows)}
    judged: dict[str, dict[str, int]] = {}
    file = next(f for name in ("test", "train") if (f := folder / f"qrels/{name}.tsv").exists())
    for line in file.read_text("utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0 and document in number:
            judged.setdefault(query, {})[number[document]] = int(grade)
    queries = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    kept = [query for query in queries if query["_id"] in judged]
    return TestSet(
        folder.name,
        [(row.get("title", ""), row["text"]) for row in rows],
        [query["text"] for query in kept],
        [judged[query["_id"]] for query in kept],
    )


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of one ranking, 0..1."""
    gained = sum(
        grades.get(name, 0) / math.log2(rank + 1)
        for rank, name in enumerate(ranked[:depth], start=1)
    )
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, start=1))
    return gained / ideal


def recall(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Share of the relevant documents within ``depth``."""
    return len(set(ranked[:depth]) & set(grades)) / len(grades)


def embedded(
    test_set: TestSet, embedder: Embedder, key: str, cache: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of documents and queries, computed or read from the cache."""
    file = cache / f"{test_set.name}-{key.replace(':', '-')}.npz"
    if not file.exists():
        texts = [f"{title}\n{text}" for title, text in test_set.documents]
        started = time.monotonic()
        documents = np.concatenate(
            [embedder.embed_passages(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        )
        print(f"{test_set.name}: embedded {len(texts)} in {time.monotonic() - started:.0f} s")
        queries = np.stack([embedder.embed_query(query) for query in test_set.queries])
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(file, documents=documents, queries=queries)
    stored = np.load(file)
    return stored["documents"], stored["queries"]


def gather(
    test_set: TestSet, vectors: tuple[np.ndarray, np.ndarray], folder: Path
) -> list[Candidates]:
    """Index a set and ask every query of both indexes."""
    names = [passage_id(at) for at in range(len(test_set.documents))]
    found = []
    with (
        LexicalIndex(folder / "lexical") as lexical,
        DenseIndex(folder / "dense", vectors[0].shape[1], "benchmark") as dense,
    ):
        lexical.add(
            LexicalDocument(name, name, text, title)
            for name, (title, text) in zip(names, test_set.documents, strict=True)
        )
        lexical.commit()
        dense.add(names, vectors[0])
        for query, vector in zip(test_set.queries, vectors[1], strict=True):
            lists = {"lexical": lexical.search(query, DEPTH), "dense": dense.search(vector, DEPTH)}
            filled = fill_in(
                lists,
                {
                    "lexical": partial(lexical.scores, query),
                    "dense": partial(dense.scores, vector),
                },
            )
            found.append(Candidates(lists["lexical"], lists["dense"], filled))
    return found


Ranker = Callable[[Candidates], Sequence[str]]


def names_of(hits: Sequence[ScoredPassage]) -> list[str]:
    """Passage ids in order."""
    return [hit.passage_id for hit in hits]


def convex(dense_weight: float | None = None) -> Ranker:
    """The default fusion, or one with another weight of meaning."""

    def rank(candidates: Candidates) -> list[str]:
        if dense_weight is None:
            fused = fuse_convex(candidates.filled)
        else:
            weights = {"lexical": 1 - dense_weight, "dense": dense_weight}
            fused = fuse_convex(candidates.filled, weights)
        return [hit.passage_id for hit in fused]

    return rank


def reciprocal(candidates: Candidates) -> list[str]:
    """Reciprocal rank fusion of the two lists."""
    fused = fuse_reciprocal({"lexical": candidates.lexical, "dense": candidates.dense})
    return [hit.passage_id for hit in fused]


def report(
    label: str, ranker: Ranker, gathered: Mapping[str, tuple[TestSet, list[Candidates]]]
) -> None:
    """Print one line: nDCG@10 and recall@100 for each set."""
    cells = []
    for test_set, candidates in gathered.values():
        rankings = [ranker(one) for one in candidates]
        pairs = list(zip(rankings, test_set.judgements, strict=True))
        quality = np.mean([ndcg(ranked, grades) for ranked, grades in pairs])
        reach = np.mean([recall(ranked, grades, 100) for ranked, grades in pairs])
        cells.append(f"{quality:.4f} {reach:.4f}")
    print(f"{label:<20}" + "".join(f"{cell:>20}" for cell in cells))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "carrel-bench")
    parser.add_argument("--sweep", action="store_true")
    asked = parser.parse_args()
    model = ModelRegistry(models_folder(), {"embed": "all-MiniLM-L6-v2"}).ensure("embed")
    gathered = {}
    with ModelHost(ModelSpec(model.path, "embed"), asked.cache / "model.log") as host:
        embedder = Embedder(host, model.entry.query_prefix, model.entry.passage_prefix)
        for folder in asked.sets:
            test_set = read_set(folder)
            vectors = embedded(test_set, embedder, model.key, asked.cache)
            with tempfile.TemporaryDirectory() as scratch:
                gathered[test_set.name] = (test_set, gather(test_set, vectors, Path(scratch)))
    print(f"{'nDCG@10, R@100':<20}" + "".join(f"{name:>20}" for name in gathered))
    report("words", lambda one: names_of(one.lexical), gathered)
    report("meaning", lambda one: names_of(one.dense), gathered)
    report("both (default)", convex(), gathered)
    if asked.sweep:
        for weight in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
            report(f"both, meaning {weight}", convex(weight), gathered)
        report("reciprocal ranks", reciprocal, gathered)


if __name__ == "__main__":
    main()
