"""The one schema of every setting: its section, name, default, help and bounds.

A setting is a field of its section's dataclass. From here come the ``settings.toml`` file, the
``CARREL_<SECTION>_<NAME>`` environment variables, the ``--set`` option of the command line,
validation, the app's table of settings and ``docs/reference/settings.md``. How values reach a
setting is ``settings``'s.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import SettingsError

__all__ = [
    "AnswerSettings",
    "FolderSettings",
    "LookSettings",
    "ModelSettings",
    "ReadingSettings",
    "SearchSettings",
    "SettingInfo",
    "Settings",
    "Value",
    "default_sections",
    "describe_settings",
    "known_setting",
    "setting_info",
    "setting_value",
]

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a value must obey, beside its type."""

    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def _setting(
    default: Value,
    help: str,  # noqa: A002 -- the word a reader of the schema looks for
    *,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 -- like dataclasses.field, it stands in for the field's own type
    return field(default=default, metadata={"rule": _Rule(help, low, high, choices)})


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How files are read."""

    workers: int = _setting(
        0, "Files read at once; 0 takes one process for each core, at most 8.", low=0, high=64
    )
    recognise: str = _setting(
        "auto",
        "Whether pages without usable text are recognised from their picture where Tesseract is "
        "installed: `auto` or `never`.",
        choices=("auto", "never"),
    )
    languages: str = _setting(
        "",
        "Languages of scans in Tesseract's names joined by `+`, such as `eng+deu`; empty takes the "
        "language that each file says it is in, where that is installed, else English.",
    )
    seconds_per_file: float = _setting(
        120.0, "Longest time one file may take before its reader is stopped.", low=1, high=3600
    )
    memory_per_worker: int = _setting(
        2048, "Memory one reader may take, in MiB, where the system can limit it.", low=256
    )


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models are used, and on what."""

    embedder: str = _setting(
        "all-MiniLM-L6-v2", "Embedding model: a name from `carrel models`, or a GGUF file's path."
    )
    reranker: str = _setting(
        "none",
        "Model that reads query and passage together in `search.rerank = careful`: the path of a "
        "cross-encoder's GGUF file, or `none`.",
    )
    writer: str = _setting(
        "SmolLM2-135M-Instruct",
        "Writing model: a name from `carrel models`, a GGUF file's path, or `none`.",
    )
    fetch: str = _setting(
        "auto",
        "Whether missing models are fetched when papers are first read: `auto`, which says so and "
        "shows progress, or `never`.",
        choices=("auto", "never"),
    )
    threads: int = _setting(
        0, "Processor threads a model may use; 0 takes every core.", low=0, high=256
    )
    gpu_layers: int = _setting(
        -1, "Layers put on the GPU; -1 as many as fit, 0 none.", low=-1, high=1000
    )


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How passages are found."""

    hits: int = _setting(10, "Hits a search returns.", low=1, high=1000)
    candidates: int = _setting(
        200, "Passages each method hands to fusion, before they become one list.", low=10, high=5000
    )
    dense_weight: float = _setting(
        0.45, "Share of meaning in the fused score; the rest is words.", low=0, high=1
    )
    feedback: float = _setting(
        0.1,
        "Weight of nearness to what was found first, beside words and meaning, which together "
        "weigh 1; 0 leaves it out.",
        low=0,
        high=1,
    )
    weigh: str = _setting(
        "gentle",
        "How much newness and citations count: `off`, `gentle`, which settles near-equals, or "
        "`strong`.",
        choices=("off", "gentle", "strong"),
    )
    recency: float = _setting(
        -1.0, "Level of newness, 0 to 10; -1 as `search.weigh` says.", low=-1, high=10
    )
    citations: float = _setting(
        -1.0,
        "Level of citations per year among papers of the same age, 0 to 10; -1 as `search.weigh` "
        "says.",
        low=-1,
        high=10,
    )
    half_life: float = _setting(
        8.0,
        "Years after which a paper counts as neither new nor old.",
        low=0.5,
        high=200,
    )
    rerank: str = _setting(
        "fast",
        "How closely what stands first is read again: `off`, `fast`, which compares words with "
        "like words, or `careful`, which runs the embedder over the passages too.",
        choices=("off", "fast", "careful"),
    )
    rerank_ms: float = _setting(
        2000.0,
        "Milliseconds that reading again may take; what is not reached by then is left out, and "
        "a note says so.",
        low=0,
        high=600_000,
    )
    likelihood: float = _setting(
        0.0,
        "Weight of how likely the writer model finds the query, given a passage, in reading again "
        "what stands first; 0 leaves it out. Takes a second or so a passage without a GPU.",
        low=0,
        high=2,
    )
    diversity: float = _setting(
        0.0,
        "How much the hits are to differ from one another: 0 takes the best as they come, 1 puts "
        "being unlike those above first.",
        low=0,
        high=1,
    )
    each_paper: int = _setting(3, "Most passages of one paper among the hits.", low=1, high=1000)


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How questions are answered."""

    passages: int = _setting(24, "Passages read for one answer.", low=1, high=200)
    quotes: int = _setting(8, "Most quotes one answer may cite.", low=1, high=50)
    effort: str = _setting(
        "normal",
        "What an answer may cost: `quick` (one search a part, few quotes), `normal` (a second "
        "round where the first leaves a gap) or `deep` (rounds until one adds nothing).",
        choices=("quick", "normal", "deep"),
    )
    write: str = _setting(
        "auto",
        "Whether a model writes from the quotes: `auto` where it was measured to help, "
        "`always`, or `never`.",
        choices=("auto", "always", "never"),
    )


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """How the library keeps in step with its folders."""

    watch: str = _setting(
        "auto",
        "Whether folders stay in step by themselves while the app is open: `auto`, or `never`, "
        "which reads them only when told.",
        choices=("auto", "never"),
    )
    settle_seconds: float = _setting(
        2.0,
        "How long a folder must be still before its changes are read, so that a download is not "
        "read half.",
        low=0.1,
        high=600,
    )


@dataclass(frozen=True, slots=True)
class LookSettings:
    """How the terminal app looks."""

    theme: str = _setting(
        "carrel-dark",
        "Colours: `carrel-dark`, `carrel-light`, `carrel-contrast`, or the name of a theme of your "
        "own.",
    )
    pictures: str = _setting(
        "auto",
        "How pages are drawn: `kitty` or `sixel`, which are pixels, `blocks`, which every terminal "
        "can show, or `text`, which is the page's words alone; `auto` takes the best that the "
        "terminal offers when carrel starts.",
        choices=("auto", "kitty", "sixel", "blocks", "text"),
    )
    viewer: str = _setting(
        "",
        "Command that opens a PDF file outside, such as `zathura --page={page} {file}`; the "
        "system's own viewer when empty.",
    )
    plain: str = _setting(
        "never",
        "Whether the app is drawn for a screen reader, with words in place of marks, bars, frames "
        "and pictures: `always` or `never`.",
        choices=("always", "never"),
    )


_APPLIES = {
    "reading": "when files are next read",
    "folders": "at once",
    "models": "at once; a model that is changed is loaded anew",
    "search": "with the next search",
    "answer": "with the next question",
    "look": "at once",
}
"""When a setting that is changed in the running app takes effect, by section."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by section."""

    reading: ReadingSettings = ReadingSettings()
    folders: FolderSettings = FolderSettings()
    models: ModelSettings = ModelSettings()
    search: SearchSettings = SearchSettings()
    answer: AnswerSettings = AnswerSettings()
    look: LookSettings = LookSettings()


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """One setting as documentation and tables show it. ``key`` is ``section.name``."""

    key: str
    kind: str
    default: Value
    help: str
    environment: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    applies: str = ""
    """When a change in the running app takes effect."""


def describe_settings() -> Iterator[SettingInfo]:
    """Every setting in the order of the schema."""
    for section, defaults in default_sections().items():
        for item in dataclasses.fields(defaults):
            rule: _Rule = item.metadata["rule"]
            default: Value = getattr(defaults, item.name)
            yield SettingInfo(
                key=f"{section}.{item.name}",
                kind=type(default).__name__,
                default=default,
                help=rule.help,
                environment=f"CARREL_{section}_{item.name}".upper(),
                choices=rule.choices,
                low=rule.low,
                high=rule.high,
                applies=_APPLIES.get(section, "the next time carrel starts"),
            )


def setting_info(key: str) -> SettingInfo:
    """One setting by its key.

    Raises:
        SettingsError: There is none; the nearest is named.
    """
    return known_setting({info.key: info for info in describe_settings()}, key, "settings")


def setting_value(settings: Settings, key: str) -> Value:
    """The value that a setting has."""
    section, name = setting_info(key).key.split(".")
    value: Value = getattr(getattr(settings, section), name)
    return value


def known_setting(known: Mapping[str, SettingInfo], key: str, where: str) -> SettingInfo:
    """The setting of that key among these.

    Args:
        known: Settings by key.
        key: What was asked for.
        where: Where it was asked for, as an error says it.

    Raises:
        SettingsError: There is none; the nearest is named.
    """
    import difflib

    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "`carrel settings` lists them all"
    raise SettingsError(f"{where}: there is no setting {key!r}", hint)


def default_sections() -> dict[str, Any]:
    """The sections by name, each with its defaults."""
    defaults = Settings()
    return {
        section.name: getattr(defaults, section.name) for section in dataclasses.fields(Settings)
    }
