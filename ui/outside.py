"""Programs outside carrel: the system's PDF viewer, at a page, and its file manager.

Owns choosing the program and starting it, apart from ours and without its words on our screen.
Paths and numbers are handed over as arguments, never through a shell.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carrel import CarrelError

__all__ = ["OutsideError", "Started", "open_pdf", "reveal"]

_DESKTOP_SECONDS = 3.0
"""How long the desktop may think about which program opens PDF files."""

_AT_PAGE: Mapping[str, Sequence[str]] = {
    "evince": ("--page-label={page}", "{file}"),
    "papers": ("--page-label={page}", "{file}"),
    "atril": ("--page-index={page}", "{file}"),
    "xreader": ("--page-index={page}", "{file}"),
    "okular": ("--page", "{page}", "{file}"),
    "zathura": ("--page={page}", "{file}"),
    "sioyek": ("--page", "{page}", "{file}"),
    "qpdfview": ("{file}#{page}",),
    "mupdf": ("{file}", "{page}"),
    "xpdf": ("{file}", "{page}"),
    "SumatraPDF": ("-page", "{page}", "{file}"),
    "firefox": ("{uri}#page={page}",),
    "chromium": ("{uri}#page={page}",),
    "google-chrome": ("{uri}#page={page}",),
    "brave-browser": ("{uri}#page={page}",),
}
"""Viewers that can be told a page, with how each wants it (their manual pages)."""


_running: list[subprocess.Popen[bytes]] = []
"""Programs that were started; those that have ended are let go of when the next one starts."""


class OutsideError(CarrelError):
    """No program could be started."""


@dataclass(frozen=True, slots=True)
class Started:
    """What was started: a program's name, and whether it opens at the page."""

    program: str
    at_page: bool = True


def open_pdf(file: str, page: int = 1, viewer: str = "") -> Started:
    """Open a PDF file in a viewer, at a page where the viewer can be told one.

    Args:
        file: The file's path.
        page: Counted from 1.
        viewer: A command of the person's own, with ``{file}`` and ``{page}`` in it; the system's
            viewer when empty.

    Raises:
        OutsideError: The file is gone, or no viewer could be started.
    """
    path = _there(file)
    if viewer:
        command = [_filled(part, path, page) for part in shlex.split(viewer)]
        if "{file}" not in viewer:
            command.append(str(path))
        return _start(command, path, at_page="{page}" in viewer)
    program = _viewer()
    if program in _AT_PAGE:
        arguments = [_filled(part, path, page) for part in _AT_PAGE[program]]
        return _start([program, *arguments], path)
    started = _open(path)
    return Started(started, at_page=page == 1)


def reveal(file: str) -> Started:
    """Show a file in the system's file manager.

    Raises:
        OutsideError: The file is gone, or no file manager could be started.
    """
    path = _there(file)
    if sys.platform == "darwin":
        return _start(["open", "-R", str(path)], path)
    if sys.platform == "win32":
        return _start(["explorer", f"/select,{path}"], path)
    for manager in ("nautilus", "dolphin", "nemo"):
        if _default("inode/directory") == manager and shutil.which(manager):
            return _start([manager, "--select", str(path)], path)
    return Started(_open(path.parent))


def _there(file: str) -> Path:
    path = Path(file)
    if not path.exists():
        raise OutsideError(f"{file} is not there any more", "look at its folder again in Folders")
    return path


def _filled(part: str, path: Path, page: int) -> str:
    return (
        part.replace("{page}", str(page))
        .replace("{uri}", path.absolute().as_uri())
        .replace("{file}", str(path))
    )


def _viewer() -> str:
    """The program that the system opens PDF files with, where it is one that knows pages."""
    if sys.platform == "win32":
        return "SumatraPDF" if shutil.which("SumatraPDF") else ""
    if sys.platform == "darwin":
        return ""
    chosen = _default("application/pdf")
    return chosen if chosen in _AT_PAGE and shutil.which(chosen) else ""


def _default(kind: str) -> str:
    """The name of the program that a Linux desktop opens a kind of file with; ``""`` unknown."""
    asker = shutil.which("xdg-mime")
    if asker is None:
        return ""
    try:
        done = subprocess.run(
            [asker, "query", "default", kind],
            capture_output=True,
            text=True,
            timeout=_DESKTOP_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    # org.gnome.Evince.desktop, okularApplication_pdf.desktop, firefox_firefox.desktop
    name = done.stdout.strip().removesuffix(".desktop").rpartition(".")[2].lower()
    return next((p for p in (*_AT_PAGE, "nautilus", "dolphin", "nemo") if p.lower() in name), "")


def _open(path: Path) -> str:
    """Hand a path to the system; the name of what took it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 -- Windows' own way of opening a file
        return "the system's program"
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    return _start([opener, str(path)], path).program


def _start(command: Sequence[str], path: Path, *, at_page: bool = True) -> Started:
    """Start a program that lives on without us and says nothing on our screen.

    Raises:
        OutsideError: It is not there, or there is no desktop that it could show itself on.
    """
    is_unix_desktop = sys.platform not in {"darwin", "win32"}
    if is_unix_desktop and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise OutsideError(
            "there is no desktop here on which another program could be shown", f"the file: {path}"
        )
    _running[:] = [program for program in _running if program.poll() is None]
    try:
        program = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise OutsideError(
            f"{command[0]} cannot be started: {error.strerror}", f"the file: {path}"
        ) from error
    _running.append(program)
    return Started(Path(command[0]).name, at_page)
