"""Files of one JSON object a line, as questions and judgements come.

Owns reading them with the number of each line, so that a mistake can be found. What the objects
must hold is for who asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.errors import EvaluationError

__all__ = ["read_json_lines", "text_field"]


def read_json_lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with the number of its line, from 1; blank lines are passed over.

    Raises:
        EvaluationError: The file cannot be read, or a line is no JSON object.
    """
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _object(file, number, line)
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 text", "name a .jsonl file") from error
    except OSError as error:
        raise EvaluationError(
            f"{file} cannot be read: {error.strerror or error}", "name a .jsonl file"
        ) from error


def text_field(row: dict[str, Any], name: str, file: Path, number: int) -> str:
    """A field that must be text with something in it.

    Raises:
        EvaluationError: It is missing, empty or no text.
    """
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise EvaluationError(
            f"{file}, line {number}: no {name!r}", f"every line needs {name!r} with a text"
        )
    return value.strip()


def _object(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise EvaluationError(
            f"{file}, line {number} is no JSON: {error}", "write one JSON object a line"
        ) from error
    if not isinstance(row, dict):
        raise EvaluationError(f"{file}, line {number} is no object", "write one JSON object a line")
    return row
