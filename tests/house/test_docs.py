"""The documentation keeps up with the code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from ui.cli.main import COMMANDS

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


def commands_shown(page: str) -> list[str]:
    """Subcommands of the lines that a reader would type: those of fenced code blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    line = re.compile(r"^carrel (?:--\S+ \S+ )?([a-z]+)", re.MULTILINE)
    return [word for block in blocks for word in line.findall(block)]


def test_only_code_blocks_show_commands() -> None:
    page = "carrel reads papers.\n\n```sh\ncarrel ask why\n```\n\ncarrel is free.\n"
    assert commands_shown(page) == ["ask"]


def test_commands_in_the_guides_exist() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs" / "guides").glob("*.md")]
    named = {word for page in pages for word in commands_shown(page.read_text(encoding="utf-8"))}
    assert named
    assert named <= set(COMMANDS)


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
