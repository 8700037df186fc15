"""Which model plays which role, where its file is, and how it gets there.

Owns the choice: a role is filled by a catalogued name or by the path of a person's own GGUF, and
both resolve to the same ``ResolvedModel``. It reads files and the catalogue; only ``ensure`` may
fetch.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.models.catalogue import ModelEntry, ModelRole, load_catalogue
from workbench.models.errors import ModelMissingError, ModelStoreError, UnknownModelError
from workbench.models.fetch import fetch_model
from workbench.models.files import is_verified
from workbench.models.gguf_header import GgufValue, read_gguf_header
from workbench.types import ProgressListener

__all__ = ["ModelRegistry", "ResolvedModel"]

_POOLINGS = {0: "none", 1: "mean", 2: "cls", 3: "last", 4: "rank"}
_FINGERPRINT_BYTES = 1 << 20
NONE = "none"


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model that is on this machine.

    ``key`` tells models apart for whatever is derived from them: vectors of another key must not
    be mixed with this one's.
    """

    path: Path
    entry: ModelEntry
    key: str


class ModelRegistry:
    """The models of this machine, and the one chosen for each role.

    Args:
        models_folder: Where fetched models are kept.
        chosen: Per role (``embed``, ``rerank``, ``generate``) a catalogued name, the path of a
            GGUF file, or ``none``. A role that is not named has no model.
        catalogue: The known models; without it the catalogue that ships with carrel.
    """

    def __init__(
        self,
        models_folder: Path,
        chosen: Mapping[str, str],
        catalogue: Mapping[str, ModelEntry] | None = None,
    ) -> None:
        self.models_folder = models_folder
        self._chosen = {ModelRole(role): value for role, value in chosen.items()}
        self._catalogue = dict(load_catalogue() if catalogue is None else catalogue)

    def entries(self) -> list[ModelEntry]:
        """Every catalogued model, in the catalogue's order."""
        return list(self._catalogue.values())

    def entry(self, name_or_path: str, role: ModelRole | str) -> ModelEntry:
        """The entry of a name, or one made from a GGUF file's own metadata.

        Raises:
            UnknownModelError: Neither a catalogued name nor a file.
            ModelStoreError: The file is no GGUF, or the model is for another role.
        """
        wanted = ModelRole(role)
        entry = self._catalogue.get(name_or_path) or _local_entry(name_or_path, wanted)
        if entry is None:
            known = ", ".join(e.name for e in self.entries() if e.role == wanted) or "none"
            raise UnknownModelError(
                f"there is no model {name_or_path!r} for the role {wanted.value}",
                f"known are: {known}; or give the path of a GGUF file",
            )
        if entry.role != wanted:
            raise ModelStoreError(
                f"{entry.name} is a model for the role {entry.role.value}, not {wanted.value}",
                "see `carrel models` for what fits",
            )
        return entry

    def chosen(self, role: ModelRole | str) -> ModelEntry | None:
        """The entry chosen for a role; None where the role is left empty.

        Raises:
            UnknownModelError, ModelStoreError: As for ``entry``.
        """
        value = self._chosen.get(ModelRole(role), NONE)
        return None if value in ("", NONE) else self.entry(value, role)

    def path_of(self, entry: ModelEntry) -> Path:
        """Where the model's file is, or would be."""
        return entry.path if entry.path is not None else self.models_folder / entry.file

    def is_present(self, entry: ModelEntry) -> bool:
        """Whether the file is there and whole (hashed once, then known by size and time)."""
        path = self.path_of(entry)
        return path.is_file() if entry.source is None else is_verified(path, entry.sha256)

    def resolve(self, role: ModelRole | str) -> ResolvedModel:
        """The chosen model, if it is here. Never touches the network.

        Raises:
            ModelMissingError: The role is empty, or its model is not on this machine.
        """
        wanted = ModelRole(role)
        entry = self.chosen(wanted)
        if entry is None:
            raise ModelMissingError(
                f"no model is chosen for the role {wanted.value}", "choose one: `carrel models use`"
            )
        if not self.is_present(entry):
            raise ModelMissingError(
                f"the model {entry.name} ({wanted.value}) is not on this machine",
                f"fetch it with `carrel models fetch {entry.name}` ({_megabytes(entry)})",
            )
        return self._resolved(entry)

    def ensure(
        self,
        role: ModelRole | str,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
    ) -> ResolvedModel:
        """The chosen model, fetched first if it is missing or damaged.

        Raises:
            ModelMissingError: No model is chosen for the role.
            ModelFetchError: It could not be fetched; see ``fetch.fetch_model``.
        """
        entry = self.chosen(role)
        if entry is None or self.is_present(entry):
            return self.resolve(role)
        fetch_model(entry, self.models_folder, on_progress=on_progress, cancel=cancel)
        return self._resolved(entry)

    def fetch(
        self,
        name: str,
        on_progress: ProgressListener | None = None,
        cancel: threading.Event | None = None,
    ) -> ResolvedModel:
        """Fetch a catalogued model whether or not it is chosen.

        Raises:
            UnknownModelError: The catalogue has no such name.
            ModelFetchError: It could not be fetched.
        """
        entry = self._catalogue.get(name)
        if entry is None:
            raise UnknownModelError(
                f"the catalogue has no model {name!r}",
                f"known are: {', '.join(self._catalogue) or 'none'}",
            )
        fetch_model(entry, self.models_folder, on_progress=on_progress, cancel=cancel)
        return self._resolved(entry)

    def _resolved(self, entry: ModelEntry) -> ResolvedModel:
        path = self.path_of(entry)
        mark = entry.sha256[:16] if entry.source is not None else _fingerprint(path)
        return ResolvedModel(path, entry, f"{entry.name}:{mark}")


def _local_entry(name_or_path: str, role: ModelRole) -> ModelEntry | None:
    """An entry for a person's own file, or None where no such file exists."""
    path = Path(name_or_path).expanduser().absolute()
    if not path.is_file():
        return None
    header = read_gguf_header(path)
    entry = _described(path, header)
    # an embedder's file need not say so, and a causal model can embed; only rank pooling is a
    # kind of its own, because its output is one score and not a vector
    is_ranker = entry.pooling == "rank"
    if role == ModelRole.GENERATE and _only_reads(header):
        return entry
    if is_ranker == (role == ModelRole.RERANK) or not entry.pooling:
        return dataclasses.replace(entry, role=role)
    return entry


def _described(path: Path, header: Mapping[str, GgufValue]) -> ModelEntry:
    architecture = header.get("general.architecture", "")

    def number(key: str) -> int:
        value = header.get(f"{architecture}.{key}", 0)
        return value if isinstance(value, int) else 0

    pooling = _POOLINGS.get(number("pooling_type"), "") if _has_pooling(header) else ""
    return ModelEntry(
        name=path.stem,
        role=ModelRole.RERANK if pooling == "rank" else ModelRole.EMBED,
        file=path.name,
        size=path.stat().st_size,
        licence=str(header.get("general.license", "")),
        description=str(header.get("general.name", "")),
        dimension=number("embedding_length"),
        context=number("context_length"),
        pooling=pooling,
        chat_format="from the file" if "tokenizer.chat_template" in header else "",
        path=path,
    )


def _only_reads(header: Mapping[str, GgufValue]) -> bool:
    """Whether the model is an encoder: it sees a text from both ends, and cannot go on from it."""
    return any(key.endswith(".attention.causal") and not on for key, on in header.items())


def _has_pooling(header: Mapping[str, GgufValue]) -> bool:
    return any(key.endswith(".pooling_type") for key in header)


def _fingerprint(path: Path) -> str:
    """Sixteen digits that change when the file does: its size, first and last mebibyte hashed."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_FINGERPRINT_BYTES))
        file.seek(max(0, size - _FINGERPRINT_BYTES))
        digest.update(file.read(_FINGERPRINT_BYTES))
    return digest.hexdigest()[:16]


def _megabytes(entry: ModelEntry) -> str:
    return f"{entry.source.size / 1e6:.0f} MB" if entry.source else "a local file"
