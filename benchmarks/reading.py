"""How well and how fast ``ingest`` reads: the measures of a careful reader, as a table.

Run it as ``python benchmarks/reading.py [--data FOLDER] [--only papers|references|hostile]``.
The folder (or the environment variable ``CARREL_DATA``, or ``../shared/data`` beside the
checkout) holds the development data; where it is missing this says so and ends well. Labels are
compared after NFKC with spaces, hyphens, case and accents folded.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sys
import time
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pymupdf

from ingest.paper import Paper, Passage, Rectangle, Reference
from ingest.passages import embedded_text
from ingest.pool import ReaderPool, ReadOutcome
from ingest.textclean import folded
from ingest.tokens import estimate_tokens

_WINDOW = 254


@dataclass(slots=True)
class Tally:
    """Hits and trials of one measure, with the misses spelled out."""

    hits: float = 0.0
    trials: float = 0.0
    misses: list[str] = field(default_factory=list)

    def add(self, hit: bool, note: str = "") -> None:
        """Count one trial."""
        self.hits += hit
        self.trials += 1
        if not hit:
            self.misses.append(note)

    @property
    def share(self) -> float:
        """Hits by trials, 1 where nothing was tried."""
        return self.hits / self.trials if self.trials else 1.0


def data_folder(argument: str | None) -> Path | None:
    """Return where the development data lies, or None."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    for place in (argument, os.environ.get("CARREL_DATA"), str(beside)):
        if place and Path(place).is_dir():
            return Path(place)
    return None


def read_all(
    paths: Sequence[Path], workers: int, recognise: bool = False
) -> tuple[dict[Path, ReadOutcome], float]:
    """Read files in a pool; return outcomes by path and the seconds it took."""
    begun = time.perf_counter()
    with ReaderPool(workers, recognise=recognise) as pool:
        outcomes = {outcome.path: outcome for outcome in pool.read(paths)}
    return outcomes, time.perf_counter() - begun


def _name_key(name: str) -> tuple[str, str]:
    words = name.replace(".", ". ").split()
    return folded(words[-1]), folded(name)[:1]


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
    wanted = [_name_key(author) for author in gold["authors"]]
    found = [_name_key(author) for author in paper.authors]
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


def judge_passages(papers: Iterable[Paper], tallies: dict[str, Tally]) -> None:
    """Check every passage: within the window, columns not interleaved."""
    for paper in papers:
        widths = {page.number: page.width for page in paper.pages}
        for passage in paper.passages:
            tokens = estimate_tokens(embedded_text(paper.title, passage))
            tallies["passages within the window"].add(tokens <= _WINDOW, paper.path)
            switches = _column_switches(passage, widths)
            note = f"{Path(paper.path).name} p.{passage.page}: {passage.text[:80]!r}"
            tallies["passages with columns not interleaved"].add(switches < 3, note)


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


def papers_benchmark(data: Path, workers: int, verbose: bool, recognise: bool) -> None:
    """Read the labelled papers and print the measures, scans apart."""
    lines = (data / "papers" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [json.loads(line) for line in lines]
    paths = [data / "papers" / gold["file"] for gold in golds]
    outcomes, seconds = read_all(paths, workers, recognise)
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
    judge_passages(papers, tallies)
    print_table("papers with a usable text layer", tallies, verbose)
    print_table("scans and garbage text layers", scans, verbose=False)
    print_speed(papers, seconds, workers)


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
    pymupdf.TOOLS.mupdf_display_errors(False)
    begun = time.process_time()
    for paper in papers:
        with pymupdf.open(paper.path) as document:
            for page in document:
                page.get_text("text")
    print(f"plain text extraction alone: processor time {time.process_time() - begun:.2f} s\n")


def print_table(title: str, tallies: dict[str, Tally], verbose: bool) -> None:
    """Print one row for every measure."""
    print(f"\n{title}")
    for measure, tally in tallies.items():
        print(f"  {measure:40} {100 * tally.share:6.1f} %   {tally.hits:g} of {tally.trials:g}")
        if verbose:
            for miss in tally.misses:
                print(f"      {miss}")


def references_benchmark(data: Path, verbose: bool) -> None:
    """Parse labelled reference strings and print F1 by field."""
    from ingest.reference_fields import parse_reference
    from ingest.reference_list import RawEntry

    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    misses: dict[str, list[str]] = defaultdict(list)
    for path in sorted((data / "references").glob("*.xml")):
        for wanted in labelled_references(path):
            parsed = parse_reference(RawEntry("", wanted["raw"]), 1)
            for name in ("year", "title", "authors", "venue", "volume", "pages", "doi"):
                _count_field(name, parsed, wanted, counts, misses)
    print("\nreference strings, F1 by field")
    for name, (right, ours, theirs) in counts.items():
        f1 = 2 * right / (ours + theirs) if ours + theirs else 1.0
        print(f"  {name:10} {f1:.3f}   right {right}, given {ours}, labelled {theirs}")
        if verbose:
            for miss in misses[name][:: max(len(misses[name]) // 60, 1)]:
                print(f"      {miss}")


def labelled_references(path: Path) -> list[dict[str, Any]]:
    """Return raw text and fields of every ``bibl`` in one file."""
    try:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own data
    except ET.ParseError:
        return []
    found = [_labels(e) for e in root.iter() if e.tag.split("}")[-1] == "bibl"]
    return [entry for entry in found if entry["raw"]]


def _labels(element: ET.Element) -> dict[str, Any]:
    entry: dict[str, Any] = {"raw": _flat(element), "authors": [], "title": "", "venue": ""}
    entry |= {"year": "", "volume": "", "pages": "", "doi": ""}
    titles: dict[str, str] = {}
    for child in element.iter():
        tag, text = child.tag.split("}")[-1], _flat(child)
        kind = child.get("level") or child.get("unit") or child.get("type") or ""
        if tag == "author":
            entry["authors"].append(text)
        elif tag == "title":
            titles.setdefault(kind, text)
        elif tag == "date" and not entry["year"]:
            years = re.findall(r"(?:1[5-9]|20)\d\d", child.get("when") or text)
            entry["year"] = years[0] if years else ""
        elif tag == "biblScope" and kind in {"volume", "vol"}:
            entry["volume"] = entry["volume"] or text
        elif tag == "biblScope" and kind in {"page", "pp"}:
            entry["pages"] = entry["pages"] or text
        elif tag == "idno" and "10." in text:
            entry["doi"] = text
    entry["title"] = titles.get("a") or titles.get("m") or ""
    if "a" in titles:
        entry["venue"] = titles.get("j") or titles.get("m") or ""
    else:
        entry["venue"] = titles.get("j") or ""
    return entry


def _flat(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _count_field(
    name: str,
    parsed: Reference,
    wanted: dict[str, Any],
    counts: dict[str, list[int]],
    misses: dict[str, list[str]],
) -> None:
    if name == "authors":
        _count_authors(parsed, wanted, counts, misses)
        return
    ours = folded(str(getattr(parsed, name) or ""))
    theirs = folded(str(wanted[name] or ""))
    if name == "doi":
        theirs = theirs.removeprefix("doi")
    right = bool(ours) and ours == theirs
    tally = counts[name]
    tally[0] += right
    tally[1] += bool(ours)
    tally[2] += bool(theirs)
    if not right and (ours or theirs):
        misses[name].append(f"{getattr(parsed, name)!r} for {wanted[name]!r} in {wanted['raw']!r}")


def _count_authors(
    parsed: Reference,
    wanted: dict[str, Any],
    counts: dict[str, list[int]],
    misses: dict[str, list[str]],
) -> None:
    """Compare family names in order of print: labels hold whole lists in one field."""
    theirs = _family_names(" ; ".join(wanted["authors"]))
    ours = [folded(_family(name)) for name in parsed.authors]
    common = sum(1 for name in ours if name in theirs)
    tally = counts["authors"]
    tally[0] += common
    tally[1] += len(ours)
    tally[2] += len(theirs)
    if common < max(len(ours), len(theirs)):
        misses["authors"].append(f"{parsed.authors} for {wanted['authors']} in {wanted['raw']!r}")


def _family(name: str) -> str:
    if "," in name:
        return name.split(",")[0].split()[-1]
    words = [word for word in re.split(r"[\s.]+", name) if len(word.replace("-", "")) > 1]
    words = [word for word in words if not (word.isupper() and len(word) <= 3)] or [name]
    return words[-1]


def _family_names(text: str) -> list[str]:
    """Return the folded family names in a printed list: words that are no initials."""
    text = re.sub(r"\bet\s*al\b\.?|\band\b|\bund\b|\bet\b|&|\beds?\b\.?", ";", text)
    names = []
    for part in re.split(r"[;,]", text):
        words = [w for w in re.split(r"[\s.]+", part) if len(w.replace("-", "")) > 1]
        words = [w for w in words if not (w.isupper() and len(w) <= 3)]
        if words and words[-1].lower() not in {"jr", "sr", "ii", "iii"}:
            names.append(folded(words[-1]))
    return names


def hostile_benchmark(data: Path, workers: int, verbose: bool) -> None:
    """Read every hostile file; print how they ended and how near the expected texts are."""
    folder = data / "hostile"
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    outcomes, seconds = read_all(paths, workers)
    ends: dict[str, list[str]] = defaultdict(list)
    for path, outcome in sorted(outcomes.items()):
        if outcome.error:
            end = type(outcome.error).__name__
        else:
            end = "read" if outcome.paper and outcome.paper.passages else "read, no passages"
        ends[end].append(path.name)
    print(f"\nhostile files: {len(outcomes)} of {len(paths)} ended in {seconds:.1f} s")
    for end, names in sorted(ends.items()):
        print(f"  {end:25} {len(names)}")
        if verbose and end != "read":
            print("      " + ", ".join(names))
    _similarities(paths, outcomes, verbose)


def _similarities(paths: Sequence[Path], outcomes: dict[Path, ReadOutcome], verbose: bool) -> None:
    near: list[tuple[float, str]] = []
    for path in paths:
        expected = path.with_name(path.name + ".txt")
        paper = outcomes[path].paper
        if not expected.exists() or paper is None:
            continue
        words = expected.read_text(encoding="utf-8", errors="replace").split()
        if len("".join(words)) < 20 or not paper.passages:
            continue
        ours = " ".join(_shown_text(paper)).split()
        near.append((SequenceMatcher(None, words, ours, autojunk=False).ratio(), path.name))
    if near:
        middle = median(value for value, _ in near)
        print(f"  median similarity to expected text {middle:.3f} over {len(near)} files")
    if verbose:
        for value, name in sorted(near)[:20]:
            print(f"      {value:.3f} {name}")


def samples_benchmark(folder: Path, workers: int, verbose: bool) -> None:
    """Read the sample papers: similarity to the typeset text, fields, citations."""
    records = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["papers"]
    records = [record for record in records if record["kind"] in {"typeset", "cjk"}]
    paths = [folder / "papers" / record["file"] for record in records]
    outcomes, _ = read_all(paths, workers)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for record, path in zip(records, paths, strict=True):
        paper = outcomes[path].paper
        if paper is None:
            print(f"not read: {path.name}: {outcomes[path].error}")
            continue
        _judge_sample(paper, record, tallies)
    print_table("sample papers", tallies, verbose)


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
            wanted = [_name_key(author) for author in reference["authors"]]
            given = [(folded(_family(author)),) for author in held[0].authors]
            right = [key[:1] for key in wanted] == given
            note = f"{name}: {held[0].authors} in {held[0].raw!r}"
            tallies["reference authors"].add(right, note)


def _shown_text(paper: Paper) -> list[str]:
    """Return title, headings where their section begins, passages and references, in order."""
    shown: list[str] = []
    section = ""
    for passage in paper.passages:
        if passage.section != section:
            section = passage.section
            shown.append(section.split(" > ")[-1])
        shown.append(passage.text)
    if folded(paper.title) not in folded(" ".join(shown)):
        shown.insert(0, paper.title)
    return shown + [reference.raw for reference in paper.references]


def main() -> None:
    """Parse arguments, run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the development data")
    parser.add_argument("--only", choices=["samples", "papers", "references", "hostile"])
    parser.add_argument("--recognise", action="store_true", help="read scans with Tesseract")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="spell out the misses")
    arguments = parser.parse_args()
    if arguments.only in {None, "samples"}:
        samples = Path(__file__).resolve().parents[1] / "assets" / "samples"
        samples_benchmark(samples, arguments.workers, arguments.verbose)
    if arguments.only == "samples":
        return
    data = data_folder(arguments.data)
    if data is None:
        print("no development data here: name its folder with --data or CARREL_DATA")
        return
    if arguments.only in {None, "papers"}:
        papers_benchmark(data, arguments.workers, arguments.verbose, arguments.recognise)
    if arguments.only in {None, "references"}:
        references_benchmark(data, arguments.verbose)
    if arguments.only in {None, "hostile"}:
        hostile_benchmark(data, arguments.workers, arguments.verbose)


if __name__ == "__main__":
    main()
