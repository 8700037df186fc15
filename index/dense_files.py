"""The dense index on disk: vectors, row labels, graph, and the sidecar that makes them one.

Owns names, checksums and the order of writing. The vectors are one file of float32 rows that is
only appended to; labels and graph are written whole under a new name; the sidecar ``dense.json``
is replaced last, in one step, and names the files and how much of each counts. A process killed
at any point leaves the old sidecar with the old files, plus bytes and files that nobody names,
which the next save cuts off and removes.

Checksums are CRC-32: they find torn and rotten files, not forged ones. Vectors are checked in
full up to ``CHECKED_BYTES``, counted from the end, where a tear would be.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.atomic import sync_folder, write_atomically
from index.errors import IndexingError, StaleIndexError

__all__ = ["CHECKED_BYTES", "DenseFiles", "Sidecar"]

FORMAT = 1
CHECKED_BYTES = 256 << 20
_SIDECAR = "dense.json"
_CHUNK = 4 << 20


@dataclass(slots=True)
class Sidecar:
    """What the files hold.

    Args:
        model: Key of the model that made the vectors.
        dimension: Length of a vector.
        metric: Always ``cosine``.
        rows: Rows of the vector file that count.
        count: Rows that belong to a passage.
        generation: The catalogue's number for this state.
        serial: Counts the saves; part of the files' names.
        vectors: Name of the vector file.
        extents: ``[rows, crc]`` of each append, in order.
        labels: Name of the label file, and its checksum.
        graph: Name of the graph file, ``""`` for none.
        graph_rows: Rows, from the first, that the graph holds.
    """

    model: str
    dimension: int
    metric: str = "cosine"
    format: int = FORMAT
    rows: int = 0
    count: int = 0
    generation: int = 0
    serial: int = 0
    vectors: str = "vectors-0.f32"
    extents: list[list[int]] = field(default_factory=list)
    labels: str = ""
    labels_crc: int = 0
    graph: str = ""
    graph_rows: int = 0
    graph_crc: int = 0

    def forget_graph(self) -> None:
        """Name no graph any more."""
        self.graph, self.graph_rows, self.graph_crc = "", 0, 0


class DenseFiles:
    """The folder of one dense index.

    Args:
        folder: Made if it does not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def read_sidecar(self, model: str, dimension: int) -> Sidecar:
        """The sidecar, checked against the model; a new one for an empty folder.

        Raises:
            StaleIndexError: It cannot be read, or belongs to another model or format.
        """
        path = self.folder / _SIDECAR
        if not path.exists():
            return Sidecar(model, dimension)
        try:
            sidecar = Sidecar(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError) as error:
            raise self.stale("its sidecar cannot be read") from error
        if sidecar.format != FORMAT:
            raise self.stale(f"it has format {sidecar.format}, this is {FORMAT}")
        if (sidecar.model, sidecar.dimension) != (model, dimension):
            raise self.stale(
                f"it was made by {sidecar.model} ({sidecar.dimension} dimensions), "
                f"now in use is {model} ({dimension})"
            )
        return sidecar

    def read_labels(self, sidecar: Sidecar) -> np.ndarray:
        """Row labels, int64 (rows,).

        Raises:
            StaleIndexError: The file is missing or torn.
        """
        if not sidecar.rows:
            return np.empty(0, np.int64)
        try:
            data = (self.folder / sidecar.labels).read_bytes()
        except OSError as error:
            raise self.stale("its labels are missing") from error
        if zlib.crc32(data) != sidecar.labels_crc or len(data) != 8 * sidecar.rows:
            raise self.stale("its labels are torn")
        return np.frombuffer(data, "<i8").astype(np.int64)

    def map_vectors(self, sidecar: Sidecar) -> np.ndarray:
        """The saved vectors, float32 (rows, dimension), mapped and not read.

        Raises:
            StaleIndexError: The file is missing or too short.
        """
        shape = (sidecar.rows, sidecar.dimension)
        if not sidecar.rows:
            return np.empty(shape, np.float32)
        try:
            # as a plain array: the subclass costs time at every slice
            mapped = np.memmap(self.folder / sidecar.vectors, "<f4", mode="r", shape=shape)
            return np.asarray(mapped)
        except (OSError, ValueError) as error:
            raise self.stale("its vectors are missing or torn") from error

    def check_vectors(self, sidecar: Sidecar) -> None:
        """Compare checksums, newest rows first, up to ``CHECKED_BYTES``.

        Raises:
            StaleIndexError: One differs.
        """
        row_bytes = 4 * sidecar.dimension
        end, checked = sidecar.rows * row_bytes, 0
        if end != sum(rows for rows, _crc in sidecar.extents) * row_bytes:
            raise self.stale("its sidecar contradicts itself")
        for rows, expected in reversed(sidecar.extents):
            if checked and checked + rows * row_bytes > CHECKED_BYTES:
                return
            begin = end - rows * row_bytes
            if _crc(self.folder / sidecar.vectors, begin, end) != expected:
                raise self.stale("its vectors are torn")
            end, checked = begin, checked + rows * row_bytes

    def append_vectors(self, sidecar: Sidecar, vectors: np.ndarray) -> None:
        """Put rows behind those that count, on the disk for good; the sidecar notes them."""
        if not len(vectors):
            return
        data = np.ascontiguousarray(vectors, "<f4").tobytes()
        path = self.folder / sidecar.vectors
        _make_own(path)
        with path.open("r+b") as file:
            file.seek(sidecar.rows * 4 * sidecar.dimension)
            file.truncate()
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sidecar.extents.append([len(vectors), zlib.crc32(data)])
        sidecar.rows += len(vectors)

    def write(self, sidecar: Sidecar, labels: np.ndarray | None) -> None:
        """Save the labels, unless they are those of the last save, and the sidecar.

        Files that are no longer named are removed.

        Raises:
            IndexingError: The disk is full or the folder not writable.
        """
        try:
            if labels is not None:
                self._write_labels(sidecar, labels)
            write_atomically(self.folder / _SIDECAR, json.dumps(asdict(sidecar)).encode() + b"\n")
        except OSError as error:
            raise self.unwritable(error) from error
        self._remove_unnamed(sidecar)

    def _write_labels(self, sidecar: Sidecar, labels: np.ndarray) -> None:
        data = np.ascontiguousarray(labels, "<i8").tobytes()
        sidecar.labels, sidecar.labels_crc = f"labels-{sidecar.serial}.i64", zlib.crc32(data)
        write_atomically(self.folder / sidecar.labels, data)

    def write_graph(self, sidecar: Sidecar, graph: Any, rows: int) -> None:  # noqa: ANN401 - hnswlib's own type
        """Save the graph under a new name, which the sidecar notes."""
        name = f"graph-{sidecar.serial}.hnsw"
        path = self.folder / name
        graph.save_index(str(path))
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        sync_folder(self.folder)
        sidecar.graph, sidecar.graph_rows = name, rows
        sidecar.graph_crc = _crc(path, 0, path.stat().st_size)

    def graph_bytes(self, sidecar: Sidecar) -> int:
        """The size of the graph's file; 0 without one."""
        try:
            return (self.folder / sidecar.graph).stat().st_size if sidecar.graph else 0
        except OSError:
            return 0

    def graph_path(self, sidecar: Sidecar) -> Path | None:
        """The graph's file if it is whole: hnswlib would load a rotten one and crash later."""
        if not sidecar.graph:
            return None
        path = self.folder / sidecar.graph
        try:
            is_whole = _crc(path, 0, path.stat().st_size) == sidecar.graph_crc
        except OSError:
            return None
        return path if is_whole else None

    def stale(self, why: str) -> StaleIndexError:
        """The error for a folder that must be rebuilt."""
        return StaleIndexError(f"the dense index in {self.folder} is not usable: {why}")

    def unwritable(self, error: OSError) -> IndexingError:
        """The error for a folder that cannot be written."""
        return IndexingError(
            f"the dense index in {self.folder} cannot be saved ({error.strerror})",
            "free some space, or make the folder writable",
        )

    def _remove_unnamed(self, sidecar: Sidecar) -> None:
        named = {_SIDECAR, sidecar.vectors, sidecar.labels, sidecar.graph}
        for path in self._files():
            if path.name not in named:
                # a mapped file cannot be removed on every system; it goes with a later save
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        for pattern in ("vectors-*.f32", "labels-*.i64", "graph-*.hnsw", ".*.part"):
            yield from self.folder.glob(pattern)


def _make_own(path: Path) -> None:
    """Have a file to append to: a link's target is somebody else's, and is copied first."""
    if path.is_symlink():
        copy = path.with_name(f".{path.name}.part")
        shutil.copyfile(path, copy)
        copy.replace(path)
    path.touch()


def _crc(path: Path, begin: int, end: int) -> int:
    """CRC-32 of the bytes from ``begin`` to ``end``, or -1 where there are fewer."""
    crc, left = 0, end - begin
    with path.open("rb") as file:
        file.seek(begin)
        while left > 0:
            chunk = file.read(min(left, _CHUNK))
            if not chunk:
                return -1
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
    return crc
