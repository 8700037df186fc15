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
import codecs
import contextlib
import fcntl
import itertools
import json
import os
import pty
import queue
import random
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

COLUMNS, ROWS = 120, 40
PATIENCE_SECONDS = 5.0
"""A key whose effect does not come within this is reported as missed."""
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

WORDS = (
    "sparse dense graph neural ranking query passage index hashing quantum river enzyme lattice "
    "market signal memory parser tensor protein climate network vector fusion citation evidence"
).split()


class Terminal:
    """A program in a pseudo-terminal with its screen.

    A thread of its own takes what the program writes, with the time it came: emulating the screen
    is slow in Python, and must neither hold the program up nor count as its time.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self.started = time.perf_counter()
        self._process, self._fd = _start(command, environment)
        self.newest = self.started
        """When the bytes came that the screen was last changed by."""
        self._reader = threading.Thread(target=self._take, daemon=True)
        self._reader.start()

    def _take(self) -> None:
        while True:
            try:
                data = os.read(self._fd, 1 << 16)
            except OSError:
                return
            if not data:
                return
            self._answer(data)
            self._chunks.put((time.perf_counter(), data))

    def write(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> bool:
        """Draw what came, waiting for it some seconds; false when nothing did."""
        try:
            self.newest, data = (
                self._chunks.get(timeout=seconds) if seconds > 0 else self._chunks.get_nowait()
            )
        except queue.Empty:
            return False
        self._stream.feed(self._decoder.decode(data))
        return True

    def _answer(self, data: bytes) -> None:
        """Answer what a terminal is asked at the start; programs wait for it."""
        if b"\x1b[c" in data:
            os.write(self._fd, b"\x1b[?62;22c")
        if b"\x1b[6n" in data:
            os.write(self._fd, b"\x1b[1;1R")

    def until(self, holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float | None:
        """Read until something is on the screen; when the bytes came that brought it."""
        end = time.perf_counter() + seconds
        while not holds():
            if time.perf_counter() > end:
                return None
            if not self.read(0.05) and self._process.poll() is not None:
                return None
        return self.newest

    def settle(self, seconds: float = 0.3) -> None:
        """Read until nothing comes for a while, two seconds at most."""
        end = time.perf_counter() + 2.0
        while time.perf_counter() < end and self.read(seconds):
            pass

    def line(self, row: int) -> str:
        """One line of the screen."""
        cells = self.screen.buffer[row]
        return "".join(cells[column].data for column in range(COLUMNS))

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(map(self.line, range(ROWS)))

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE_SECONDS)
        os.close(self._fd)


def _start(
    command: Sequence[str], environment: dict[str, str]
) -> tuple[subprocess.Popen[bytes], int]:
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, env=environment, close_fds=True,
        start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    if is_ahead:
        put_ahead(process.pid)
    return process, outer


is_ahead = False
"""Whether what is measured goes before all else that runs on the machine."""


def put_ahead(pid: int | str) -> None:
    """Let a process's scheduling group go before others (Linux, as root; sched(7), autogroup)."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text("-19", encoding="ascii")


# -- a library of many papers ------------------------------------------------------------------


def make_library(folder: Path, papers: int) -> None:
    """Store papers the usual way, multiply them in the database, build the index of words."""
    from ingest.paper import Page, PageText, Paper, Passage, PassageKind
    from workbench.catalogue.catalogue import Catalogue
    from workbench.catalogue.files import FileRow
    from workbench.catalogue.papers import paper_id
    from workbench.types import FileState

    folder.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(folder / "catalogue.duckdb")
    chance = random.Random(0)
    seeds = min(papers, 100)
    for number in range(seeds):
        sha = f"{chance.getrandbits(256):064x}"
        title = " ".join(chance.choices(WORDS, k=6)).capitalize()
        passages = tuple(
            Passage(
                f"{chance.getrandbits(62):016x}", at, PassageKind.BODY,
                " ".join(chance.choices(WORDS, k=60)), "Results", 1, 80,
            )
            for at in range(2)
        )  # fmt: skip
        path = f"/nowhere/{number}.pdf"
        paper = Paper(
            path, sha, 1000, (Page(1, 600, 800, PageText.NATIVE, 500),), title,
            (f"{chance.choice(WORDS).capitalize()} Author", "B. Second"), 1990 + number % 36, "",
            "", "Journal of Examples", "", (), "en", (), (), passages,
        )  # fmt: skip
        row = FileRow(path, sha, 1000, 1, paper_id(sha), FileState.WORDS_ONLY, "")
        catalogue.papers.store(paper, row)
    catalogue.database.write(lambda connection: _multiply(connection, papers // seeds))
    catalogue.close()


def is_in(terminal: Terminal, row: int, text: str) -> Callable[[], bool]:
    """Whether a line of the screen holds a text, to be asked again and again."""
    return lambda: text in terminal.line(row)


def _multiply(connection: object, times: int) -> None:
    """Copies of every row under ids of their own; ``* REPLACE`` keeps up with the schema."""
    execute = connection.execute  # type: ignore[attr-defined]  # a DuckDB connection
    copies = f"range(1, {times}) AS copy(n)"
    identifier = "substr(md5({} || copy.n), 1, 16)"
    # the number comes first, so that no two lines of the list look the same
    shuffled = "concat_ws(' ', copy.n, split_part(title, ' ', 1 + (copy.n % 6)::INT), title)"
    execute(
        f"INSERT INTO papers SELECT papers.* REPLACE ({identifier.format('id')} AS id,"
        f" {shuffled} AS title, citekey || '-' || copy.n AS citekey) FROM papers, {copies}"
    )
    execute(
        f"INSERT INTO files SELECT files.* REPLACE (path || copy.n AS path,"
        f" {identifier.format('paper_id')} AS paper_id) FROM files, {copies}"
    )
    execute(
        "INSERT INTO passages SELECT passages.* REPLACE ((hash(id, copy.n) >> 2)::BIGINT AS id,"
        f" {identifier.format('paper_id')} AS paper_id) FROM passages, {copies}"
    )
    execute("UPDATE counters SET value = value + 1 WHERE name = 'passages'")


def complete_index(folder: Path) -> None:
    """Wait until every passage can be found by its words."""
    from dataclasses import replace

    from workbench.library import Library
    from workbench.settings import ModelSettings, Settings

    settings = replace(Settings(), models=ModelSettings(writer="none", fetch="never"))
    with Library.open(folder, settings=settings) as library:
        while (status := library.status()).lexical_count < status.passages:
            time.sleep(1.0)


def make_papers(folder: Path, count: int) -> None:
    """Readable PDFs with bytes of their own: sample papers with a different comment at the end."""
    from workbench.samples import sample_folder

    folder.mkdir(parents=True, exist_ok=True)
    samples = itertools.cycle(sorted(sample_folder().glob("*.pdf")))
    for number, sample in zip(range(count), samples, strict=False):
        data = sample.read_bytes() + f"\n% copy {number}\n".encode()
        (folder / f"{number:05}.pdf").write_bytes(data)


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
    print(f"\n{title} (milliseconds from key to screen)")
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
        global is_ahead
        is_ahead = True
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
    print("\nfirst paint (seconds from start; median, worst)")
    for name, values in taken.items():
        if values:
            print(f"  {name:<18}{statistics.median(values):>8.2f}{max(values):>8.2f}")
    return {name: statistics.median(values) for name, values in taken.items() if values}


if __name__ == "__main__":
    sys.exit(main())
