"""A library of as many papers as wanted, made up: one set is stored the usual way and multiplied.

Owns making it, and readable PDFs to be read beside it. No model takes part.
"""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

__all__ = ["complete_index", "make_library", "make_papers"]

WORDS = (
    "sparse dense graph neural ranking query passage index hashing quantum river enzyme lattice "
    "market signal memory parser tensor protein climate network vector fusion citation evidence"
).split()


def make_library(folder: Path, papers: int) -> None:
    """Store papers the usual way, multiply them in the database, build the index of words."""
    from ingest.paper import Page, PageText, Paper, Passage, PassageKind
    from workbench.catalogue.catalogue import Catalogue
    from workbench.catalogue.files import FileRow
    from workbench.catalogue.papers import paper_id
    from workbench.types import FileState

    folder.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(folder / "catalogue.duckdb")
    chance = random.Random(0)
    seeds = min(papers, 100)
    for number in range(seeds):
        sha = f"{chance.getrandbits(256):064x}"
        title = " ".join(chance.choices(WORDS, k=6)).capitalize()
        passages = tuple(
            Passage(
                f"{chance.getrandbits(62):016x}", at, PassageKind.BODY,
                " ".join(chance.choices(WORDS, k=60)), "Results", 1, 80,
            )
            for at in range(2)
        )  # fmt: skip
        path = f"/nowhere/{number}.pdf"
        paper = Paper(
            path, sha, 1000, (Page(1, 600, 800, PageText.NATIVE, 500),), title,
            (f"{chance.choice(WORDS).capitalize()} Author", "B. Second"), 1990 + number % 36, "",
            "", "Journal of Examples", "", (), "en", (), (), passages,
        )  # fmt: skip
        row = FileRow(path, sha, 1000, 1, paper_id(sha), FileState.WORDS_ONLY, "")
        catalogue.papers.store(paper, row)
    catalogue.database.write(lambda connection: _multiply(connection, papers // seeds))
    catalogue.close()


def _multiply(connection: object, times: int) -> None:
    """Copies of every row under ids of their own; ``* REPLACE`` keeps up with the schema."""
    execute = connection.execute  # type: ignore[attr-defined]  # a DuckDB connection
    copies = f"range(1, {times}) AS copy(n)"
    identifier = "substr(md5({} || copy.n), 1, 16)"
    # the number comes first, so that no two lines of the list look the same
    shuffled = "concat_ws(' ', copy.n, split_part(title, ' ', 1 + (copy.n % 6)::INT), title)"
    execute(
        f"INSERT INTO papers SELECT papers.* REPLACE ({identifier.format('id')} AS id,"
        f" {shuffled} AS title, citekey || '-' || copy.n AS citekey) FROM papers, {copies}"
    )
    execute(
        f"INSERT INTO files SELECT files.* REPLACE (path || copy.n AS path,"
        f" {identifier.format('paper_id')} AS paper_id) FROM files, {copies}"
    )
    execute(
        "INSERT INTO passages SELECT passages.* REPLACE ((hash(id, copy.n) >> 2)::BIGINT AS id,"
        f" {identifier.format('paper_id')} AS paper_id) FROM passages, {copies}"
    )
    execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")


def complete_index(folder: Path) -> None:
    """Wait until every passage can be found by its words."""
    from dataclasses import replace

    from workbench.library import Library
    from workbench.settings import ModelSettings, Settings

    settings = replace(Settings(), models=ModelSettings(writer="none", fetch="never"))
    with Library.open(folder, settings=settings) as library:
        while (status := library.status()).lexical_count < status.passages:
            time.sleep(1.0)


def make_papers(folder: Path, count: int) -> None:
    """Readable PDFs with bytes of their own: sample papers with a different comment at the end."""
    from workbench.samples import sample_folder

    folder.mkdir(parents=True, exist_ok=True)
    samples = itertools.cycle(sorted(sample_folder().glob("*.pdf")))
    for number, sample in zip(range(count), samples, strict=False):
        data = sample.read_bytes() + f"\n% copy {number}\n".encode()
        (folder / f"{number:05}.pdf").write_bytes(data)
