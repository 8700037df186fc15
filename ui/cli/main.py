"""The ``carrel`` command: finds the subcommand, turns errors into words and exit statuses.

Exit statuses: 0 done, 1 failed, 2 wrong use. Data goes to stdout, everything else to stderr.
Importing this module imports click and nothing else of weight, so ``carrel --help`` is instant.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from carrel import CarrelError, __version__
from ui.cli.context import Invocation

__all__ = ["COMMANDS", "carrel", "main"]

COMMANDS = {
    "answers": "List the questions you asked, newest first.",
    "app": "Open the terminal app (the same as `carrel` alone).",
    "ask": "Answer a question from the library, cited to the page.",
    "collection": "Keep papers in named collections.",
    "edit": "Correct what was read of a paper, or take that back.",
    "evaluate": "Measure how good search and answers are.",
    "export": "Write an answer or a set of papers to a file.",
    "folders": "List the folders the library keeps in step with.",
    "ingest": "Read folders or files of PDF papers into the library.",
    "inspect": "Show what reading one PDF yields; nothing is stored.",
    "mark": "Set papers read, unread, starred or unstarred.",
    "models": "List, fetch, choose and test models.",
    "note": "Write a note about a paper, in Markdown.",
    "papers": "List the papers of the library.",
    "remove": "Take papers out of the library; files are not touched.",
    "restore": "Bring papers back that you took out.",
    "reword": "Put an answer into other words, for an audience or in another language.",
    "search": "Find passages by words and by meaning.",
    "searches": "List, rename and drop saved searches.",
    "serve": "Open the terminal app in a browser on this machine.",
    "settings": "Show every setting with its value and help.",
    "show": "Show everything that is known of one paper.",
    "status": "Say what the library holds and what works.",
    "tag": "Put tags on papers, take them off, or list them.",
    "versions": "Show, link and unlink versions and supplements of a paper.",
    "vote": "Say that an answer or a quote was good or bad.",
    "watch": "Keep the library in step with its folders until ctrl-c.",
}
"""Every command with its one line of help; ``ui/cli/<name>.py`` holds it as ``command``."""


_CANNOT_WRITE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used, not to list them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named; for one that is not there, the nearest is told."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            told = f": did you mean `carrel {near[0]}`?" if near else ""
            ctx.fail(f"no such command '{args[0]}'{told}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"ui.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from their one-line helps, importing none of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--library",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CARREL_LIBRARY",
    metavar="DIR",
    help="The library's folder. [default: your own; also CARREL_LIBRARY]",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a setting for this run; `carrel settings` lists them.",
)
@click.version_option(__version__, "--version", prog_name="carrel")
@click.pass_context
def carrel(context: click.Context, library: Path | None, overrides: tuple[str, ...]) -> None:
    """Search and question your own papers, offline.

    Without a command, the terminal app opens. Start with `carrel ingest ~/papers`, then
    `carrel ask "your question"`. Nothing you read or ask leaves this machine.
    """
    from workbench.logs import start_logging

    start_logging()
    context.obj = Invocation(library, overrides)
    if context.invoked_subcommand is None:
        context.invoke(LazyGroup.get_command(carrel, context, "app"))  # type: ignore[arg-type]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    _print_what_can_be_printed()
    try:
        status = carrel.main(args=arguments, prog_name="carrel", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return 1
    except click.ClickException as error:
        return _wrong_use(error)
    except CarrelError as error:
        _show(error)
        return 1
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        return 1
    except BrokenPipeError:
        # the reader of our output went away, as `| head` does
        sys.stderr.close()
        return 1
    except OSError as error:
        return _unwritten(error)
    except Exception:  # the last seam: whatever was not foreseen is logged whole and said in words
        return _unforeseen()
    return status if isinstance(status, int) else 0


def _wrong_use(error: click.ClickException) -> int:
    """Say what was typed wrong as every other error is said; status 2."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()  # a group alone: its help
        return 2
    if isinstance(error.__cause__, CarrelError):
        _show(error.__cause__)  # an option's value that was refused by whoever knows
        return 2
    message = error.format_message().removesuffix(".")
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"`{context.command_path} --help` tells what it takes" if context else ""
    _show(CarrelError(message[:1].lower() + message[1:], hint))
    return 2


def _print_what_can_be_printed() -> None:
    """A terminal that cannot show a letter must not cost the answer that holds it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _unwritten(error: OSError) -> int:
    """A disk or device that takes no more; any other failure of the system is unforeseen."""
    if error.errno not in _CANNOT_WRITE:
        return _unforeseen()
    where = f"{error.filename}" if error.filename else "the output"
    _show(
        CarrelError(f"{where} cannot be written: {error.strerror}", "make room, or write elsewhere")
    )
    _let_go_of_output()
    return 1


def _let_go_of_output() -> None:
    """Forget what a stream could not take; Python would try again on leaving, and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


def _unforeseen() -> int:
    import logging

    from workbench.logs import log_file

    logging.getLogger("ui").exception("a command failed in an unforeseen way")
    hint = f"the details are in {log_file()}; please report them"
    _show(CarrelError("carrel failed in a way it did not foresee", hint))
    return 1


def _show(error: CarrelError) -> None:
    from ui.cli.words import in_line

    with suppress(OSError):  # where even stderr takes nothing, the exit status is left
        click.echo(
            f"{click.style('error:', fg='red', bold=True)} {in_line(error.message)}", err=True
        )
        for line in _pointer(error):
            click.echo(f"  {line}", err=True)
        if error.hint:
            click.echo(f"\nhint: {in_line(error.hint)}", err=True)


def _pointer(error: CarrelError) -> list[str]:
    """The lines that show which place of a query is to blame; none for other errors."""
    from workbench.errors import QueryError

    return error.pointer.splitlines() if isinstance(error, QueryError) else []
