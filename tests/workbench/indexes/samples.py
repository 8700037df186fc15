"""Ten papers whose passages all say a word of their own, and what must be true of their indexes."""

from __future__ import annotations

import threading
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ingest.paper import Page, PageText, Paper, Passage, PassageKind, Reference
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.files import FileRow
from workbench.catalogue.papers import paper_id
from workbench.indexes import Indexes
from workbench.intake.embedding import PassageEmbedder, embed_waiting
from workbench.types import FileState

MODEL = "model:1"
DIMENSION = 8
EACH = 4


def a_paper(number: int, version: int = 0) -> Paper:
    """A paper whose passages all say its own word, ``paperN``, and its version's."""
    sha256 = f"{number:064x}"[::-1]
    first = 1_000_003 * (number + 1) + 1000 * version
    return Paper(
        path=f"/papers/{number}.pdf",
        sha256=sha256,
        bytes=1,
        pages=(Page(1, 595, 842, PageText.NATIVE, 900),),
        title=f"Title {number}",
        authors=("A. Author",),
        year=2000,
        doi="",
        arxiv_id="",
        venue="",
        abstract="",
        keywords=(),
        language="en",
        sections=(),
        references=(Reference(0, "raw", title=f"Cited workofpaper{number}"),),
        passages=tuple(
            Passage(
                f"{first + n:016x}",
                n,
                PassageKind.BODY,
                f"Passage of paper{number} version{version}.",
                "",
                1,
                5,
                cites=(0,) if n == 0 else (),
            )
            for n in range(EACH)
        ),
    )


def store(catalogue: Catalogue, paper: Paper) -> str:
    identifier = paper_id(paper.sha256)
    row = FileRow(paper.path, paper.sha256, 1, 1, identifier, FileState.WORDS_ONLY, "")
    catalogue.papers.store(paper, row)
    return identifier


def vector_of(text: str) -> NDArray[np.float32]:
    """A unit vector that differs from text to text."""
    seed = int.from_bytes(text.encode()[-16:], "little")
    values = np.random.default_rng(seed).normal(size=DIMENSION)
    unit: NDArray[np.float32] = (values / np.linalg.norm(values)).astype(np.float32)
    return unit


def embed(texts: object) -> NDArray[np.float32]:
    return np.stack([vector_of(text) for text in texts])  # type: ignore[attr-defined]


def embed_all(
    catalogue: Catalogue,
    indexes: Indexes,
    model: str = MODEL,
    embedder: PassageEmbedder = embed,
) -> int:
    """Embed what waits, and save; how many passages that was."""
    done = embed_waiting(
        catalogue,
        model,
        embedder,
        partial(indexes.add_vectors, model, DIMENSION),
        on_progress=None,
        cancel=threading.Event(),
    )
    indexes.save_dense()
    return done


def check_true(catalogue: Catalogue, indexes: Indexes, model: str = MODEL) -> None:
    """What the catalogue holds is found by its words and its numbers, and nothing else is."""
    indexes.lexical()
    dense = indexes.open_dense(model, DIMENSION)
    indexes.wait_until_filled()
    assert indexes.notes() == ()
    assert indexes.lexical().count() == catalogue.passages.count()
    for paper in catalogue.papers.window():
        word = f"paper{paper.title.split()[-1]}"
        hits = indexes.lexical().search(f'"{word}"', 100)
        expected = {passage.id for passage in catalogue.passages.of_paper(paper.id)}
        assert {hit.passage_id for hit in hits} == expected
    labels, vectors = catalogue.vectors.of(model, catalogue.vectors.labels(model))
    stored = dense.vectors([f"{label:016x}" for label in labels.tolist()])
    assert dense.count() == len(labels) == len(stored)
    for label, vector in zip(labels.tolist(), vectors, strict=True):
        np.testing.assert_array_equal(stored[f"{label:016x}"], vector)
