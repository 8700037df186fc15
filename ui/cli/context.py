"""What every command shares: which library, which settings, how to print."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from workbench.library import Library
    from workbench.settings import Settings, SettingsFound

__all__ = [
    "Invocation",
    "emit",
    "emit_json",
    "json_option",
    "paper_key",
    "pass_invocation",
    "stop_on_interrupt",
    "tell_notes",
    "tell_written",
]


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options before the command."""

    folder: Path | None
    overrides: tuple[str, ...]
    _told: set[str] = field(default_factory=set, compare=False, repr=False)
    """Notes on settings that were told already."""

    def found_settings(self) -> SettingsFound:
        """The settings of this run as far as they can be had, and what is wrong with others."""
        from workbench.errors import SettingsError
        from workbench.settings import find_settings

        try:
            return find_settings(overrides=self.overrides)
        except SettingsError as error:
            raise click.UsageError(str(error)) from error

    def settings(self, *, exact: bool = False) -> Settings:
        """The settings of this run; for what cannot be used the default holds, and that is told.

        Args:
            exact: Whether nothing may be wrong, since what comes of it is kept or measured.
        """
        found = self.found_settings()
        if exact and found.faults:
            raise found.faults[0].error()
        tell_notes([note for note in found.notes if note not in self._told])
        self._told.update(found.notes)
        return found.settings

    @contextmanager
    def library(self, *, create: bool = False, exact: bool = False) -> Iterator[Library]:
        """Open the library for the length of a command.

        Args:
            create: Whether a library that does not exist is made.
            exact: As ``settings`` takes it.
        """
        from workbench.library import Library

        settings = self.settings(exact=exact)
        with Library.open(self.folder, settings=settings, create=create) as library:
            tell_notes(library.notes)
            yield library


pass_invocation = click.make_pass_decorator(Invocation)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def paper_key(text: str) -> str:
    """What a person typed for a paper, as the library takes it: a file as its whole path."""
    return str(Path(text).absolute()) if Path(text).exists() else text


def emit(as_json: bool, payload: Mapping[str, Any], text: Callable[[], str]) -> None:
    """Print data to stdout: the payload as JSON, or what ``text`` makes of it for a person."""
    from ui.safe_text import plain

    if as_json:
        emit_json(payload)
    else:
        click.echo("\n".join(plain(line) for line in text().splitlines()))


def emit_json(payload: Mapping[str, Any]) -> None:
    """Print JSON that says the same in every encoding: what stdout cannot carry is escaped."""
    text = json.dumps(payload, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(payload, indent=2)
    click.echo(text)


def tell_notes(notes: Sequence[str]) -> None:
    """Say on stderr what a person must know, one line a note."""
    from ui.cli.words import in_line

    for note in notes:
        click.echo(f"note: {in_line(note)}", err=True)


def tell_written(file: Path) -> None:
    """Say on stderr where data went."""
    from ui.cli.words import in_line

    click.echo(f"written to {in_line(file)}", err=True)


@contextmanager
def stop_on_interrupt(said: str = "what is finished is kept") -> Iterator[threading.Event]:
    """Ctrl-C sets the event once, so that work ends in order; a second one ends at once."""
    import signal

    stop = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def interrupt(signum: int, frame: object) -> None:
        del frame
        if stop.is_set():
            signal.signal(signum, before)
            raise KeyboardInterrupt
        click.echo(f"\nstopping; {said} (ctrl-c again to leave now)", err=True)
        stop.set()

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
