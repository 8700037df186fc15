"""The sample papers, whose source is known: fields, order of the text, citations.

The words of the source's paragraphs are looked for, in their order, in the words of the passages
(NFKC; each repeated sentence once; Chinese and Japanese by character). *Reading order* is the share
of the source's words found in order. *Similarity* also counts what the passages have beside them
as wrong; that is mostly right, since pages print charts' labels, cells of tables, formulas on lines
of their own and a footnote, which the source keeps apart from its paragraphs. What is spliced in
where no sentence ends is counted by itself: there the flow of the text is broken. Formulas on
lines of their own stand inside sentences in the source too and are not counted.

Citations are those between sample papers: the edges of the library's own citation graph after
ingesting all samples, against the keys in the source's reference lists.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.reader.common import Tally, name_key, print_table, read_all, words_of
from benchmarks.reader.references import family_name
from ingest.paper import Paper, PassageKind
from ingest.sentences import split_sentences
from ingest.textclean import folded

__all__ = ["samples_benchmark"]


def samples_benchmark(folder: Path, workers: int, verbose: bool) -> None:
    """Read the sample papers: similarity to the typeset text, fields, citations."""
    records = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["papers"]
    records = [record for record in records if record["kind"] in {"typeset", "cjk"}]
    paths = [folder / "papers" / record["file"] for record in records]
    outcomes, _ = read_all(paths, workers)
    tallies: dict[str, Tally] = defaultdict(Tally)
    orders: list[_Order] = []
    for record, path in zip(records, paths, strict=True):
        paper = outcomes[path].paper
        if paper is None:
            print(f"not read: {path.name}: {outcomes[path].error}")
            orders.append(_Order(path.name, 0.0, 0.0, []))
            continue
        _judge_sample(paper, record, tallies)
        orders.append(_order(paper, record))
    print_table("sample papers", tallies, verbose)
    _print_orders(orders, verbose)
    _print_citations(folder / "papers", records)


def _print_orders(orders: list[_Order], verbose: bool) -> None:
    lowest = min(orders, key=lambda order: order.in_order)
    print(
        f"  reading order: {mean(order.in_order for order in orders):.4f} of the source's words in "
        f"order, lowest {lowest.in_order:.4f} ({lowest.name})\n"
        f"  similarity with floats, formulas and notes counted as wrong: "
        f"{mean(order.similarity for order in orders):.4f}\n"
        f"  texts spliced into a sentence: {sum(len(order.spliced) for order in orders)}"
    )
    for order in sorted(orders, key=lambda order: order.in_order) if verbose else ():
        print(f"      {order.in_order:.4f} {order.similarity:.4f} {order.name} {order.spliced}")


@dataclass(frozen=True, slots=True)
class _Order:
    """How well one paper's text follows its source; ``spliced`` are texts that break a sentence."""

    name: str
    in_order: float
    similarity: float
    spliced: list[str]


def _order(paper: Paper, record: dict[str, Any]) -> _Order:
    ours: list[str] = []
    last = ""
    for passage in paper.passages:
        if passage.kind is not PassageKind.CAPTION:
            ours += words_of(passage.text.removeprefix(last))
            last = split_sentences(passage.text)[-1]
    source = words_of(" ".join(record["reading_order"]))
    matcher = SequenceMatcher(None, source, ours, autojunk=False)
    found = sum(block.size for block in matcher.get_matching_blocks())
    spliced = [
        " ".join(ours[first:last])
        for kind, place, _, first, last in matcher.get_opcodes()
        if kind == "insert" and _breaks(source, place, ours[first:last])
    ]
    return _Order(record["file"], found / len(source), matcher.ratio(), spliced)


def _breaks(source: list[str], place: int, inserted: list[str]) -> bool:
    """Whether a text stands in the middle of a sentence, wherever equal words let it be slid."""
    while place and inserted[-1] == source[place - 1]:
        inserted = [inserted[-1], *inserted[:-1]]
        place -= 1
    ended = not place or source[place - 1].rstrip("”\"')]").endswith((".", "!", "?", ":", "。"))
    formula = any(char in "=∑∏∫⋅" for char in "".join(inserted))
    return not ended and place < len(source) and not formula


def _print_citations(folder: Path, records: list[dict[str, Any]]) -> None:
    """Ingest the samples into a library of their own and compare its citation graph."""
    from workbench import Library

    keys = {record["file"]: record["key"] for record in records}
    wanted = {
        (record["key"], reference["key"])
        for record in records
        for reference in record["references"]
        if reference["key"] in keys.values()
    }
    with (
        tempfile.TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "library") as library,
    ):
        library.ingest([folder / name for name in keys], embed=False)
        by_id: dict[str, str] = {}
        for summary in library.papers():
            names = [Path(file).name for file in library.paper(summary.id).paths]
            by_id.update((summary.id, keys[name]) for name in names if name in keys)
        found = {
            (by_id[identifier], by_id[reference.cited_paper_id])
            for identifier in by_id
            for reference in library.paper(identifier).references
            if reference.cited_paper_id in by_id
        }
    print(
        f"  citations between sample papers: {len(found & wanted)} of {len(wanted)} resolved, "
        f"{len(found - wanted)} wrong"
    )
    for citing, cited in sorted(wanted - found):
        print(f"      not resolved: {citing} → {cited}")
    for citing, cited in sorted(found - wanted):
        print(f"      wrong: {citing} → {cited}")


def _judge_sample(paper: Paper, record: dict[str, Any], tallies: dict[str, Tally]) -> None:
    name = record["file"]
    note = f"{name}: {paper.title!r}"
    tallies["title"].add(folded(paper.title) == folded(record["title"]), note)
    ours, theirs = list(map(folded, paper.authors)), list(map(folded, record["authors"]))
    tallies["authors"].add(ours == theirs, f"{name}: {paper.authors} for {record['authors']}")
    tallies["year"].add(paper.year == record["year"], f"{name}: {paper.year}")
    tallies["abstract"].add(
        folded(paper.abstract) == folded(record["abstract"]), f"{name}: {paper.abstract!r}"
    )
    sections = [(folded(section.title), section.level) for section in paper.sections]
    for section in record["sections"]:
        right = (folded(section["title"]), section["level"]) in sections
        tallies["sections with level"].add(right, f"{name}: {section['title']!r}")
    raws = [folded(reference.raw) for reference in paper.references]
    for reference in record["references"]:
        title = folded(reference["title"])
        held = [r for r, raw in zip(paper.references, raws, strict=True) if title in raw]
        tallies["references found once"].add(len(held) == 1, f"{name}: {reference['raw']!r}")
        if len(held) == 1:
            right = folded(held[0].title) == title
            note = f"{name}: {held[0].title!r} in {held[0].raw!r}"
            tallies["reference titles"].add(right, note)
            wanted = [name_key(author) for author in reference["authors"]]
            given = [(folded(family_name(author)),) for author in held[0].authors]
            right = [key[:1] for key in wanted] == given
            note = f"{name}: {held[0].authors} in {held[0].raw!r}"
            tallies["reference authors"].add(right, note)
