"""No thread touches a widget: what runs on threads is in two files, and those know no screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui

ROOT = Path(next(iter(ui.__path__)))
SOURCES = sorted(ROOT.rglob("*.py"))
MAY_START_THREADS = {"jobs.py", "session.py"}
"""``jobs.py`` runs work, ``session.py`` closes the library; both take only plain functions."""

FORBIDDEN_IN_WORK = (
    "textual.app", "textual.widget", "textual.widgets", "textual.screen", "textual.containers",
    "ui.app.app", "ui.app.screens", "ui.app.places", "ui.app.widgets", "ui.app.dialogs",
)  # fmt: skip


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / "app" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["work.py", "jobs.py", "page_picture.py", "map_picture.py"])
def test_what_runs_on_threads_knows_nothing_that_draws(name: str) -> None:
    for module in imports(parsed(name)):
        assert not module.startswith(FORBIDDEN_IN_WORK), f"{name} imports {module}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_thread_is_started_but_by_the_jobs(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.endswith(("Thread", "ThreadPoolExecutor", "to_thread", "run_in_executor")):
                assert source.name in MAY_START_THREADS, f"{source.name}:{node.lineno}: {called}"
            for keyword in node.keywords:
                assert keyword.arg != "thread", f"{source.name}:{node.lineno}: a thread worker"


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_functions_of_work_are_given_to_threads(source: Path) -> None:
    """``session.start(work.x, …)`` or ``partial(work.x, …)``, or a local name for one."""
    if source.name in MAY_START_THREADS:
        return
    tree = ast.parse(source.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("session.start", "jobs.start", "UndoStep")
        ):
            # of a step that can be taken back, the second argument takes it back on a thread
            given = node.args[1 if ast.unparse(node.func).endswith("UndoStep") else 0]
            if ast.unparse(given) == "step.back":
                continue
            for text in _given(tree, given):
                assert text.startswith(("work.", "partial(work.")), (
                    f"{source.name}:{node.lineno}: {text} runs on a thread and is not in work.py"
                )


def _given(tree: ast.Module, given: ast.expr) -> list[str]:
    """What may stand there: the expression, what a name is assigned, or what is handed in."""
    if not isinstance(given, ast.Name):
        return [ast.unparse(given)]
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = [argument.arg for argument in function.args.args if argument.arg != "self"]
            if given.id in names:
                calls = [
                    node
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Call)
                    and ast.unparse(node.func) == f"self.{function.name}"
                ]
                return [ast.unparse(call.args[names.index(given.id)]) for call in calls]
    return [ast.unparse(_assigned(tree, given.id))]


def _assigned(tree: ast.Module, name: str) -> ast.expr:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return node.value
    raise AssertionError(f"{name} is assigned nowhere")


def test_the_rule_can_fail() -> None:
    bad = ast.parse("self.session.start(self.draw, lane='page', title='', target=self)")
    call = next(node for node in ast.walk(bad) if isinstance(node, ast.Call))
    assert not ast.unparse(call.args[0]).startswith(("work.", "partial(work."))
