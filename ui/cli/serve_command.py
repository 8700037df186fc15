"""``carrel serve``: the terminal app in a browser on this machine."""

from __future__ import annotations

import secrets

import click

from ui.cli.context import Invocation, pass_invocation

__all__ = ["command"]

LEAST_LETTERS = 16
"""A shorter token could be found by trying."""


@click.command()
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535),
              help="Port to listen on.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Address to listen on. Anything but this machine itself lets others in who have "
              "the token, over a connection that is not encrypted.")  # fmt: skip
@click.option("--token", default=None, metavar="TEXT", envvar="CARREL_SERVE_TOKEN",
              help="Secret a visitor must bring. [default: a new one each time]")  # fmt: skip
@pass_invocation
def command(invocation: Invocation, port: int, host: str, token: str | None) -> None:
    """Open the terminal app in a browser: prints the address to open, until ctrl-c.

    The server answers on this machine alone, to whoever has the token in the address. One visitor
    at a time: the library opens in one process, so a second one is told that it is in use.
    """
    invocation.settings()  # what is wrong with them is told here as well as in the page
    from ui.serve.guard import Guard, is_loopback
    from ui.serve.server import AppServer, app_command, run_server

    if token is not None and len(token) < LEAST_LETTERS:
        raise click.UsageError(f"a token of fewer than {LEAST_LETTERS} characters can be guessed")
    hosts = () if is_loopback(host) else (host.lower(),)
    if hosts:
        click.echo(
            f"note: others can reach {host}; the connection is not encrypted, so give the address "
            "only over a network you trust",
            err=True,
        )
    guard = Guard(token or secrets.token_urlsafe(24), hosts)
    run = app_command(invocation.folder, invocation.overrides)

    def say(address: str) -> None:
        click.echo(address)
        click.echo("open this address in a browser; ctrl-c ends it", err=True)

    run_server(AppServer(run, guard, host, port, say))
