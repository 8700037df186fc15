"""Search at 10,000, 100,000 and a million passages: time, recall, build rate, memory.

    python benchmarks/search.py LIBRARY DIR [DIR…] --passages N [--cache DIR] [--queries N]

LIBRARY is a library whose passages are embedded (it must not be open elsewhere), each DIR a set in
BEIR layout. Their texts and vectors are the real part; ``benchmarks/grown.py`` makes the rest.
A library of N passages, 50 to a paper, is built once under ``--cache`` and measured through
``Searcher.rank``, which is everything between a query's embedding and the texts of its hits:
narrow, match, fuse and weigh. What a filter leaves is remembered while nothing is written, as
for someone who types; under *first* is what it takes by itself the first time, in milliseconds.
The last lines time what a person waits for, models and all.

The scratch library's vectors are in its index only, not in its catalogue.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.grown import RealPassages, grown_texts, grown_vectors, topics_of
from index import DenseIndex, Embedder, ModelHost, ModelSpec
from workbench import Library
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.database import Connection
from workbench.engines import Engines, LibraryEmbedder
from workbench.indexes import Indexes
from workbench.models import ModelRegistry
from workbench.paths import models_folder
from workbench.search.narrow import narrow
from workbench.search.query import parse_query
from workbench.search.searcher import Searcher
from workbench.settings import Settings
from workbench.types import Filters

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "benchmark"
PASSAGES_A_PAPER = 50
FIRST_YEAR, YEARS = 1926, 100
AUTHORS = 10_000
HITS = 10
BATCH = 64
FILTERS = (
    ("no filter", ""),
    ("50 % of the years", f"year:>={FIRST_YEAR + YEARS // 2}"),
    ("1 % of the years", f"year:{FIRST_YEAR + 7}"),
    ("0.01 %: one author", "author:a0007"),
    ("4 % of the passages", "section:methods"),
)


@dataclass(frozen=True)
class Asked:
    """Queries with their unit vectors (n, dimension)."""

    texts: list[str]
    vectors: np.ndarray


class RecordedEngines(Engines):
    """Gives a query its recorded vector, so that no model is part of what is timed."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self.vector: NDArray[np.float32] = np.zeros(dimension, np.float32)
        """What the next query is embedded as."""

    def embedder(self) -> LibraryEmbedder:
        """The recorded query."""
        return LibraryEmbedder(MODEL, self._dimension, self)  # type: ignore[arg-type] # all that is asked of it is below

    def embed_query(
        self, text: str, *, cancel: threading.Event | None = None
    ) -> NDArray[np.float32]:
        """The recorded vector, whatever the text."""
        del text, cancel
        return self.vector


def read_real(library: Path, folders: Sequence[Path], cache: Path) -> tuple[RealPassages, Asked]:
    """All real passages with their vectors, and the sets' queries with theirs."""
    catalogue = Catalogue(library / "catalogue.duckdb")
    model = max(catalogue.vectors.models().items(), key=lambda item: item[1])[0]
    labels, vectors = catalogue.vectors.of(model, catalogue.vectors.labels(model))
    stored = catalogue.passages.by_ids([f"{label:016x}" for label in labels.tolist()])
    texts = [stored[f"{label:016x}"].text for label in labels.tolist()]
    catalogue.close()
    parts, queries, query_vectors = [vectors], [], []
    for folder in folders:
        documents, asked = embedded_set(folder, cache)
        texts += documents.texts
        parts.append(documents.vectors)
        queries += asked.texts
        query_vectors.append(asked.vectors)
    asked = Asked(queries, np.concatenate(query_vectors))
    return RealPassages(texts, np.concatenate(parts).astype(np.float32)), asked


def embedded_set(folder: Path, cache: Path) -> tuple[RealPassages, Asked]:
    """A set's documents and queries, embedded with the default model once."""
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    texts = [f"{row.get('title', '')}. {row['text']}" for row in rows]
    asked = [json.loads(line)["text"] for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    file = cache / f"vectors-{folder.name}.npz"
    if not file.exists():
        model = ModelRegistry(models_folder(), {"embed": "all-MiniLM-L6-v2"}).ensure("embed")
        with ModelHost(ModelSpec(model.path, "embed"), cache / "model.log") as host:
            embedder = Embedder(host)
            parts = [
                embedder.embed_passages(texts[at : at + BATCH])
                for at in range(0, len(texts), BATCH)
            ]
            queries = np.stack([embedder.embed_query(query) for query in asked])
        np.savez(file, documents=np.concatenate(parts), queries=queries)
    stored = np.load(file)
    return RealPassages(texts, stored["documents"]), Asked(asked, stored["queries"])


def label(at: int) -> int:
    """The label of the passage at a place; spread over the whole range, as hashes are."""
    return (at + 1) * 2654435761 % (1 << 63)


def build(folder: Path, real: RealPassages, count: int) -> None:
    """Make a library of ``count`` passages and print how fast its indexes grew."""
    folder.mkdir(parents=True, exist_ok=True)
    topics = topics_of(real.vectors)
    dense = build_dense(folder / "index", real.vectors, topics, count)
    catalogue = Catalogue(folder / "catalogue.duckdb")
    if not catalogue.passages.count():
        fill_catalogue(catalogue, real.texts, topics, dense, count)
    started = time.perf_counter()
    indexes = Indexes(folder / "index", catalogue, patience=3600)
    built = indexes.lexical().count()
    seconds = time.perf_counter() - started
    indexes.close()
    catalogue.close()
    print(f"words: {built} in {seconds:.0f} s, {built / seconds:.0f} a second")
    (folder / "built").touch()


def build_dense(
    folder: Path, vectors: np.ndarray, topics: np.ndarray, count: int
) -> Iterator[np.ndarray]:
    """Build the index of meaning where it is missing; the topics of all passages, in batches."""
    place = Indexes(folder, None)._dense_folder(MODEL)  # type: ignore[arg-type]  # noqa: SLF001 - only a path is asked for
    with DenseIndex(place, vectors.shape[1], MODEL) as index:
        started, at = time.perf_counter(), index.count()
        if at < count:
            index.clear()
            at = 0
            for grown, _topics in grown_vectors(vectors, topics, count):
                index.add(np.array([label(at + n) for n in range(len(grown))]), grown)
                at += len(grown)
                index.save(1)
            seconds = time.perf_counter() - started
            print(f"meaning: {at} in {seconds:.0f} s, {at / seconds:.0f} a second")
    return (drawn for _grown, drawn in grown_vectors(vectors, topics, count))


def fill_catalogue(
    catalogue: Catalogue,
    texts: list[str],
    topics: np.ndarray,
    drawn: Iterator[np.ndarray],
    count: int,
) -> None:
    """Store papers and passages: years evenly spread, each author on one paper in 10,000."""
    wanted = np.concatenate(list(drawn))
    random = np.random.default_rng(3)
    papers = -(-count // PASSAGES_A_PAPER)
    years = (FIRST_YEAR + random.permutation(papers) % YEARS).tolist()
    sections = ("Introduction", "Methods", "Results > Speed", "Related work", "Conclusion") + (
        "",
    ) * 20

    def store(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO papers (id, sha256, citekey, title, title_key, authors, year, venue, doi,"
            " arxiv_id, abstract, keywords, language, warnings, provenance, page_count, reader,"
            " added_at) SELECT printf('%016x', n), printf('%064x', n), 'key' || n, title, title,"
            " [author], year, '', '', '', '', [], 'en', [], '{}', 1, '', now()::TIMESTAMP FROM"
            " (SELECT unnest(?) AS n, unnest(?) AS title, unnest(?) AS author, unnest(?) AS year)",
            [
                list(range(papers)),
                [texts[n % len(texts)][:80] for n in range(papers)],
                [f"First A{n % AUTHORS:04d}" for n in range(papers)],
                years,
            ],
        )
        grown = grown_texts(texts, topics, wanted)
        with connection.appender("passages") as appender:
            for at, text in enumerate(islice(grown, count)):
                section = sections[int(random.integers(len(sections)))]
                paper, place = divmod(at, PASSAGES_A_PAPER)
                appender.append_row(
                    label(at), f"{paper:016x}", place, "body", text, section, 1, 150, [], [], []
                )
        connection.execute("UPDATE counters SET value = 1 WHERE name IN ('passages', 'vectors')")

    catalogue.database.write(store)
    catalogue.database.checkpoint()


def resident_bytes() -> tuple[int, int]:
    """Memory of this process now: its own, and mapped from files (Linux; 0 elsewhere)."""
    found = {"RssAnon": 0, "RssFile": 0}
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0, 0
    for line in lines:
        name, _, value = line.partition(":")
        if name in found:
            found[name] = 1024 * int(value.split()[0])
    return found["RssAnon"], found["RssFile"]


def measure(folder: Path, asked: Asked, count: int) -> None:
    """Print open time, memory, and times by filter with recall."""
    catalogue = Catalogue(folder / "catalogue.duckdb")
    indexes = Indexes(folder / "index", catalogue)
    engines = RecordedEngines(asked.vectors.shape[1])
    gc.collect()
    before = resident_bytes()
    started = time.perf_counter()
    indexes.lexical()
    words = time.perf_counter() - started
    dense = indexes.open_dense(MODEL, asked.vectors.shape[1])
    meaning = time.perf_counter() - started - words
    dense.search(asked.vectors[0], HITS)
    first = time.perf_counter() - started - words - meaning
    dense.finish_loading()
    graph = time.perf_counter() - started - words - meaning - first
    print(
        f"open: words {words:.2f} s, meaning {meaning:.2f} s, a first search by it {first:.2f} s,"
        f" what is loaded after that {graph:.2f} s"
    )
    settings = replace(Settings().search, rerank="off")
    searcher = Searcher(catalogue, indexes, engines, settings)
    firsts = [first_narrowing(searcher, narrowing) for _name, narrowing in FILTERS]
    timed = [time_filter(searcher, engines, asked, narrowing) for _name, narrowing in FILTERS]
    # before recall is measured, which reads every vector
    after = resident_bytes()
    own, mapped = ((now - then) / count for now, then in zip(after, before, strict=True))
    print(f"resident per passage: {own:.0f} bytes, and {mapped:.0f} mapped from files")
    print(
        f"{'filter':<22}{'left':>10}{'p50 ms':>9}{'p95 ms':>9}{'recall@10':>11}{'first':>8}"
        "  steps, p50 ms"
    )
    for (name, narrowing), (times, steps), new in zip(FILTERS, timed, firsts, strict=True):
        recall, left = recall_at_10(searcher, dense, asked, narrowing)
        shares = ", ".join(f"{step} {np.median(spent):.1f}" for step, spent in steps.items())
        p50, p95 = np.percentile(times, 50), np.percentile(times, 95)
        print(
            f"{name:<22}{left:>10}{p50:>9.1f}{p95:>9.1f}{recall:>11.4f}{new:>8.1f}  {shares}",
            flush=True,
        )
    indexes.close()
    catalogue.close()


def first_narrowing(searcher: Searcher, narrowing: str) -> float:
    """Milliseconds that a filter takes by itself when it is not remembered, the median of five."""
    query, holding = parse_query(narrowing), searcher.indexes.lexical().labels_holding
    times = []
    for _ in range(5):
        # what filters left is forgotten with every write
        searcher.catalogue.database.write(lambda _connection: None)
        started = time.perf_counter()
        narrow(query, Filters(), searcher.catalogue, holding)
        times.append(1000 * (time.perf_counter() - started))
    return float(np.median(times))


def time_filter(
    searcher: Searcher, engines: RecordedEngines, asked: Asked, narrowing: str
) -> tuple[list[float], dict[str, list[float]]]:
    """Milliseconds of every query under one filter, in all and by step."""
    never = threading.Event()
    times: list[float] = []
    steps: dict[str, list[float]] = {}
    for text, engines.vector in zip(asked.texts, asked.vectors, strict=True):
        started = time.perf_counter()
        ranked = searcher.rank(parse_query(f"{text} {narrowing}"), Filters(), never, HITS)
        times.append(1000 * (time.perf_counter() - started))
        for step, seconds in ranked.timings.items():
            steps.setdefault(step, []).append(1000 * seconds)
    return times, steps


def recall_at_10(
    searcher: Searcher, dense: DenseIndex, asked: Asked, narrowing: str
) -> tuple[float, int]:
    """Share of the ten truly nearest that meaning finds, and how many passages the filter left."""
    query = parse_query(narrowing)
    holding = searcher.indexes.lexical().labels_holding
    allowed = narrow(query, Filters(), searcher.catalogue, holding).allowed
    overlap = []
    for vector in asked.vectors:
        found = {hit.passage_id for hit in dense.search(vector, HITS, allowed)}
        exact = {hit.passage_id for hit in dense.search_exactly(vector, HITS, allowed)}
        overlap.append(len(found & exact) / max(1, len(exact)))
    return float(np.mean(overlap)), dense.count() if allowed is None else allowed.count


def wait_as_a_person(library: Path, queries: Sequence[str]) -> None:
    """Print how long a person waits for the first result, from nothing and with all loaded."""
    for rerank in ("off", "fast", "careful"):
        settings = replace(Settings(), search=replace(Settings().search, rerank=rerank))
        started = time.perf_counter()
        with Library.open(library, settings=settings) as opened:
            first = opened.search(queries[0])
            cold = time.perf_counter() - started
            steps: dict[str, list[float]] = {}
            for query in queries[1:]:
                for step, seconds in opened.search(query).timings.items():
                    steps.setdefault(step, []).append(1000 * seconds)
        told = ", ".join(f"{step} {np.median(spent):.1f}" for step, spent in steps.items())
        first_steps = ", ".join(f"{step} {1000 * s:.0f}" for step, s in first.timings.items())
        print(f"rerank {rerank}: first result, cold {cold:.2f} s ({first_steps} ms)")
        print(f"rerank {rerank}: warm, p50 ms: {told}")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("library", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "carrel-bench")
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    real, queries = read_real(asked.library, asked.folders, asked.cache)
    folder = asked.cache / f"search-{asked.passages}"
    if not (folder / "built").exists():
        build(folder, real, asked.passages)
    chosen = np.random.default_rng(5).permutation(len(queries.texts))[: asked.queries]
    some = Asked([queries.texts[at] for at in chosen], queries.vectors[chosen])
    print(f"{min(len(real.texts), asked.passages)} real passages of {asked.passages}")
    del real
    measure(folder, some, asked.passages)
    wait_as_a_person(asked.library, some.texts[:20])


if __name__ == "__main__":
    main()
