"""``carrel`` alone: the terminal app."""

from __future__ import annotations

import os
import sys

import click

from ui.cli.context import Invocation, pass_invocation

__all__ = ["command"]


@click.command()
@pass_invocation
def command(invocation: Invocation) -> None:
    """Open the terminal app (the same as `carrel` alone)."""
    # `carrel serve` runs the app with a driver of its own, which needs no terminal
    is_served = "TEXTUAL_DRIVER" in os.environ
    if not is_served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the app needs a terminal; `carrel --help` lists what does not")
    from ui.app import run_app

    raise click.exceptions.Exit(run_app(invocation.folder, invocation.found_settings()))
