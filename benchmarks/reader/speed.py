"""How fast a folder becomes searchable by its words, beside Recoll's indexer in the same run.

Both index the same folder from nothing with the same two processors, three times each in turn
after one untimed run that fills the disk's cache and writes Python's bytecode, as an installed
package has it. carrel reads, stores and indexes words with two workers, without embeddings and
without recognition of scans; its time is that of the whole process from start to exit.
``recollindex`` runs with a configuration of its own that names the folder and nothing else.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.reader.common import ROOT

__all__ = ["ingest_once", "speed_benchmark"]

_RUNS = 3
_PROCESSORS = 2


def speed_benchmark(data: Path, peer: str) -> None:
    """Print seconds of both and their ratio; say so where the peer is not installed."""
    folder = data / "papers"
    program = shutil.which(peer)
    if program is None:
        print(f"\nspeed beside {peer}: skipped, it is not installed (Debian's package recoll)")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        ours: list[float] = []
        theirs: list[float] = []
        for run in range(_RUNS + 1):
            carrel = _timed(lambda: _carrel(folder, place))
            other = _timed(lambda: _recoll(program, folder, place)) if program else 0.0
            if run:
                ours.append(carrel)
                theirs.append(other)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    count = len(list(folder.rglob("*.pdf")))
    print(
        f"\n{count} files searchable by words: carrel {_spread(ours)}, "
        f"largest process {largest:.0f} MiB"
    )
    if program:
        ratio = median(ours) / median(theirs)
        print(f"  {peer} {_spread(theirs)}; carrel takes {ratio:.2f} times as long")


def ingest_once(folder: Path, place: Path) -> None:
    """What the timed child does: open a new library and bring the folder in, words only."""
    from workbench import Library
    from workbench.settings import Settings

    settings = Settings()
    reading = replace(settings.reading, workers=_PROCESSORS, recognise="never")
    with Library.open(place, settings=replace(settings, reading=reading)) as library:
        library.ingest([folder], embed=False)


def _carrel(folder: Path, place: Path) -> None:
    shutil.rmtree(place / "library", ignore_errors=True)
    call = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from benchmarks.reader.speed import ingest_once\n"
        f"ingest_once(Path({str(folder)!r}), Path({str(place / 'library')!r}))"
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(place / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    _run([sys.executable, "-c", call], environment)


def _recoll(program: str, folder: Path, place: Path) -> None:
    home = place / "recoll"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    (home / "recoll.conf").write_text(f"topdirs = {folder}\nloglevel = 2\n", encoding="utf-8")
    _run([program, "-c", str(home), "-z"], {**os.environ, "RECOLL_CONFDIR": str(home)})


def _run(command: list[str], environment: dict[str, str]) -> None:
    """Run a program on the first two processors, where the platform can choose them."""
    chosen: Callable[[], None] | None = None
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))[:_PROCESSORS]

        def chosen() -> None:
            os.sched_setaffinity(0, allowed)

    subprocess.run(
        command,
        env=environment,
        check=True,
        preexec_fn=chosen,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _spread(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} s (of {', '.join(f'{s:.2f}' for s in seconds)})"
