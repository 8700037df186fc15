"""No thread touches a widget: what runs on threads, ``work`` and ``jobs``, knows no screen.

The rules are functions over sources, so that a test can give them a source that breaks each.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
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


RUN_ON_THREADS = [
    *sorted((ROOT / "app" / "work").glob("*.py")),
    *(ROOT / "app" / name for name in ("jobs.py", "page_picture.py", "map_picture.py")),
]


def parsed(source: Path) -> ast.Module:
    return ast.parse(source.read_text(encoding="utf-8"))


def drawing_imports(tree: ast.Module) -> list[str]:
    return [module for module in imports(tree) if module.startswith(FORBIDDEN_IN_WORK)]


def started_threads(tree: ast.Module) -> list[str]:
    """Calls that start a thread, or let Textual start one."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.endswith(("Thread", "ThreadPoolExecutor", "to_thread", "run_in_executor")):
                found.append(f"{node.lineno}: {called}")
            found += [f"{node.lineno}: a thread worker" for k in node.keywords if k.arg == "thread"]
    return found


def given_to_threads(tree: ast.Module) -> list[str]:
    """What runs on a thread and is no function of ``work``.

    Right is ``session.start(work.x, …)`` or ``partial(work.x, …)``, or a local name for one; a
    module of ``work`` may stand for ``work``.
    """
    right = ("work.", "partial(work.", *_modules_of_work(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("session.start", "jobs.start", "UndoStep")
        ):
            # of a step that can be taken back, the second argument takes it back on a thread
            given = node.args[1 if ast.unparse(node.func).endswith("UndoStep") else 0]
            if ast.unparse(given) == "step.back":
                continue
            found += [
                f"{node.lineno}: {text}"
                for text in _given(tree, given)
                if not text.startswith(right)
            ]
    return found


def _modules_of_work(tree: ast.Module) -> list[str]:
    names = [
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "ui.app.work"
        for alias in node.names
        if (ROOT / "app" / "work" / f"{alias.name}.py").exists()
    ]
    return [start for name in names for start in (f"{name}.", f"partial({name}.")]


def _given(tree: ast.Module, given: ast.expr) -> list[str]:
    """What may stand there: the expression, all that a name is assigned or handed in."""
    if not isinstance(given, ast.Name):
        return [ast.unparse(given)]
    found = [*_handed_in(tree, given.id), *_assigned(tree, given.id)]
    # a name that is the same where it comes from leads no further
    others = [e for e in found if not (isinstance(e, ast.Name) and e.id == given.id)]
    assert others, f"{given.id} comes from nowhere"
    return [text for other in others for text in _given(tree, other)]


def _handed_in(tree: ast.Module, name: str) -> list[ast.expr]:
    """What methods that take an argument of this name are called with."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = [argument.arg for argument in function.args.args if argument.arg != "self"]
            if name in names:
                found += [
                    node.args[names.index(name)]
                    for node in ast.walk(tree)
                    if isinstance(node, ast.Call)
                    and ast.unparse(node.func) == f"self.{function.name}"
                ]
    return found


def _assigned(tree: ast.Module, name: str) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]


@pytest.mark.parametrize("source", RUN_ON_THREADS, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_runs_on_threads_knows_nothing_that_draws(source: Path) -> None:
    assert not drawing_imports(parsed(source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_thread_is_started_but_by_the_jobs(source: Path) -> None:
    if source.name not in MAY_START_THREADS:
        assert not started_threads(parsed(source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_functions_of_work_are_given_to_threads(source: Path) -> None:
    # the functions of ``work`` may name each other
    if source.name not in MAY_START_THREADS and source not in RUN_ON_THREADS:
        assert not given_to_threads(parsed(source))


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (drawing_imports, "from ui.app.widgets.row_list import RowList"),
        (drawing_imports, "def later():\n    from textual.widgets import Static"),
        (started_threads, "threading.Thread(target=self.draw).start()"),
        (started_threads, "await asyncio.to_thread(self.draw)"),
        (started_threads, "class A:\n    @work(thread=True)\n    def draw(self): ..."),
        (given_to_threads, "self.session.start(self.draw, lane='page', title='', target=self)"),
        (given_to_threads, "self.session.jobs.start(partial(self.draw, 1), lane='page')"),
        (given_to_threads, "draw = lambda: 1\nself.session.start(draw, lane='page')"),
        (given_to_threads, "UndoStep('tags', self.put_back)"),
        (given_to_threads, "from ui.app import keeping\nsession.start(keeping.draw, lane='')"),
    ],
)
def test_each_rule_can_fail(rule: Callable[[ast.Module], list[str]], bad: str) -> None:
    assert rule(ast.parse(bad))
