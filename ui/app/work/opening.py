"""Opening the library, telling its state, changing a setting.

Owns functions that run on threads, see ``ui.app.work``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from ui.app import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.app.jobs import Job
    from workbench.library import Library
    from workbench.settings import Settings

__all__ = ["change_setting", "open_library", "read_status"]


def open_library(opener: Callable[[], Library], _job: Job) -> Message:
    """Open the library and let its models load; DuckDB and NumPy are first imported here."""
    library = opener()
    library.warm()
    return messages.LibraryOpened(library)


def read_status(library: Library, job: Job) -> Message:
    """Count papers at once, then tell the whole truth, which may wait for a model to load."""
    papers = library.count_papers()
    job.post(messages.PapersCounted(0, papers, papers))
    return messages.StatusRead(library.status())


def change_setting(
    key: str, text: str | None, settings: Settings, library: Library, _job: Job
) -> Message:
    """Write a setting to its file, or take it out, and let the library work with it."""
    from workbench.settings import setting_info, with_setting
    from workbench.settings_file import reset_setting, store_setting

    changed = with_setting(settings, key, str(setting_info(key).default) if text is None else text)
    if text is None:
        reset_setting(key)
    else:
        store_setting(key, text)
    library.apply_settings(changed)
    return messages.SettingChanged(key, changed)
