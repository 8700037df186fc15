"""The documentation keeps up with the code."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from ui.cli.main import COMMANDS, carrel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))


def test_the_reference_pages_are_what_the_code_says() -> None:
    from reference import stale_pages

    assert list(stale_pages()) == [], "run `make docs`"


def test_subcommands_are_headed_by_the_names_one_types() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    for part in ("answers", "library", "retrieval", "support"):
        assert f"### carrel evaluate {part}\n" in page
    assert "evaluate command" not in page


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words one types after ``carrel``."""
    for name in COMMANDS:
        command = import_module(f"ui.cli.{name}_command").command
        yield name, command
        for word, part in getattr(command, "commands", {}).items():
            yield f"{name} {word}", part


def test_everything_that_prints_json_has_a_published_shape() -> None:
    from reference import SAME_SHAPE

    schemas = (ROOT / "assets" / "schemas").glob("*.json")
    titles = {json.loads(file.read_text(encoding="utf-8"))["title"] for file in schemas}
    for name, command in commands():
        if any(option.name == "as_json" for option in command.params):
            assert f"carrel {name} --json" in titles or name in SAME_SHAPE, name
    for told in SAME_SHAPE.values():
        for other in re.findall(r"`(.+?)`", told):
            assert f"carrel {other} --json" in titles


@pytest.mark.parametrize("group", [n for n, c in commands() if isinstance(c, click.Group)])
def test_a_group_tells_its_commands_in_lines_that_are_not_cut_off(group: str) -> None:
    from click.testing import CliRunner

    shown = CliRunner().invoke(carrel, [group, "--help"], terminal_width=80).output
    _usage, listed = shown.split("Commands:")
    assert "..." not in listed


def test_every_guide_and_concept_is_linked_from_the_front_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder in ("guides", "concepts"):
        for page in (ROOT / "docs" / folder).glob("*.md"):
            assert f"(docs/{folder}/{page.name})" in readme


def test_every_key_has_an_id_words_and_a_tooltip() -> None:
    from reference import app_bindings

    bindings = app_bindings()
    assert len(bindings) > 30
    for binding in bindings:
        assert binding.id, binding
        assert binding.description, binding
        assert binding.tooltip, binding


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("assets/**/*.md")]


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def lines_shown(page: str) -> list[list[str]]:
    """What a reader would type after ``carrel``, as words: the lines of fenced code blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    whole = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in whole if line.startswith("carrel")]


def parse(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """Have click read a command line as it would to run it; files need not exist."""
    with command.make_context(command.name or "carrel", list(words), parent) as context:
        rest = [*context._protected_args, *context.args]
        if isinstance(command, click.Group) and rest:
            _name, part, left = command.resolve_command(context, rest)
            assert part is not None
            parse(part, left, context)


def test_only_code_blocks_show_commands() -> None:
    page = "carrel reads papers.\n\n```sh\ncarrel ask 'why' # or how\n```\n\ncarrel is free.\n"
    assert lines_shown(page) == [["ask", "why"]]


def test_a_command_line_with_an_unknown_option_is_noticed() -> None:
    with pytest.raises(click.UsageError):
        parse(carrel, ["search", "graphs", "--nonsense"])


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_command_lines_in_the_documents_can_be_typed(page: Path) -> None:
    for words in lines_shown(page.read_text(encoding="utf-8")):
        try:
            parse(carrel, words)
        except click.BadParameter as error:
            if "does not exist" not in str(error):
                raise


def test_the_readme_shows_every_everyday_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("ingest", "ask", "search", "show", "export", "status", "models"):
        assert f"carrel {command}" in readme


@pytest.mark.parametrize("page", ["README.md", "docs/concepts/storage.md", "docs/reference/cli.md"])
def test_pages_that_tell_of_the_network_tell_what_turns_it_off(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "network" in text
    assert "models.fetch" in text


def test_no_machine_path_or_registry_is_in_the_project() -> None:
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    suspicious = re.compile(r"(?<![\w.])/(?:work|root)/\w|/home/\w+/|pypi\.org|files\.pythonhosted")
    for name in listed:
        file = ROOT / name
        if file.suffix in {".py", ".md", ".toml", ".txt", ".json", ""} and file.is_file():
            found = suspicious.search(file.read_text(encoding="utf-8", errors="replace"))
            assert found is None or name == "tests/house/test_docs.py", (name, found)
