"""Running ``carrel`` in a test as a person or a script does: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import jsonschema

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "assets" / "schemas"
PROGRAM = (sys.executable, "-c", "from ui.cli.main import main; main()")


class Run(Protocol):
    """Runs ``carrel`` with arguments and tells how it went."""

    def __call__(
        self,
        *arguments: str,
        library: Path | None = None,
        environment: Mapping[str, str] | None = None,
        stdout: int | None = None,
    ) -> subprocess.CompletedProcess[str]: ...


def runner(folder: Path) -> Run:
    """Runs ``carrel`` in a folder, which is made."""
    folder.mkdir(exist_ok=True)

    def run(
        *arguments: str,
        library: Path | None = None,
        environment: Mapping[str, str] | None = None,
        stdout: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        chosen = ("--library", str(library)) if library else ()
        return subprocess.run(
            [*PROGRAM, *chosen, *arguments],
            cwd=folder,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=300,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )

    return run


def payload(done: subprocess.CompletedProcess[str], schema: str = "") -> Any:
    """What a command printed as JSON, held to its published schema where one is named."""
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    if schema:
        rules = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
        jsonschema.validate(found, rules)
    return found
