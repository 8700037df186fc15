from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import SettingsError
from workbench.settings import (
    Settings,
    describe_settings,
    find_settings,
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


def test_only_what_is_wrong_falls_back_and_each_line_is_told(file: Path) -> None:
    file.write_text(
        "[search]\nhits = 'many'\ncandidates = 70\n[look\ntheme = 'x'\n"
        "[answer]\nquotes 3\nnonsense = 3\neffort = 'deep'\n"
    )
    found = find_settings(file, environment={"CARREL_MODELS_THREADS": "x"})
    assert (found.settings.search.candidates, found.settings.answer.effort) == (70, "deep")
    assert found.settings.search.hits == Settings().search.hits
    assert found.settings.look == Settings().look, "nothing below a damaged header is taken"
    said = ["line 2: search.hits: 'many'", "line 4", "line 7", "line 8", "CARREL_MODELS_THREADS"]
    assert len(found.notes) == len(said)
    for part, note in zip(said, found.notes, strict=True):
        assert part in note
    assert "10 is used instead" in found.notes[0]


def test_a_wrong_variable_leaves_what_the_file_says(file: Path) -> None:
    file.write_text("[search]\nhits = 5\n")
    found = find_settings(file, environment={"CARREL_SEARCH_HITS": "0"})
    assert found.settings.search.hits == 5
    assert "5 is used instead" in found.notes[0]


@pytest.mark.parametrize("content", [bytes(range(256)) * 9, b"\xff\xfe[\x00s\x00", b"[a]\n[a]\n"])
def test_what_is_no_settings_file_gives_the_defaults_and_is_told(
    file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    found = find_settings(file, environment={})
    assert found.settings == Settings()
    assert 1 <= len(found.notes) <= 6


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    found = find_settings(tmp_path, environment={})
    assert found.settings == Settings()
    assert str(tmp_path) in found.notes[0]


def test_a_mark_of_the_encoding_is_no_fault(file: Path) -> None:
    file.write_bytes("\ufeff[search]\nhits = 5\n".encode())
    assert load_settings(file, environment={}).search.hits == 5
    store_setting("search.hits", "8", file)
    assert load_settings(file, environment={}).search.hits == 8
