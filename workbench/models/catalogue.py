"""The catalogue of models that carrel knows by name, parsed and checked.

Owns the shape of ``assets/models.toml`` and nothing of what is on this machine. Every error names
the entry and the key, so that a person who adds a model of their own sees where it is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from workbench.models.errors import ModelCatalogueError

__all__ = [
    "ModelEntry",
    "ModelRole",
    "WheelSource",
    "load_catalogue",
    "parse_catalogue",
]

POOLINGS = ("", "none", "mean", "cls", "last", "rank")
CONVERSIONS = ("", "bert")
PRECISIONS = ("", "F32", "F16", "Q8_0")


class ModelRole(StrEnum):
    """What a model is for."""

    EMBED = "embed"
    """Texts in, vectors out."""
    RERANK = "rerank"
    """A question and a passage in, one relevance score out."""
    GENERATE = "generate"
    """A prompt in, text out."""


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A package on the package index whose wheel carries the weights.

    ``inside`` is the GGUF's path within the wheel or, with ``convert``, the folder of the
    published weights. ``sha256`` and ``size`` (bytes) are the wheel's own.
    """

    package: str
    version: str
    sha256: str
    size: int
    inside: str
    convert: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model. ``source`` is None for a person's own file, which ``path`` then names.

    ``sha256`` and ``size`` (bytes) are the final GGUF's; ``""`` and 0 for a person's own file.
    ``dimension`` is the vectors' length, ``context`` the window in tokens, both 0 when unknown.
    ``pooling`` is how token vectors become one (``""``: as the file says). The prefixes stand
    before each text that is embedded, as the model was trained.
    """

    name: str
    role: ModelRole
    file: str
    sha256: str = ""
    size: int = 0
    licence: str = ""
    description: str = ""
    dimension: int = 0
    context: int = 0
    pooling: str = ""
    query_prefix: str = ""
    passage_prefix: str = ""
    chat_format: str = ""
    source: WheelSource | None = None
    path: Path | None = None


def load_catalogue(path: Path | None = None) -> dict[str, ModelEntry]:
    """Read a catalogue file; without ``path`` the one that ships with carrel.

    Raises:
        ModelCatalogueError: The file cannot be read, or an entry is wrong.
    """
    try:
        if path is None:
            text = resources.files("assets").joinpath("models.toml").read_text("utf-8")
        else:
            text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError, ModuleNotFoundError) as error:
        raise ModelCatalogueError(
            f"the catalogue of models cannot be read ({error})", "install carrel again"
        ) from error
    return parse_catalogue(text, name=str(path or "assets/models.toml"))


def parse_catalogue(text: str, *, name: str = "models.toml") -> dict[str, ModelEntry]:
    """Parse a catalogue. ``name`` is what errors call it.

    Raises:
        ModelCatalogueError: Not TOML (names the line), or an entry is wrong (names its key).
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelCatalogueError(f"{name} is not valid TOML: {error}") from error
    models = document.get("models", {})
    if not isinstance(models, dict):
        raise ModelCatalogueError(f"{name}: `models` must be a table of tables")
    return {
        key: _entry(_Table(f"{name}: models.{key}", value), key) for key, value in models.items()
    }


class _Table:
    """One table of the catalogue; each key is taken once, and none may be left over."""

    def __init__(self, place: str, values: object) -> None:
        self.place = place
        if not isinstance(values, dict):
            raise ModelCatalogueError(f"{place} must be a table")
        self._left: dict[str, Any] = dict(values)

    def text(self, key: str, default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "must be text")
        if choices and value not in choices:
            raise self.wrong(key, f"is {value!r}; known are {', '.join(filter(None, choices))}")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, "must be a whole number of 0 or more")
        return value

    def checksum(self, key: str) -> str:
        value = self.text(key).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            raise self.wrong(key, "must be a sha256: 64 hexadecimal digits")
        return value

    def table(self, key: str) -> _Table:
        return _Table(f"{self.place}.{key}", self._take(key, None))

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not be ignored in silence."""
        if self._left:
            raise self.wrong(next(iter(self._left)), "is not a known key")

    def wrong(self, key: str, what: str) -> ModelCatalogueError:
        return ModelCatalogueError(f"{self.place}.{key} {what}", "see the comments in that file")

    def _take(self, key: str, default: object) -> object:
        if key not in self._left and default is None:
            raise self.wrong(key, "is missing")
        return self._left.pop(key, default)


def _entry(table: _Table, name: str) -> ModelEntry:
    file = table.text("file")
    if Path(file).name != file or not file.endswith(".gguf"):
        raise table.wrong("file", "must be a bare file name that ends in .gguf")
    entry = ModelEntry(
        name=name,
        role=ModelRole(table.text("role", choices=tuple(ModelRole))),
        file=file,
        sha256=table.checksum("sha256"),
        size=table.number("size"),
        licence=table.text("licence"),
        description=table.text("description"),
        dimension=table.number("dimension", 0),
        context=table.number("context", 0),
        pooling=table.text("pooling", "", POOLINGS),
        query_prefix=table.text("query_prefix", ""),
        passage_prefix=table.text("passage_prefix", ""),
        chat_format=table.text("chat_format", ""),
        source=_source(table.table("source")),
    )
    table.close()
    return entry


def _source(table: _Table) -> WheelSource:
    table.text("kind", choices=("wheel",))
    source = WheelSource(
        package=table.text("package"),
        version=table.text("version"),
        sha256=table.checksum("sha256"),
        size=table.number("size"),
        inside=table.text("inside"),
        convert=table.text("convert", "", CONVERSIONS),
        precision=table.text("precision", "", PRECISIONS),
    )
    # these reach pip's requirements file; a line break or an option there would be a command
    for key, value in _requirement_parts(source).items():
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+!-]*", value):
            raise table.wrong(key, f"is {value!r}, which no package has")
    table.close()
    return source


def _requirement_parts(source: WheelSource) -> Mapping[str, str]:
    return {"package": source.package, "version": source.version}
