"""The dense index against exact search: recall, time, memory, by size and filter.

    python benchmarks/dense.py DIR [DIR…] [--passages N] [--graph] [--cache DIR]

DIRs are in BEIR layout; their sentences are embedded with the default embedder (kept under
``--cache``) until there are N, and where they do not last, sentences are mixed two by two.
Queries are sentences that are not in the index. ``--graph`` uses the graph at any size.
"""

from __future__ import annotations

import argparse
import json
import mmap
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from index import DenseIndex, Embedder, ModelHost, ModelSpec
from index import dense as dense_module
from workbench.models import ModelRegistry
from workbench.paths import models_folder

QUERIES = 200
DEPTH = 10
SELECTIVITIES = (1.0, 0.5, 0.01, 0.0001)


def sentences(folders: Sequence[Path]) -> Iterator[str]:
    """Sentences of some length, of every document in turn."""
    for folder in folders:
        for line in (folder / "corpus.jsonl").open(encoding="utf-8"):
            text = re.sub(r"\s+", " ", json.loads(line)["text"])
            for sentence in re.split(r"(?<=[.!?]) ", text):
                if len(sentence) > 40:
                    yield sentence


def real_vectors(folders: Sequence[Path], count: int, cache: Path) -> np.ndarray:
    """Embedded sentences (at most ``count``, dimension), computed once."""
    model = ModelRegistry(models_folder(), {"embed": "all-MiniLM-L6-v2"}).ensure("embed")
    file = cache / f"sentences-{'-'.join(folder.name for folder in folders)}-{count}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        texts = list(islice(sentences(folders), count))
        with ModelHost(ModelSpec(model.path, "embed"), cache / "model.log") as host:
            embedder = Embedder(host)
            parts = [
                embedder.embed_passages(texts[at : at + 64]) for at in range(0, len(texts), 64)
            ]
        np.save(file, np.concatenate(parts))
    vectors: np.ndarray = np.load(file)
    return vectors


def enough(vectors: np.ndarray, count: int) -> np.ndarray:
    """The vectors, with mixtures of two after them where there are fewer than ``count``."""
    missing = count - len(vectors)
    if missing <= 0:
        return vectors[:count]
    random = np.random.default_rng(1)
    first, second = (vectors[random.integers(0, len(vectors), missing)] for _ in range(2))
    mixed = first + random.uniform(0.2, 0.8, (missing, 1)) * second
    unit = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.concatenate([vectors, unit.astype(np.float32)])


def resident_bytes() -> int:
    """Memory of this process now (Linux; 0 elsewhere)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * mmap.PAGESIZE


def measure(index: DenseIndex, names: list[str], vectors: np.ndarray, queries: np.ndarray) -> None:
    """Print recall@10 and times for each selectivity of a filter."""
    labels = np.array([int(name, 16) for name in names])
    random = np.random.default_rng(2)
    for selectivity in SELECTIVITIES:
        rows = random.permutation(len(names))[: max(1, int(selectivity * len(names)))]
        allowed = None if selectivity == 1.0 else labels[rows]
        times, overlap = [], []
        for query in queries:
            started = time.perf_counter()
            hits = index.search(query, DEPTH, allowed)
            times.append(1000 * (time.perf_counter() - started))
            best = rows[np.argsort(-(vectors[rows] @ query))[:DEPTH]]
            expected = {names[row] for row in best}
            overlap.append(len({hit.passage_id for hit in hits} & expected) / len(expected))
        print(
            f"filter {selectivity:>7.2%}: recall@10 {np.mean(overlap):.4f}, "
            f"p50 {np.percentile(times, 50):.2f} ms, p95 {np.percentile(times, 95):.2f} ms"
        )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--graph", action="store_true")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "carrel-bench")
    asked = parser.parse_args()
    real = real_vectors(asked.folders, asked.passages + QUERIES, asked.cache)
    queries, vectors = real[:QUERIES], enough(real[QUERIES:], asked.passages)
    names = [f"{(at + 1) * 2654435761:016x}" for at in range(len(vectors))]
    if asked.graph:
        dense_module.GRAPH_FROM = 0
    print(f"{len(real) - QUERIES} real vectors, {len(vectors)} in all")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "dense"
        with DenseIndex(folder, vectors.shape[1], "benchmark") as index:
            started = time.perf_counter()
            for at in range(0, len(names), 256):
                index.add(names[at : at + 256], vectors[at : at + 256])
            added = time.perf_counter() - started
            index.save()
            print(f"add {added:.2f} s, save {time.perf_counter() - started - added:.2f} s")
        before = resident_bytes()
        started = time.perf_counter()
        with DenseIndex(folder, vectors.shape[1], "benchmark") as index:
            print(f"open {time.perf_counter() - started:.3f} s, graph: {index.has_graph}")
            measure(index, names, vectors, queries)
            grown = (resident_bytes() - before) / len(names)
            print(f"{grown:.0f} bytes resident per passage, the mapped vectors included")


if __name__ == "__main__":
    main()
