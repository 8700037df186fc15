"""Themes, keys and the plain look, from the person's own files, with their faults pointed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

from tests.ui.app.driving import desk
from ui.app.app import CarrelApp
from ui.app.dialogs.error import ErrorDialog
from ui.app.keymap import read_keymap
from ui.app.plain import plain_marks
from ui.app.session import Session
from ui.app.theme_files import read_themes
from ui.app.themes import CONTRAST, THEMES
from workbench import paths
from workbench.settings import find_settings, load_settings


@pytest.fixture
def config() -> Path:
    folder = paths.settings_file().parent
    folder.mkdir(parents=True)
    return folder


# -- keys --------------------------------------------------------------------------------------


def test_keys_are_read_by_the_names_of_the_reference(config: Path) -> None:
    file = config / "keys.toml"
    file.write_text('[keys]\n"list.down" = "n, ctrl+n"\n"app.help" = "?"\n')
    keymap, faults = read_keymap(file)
    assert faults == []
    assert keymap == {"list.down": "n,ctrl+n", "app.help": "question_mark"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[keys]\n\n"list.dwn" = "n"\n', 3, "Did you mean list.down?"),
        ('[keys]\n"list.down" = "hyperspace"\n', 2, "'hyperspace' is no key"),
        ('[keys]\n"list.down" = "ctrl+N"\n', 2, "is no key"),
        ('[keys]\n"list.down" = 3\n', 2, "needs keys"),
        ('[key]\n"list.down" = "n"\n', 1, "Keys stand under [keys]"),
        ('[keys]\n"list.down" = n\n', 2, "is not TOML"),
    ],
)
def test_a_wrong_line_is_pointed_out(config: Path, text: str, line: int, said: str) -> None:
    file = config / "keys.toml"
    file.write_text(text)
    _, (fault,) = read_keymap(file)
    assert fault.line == line
    assert said in str(fault)


def test_one_wrong_line_costs_only_itself(config: Path) -> None:
    file = config / "keys.toml"
    file.write_text('[keys]\n"list.dwn" = "n"\n"list.up" = "p"\n')
    keymap, faults = read_keymap(file)
    assert keymap == {"list.up": "p"}
    assert len(faults) == 1


async def test_own_keys_work_and_the_old_ones_no_more(session: Session, config: Path) -> None:
    (config / "keys.toml").write_text('[keys]\n"places.folders" = "f9"\n')
    async with desk(session) as at:
        await at.press("f5")
        assert at.app.desk.switcher.current == "ask"
        await at.press("f9")
        await at.until(lambda: at.app.desk.switcher.current == "folders")


async def test_faults_are_told_in_one_box_and_the_rest_is_in_use(
    session: Session, config: Path
) -> None:
    (config / "keys.toml").write_text('[keys]\n"places.nowhere" = "f9"\n')
    (config / "themes").mkdir()
    (config / "themes" / "mine.toml").write_text('accent = "blau"\nquiet = "#123456"\n')
    async with desk(session) as at:
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        text = at.screen_text()
        assert "2 lines of your own files" in text
        assert "keys.toml, line 2" in text
        assert "mine.toml, line 1" in text
        assert "'blau' is no colour" in text
        await at.press("enter")
        assert "mine" in at.app.look.theme_names


async def test_settings_that_cannot_be_used_are_told_and_the_app_opens(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[search]\nhits = 'many'\ncandidates = 70\n")
    found = find_settings(file, environment={})
    async with desk(session) as at:
        at.app.look.tell_settings(found)
        at.app._tell_faults()
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "settings.toml, line 2: search.hits: 'many' is not a whole" in at.screen_text()
        assert "10 is used" in at.screen_text()
        await at.press("enter")
        await at.until(lambda: at.app.screen is at.app.desk)


# -- themes ------------------------------------------------------------------------------------


def test_a_theme_of_ones_own_stands_on_a_built_in_one(config: Path) -> None:
    (config / "night.toml").write_text('base = "carrel-light"\naccent = "#00ff00"\n')
    (theme,), faults = read_themes(config)
    assert faults == []
    assert (theme.name, theme.dark, theme.accent) == ("night", False, "#00ff00")


async def test_f10_goes_through_the_themes_and_the_choice_stays(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        seen = []
        for _ in THEMES:
            await at.press("f10")
            await at.quiet()
            seen.append(at.app.theme)
        assert sorted(seen) == sorted(theme.name for theme in THEMES)
        await at.press("f10")
        await at.quiet()
        assert load_settings(environment={}).look.theme == at.app.theme


def contrast(one: str, other: str) -> float:
    bright = sorted(_luminance(Color.parse(c)) + 0.05 for c in (one, other))
    return bright[1] / bright[0]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_voice_of_text_can_be_read(theme: Theme) -> None:
    """WCAG 2.2 asks 4.5:1 of text (AA)."""
    for name in ("quiet", "faint", "good", "partly", "bad", "plum", "teal", "rose"):
        assert contrast(theme.variables[name], theme.background or "") >= 4.5, name
    for name in ("match", "quoted", "title"):
        ink, _, paper = theme.variables[name].partition(" on ")
        ground = paper or theme.background or ""
        assert contrast(ink.split()[-1], ground) >= 4.5, name


def test_high_contrast_is_high() -> None:
    for name in ("quiet", "faint", "good", "partly", "bad", "border"):
        assert contrast(CONTRAST.variables[name], "#000000") >= 7, name
    assert contrast(CONTRAST.foreground or "", CONTRAST.variables["raised"]) >= 7


def _luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


async def test_an_unknown_theme_is_told_and_the_default_taken(
    empty_session: Session, config: Path
) -> None:
    paths.settings_file().write_text('[look]\ntheme = "carrel-drak"\n')
    empty_session.settings = load_settings(environment={})
    async with desk(empty_session) as at:
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "settings.toml, line 2: there is no theme 'carrel-drak'" in at.screen_text()
        assert at.app.theme == "carrel-dark"


# -- plain and colourless ----------------------------------------------------------------------


def test_plain_marks_keep_the_width() -> None:
    text = "▌● title … ▇▇▁ ╭─╮ 深層 é"
    assert len(plain_marks(text)) == len(text)
    assert plain_marks(text).startswith(">+ title .")
    assert plain_marks("深層 é") == "深層 é"


async def test_the_plain_look_draws_no_frames_or_marks(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.settings = load_settings(environment={}, overrides=["look.plain=always"])
    async with desk(session) as at:
        await at.press("f4")
        await at.quiet()
        # the terminal's own cursor, which a screen reader follows, comes to the list's row
        await at.until(lambda: at.app.cursor_position.y > 4)
        strips = at.app.screen._compositor.render_strips()
        filters = at.app.get_line_filters()
        shown = "\n".join(strip.apply_filter(filters[-1], Color(0, 0, 0)).text for strip in strips)
        assert not set("╭╮╰╯─│▌●◐▇") & set(shown)


async def test_without_colour_everything_can_still_be_told_apart(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(session) as at:
        assert at.app.no_color
        await at.press("f4")
        await at.quiet()
        row = next(line for line in at.screen_text().splitlines() if line.startswith("▌"))
        assert len(row.strip()) > 10


# -- jumping -----------------------------------------------------------------------------------


async def test_jumping_goes_to_what_wears_the_letter(session: Session) -> None:
    async with desk(session) as at:
        await at.press("ctrl+o")
        text = at.screen_text()
        assert text.splitlines()[0].count(" a ") or " a " in text
        await at.press("s")
        await at.until(at.is_on_desk)
        assert at.app.desk.switcher.current == "search", "the second letter is on the second place"
        await at.press("ctrl+o", "escape")
        assert at.is_on_desk()


def test_no_own_file_is_needed() -> None:
    assert read_keymap(Path("nowhere/keys.toml")) == ({}, [])
    assert read_themes(Path("nowhere")) == ([], [])


def test_the_app_offers_every_theme(session: Session) -> None:
    assert CarrelApp(session).look.theme_names == [theme.name for theme in THEMES]
