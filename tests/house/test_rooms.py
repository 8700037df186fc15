"""The house's rules: who may import whom, and what starting costs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCREEN = {"textual", "rich", "click"}


def modules_after(statement: str) -> set[str]:
    """Top-level names in ``sys.modules`` of a fresh process after a statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def every_module(package: str) -> str:
    """A statement that imports a package with all its modules."""
    return (
        f"import importlib, pkgutil, {package}\n"
        f"for found in pkgutil.walk_packages({package}.__path__, '{package}.'):\n"
        "    importlib.import_module(found.name)"
    )


@pytest.mark.parametrize(
    ("package", "strangers"),
    [
        ("ingest", SCREEN | {"index", "workbench", "ui", "duckdb"}),
        ("index", SCREEN | {"ingest", "workbench", "ui", "duckdb"}),
        ("workbench", SCREEN | {"ui"}),
    ],
)
def test_no_room_imports_upward(package: str, strangers: set[str]) -> None:
    assert not modules_after(every_module(package)) & strangers


@pytest.mark.parametrize(
    "statement",
    ["import workbench", "import ui.cli.main", "from ui.cli.main import run; run(['--help'])"],
)
def test_starting_loads_nothing_heavy(statement: str) -> None:
    heavy = {"textual", "duckdb", "llama_cpp", "numpy", "pymupdf", "tantivy", "hnswlib", "rich"}
    assert not modules_after(statement) & heavy


def test_opening_the_app_imports_textual_but_not_the_engines() -> None:
    heavy = {"duckdb", "llama_cpp", "pymupdf", "tantivy", "hnswlib"}
    assert not modules_after("import ui.app.app") & heavy
