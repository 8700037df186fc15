"""The terminal app: a reader's desk over one library.

Owns everything drawn on the terminal. It knows no rule of searching, reading or answering: those
are the workbench's, and reach the screen through ``work`` and the messages it posts.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.settings import SettingsFound

__all__ = ["run_app"]

SWITCH_SECONDS = 0.0005
"""Python's own 5 ms would add up to a wait that is seen while papers are being read."""


def run_app(library_folder: Path | None, found: SettingsFound) -> int:
    """Run the app until the person leaves, and close the library behind them.

    Args:
        library_folder: The library to open; the default one when ``None``.
        found: All settings; the look is taken from them, the rest goes to the library. What was
            wrong with others is told on the screen.

    Returns:
        The exit status: 0, or 1 when the library could not be opened or the app failed.
    """
    # looking for garbage among freshly imported modules costs a fifth of the time to the first
    # paint; the app turns it on again when that is done
    gc.disable()
    # a thread that computes keeps the screen waiting for as long as this each time it has its turn,
    # and drawing what one key changed takes several turns
    sys.setswitchinterval(SWITCH_SECONDS)
    from ui.app.terminal_probe import TerminalProbe

    # the terminal answers while the app is imported
    probe = TerminalProbe.of_this_process()
    if found.settings.look.pictures not in {"blocks", "text"}:
        probe.begin()
    try:
        # textual costs 0.15 s to import, so the command line must not pay for it by importing us
        from ui.app.app import CarrelApp
        from ui.app.session import Session
    finally:
        terminal = probe.finish()
    session = Session.for_folder(library_folder, found.settings)
    app = CarrelApp(session, terminal)
    app.look.tell_settings(found)
    try:
        app.run()
    finally:
        session.close()
        # what the app froze is let go of in the ordinary way; DuckDB counts what is left at the
        # end, and tells the terminal of it
        app.garbage.end()
    return app.return_code or 0
