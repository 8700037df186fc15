"""How quick the app feels: first paint, and from a key to the screen, at many papers.

    python benchmarks/ui.py [--papers 50000] [--library DIR] [--beside PROGRAM …] [--keys 60]
                            [--ahead]

Drives the real app in a pseudo-terminal as a person would, first with nothing going on and then
while a folder of papers is being read. Each key has an effect of its own that is waited for on an
emulated screen (a moved cursor, another row, a letter in a box); the time is from writing the key
to reading the last bytes that made the effect, so drawing by the terminal itself is left out and
everything before it is counted. In the same run, and on the same machine, a bare Textual app and
any ``--beside`` program (``harlequin``, ``posting``) are started, for comparison.

The library is made up: one set of papers is stored the usual way and multiplied in the database.
With ``--library DIR`` it is kept there and used again. No model takes part.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.many_papers import complete_index, make_library, make_papers  # noqa: E402 -- a script finds its own folder's parent first
from benchmarks.terminal import ROWS, Terminal, put_ahead  # noqa: E402

REST_SECONDS = 0.08
"""Pause between keys: faster than a person types, slower than a held key repeats."""
GOALS = {"first paint": 0.4, "key": 0.05}
"""What issue and README promise, in seconds; keys by their 90th percentile."""

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("ready to go")
Bare().run()
"""


def is_in(terminal: Terminal, row: int, text: str) -> Callable[[], bool]:
    """Whether a line of the screen holds a text, to be asked again and again."""
    return lambda: text in terminal.line(row)


# -- measuring ---------------------------------------------------------------------------------


def first_paint(command: Sequence[str], environment: dict[str, str], marks: str) -> float | None:
    """Seconds from starting a program until its screen holds a text."""
    terminal = Terminal(command, environment)
    try:
        came = terminal.until(lambda: marks in terminal.text())
        return None if came is None else came - terminal.started
    finally:
        terminal.close()


def first_output(command: Sequence[str], environment: dict[str, str]) -> float | None:
    """Seconds until a program has drawn three lines of anything."""
    terminal = Terminal(command, environment)
    try:
        came = terminal.until(
            lambda: sum(bool(line.strip()) for line in terminal.text().split("\n")) > 2
        )
        return None if came is None else came - terminal.started
    finally:
        terminal.close()


class Keys:
    """Presses keys and notes how long each effect took."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.seconds: dict[str, list[float]] = {}
        self.missed: dict[str, int] = {}

    def press(self, name: str, keys: str, effect: Callable[[], bool]) -> None:
        """One key, waited for."""
        while self.terminal.read(0):
            pass
        started = time.perf_counter()
        self.terminal.write(keys)
        came = self.terminal.until(effect)
        if came is None:
            self.missed[name] = self.missed.get(name, 0) + 1
        else:
            self.seconds.setdefault(name, []).append(came - started)
        rest = time.perf_counter() + REST_SECONDS
        while (left := rest - time.perf_counter()) > 0:
            self.terminal.read(left)


def cursor_row(terminal: Terminal) -> int:
    """The line of the list's cursor."""
    return next((n for n in range(6, ROWS) if terminal.line(n).startswith("▌")), -1)


def is_another(terminal: Terminal) -> Callable[[], bool]:
    """Whether the place below the top lines is another than now."""
    before = terminal.text().split("\n")[2:]

    def differs() -> bool:
        now = terminal.text().split("\n")[2:]
        return sum(one != other for one, other in zip(before, now, strict=True)) > 2

    return differs


def has_moved(terminal: Terminal) -> Callable[[], bool]:
    """Whether the list's cursor is on another row than now."""
    at = cursor_row(terminal)
    before = (at, terminal.line(at))

    def is_elsewhere() -> bool:
        now = cursor_row(terminal)
        return now > 0 and (now, terminal.line(now)) != before

    return is_elsewhere


def use(keys: Keys, times: int) -> None:
    """What a person does: moves and jumps in the list, types, changes places."""
    terminal = keys.terminal

    def is_listed() -> bool:
        return cursor_row(terminal) > 0 and "…" not in terminal.line(cursor_row(terminal))[:6]

    terminal.write("\x1bOS")  # F4
    terminal.until(is_listed)
    # the line above the list; its box speaks of titles, too
    while "by title" not in terminal.line(5):
        terminal.write("o")  # the order in which new papers do not push all others down
        terminal.settle()
    terminal.until(is_listed)
    for _ in range(times):
        keys.press("list: down", "j", has_moved(terminal))
    for _ in range(times // 2):
        before = terminal.line(8)
        keys.press(
            "list: page down", "\x1b[6~", lambda b=before: is_listed() and terminal.line(8) != b
        )
    for _ in range(times // 8):
        before = terminal.line(8)
        keys.press("list: end", "G", lambda b=before: is_listed() and terminal.line(8) != b)
        before = terminal.line(8)
        keys.press("list: home", "\x1b[H", lambda b=before: is_listed() and terminal.line(8) != b)
    terminal.write("/")
    terminal.settle()
    typed = ""
    for letter in "graph neural ranking"[: max(4, times // 3)]:
        typed += letter
        keys.press("list: narrow", letter, is_in(terminal, 3, typed.rstrip()))
    terminal.settle()
    terminal.write("\x1b[B")
    terminal.settle()
    terminal.write("\x1b")
    terminal.settle()
    for _ in range(times // 6):
        for key in ("\x1bOQ", "\x1bOR", "\x1b[15~", "\x1bOS"):  # F2 to F5
            keys.press("change places", key, is_another(terminal))
    terminal.write("\x1bOR")
    terminal.settle()
    typed = ""
    for letter in "enzyme lattice"[: max(4, times // 4)]:
        typed += letter
        keys.press("search: type", letter, is_in(terminal, 3, typed.rstrip()))
    terminal.write("\x15")
    terminal.settle()


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(title: str, keys: Keys) -> list[dict[str, float | str | int]]:
    """Print and return percentiles of each kind of key, in milliseconds."""
    goal = f"goal {1000 * GOALS['key']:.0f} at p90"
    print(f"\n{title} (milliseconds from key to screen; {goal})")
    print(f"  {'key':<18}{'n':>5}{'p50':>8}{'p90':>8}{'p99':>8}{'worst':>8}  missed")
    rows: list[dict[str, float | str | int]] = []
    pooled = list(itertools.chain.from_iterable(keys.seconds.values()))
    for name, values in [*keys.seconds.items(), ("all keys", pooled)]:
        if not values:
            continue
        shown = [1000 * percentile(values, share) for share in (0.5, 0.9, 0.99, 1.0)]
        missed = keys.missed.get(name, 0) if name != "all keys" else sum(keys.missed.values())
        print(
            f"  {name:<18}{len(values):>5}" + "".join(f"{v:>8.1f}" for v in shown) + f"  {missed}"
        )
        rows.append({"key": name, "n": len(values), "p50": shown[0], "p90": shown[1],
                     "p99": shown[2], "worst": shown[3], "missed": missed})  # fmt: skip
    return rows


def environment_of(home: Path) -> dict[str, str]:
    """A home of its own, no models, a terminal with all colours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CARREL_", "TEXTUAL"))}
    return kept | {
        "HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "CARREL_MODELS": str(home / "no-models"), "CARREL_MODELS_FETCH": "never",
        "CARREL_MODELS_WRITER": "none", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def main() -> int:
    """Make, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=50_000)
    parser.add_argument("--pdfs", type=int, default=2_000, help="papers read meanwhile")
    parser.add_argument("--keys", type=int, default=60, help="how often the commonest is pressed")
    parser.add_argument("--starts", type=int, default=7, help="how often each program is started")
    parser.add_argument("--library", type=Path, help="kept and used again")
    parser.add_argument("--beside", nargs="*", default=[], metavar="PROGRAM")
    parser.add_argument("--json", type=Path, help="where to write the figures too")
    parser.add_argument("--ahead", action="store_true", help="go before all else (Linux, as root)")
    options = parser.parse_args()
    if options.ahead:
        Terminal.is_ahead = True
        put_ahead("self")
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(options, Path(scratch))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


def measure(options: argparse.Namespace, scratch: Path) -> dict[str, object]:
    """Everything, in order; what is printed is returned too."""
    environment = environment_of(scratch)
    os.environ.update({k: v for k, v in environment.items() if k.startswith("CARREL_")})
    kept: Path = options.library or scratch / "kept"
    carrel = [sys.executable, "-c", "from ui.cli.main import main; main()"]
    if not (kept / "catalogue.duckdb").exists():
        print(f"making a library of {options.papers:,} papers …", flush=True)
        make_library(kept, options.papers)
        complete_index(kept)
    library = scratch / "library"
    shutil.copytree(kept, library)
    app = [*carrel, "--library", str(library)]
    # the thread that notes when bytes come must not wait for the one that draws them
    sys.setswitchinterval(0.0002)
    figures: dict[str, object] = {
        "papers": options.papers,
        "starts": starts(options, app, environment),
    }
    terminal = Terminal(app, environment)
    try:
        if terminal.until(lambda: f"{options.papers:,} papers" in terminal.line(0), 60) is None:
            print(terminal.text())
            raise SystemExit("the app did not open the library")
        terminal.settle()
        quiet = Keys(terminal)
        use(quiet, options.keys)
        figures["idle"] = report("with nothing going on", quiet)
        make_papers(scratch / "papers", options.pdfs)
        terminal.write("\x1b[15~")
        terminal.settle()
        terminal.write(f"/{scratch / 'papers'}\r")
        terminal.until(lambda: "reading" in terminal.text())
        busy = Keys(terminal)
        use(busy, options.keys)
        terminal.write("\x1b[15~")
        terminal.settle()
        still = "reading" in terminal.text()
        figures["reading"] = report("while a folder is being read", busy)
        figures["was still reading"] = still
        print(
            "\nthe folder was "
            + ("still being read at the end" if still else "READ BEFORE THE END")
        )
    finally:
        terminal.close()
    return figures


def starts(
    options: argparse.Namespace, app: Sequence[str], environment: dict[str, str]
) -> dict[str, float]:
    """Median seconds to the first paint of the app and of others, started in turn."""
    programs: dict[str, Callable[[], float | None]] = {
        "carrel": lambda: first_paint(app, environment, "ask your papers a question"),
        "bare Textual": lambda: first_paint(
            [sys.executable, "-c", BARE], environment, "ready to go"
        ),
    }
    for program in options.beside:
        found = shutil.which(program)
        if found is None:
            print(f"{program} is not installed here", file=sys.stderr)
        else:
            programs[Path(program).name] = lambda found=found: first_output([found], environment)
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(options.starts):
        for name, run in programs.items():
            if (seconds := run()) is not None:
                taken[name].append(seconds)
    print(f"\nfirst paint (seconds from start; median, worst; goal {GOALS['first paint']})")
    for name, values in taken.items():
        if values:
            print(f"  {name:<18}{statistics.median(values):>8.2f}{max(values):>8.2f}")
    return {name: statistics.median(values) for name, values in taken.items() if values}


if __name__ == "__main__":
    sys.exit(main())
