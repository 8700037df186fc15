"""Test collections: documents, queries and judgements of which document answers which query.

Owns reading two layouts, told apart by what lies in the folder:

- *BEIR* (Thakur et al. 2021): ``corpus.jsonl`` (``_id``, ``title``, ``text``, and ``keywords``,
  ``year``, ``citation_count`` and ``links``, ids of documents that it cites or that cite it, where
  known), ``queries.jsonl`` (``_id``, ``text``),
  ``qrels/SPLIT.tsv`` (query, document, grade; with or without a line of headings). Keywords are
  read as part of the text, as a paper prints them.
- *LitSearch* (Ajith et al. 2024): Parquet files of ``query`` (``query``, ``corpusids``,
  ``query_set``) and ``corpus_clean`` (``corpusid``, ``title``, ``abstract``, ``citations``). A
  split is a value of ``query_set``; ``full`` is all of them. Citations are counted inside the
  collection.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import EvaluationError

__all__ = ["Collection", "Document", "read_collection"]

_WHOLE = "full"


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``year`` and ``citations`` are None where the collection does not say.

    ``links`` are ids of documents that it cites or that cite it.
    """

    id: str
    title: str
    text: str
    year: int | None = None
    citations: int | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents with the queries of one split. Every query has a document that answers it."""

    name: str
    split: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    """Text by query id."""
    judgements: Mapping[str, Mapping[str, int]]
    """Grade by document id, by query id; 0 for one that was judged and does not answer."""
    notes: tuple[str, ...] = ()


def read_collection(folder: Path, split: str = "") -> Collection:
    """Read a folder in either layout.

    Args:
        folder: Where the files are.
        split: Which judgements; ``test``, or else the only ones there are, when empty.

    Raises:
        EvaluationError: A file is missing or cannot be read; the message says which and where.
    """
    if (folder / "corpus.jsonl").is_file():
        return _read_beir(folder, split)
    if _parquet(folder, "corpus_clean"):
        return _read_litsearch(folder, split or _WHOLE)
    raise EvaluationError(
        f"{folder} holds no test collection",
        "it needs corpus.jsonl, queries.jsonl and qrels/test.tsv, or LitSearch's query and "
        "corpus_clean Parquet files",
    )


def _read_beir(folder: Path, split: str) -> Collection:
    documents = tuple(_document(where, row) for where, row in _json_lines(folder / "corpus.jsonl"))
    file = _qrels_file(folder / "qrels", split)
    known = {document.id for document in documents}
    asked = {
        _text(row, "_id", where): _text(row, "text", where)
        for where, row in _json_lines(folder / "queries.jsonl")
    }
    judgements = _read_qrels(file)
    return _collection(folder.name, file.stem, documents, known, asked, judgements)


def _collection(
    name: str,
    split: str,
    documents: tuple[Document, ...],
    known: set[str],
    asked: Mapping[str, str],
    judgements: Mapping[str, Mapping[str, int]],
) -> Collection:
    """Keep what can be measured, and say what was left out."""
    if len(known) < len(documents):
        raise EvaluationError(f"{name}: two documents have one id", "give each an id of its own")
    notes = []
    strange = sum(1 for grades in judgements.values() for doc in grades if doc not in known)
    if strange:
        notes.append(f"{strange} judgements name a document that is not there, and do not count")
    kept = {
        query: {doc: grade for doc, grade in grades.items() if doc in known}
        for query, grades in judgements.items()
        if query in asked
    }
    kept = {query: grades for query, grades in kept.items() if any(g > 0 for g in grades.values())}
    if len(kept) < len(judgements):
        left_out = len(judgements) - len(kept)
        notes.append(f"{left_out} judged queries have no text or no answer, and do not count")
    if not kept:
        raise EvaluationError(
            f"{name}: no query of {split} has a document that answers it",
            "judgements are lines of: query id, document id, grade, between tabs",
        )
    queries = {query: asked[query] for query in kept}
    return Collection(name, split, documents, queries, kept, tuple(notes))


def _document(where: str, row: Mapping[str, Any]) -> Document:
    return Document(
        id=_text(row, "_id", where),
        title=str(row.get("title") or ""),
        text=_with_keywords(str(row.get("text") or ""), row.get("keywords")),
        year=_number(row, "year", where),
        citations=_number(row, "citation_count", where),
        links=tuple(map(str, links)) if isinstance(links := row.get("links"), list) else (),
    )


def _with_keywords(text: str, keywords: object) -> str:
    """A document's text with its keywords after it, as a paper prints them."""
    told = ", ".join(map(str, keywords)) if isinstance(keywords, list) else str(keywords or "")
    return "\n".join(filter(None, (text, f"Keywords: {told}" if told.strip() else "")))


def _json_lines(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file, each with what an error calls its place."""
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    where = f"{file}, line {number}"
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise EvaluationError(f"{where} is no JSON object", "one object a line")
                    yield where, row
    except ValueError as error:
        raise EvaluationError(f"{file} is not lines of JSON: {error}") from error
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}") from error


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str | int):
        raise EvaluationError(f"{where}: `{name}` is missing", f"every line needs `{name}`")
    return str(value)


def _number(row: Mapping[str, Any], name: str, where: str) -> int | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise EvaluationError(f"{where}: `{name}` is no number: {value!r}") from error


def _qrels_file(folder: Path, split: str) -> Path:
    """The judgements of a split."""
    there = sorted(folder.glob("*.tsv"))
    if not split:
        test = folder / "test.tsv"
        chosen = test if test in there else there[0] if len(there) == 1 else test
    else:
        chosen = folder / f"{split}.tsv"
    if chosen not in there:
        names = ", ".join(file.stem for file in there) or "none"
        raise EvaluationError(f"{chosen} is not there", f"splits that are: {names}")
    return chosen


def _read_qrels(file: Path) -> dict[str, dict[str, int]]:
    """Grades by query and document; lines of three or, as TREC writes them, four columns."""
    judged: dict[str, dict[str, int]] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        cells = line.split("\t") if "\t" in line else line.split()
        if not cells or (number == 1 and not _is_grade(cells[-1])):
            continue
        if len(cells) not in (3, 4) or not _is_grade(cells[-1]):
            raise EvaluationError(
                f"{file}, line {number} is no judgement: {line[:60]!r}",
                "write: query id, document id, grade, between tabs",
            )
        judged.setdefault(cells[0], {})[cells[-2]] = int(float(cells[-1]))
    return judged


def _is_grade(cell: str) -> bool:
    try:
        return float(cell) == int(float(cell))
    except ValueError:
        return False


def _parquet(folder: Path, name: str) -> list[str]:
    """The Parquet files of one table: in a folder of its name, or named after it."""
    files = [*folder.glob(f"{name}/*.parquet"), *folder.glob(f"{name}*.parquet")]
    return [str(file) for file in sorted(files)]


def _read_litsearch(folder: Path, split: str) -> Collection:
    corpus = _rows(_parquet(folder, "corpus_clean"), "corpusid, title, abstract, citations")
    queries = _rows(_parquet(folder, "query"), "query, corpusids, query_set")
    splits = sorted({str(row[2]) for row in queries})
    chosen = [row for row in queries if split in (_WHOLE, str(row[2]))]
    if not chosen:
        raise EvaluationError(
            f"{folder} has no split {split!r}", f"splits that are: {', '.join((_WHOLE, *splits))}"
        )
    cited = Counter(str(other) for row in corpus for other in set(row[3] or ()))
    documents = tuple(
        Document(
            id=str(row[0]),
            title=str(row[1] or ""),
            text=str(row[2] or ""),
            citations=cited[str(row[0])],
            links=tuple(map(str, row[3] or ())),
        )
        for row in corpus
    )
    asked = {str(number): str(row[0]) for number, row in enumerate(chosen, start=1)}
    judged = {
        str(number): {str(document): 1 for document in row[1]}
        for number, row in enumerate(chosen, start=1)
    }
    known = {document.id for document in documents}
    return _collection(folder.name, split, documents, known, asked, judged)


def _rows(files: list[str], columns: str) -> list[tuple[Any, ...]]:
    """Columns of Parquet files. DuckDB reads Parquet by itself: nothing is installed or fetched."""
    import duckdb

    if not files:
        raise EvaluationError("LitSearch's queries are missing", "put query/*.parquet beside them")
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(":memory:", config=options) as connection:
            # the column names are this module's own
            found = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [files])  # noqa: S608
            return found.fetchall()
    except duckdb.Error as error:
        raise EvaluationError(f"{files[0]} cannot be read: {error}") from error
