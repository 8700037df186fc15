"""The labelled papers: every field, the order of the text, furniture, quotes, passages.

Labels are compared after NFKC with spaces, hyphens, case and accents folded. Three checks need no
labels: a passage's lines change columns at most as often as reading order does; no passage covers
the place of a running head, found here anew from what recurs at the edges of pages; and no passage
with its context is over the window, counted by the default embedder's own tokenizer where its
model is on this machine.
"""

from __future__ import annotations

import json
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pymupdf

from benchmarks.reader.common import Tally, name_key, print_table, read_all
from ingest.limits import DEFAULT_WINDOW_TOKENS
from ingest.paper import Paper, Passage, Rectangle
from ingest.passages import embedded_text
from ingest.pool import estimating_counter
from ingest.textclean import folded
from ingest.tokens import TokenCounter

__all__ = ["papers_benchmark"]

_HEAD_PAGES = 3
_EDGE_LINES = 2
_COVERED = 0.6


def papers_benchmark(data: Path, workers: int, verbose: bool, recognise: bool) -> None:
    """Read the labelled papers and print the measures, scans apart."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    lines = (data / "papers" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [json.loads(line) for line in lines]
    paths = [data / "papers" / gold["file"] for gold in golds]
    make_counter, counter = token_counter()
    outcomes, seconds = read_all(paths, workers, recognise, make_counter)
    tallies: dict[str, Tally] = defaultdict(Tally)
    scans: dict[str, Tally] = defaultdict(Tally)
    papers: list[Paper] = []
    for gold, path in zip(golds, paths, strict=True):
        paper = outcomes[path].paper
        if paper is None:
            print(f"not read: {path.name}: {outcomes[path].error}")
            continue
        papers.append(paper)
        unread = gold["scan"] or gold.get("unchecked")
        judge_paper(paper, gold, scans if unread else tallies)
    judge_passages(papers, tallies, make_counter())
    print(f"\nthe window of {DEFAULT_WINDOW_TOKENS} tokens is counted by {counter}")
    print_table("papers with a usable text layer", tallies, verbose)
    print_table("scans and garbage text layers", scans, verbose=False)
    print_speed(papers, seconds, workers)


def judge_paper(paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally]) -> None:
    """Add one paper to every measure."""
    name = Path(gold["file"]).name
    if gold["title"]:
        right = folded(paper.title) == folded(gold["title"])
        tallies["title"].add(right, f"{name}: {paper.title!r} for {gold['title']!r}")
    _judge_authors(paper, gold, tallies, name)
    if gold["year"]:
        note = f"{name}: {paper.year} for {gold['year']}"
        tallies["year"].add(paper.year == gold["year"], note)
    _judge_sections(paper, gold, tallies, name)
    _judge_references(paper, gold, tallies, name)
    _judge_text(paper, gold, tallies, name)
    for key in ("doi", "arxiv_id"):
        if gold[key]:
            ours = getattr(paper, key)
            right = ours.lower() == re.sub(r"v\d+$", "", gold[key].lower())
            tallies[key].add(right, f"{name}: {ours!r} for {gold[key]!r}")


def _judge_authors(
    paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally], name: str
) -> None:
    wanted = [name_key(author) for author in gold["authors"]]
    found = [name_key(author) for author in paper.authors]
    common = len(set(wanted) & set(found))
    if not wanted and not found:
        return
    tally = tallies["authors F1"]
    tally.hits += 2 * common
    tally.trials += len(wanted) + len(found)
    if common < max(len(wanted), len(found)):
        tally.misses.append(f"{name}: {paper.authors} for {gold['authors']}")


def _judge_sections(
    paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally], name: str
) -> None:
    ours = [_section_key(section.title) for section in paper.sections]
    top = [_section_key(section.title) for section in paper.sections if section.level == 1]
    for title in gold["sections"]:
        key = _section_key(title)
        tallies["sections found"].add(key in ours, f"{name}: {title!r}")
        tallies["sections at level 1"].add(key in top, f"{name}: {title!r}")


def _section_key(title: str) -> str:
    key = folded(title)
    return re.sub(r"^appendix[a-z]?(?=[a-z]{6})", "", key)


def _judge_references(
    paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally], name: str
) -> None:
    wanted, found = gold["n_references"], len(paper.references)
    close = abs(wanted - found) <= 0.05 * wanted
    tallies["reference count within 5 %"].add(close, f"{name}: {found} for {wanted}")
    raws = [folded(reference.raw) for reference in paper.references]
    for sample in gold["references"]:
        title, author = folded(sample["title"] or ""), folded(sample["first_author"] or "")
        holding = [raw for raw in raws if (title or author) in raw and author in raw]
        note = f"{name}: [{sample['index']}] in {len(holding)} entries: {sample['title']!r}"
        tallies["sampled references found once"].add(len(holding) == 1, note)


def _judge_text(paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally], name: str) -> None:
    texts = [folded(passage.text) for passage in paper.passages]
    raws = "".join(folded(reference.raw) for reference in paper.references)
    whole = "".join(texts) + raws
    for first, second, page in gold["reading_order"]:
        a = whole.find(folded(first))
        b = whole.find(folded(second), a + 1) if a >= 0 else -1
        note = f"{name} p.{page}: {first!r} ({a}) → {second!r} ({b})"
        tallies["reading-order pairs"].add(a >= 0 and b >= 0 and b - a < 6000, note)
    for text in gold["not_in_body"]:
        if not folded(text).isdigit():
            present = any(folded(text) in passage for passage in texts)
            tallies["furniture left out"].add(not present, f"{name}: {text!r}")
    if gold["abstract_start"]:
        abstract = folded(paper.abstract)
        both = abstract.startswith(folded(gold["abstract_start"])) and abstract.endswith(
            folded(gold["abstract_end"])
        )
        tallies["abstract from first to last word"].add(both, f"{name}: {paper.abstract[-200:]!r}")
    _judge_quotes(paper, gold, tallies, name)


def _judge_quotes(paper: Paper, gold: dict[str, Any], tallies: dict[str, Tally], name: str) -> None:
    texts = [(passage, folded(passage.text)) for passage in paper.passages]
    for question in gold["questions"]:
        quote = folded(question["quote"])
        holders = [passage for passage, text in texts if quote in text]
        tallies["quotes inside one passage"].add(
            bool(holders), f"{name} p.{question['page']}: {question['quote']!r}"
        )
        if holders:
            pages = [passage.page for passage in holders]
            note = f"{name}: {pages} for {question['page']}: {question['quote']!r}"
            tallies["their page right"].add(question["page"] in pages, note)


def judge_passages(papers: Iterable[Paper], tallies: dict[str, Tally], count: TokenCounter) -> None:
    """Check every passage: within the window, columns not interleaved, no running head in it."""
    for paper in papers:
        heads = _running_heads(paper)
        widths = {page.number: page.width for page in paper.pages}
        for passage in paper.passages:
            tokens = count(embedded_text(paper.title, passage))
            within = tokens <= DEFAULT_WINDOW_TOKENS
            tallies["passages within the window"].add(within, paper.path)
            switches = _column_switches(passage, widths)
            note = f"{Path(paper.path).name} p.{passage.page}: {passage.text[:80]!r}"
            tallies["passages with columns not interleaved"].add(switches < 3, note)
            covers = any(_covers(box, head) for box in passage.rectangles for head in heads)
            tallies["passages without a running head"].add(not covers, note)


def _running_heads(paper: Paper) -> list[Rectangle]:
    """Return where lines stand that recur, digits apart, at the edge of three pages or more."""
    edges: list[tuple[str, int, Rectangle]] = []
    with pymupdf.open(paper.path) as document:
        for number, page in enumerate(document, start=1):
            lines = _upright_lines(page, number)
            edges += [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]
    counts = Counter((key, slot) for key, slot, _ in edges)
    return [
        box
        for key, slot, box in edges
        if len(key) > 5 and counts[key, slot] >= max(_HEAD_PAGES, 0.3 * len(paper.pages))
    ]


def _upright_lines(page: pymupdf.Page, number: int) -> list[tuple[str, int, Rectangle]]:
    """Return a page's lines from top to bottom: text without digits, height, box."""
    found = []
    for block in page.get_text("dict", flags=0)["blocks"]:
        for line in block["lines"]:
            text = "".join(span["text"] for span in line["spans"])
            key = re.sub(r"\d+", "", folded(text))
            if line["dir"][0] > 0.9 and text.strip():
                box = Rectangle(number, *line["bbox"])
                found.append((key, int(box.y1 / 6), box))
    return sorted(found, key=lambda entry: entry[2].y0)


def _covers(box: Rectangle, head: Rectangle) -> bool:
    if box.page != head.page:
        return False
    wide = min(box.x1, head.x1) - max(box.x0, head.x0)
    high = min(box.y1, head.y1) - max(box.y0, head.y0)
    area = (head.x1 - head.x0) * (head.y1 - head.y0)
    return wide > 0 and high > 0 and wide * high > _COVERED * area


def token_counter() -> tuple[Callable[[], TokenCounter], str]:
    """Return what makes the default embedder's own counter, and its name, or the estimate's."""
    from index.tokens import GgufTokenCounter
    from workbench.models import ModelRegistry
    from workbench.paths import models_folder

    registry = ModelRegistry(models_folder(), {"embed": "all-MiniLM-L6-v2"})
    entry = registry.chosen("embed")
    if entry is None or not registry.is_present(entry):
        return estimating_counter, "an estimate: the embedder is not on this machine"
    return partial(GgufTokenCounter, registry.path_of(entry)), f"the tokenizer of {entry.name}"


def _column_switches(passage: Passage, widths: dict[int, float]) -> int:
    """Count how often a passage's lines change sides on one page; reading order does it once."""
    sides: list[tuple[int, bool]] = []
    for box in passage.rectangles:
        width = widths[box.page]
        if _is_one_sided(box, width):
            sides.append((box.page, (box.x0 + box.x1) / 2 < width / 2))
    return sum(a[0] == b[0] and a[1] != b[1] for a, b in pairwise(sides))


def _is_one_sided(box: Rectangle, width: float) -> bool:
    middle = width / 2
    wide_enough = box.x1 - box.x0 > 0.2 * width
    return wide_enough and (box.x1 < middle + 5 or box.x0 > middle - 5)


def print_speed(papers: Sequence[Paper], seconds: float, workers: int) -> None:
    """Print pages a second and the largest worker's memory."""
    pages = sum(len(paper.pages) for paper in papers)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    print(
        f"{pages} pages in {seconds:.2f} s with {workers} workers: "
        f"{pages / seconds / workers:.0f} pages a second and core; "
        f"processor time {processor:.2f} s; largest worker {used.ru_maxrss / 1024:.0f} MiB"
    )
    begun = time.process_time()
    for paper in papers:
        with pymupdf.open(paper.path) as document:
            for page in document:
                page.get_text("text")
    print(f"plain text extraction alone: processor time {time.process_time() - begun:.2f} s\n")
