"""Making the map of a library, and keeping it until the library changes.

Owns gathering what the map is made of, the child process that makes it, and the file it is kept
in (``index/map.json``, which may be deleted like all of that folder).
"""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.atomic import write_atomically
from index.framing import FrameError, read_frame, write_frame
from workbench.catalogue.catalogue import Catalogue
from workbench.errors import CancelledError, LibraryError
from workbench.names import family_name
from workbench.types import MapGroup, MapLink, MapPoint, PaperMap, Progress, ProgressListener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Atlas"]

log = logging.getLogger(__name__)

_KEPT_VERSION = 2
_PAPERS_AT_ONCE = 500
_PASSAGES_OF_A_PAPER = 16
"""A paper stands where its first passages do: abstract and introduction say what it is about."""
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Atlas:
    """Makes maps of one library.

    Args:
        file: Where the map is kept.
        catalogue: What the map is made of.
        model: Key of the embedder whose vectors are used; ``""`` where there is none.
    """

    file: Path
    catalogue: Catalogue
    model: str

    def map(self, on_progress: ProgressListener | None, cancel: threading.Event) -> PaperMap:
        """The map as of now: the kept one while the vectors are the same.

        Raises:
            CancelledError: ``cancel`` was set.
            LibraryError: The process that lays it out failed.
        """
        generation = self.catalogue.vectors.generation()
        kept = self._kept(generation)
        if kept is None:
            kept = self._make(on_progress, cancel)
            text = json.dumps({"version": _KEPT_VERSION, "model": self.model,
                               "generation": generation, **kept})  # fmt: skip
            write_atomically(self.file, text.encode())
        return self._with_papers(kept)

    def _kept(self, generation: int) -> dict[str, Any] | None:
        try:
            kept: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        wanted = {"version": _KEPT_VERSION, "model": self.model, "generation": generation}
        is_same = isinstance(kept, dict) and all(kept.get(k) == v for k, v in wanted.items())
        return kept if is_same else None

    def _make(
        self, on_progress: ProgressListener | None, cancel: threading.Event
    ) -> dict[str, Any]:
        papers = self.catalogue.database.rows(
            "SELECT id, title, abstract, authors FROM papers ORDER BY id"
        )
        ids, vectors = self._paper_vectors([row[0] for row in papers], on_progress, cancel)
        if not ids:
            return {"ids": [], "x": [], "y": [], "groups": [], "names": []}
        wanted = set(ids)
        texts = [(row[1], row[2]) for row in papers if row[0] in wanted]
        people = sorted({family_name(name) for row in papers for name in row[3]})
        if on_progress:
            on_progress(Progress("map", 0, 0, "papers"))
        head, payload = _laid_out({"dimension": vectors.shape[1], "texts": texts, "people": people},
                                  vectors.astype("<f4").tobytes(), cancel)  # fmt: skip
        import numpy as np

        plane = np.frombuffer(payload, "<f4").reshape(-1, 2)
        x, y = (np.round(plane[:, axis].astype(float), 4).tolist() for axis in (0, 1))
        return {"ids": ids, "x": x, "y": y, **head}

    def _paper_vectors(
        self, ids: Sequence[str], on_progress: ProgressListener | None, cancel: threading.Event
    ) -> tuple[list[str], NDArray[np.float32]]:
        """Unit mean vectors of each paper's first passages; papers with none are left out."""
        import numpy as np

        found: list[str] = []
        means: list[NDArray[np.float32]] = []
        started = time.monotonic()
        for start in range(0, len(ids), _PAPERS_AT_ONCE):
            if cancel.is_set():
                raise CancelledError("the map was not finished")
            rows = self.catalogue.database.rows(
                "SELECT p.paper_id, v.vector FROM passages p JOIN vectors v ON v.passage_id = p.id"
                " WHERE v.model = ? AND p.position < ?"
                " AND p.paper_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY p.paper_id",
                [self.model, _PASSAGES_OF_A_PAPER, ids[start : start + _PAPERS_AT_ONCE]],
            )
            for paper, group in _by_first(rows):
                vector = np.frombuffer(b"".join(group), "<f4").reshape(len(group), -1).mean(axis=0)
                found.append(paper)
                means.append(vector / max(1e-9, float(np.linalg.norm(vector))))
            if on_progress:
                done = min(start + _PAPERS_AT_ONCE, len(ids))
                rate = done / max(1e-3, time.monotonic() - started)
                on_progress(Progress("map", done, len(ids), "papers", rate=rate,
                                     seconds_left=(len(ids) - done) / rate))  # fmt: skip
        return found, np.array(means, np.float32) if means else np.empty((0, 0), np.float32)

    def _with_papers(self, kept: dict[str, Any]) -> PaperMap:
        """Positions with what is known of the papers now; those that are gone are left out."""
        summaries = self.catalogue.papers.summaries(kept["ids"])
        rows = zip(kept["ids"], kept["x"], kept["y"], kept["groups"], strict=True)
        points = tuple(
            MapPoint(summaries[paper], x, y, group) for paper, x, y, group in rows
            if paper in summaries
        )  # fmt: skip
        groups = []
        for number, name in enumerate(kept["names"]):
            members = [point for point in points if point.group == number]
            if members:
                middle = sorted(p.x for p in members)[len(members) // 2]
                centre = sorted(p.y for p in members)[len(members) // 2]
                groups.append(MapGroup(number, name, middle, centre, len(members)))
        links = self.catalogue.database.rows(
            "SELECT DISTINCT paper_id, cited_paper_id FROM reference_entries"
            " WHERE cited_paper_id IS NOT NULL AND cited_paper_id <> paper_id"
        )
        total = self.catalogue.papers.count()
        return PaperMap(points, tuple(groups), tuple(MapLink(*row) for row in links),
                        total - len(points))  # fmt: skip


def _by_first(rows: Sequence[tuple[str, bytes]]) -> list[tuple[str, list[bytes]]]:
    grouped: dict[str, list[bytes]] = {}
    for paper, vector in rows:
        grouped.setdefault(paper, []).append(vector)
    return list(grouped.items())


def _laid_out(
    head: dict[str, Any], payload: bytes, cancel: threading.Event
) -> tuple[dict[str, Any], bytes]:
    """Let a child process do it; it is killed when that is no longer wanted."""
    child = subprocess.Popen(
        # -P: what lies in the working folder must not stand in for a package
        [sys.executable, "-P", "-m", "workbench.atlas.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    ended = threading.Event()
    watcher = threading.Thread(target=_kill_when, args=(child, cancel, ended), daemon=True)
    watcher.start()
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(OSError):  # a child that died says so by having no answer
            write_frame(child.stdin, head, payload)  # type: ignore[arg-type]  # buffered
            child.stdin.close()
        answer = read_frame(child.stdout)  # type: ignore[arg-type]  # buffered
    except FrameError:
        answer = None
    finally:
        ended.set()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
    if cancel.is_set():
        raise CancelledError("the map was not finished")
    if answer is None:
        raise LibraryError("the map could not be laid out", "try again; a smaller library may help")
    return answer


def _kill_when(
    child: subprocess.Popen[bytes], cancel: threading.Event, ended: threading.Event
) -> None:
    while not ended.wait(_POLL_SECONDS):
        if cancel.is_set():
            child.kill()
            return
