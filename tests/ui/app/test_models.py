"""The models and the settings: seen, tried, changed without a restart, refused when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.app.driving import NARROW, Desk, desk
from ui.app.dialogs.error import ErrorDialog
from ui.app.dialogs.setting import SettingDialog
from ui.app.messages import ModelsRead, ModelTried
from ui.app.places.models import ModelsPlace
from ui.app.session import Session
from workbench import paths
from workbench.settings import Settings, load_settings


def models_place(at: Desk) -> ModelsPlace:
    place = at.place("models")
    assert isinstance(place, ModelsPlace)
    return place


async def go(at: Desk) -> ModelsPlace:
    await at.press("f7")
    await at.until(lambda: any(isinstance(m, ModelsRead) for m in at.heard))
    await at.quiet()
    return models_place(at)


async def choose_setting(at: Desk, key: str) -> None:
    place = models_place(at)
    place.settings.focus()
    place.settings.cursor = [info.key for info in place.settings.infos].index(key)
    await at.press("enter")
    await at.until(lambda: isinstance(at.app.screen, SettingDialog))


async def test_a_model_that_is_not_here_says_so(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        await go(at)
        text = at.screen_text()
        assert "all-MiniLM-L6-v2" in text
        assert "not here" in text
        assert "Fetch" in text.splitlines()[-1]


async def test_a_model_is_tried_and_tells_its_speed(
    tmp_path: Path, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARREL_MODELS", str(models_folder))
    session = Session.for_folder(tmp_path / "library", Settings())
    try:
        async with desk(session) as at:
            await go(at)
            await at.press("t")
            await at.until(lambda: any(isinstance(m, ModelTried) for m in at.heard), seconds=120)
            await at.quiet()
            trial = next(m for m in at.heard if isinstance(m, ModelTried)).trial
            assert trial.tokens_per_second > 10
            assert trial.memory > 10_000_000
            text = at.screen_text()
            assert "tokens/s" in text
            assert "loaded on" in text
    finally:
        session.library.close()


async def test_a_setting_is_changed_at_once_and_in_the_file(empty_session: Session) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n[search]\nhits = 5  # few\n")
    async with desk(empty_session) as at:
        place = await go(at)
        await choose_setting(at, "search.hits")
        await at.type("7")
        await at.press("enter")
        await at.until(lambda: empty_session.settings.search.hits == 7)
        assert empty_session.library.settings.search.hits == 7
        assert file.read_text() == "# mine\n[search]\nhits = 7  # few\n"
        place.settings.focus()
        await at.press("d")
        await at.until(lambda: empty_session.settings.search.hits == 10)
        assert load_settings(file, environment={}) == Settings()


async def test_a_wrong_value_is_refused_with_what_is_right(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        await go(at)
        await choose_setting(at, "search.hits")
        await at.type("many")
        await at.press("enter")
        assert isinstance(at.app.screen, SettingDialog)
        assert "is not a number" in at.screen_text()
        await at.press("escape")
        assert at.is_on_desk()
        assert not paths.settings_file().exists()


async def test_arrows_choose_where_only_certain_values_can_be_had(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        await go(at)
        await choose_setting(at, "answer.write")
        await at.press("down", "enter")
        await at.until(lambda: empty_session.settings.answer.write == "always")


async def test_the_theme_changes_without_a_restart(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        await go(at)
        await choose_setting(at, "look.theme")
        await at.type("carrel-light")
        await at.press("enter")
        await at.until(lambda: at.app.theme == "carrel-light")


async def test_settings_are_narrowed_by_words_of_their_help(empty_session: Session) -> None:
    async with desk(empty_session, NARROW) as at:
        place = await go(at)
        await at.press("slash")
        await at.type("layers")
        assert [info.key for info in place.settings.infos] == ["models.gpu_layers"]
        await at.press("down", "escape")
        assert len(place.settings.infos) > 10


async def test_what_cannot_be_tried_ends_in_one_box(empty_session: Session) -> None:
    async with desk(empty_session) as at:
        place = await go(at)
        place.models.focus()
        place.action_test()  # not offered: the model is not here; a slower screen may still ask
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "not on this machine" in at.screen_text()
        await at.press("enter")
        assert at.is_on_desk()
        assert not empty_session.jobs.running("models")
