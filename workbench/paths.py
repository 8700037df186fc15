"""Every path that carrel reads or writes of its own accord.

Owns where things are, not what is in them. Folders are made on first use by whoever writes, never
by asking for a path. ``CARREL_LIBRARY``, ``CARREL_MODELS`` and ``CARREL_SETTINGS`` override the
three places a person may want elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "cache_folder",
    "default_library",
    "keys_file",
    "log_folder",
    "models_folder",
    "settings_file",
    "state_folder",
    "themes_folder",
]

_APP = "carrel"


def default_library() -> Path:
    """The library that is opened when none is named."""
    return _override("CARREL_LIBRARY") or _data() / "library"


def models_folder() -> Path:
    """Where fetched models are kept, shared by all libraries."""
    return _override("CARREL_MODELS") or _data() / "models"


def cache_folder() -> Path:
    """Where what can be made again is kept."""
    from platformdirs import user_cache_path

    return user_cache_path(_APP, appauthor=False)


def settings_file() -> Path:
    """The person's ``settings.toml``; it need not exist."""
    return _override("CARREL_SETTINGS") or _config() / "settings.toml"


def keys_file() -> Path:
    """The person's own keys, ``keys.toml`` beside the settings; it need not exist."""
    return settings_file().with_name("keys.toml")


def themes_folder() -> Path:
    """The person's own themes, one TOML file each, beside the settings; it need not exist."""
    return settings_file().with_name("themes")


def state_folder() -> Path:
    """Where the app keeps what it remembers of the last sitting; it may be deleted."""
    from platformdirs import user_state_path

    return user_state_path(_APP, appauthor=False)


def log_folder() -> Path:
    """Where log files go."""
    from platformdirs import user_log_path

    return user_log_path(_APP, appauthor=False)


def _data() -> Path:
    from platformdirs import user_data_path

    return user_data_path(_APP, appauthor=False)


def _config() -> Path:
    from platformdirs import user_config_path

    return user_config_path(_APP, appauthor=False)


def _override(variable: str) -> Path | None:
    value = os.environ.get(variable, "").strip()
    return Path(value).expanduser().absolute() if value else None
