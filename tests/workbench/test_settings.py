from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import SettingsError
from workbench.settings import (
    Settings,
    describe_settings,
    load_settings,
    setting_value,
    with_setting,
)
from workbench.settings_file import reset_setting, store_setting


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_missing_file_gives_the_defaults(file: Path) -> None:
    assert load_settings(file, environment={}) == Settings()


def test_later_layers_win(file: Path) -> None:
    file.write_text("[search]\nhits = 5\ncandidates = 50\ndense_weight = 1\n")
    settings = load_settings(
        file,
        environment={"CARREL_SEARCH_HITS": "6", "CARREL_SEARCH_CANDIDATES": "60"},
        overrides=["search.hits=7"],
    )
    assert (settings.search.hits, settings.search.candidates) == (7, 60)
    assert settings.search.dense_weight == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[search]\nhit = 5\n", "did you mean search.hits?"),
        ("[search]\nhits = 'five'\n", "write a whole number, at least 1, at most 1000"),
        ("[search]\nhits = 0\n", "at least 1"),
        ("[search]\ndense_weight = 1.5\n", "at most 1"),
        ("[search]\nhits = true\n", "True is not a whole number"),
        ("[answer]\nwrite = 'sometimes'\n", "auto, always, never"),
        ("hits = 5\n", "outside a section"),
        ("[search\n", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_with_the_cure(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, environment={})
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_not_a_number_is_never_within_bounds(file: Path) -> None:
    with pytest.raises(SettingsError):
        load_settings(file, environment={}, overrides=["search.dense_weight=nan"])


def test_storing_keeps_the_rest_of_the_file(file: Path) -> None:
    file.write_text("# mine\n[search]\nhits = 5  # few\n\n[look]\ntheme = 'carrel-light'\n")
    store_setting("search.candidates", "70", file)
    store_setting("search.hits", "8", file)
    store_setting("models.writer", "none", file)
    settings = load_settings(file, environment={})
    assert (settings.search.hits, settings.search.candidates) == (8, 70)
    assert settings.look.theme == "carrel-light"
    assert settings.models.writer == "none"
    assert file.read_text().startswith("# mine\n")


def test_a_value_that_cannot_be_had_is_not_stored(file: Path) -> None:
    file.write_text("[search]\nhits = 5\n")
    with pytest.raises(SettingsError):
        store_setting("search.hits", "0", file)
    assert file.read_text() == "[search]\nhits = 5\n"


def test_every_setting_has_a_help_and_a_default_within_its_bounds() -> None:
    for info in describe_settings():
        assert len(info.help) > len("a word")
        load_settings(Path("none"), environment={info.environment: str(info.default)})


@pytest.mark.parametrize("header", ["[search]  # how I search", "[ search ]", "  [search]"])
def test_a_section_is_found_however_its_header_is_written(file: Path, header: str) -> None:
    file.write_text(f"{header}\nhits = 5\n")
    store_setting("search.hits", "8", file)
    assert load_settings(file, environment={}).search.hits == 8


def test_storing_never_leaves_a_file_that_cannot_be_read(file: Path) -> None:
    strange = "search = { hits = 5 }\n"
    file.write_text(strange)
    with pytest.raises(SettingsError):
        store_setting("search.hits", "8", file)
    assert file.read_text() == strange


def test_comments_stay_where_they_are(file: Path) -> None:
    file.write_text(
        "[models]\n# small one\nwriter = 'a # b'  # why: fast\nthreads = 2 # two\n"
        "[search]\nhits = 5\n"
    )
    store_setting("models.writer", 'say "x" \\ # y', file)
    store_setting("models.threads", "3", file)
    lines = file.read_text().splitlines()
    assert lines[1] == "# small one"
    assert lines[2].endswith("# why: fast")
    assert lines[3] == "threads = 3 # two"
    assert load_settings(file, environment={}).models.writer == 'say "x" \\ # y'


def test_a_setting_taken_out_has_its_default_again(file: Path) -> None:
    file.write_text("# mine\n[search]\nhits = 5  # few\ncandidates = 50\n[answer]\nquotes = 3\n")
    reset_setting("search.hits", file)
    settings = load_settings(file, environment={})
    assert settings.search.hits == Settings().search.hits
    assert (settings.search.candidates, settings.answer.quotes) == (50, 3)
    reset_setting("look.theme", file)
    assert file.read_text().startswith("# mine\n")


def test_one_setting_changed_leaves_the_others() -> None:
    changed = with_setting(Settings(), "search.hits", "7")
    assert changed.search.hits == 7
    assert setting_value(changed, "search.hits") == 7
    assert with_setting(changed, "search.hits", "10") == Settings()
    with pytest.raises(SettingsError):
        with_setting(Settings(), "search.hits", "no")
    with pytest.raises(SettingsError, match=r"search\.hits"):
        with_setting(Settings(), "search.hit", "3")


def test_every_setting_says_when_it_takes_effect() -> None:
    assert all(info.applies for info in describe_settings())
