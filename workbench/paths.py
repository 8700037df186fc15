"""Every path that carrel reads or writes of its own accord.

Owns where things are, not what is in them. Folders are made on first use by whoever writes, never
by asking for a path. ``CARREL_LIBRARY``, ``CARREL_MODELS`` and ``CARREL_SETTINGS`` override the
three places a person may want elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "default_library",
    "log_folder",
    "models_folder",
    "settings_file",
]

_APP = "carrel"


def default_library() -> Path:
    """The library that is opened when none is named."""
    return _override("CARREL_LIBRARY") or _data() / "library"


def models_folder() -> Path:
    """Where fetched models are kept, shared by all libraries."""
    return _override("CARREL_MODELS") or _data() / "models"


def settings_file() -> Path:
    """The person's ``settings.toml``; it need not exist."""
    return _override("CARREL_SETTINGS") or _config() / "settings.toml"


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
