"""Answers as runs of the TREC RAG track, one JSON object a line.

Owns the two shapes: 2024 (``run_id``, ``topic_id``, ``topic``, ``references``,
``response_length``, ``answer``) and 2025 (``metadata``, ``references``, ``answer``), as the track's
guidelines and its validators in castorini/ragnarok define them. A reference is a passage of the
library, ``paper#passage``; citations are places in ``references``, from 0.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from workbench.export.plain import one_line
from workbench.types import Answer

__all__ = ["trec_rag_2024", "trec_rag_2025"]

_MOST_WORDS = 400
_MOST_REFERENCES_2024 = 20
_MOST_REFERENCES_2025 = 100
_TEAM = "carrel"


def trec_rag_2024(answers: Sequence[Answer], run: str = "carrel") -> str:
    """One line an answer; the topic is the question, its id the answer's."""
    return "".join(_line(_entry_2024(answer, run)) for answer in answers)


def trec_rag_2025(answers: Sequence[Answer], run: str = "carrel") -> str:
    """One line an answer; the narrative is the question, its id the answer's."""
    return "".join(_line(_entry_2025(answer, run)) for answer in answers)


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _entry_2024(answer: Answer, run: str) -> dict[str, Any]:
    references, sentences = _body(answer, _MOST_REFERENCES_2024)
    return {
        "run_id": run,
        "topic_id": answer.id,
        "topic": one_line(answer.question),
        "references": references,
        "response_length": sum(_words(sentence["text"]) for sentence in sentences),
        "answer": sentences,
    }


def _entry_2025(answer: Answer, run: str) -> dict[str, Any]:
    references, sentences = _body(answer, _MOST_REFERENCES_2025)
    return {
        "metadata": {
            "team_id": _TEAM,
            "run_id": run,
            "type": "automatic",
            "narrative_id": answer.id,
            "narrative": one_line(answer.question),
        },
        "references": references,
        "answer": sentences,
    }


def _body(answer: Answer, most: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Passages that are cited, and sentences up to the track's limit of words.

    A refusal says nothing that a reference could hold up, so both are empty.
    """
    passages = {c.n: f"{c.paper.id}#{c.passage.id}" for c in answer.citations}
    references: list[str] = []
    sentences: list[dict[str, Any]] = []
    words = 0
    for sentence in answer.sentences:
        text = unicodedata.normalize("NFKC", one_line(sentence.text))
        words += _words(text)
        if words > _MOST_WORDS:
            break
        cited = list(dict.fromkeys(passages[n] for n in sentence.citations))
        references += [name for name in cited if name not in references]
        places = [references.index(name) for name in cited]
        sentences.append({"text": text, "citations": [p for p in places if p < most]})
    return references[:most], sentences


def _words(text: str) -> int:
    return len(text.split())
