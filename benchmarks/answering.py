"""How good, how true and how fast answers are, over a library with known questions.

    python benchmarks/answering.py LIBRARY PAPERS_FOLDER [--write auto|always|never]
        [--effort quick|normal|deep] [--limit N] [--every N] [--near FILE]

``--every N`` asks each Nth question; ``--near`` a file of questions on the library's own matter,
of which half are answered by it (``near_questions.jsonl``), reported apart.

PAPERS_FOLDER holds ``gold.jsonl`` (papers with questions, answers, pages, quotes, key terms) and
``unanswerable.jsonl``; LIBRARY is a library that was made from it. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.tests_support import stands_on
from workbench.library import Library
from workbench.settings import AnswerSettings, Settings
from workbench.types import Answer

_FOLLOW_UPS = ("and how was it measured?", "why?", "and what are its limits?")
_FOLLOWED = 12
"""Answers that are followed up, to time it."""


def main() -> None:
    """Ask every question and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--write", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("--effort", choices=("quick", "normal", "deep"), default="normal")
    parser.add_argument("--limit", type=int, default=0, help="questions of each kind; 0 for all")
    parser.add_argument("--every", type=int, default=1, help="ask each Nth question")
    parser.add_argument("--near", type=Path, help="questions on the library's own matter")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    chosen = AnswerSettings(write=options.write, effort=options.effort)
    settings = dataclasses.replace(Settings(), answer=chosen)
    with Library.open(options.library, settings=settings) as library:
        print(json.dumps(_measure(library, options), indent=2))


def _measure(library: Library, options: argparse.Namespace) -> dict[str, Any]:
    asked = list(_questions(options.papers))[:: options.every][: options.limit or None]
    beyond = [row["question"] for row in _rows(options.papers / "unanswerable.jsonl")]
    beyond = beyond[:: options.every][: options.limit or None]
    library.ask("warm up the models, please", keep=False)
    ids = {path: p.id for p in library.papers() for path in library.paper(p.id).paths}
    counts: Counter[str] = Counter()
    answers: list[Answer] = []
    for file, question in asked:
        answer = library.ask(question["question"], keep=False)
        answers.append(answer)
        paper = ids.get(str((options.papers / file).resolve()), "not in the library")
        found = _judge(answer, paper, question)
        counts.update(found)
        if options.misses and not found["page"]:
            print(f"MISS {question['question']}\n  {answer.text[:600]}", file=sys.stderr)
    refused = [library.ask(question, keep=False) for question in beyond]
    followed = [answer for answer in answers if not answer.refused][:_FOLLOWED]
    pairs = [(answer, _followed_up(library, answer)) for answer in followed]
    for answer in refused:
        if options.misses and not answer.refused:
            print(f"ANSWERED {answer.question}\n  {answer.text[:600]}", file=sys.stderr)
    return {
        "questions": len(asked),
        **{name: round(counts[name] / len(asked), 3) for name in ("paper", "page", "terms")},
        "answerable_refused": round(sum(a.refused for a in answers) / len(asked), 3),
        "unanswerable_refused": round(sum(a.refused for a in refused) / max(1, len(refused)), 3),
        **_form(answers + refused),
        **_speed(answers + refused),
        **_follow_ups(pairs),
        **(_near(library, options.near) if options.near else {}),
    }


def _followed_up(library: Library, answer: Answer) -> list[Answer]:
    """A first question asked anew, then follow-ups on its evidence."""
    first = library.ask(answer.question, keep=False)
    return [library.ask(words, follows=first, keep=False) for words in _FOLLOW_UPS]


def _follow_ups(pairs: Sequence[tuple[Answer, list[Answer]]]) -> dict[str, float]:
    """Medians of first questions and of what goes on from them; words only where a model wrote."""
    figures: dict[str, float] = {}
    going_on = [answer for _, answers in pairs for answer in answers]
    for name in ("first_quote", "first_word", "total"):
        for who, answers in (("first", [first for first, _ in pairs]), ("follow_up", going_on)):
            seconds = [a.timings[name] for a in answers if name in a.timings and not a.refused]
            if seconds:
                figures[f"{who}_question_{name}_median_s"] = round(statistics.median(seconds), 3)
    at_hand = sum({n.role for n in a.searches} == {"before"} for a in going_on)
    figures["follow_ups_without_a_search"] = round(at_hand / max(1, len(going_on)), 3)
    return figures


def _near(library: Library, file: Path) -> dict[str, float]:
    """Shares refused of near questions, by half: the refusal was fitted on both."""
    figures: dict[str, float] = {}
    rows = [row for row in _rows(file) if row["library"] == "papers"]
    for answerable in (True, False):
        kind = [row["question"] for row in rows if row["answerable"] is answerable]
        for half in (0, 1):
            refused = [library.ask(question, keep=False).refused for question in kind[half::2]]
            name = f"near_{'answerable' if answerable else 'unanswerable'}_refused_half_{half + 1}"
            figures[name] = round(sum(refused) / max(1, len(refused)), 3)
    return figures


def _judge(answer: Answer, paper: str, question: dict[str, Any]) -> dict[str, float]:
    cited = [] if answer.refused else [c for c in answer.citations if c.paper.id == paper]
    said = _squeezed(" ".join([answer.text, *(c.quote for c in answer.citations)]))
    terms = [_squeezed(term) in said for term in question["key_terms"]]
    return {
        "paper": float(bool(cited)),
        "page": float(any(c.page == question["page"] for c in cited)),
        "terms": 0.0 if answer.refused else sum(terms) / len(terms),
    }


def _form(answers: Sequence[Answer]) -> dict[str, float]:
    """Whether sentences are cited and quotes stand where they are said to stand."""
    sentences = [s for a in answers for s in a.sentences]
    citations = [c for a in answers for c in a.citations]
    pages = [(_squeezed(c.quote), _squeezed(_page(c.paper.path, c.page))) for c in citations]
    verbatim = [quote in page for quote, page in pages]
    whole = [stands_on(quote, page) for quote, page in pages]
    return {
        "sentences_cited": sum(bool(s.citations) for s in sentences) / max(1, len(sentences)),
        "quotes_on_page": round(sum(verbatim) / max(1, len(verbatim)), 4),
        "quotes_on_page_in_stretches": round(sum(whole) / max(1, len(whole)), 4),
        "quotes_in_parts": round(sum(c.in_parts for c in citations) / max(1, len(citations)), 4),
        "quotes_in_passage": sum(c.quote in c.passage.text for c in citations)
        / max(1, len(citations)),
        "quotes_an_answer": round(len(citations) / max(1, len(answers)), 2),
        "written_by_model": sum(a.model != "quotes" for a in answers) / max(1, len(answers)),
    }


def _speed(answers: Sequence[Answer]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name in ("first_quote", "total"):
        seconds = sorted(a.timings[name] for a in answers)
        figures[f"{name}_median_s"] = round(statistics.median(seconds), 3)
        figures[f"{name}_p90_s"] = round(seconds[int(0.9 * (len(seconds) - 1))], 3)
    return figures


def _questions(papers: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in _rows(papers / "gold.jsonl"):
        for question in row["questions"]:
            yield row["file"], question


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@lru_cache(maxsize=4096)
def _page(path: str, page: int) -> str:
    import pymupdf

    with pymupdf.open(path) as document:
        flags = pymupdf.TEXTFLAGS_TEXT & ~pymupdf.TEXT_PRESERVE_LIGATURES
        return str(document[page - 1].get_text("text", flags=flags))


def _squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())


if __name__ == "__main__":
    main()
