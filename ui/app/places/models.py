"""The Models place: which models there are and what they do, and every setting.

Owns fetching, trying and choosing models, one at a time, and changing settings. What a setting may
be is the schema's; what a model does is the library's.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from ui.app import wording, work
from ui.app.messages import (
    FetchProgressed,
    JobCancelled,
    JobFailed,
    LibraryChanged,
    ModelFetched,
    ModelsRead,
    ModelTried,
    SettingChanged,
)
from ui.app.places.place import Place
from ui.app.widgets.model_list import ModelList
from ui.app.widgets.progress_panel import ProgressPanel
from ui.app.widgets.row_list import RowList
from ui.app.widgets.setting_list import SettingList
from ui.app.widgets.text_box import TextBox
from ui.safe_text import one_line
from workbench.settings import SettingInfo, setting_value

if TYPE_CHECKING:
    from ui.app.jobs import Job
    from ui.app.session import Session
    from workbench.types import ModelTrial

__all__ = ["ModelsPlace"]

_ROLE_SETTINGS = {"embed": "models.embedder", "generate": "models.writer"}


class ModelsPlace(Place):
    """Models over settings; what the row under the cursor is about stands beside them."""

    HELP = (
        "The models in use and every setting. Changes are written to your settings file, comments "
        "kept, and take effect without a restart."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "fetch", "Fetch", id="models.fetch",
                tooltip="Fetch this model from the package index; needs the network"),
        Binding("t", "test", "Test", id="models.test",
                tooltip="Try this model on a few sentences and measure its speed"),
        Binding("x", "cancel", "Cancel", id="models.cancel",
                tooltip="Stop fetching or testing"),
        Binding("d", "default", "Default", id="settings.default",
                tooltip="Give this setting its default again"),
        Binding("escape", "clear", "Show all", id="settings.show-all",
                tooltip="Show all settings again"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ModelsPlace {
        SettingList { border-top: solid $line; }
        #about { height: auto; padding: 0 2; }
        .side { overflow-y: auto; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, "models")
        self._job: Job | None = None
        self._trials: dict[str, ModelTrial] = {}

    def compose(self) -> ComposeResult:
        """Box, progress, models, settings; the side tells of the row under the cursor."""
        yield TextBox("narrow the settings", id="narrow-settings", starts_with_slash=False)
        yield ProgressPanel()
        with Horizontal(classes="columns"):
            with Vertical(classes="main"):
                yield ModelList(id="model-list")
                yield SettingList(id="setting-list")
            with Vertical(classes="side"):
                yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        """Settings are known before the library is open."""
        self._show_settings()

    def box(self) -> TextBox:
        """The box that narrows the settings."""
        return self.query_one("#narrow-settings", TextBox)

    def first_focus(self) -> Widget:
        """The models: most come to look at them."""
        return self.models

    @property
    def models(self) -> ModelList:
        """The models."""
        return self.query_one("#model-list", ModelList)

    @property
    def settings(self) -> SettingList:
        """The settings."""
        return self.query_one("#setting-list", SettingList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there only where they do something."""
        model = self.models.current if self.models.has_focus else None
        can_work = model is not None and self._job is None and self.session.is_open
        if action == "fetch":
            return can_work and model is not None and not model.present and not model.note
        if action == "test":
            return can_work and model is not None and model.in_use and model.present
        if action == "cancel":
            return self._job is not None
        if action == "default":
            return self.settings.has_focus and self._is_changed(self.settings.current)
        if action == "clear":
            return bool(self.box().value)
        return super().check_action(action, parameters)

    def _is_changed(self, info: SettingInfo | None) -> bool:
        return info is not None and setting_value(self.session.settings, info.key) != info.default

    def library_opened(self) -> None:
        """Read the models."""
        self.arrived()

    def arrived(self) -> None:
        """Read the models anew: one may have been loaded since."""
        self._show_settings()
        if self.session.is_open:
            self.session.start(work.read_models, lane="status", title="The models", target=self)

    def on_models_read(self, message: ModelsRead) -> None:
        """Show the models."""
        self.models.show_models(message.models, self._trials)
        self.refresh_bindings()

    # -- models ------------------------------------------------------------------------------

    def action_fetch(self) -> None:
        """Fetch the model under the cursor."""
        if model := self.models.current:
            self._job = self.session.start(
                partial(work.fetch_model, model.name), lane="models",
                title=f"Fetching {one_line(model.name, 60)}", target=self,
            )  # fmt: skip
            self._begin(f"Fetching {model.name}")

    def action_test(self) -> None:
        """Try the model under the cursor."""
        if model := self.models.current:
            self._job = self.session.start(
                partial(work.test_model, model.role), lane="models",
                title=f"Testing {one_line(model.name, 60)}", target=self,
            )  # fmt: skip
            self._begin(f"Testing {model.name} on a few sentences …")

    def _begin(self, heading: str) -> None:
        self.query_one(ProgressPanel).begin(heading)
        self.refresh_bindings()

    def _end(self) -> None:
        self._job = None
        self.query_one(ProgressPanel).end()
        self.refresh_bindings()
        self.arrived()

    def on_fetch_progressed(self, message: FetchProgressed) -> None:
        """Show how far the fetching is."""
        self.query_one(ProgressPanel).show_progress(message.progress)

    def on_model_fetched(self, message: ModelFetched) -> None:
        """It is here; counts and top line look again."""
        self._end()
        self.notify(f"{one_line(message.name)} is here.", markup=False)
        self.post_message(LibraryChanged())

    def on_model_tried(self, message: ModelTried) -> None:
        """Show speed, memory and what came out."""
        self._trials[message.trial.name] = message.trial
        self._end()
        self._tell()

    def on_job_failed(self, message: JobFailed) -> None:
        """The box with the detail comes from the app."""
        if self._job is not None and message.job == self._job.number:
            self._end()

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """Stopped by the person; a half-fetched file is kept by the fetcher to go on from."""
        message.stop()
        self._end()

    def action_cancel(self) -> None:
        """Stop what runs."""
        if self._job is not None:
            self._job.cancel()
            self.query_one(ProgressPanel).say("Cancelling …")

    @on(ProgressPanel.CancelPressed)
    def _cancel_pressed(self, event: ProgressPanel.CancelPressed) -> None:
        event.stop()
        self.action_cancel()

    @on(RowList.Chosen, "#model-list")
    def _use(self, event: RowList.Chosen) -> None:
        """Choose a model for its role; one that is not here is fetched first."""
        event.stop()
        model = self.models.models[event.index]
        key = _ROLE_SETTINGS.get(model.role)
        if not model.present:
            if self.check_action("fetch", ()):
                self.action_fetch()
        elif key is not None and not model.in_use:
            self._change(key, model.name)

    # -- settings ----------------------------------------------------------------------------

    def _show_settings(self) -> None:
        self.settings.show_settings(self.session.settings, self.box().value)

    @on(Input.Changed, "#narrow-settings")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show_settings()

    @on(Input.Submitted, "#narrow-settings")
    @on(TextBox.Left, "#narrow-settings")
    def _to_settings(self, event: Input.Submitted | TextBox.Left) -> None:
        event.stop()
        self.settings.focus()

    def action_clear(self) -> None:
        """Show all settings again."""
        self.box().value = ""

    @on(RowList.Chosen, "#setting-list")
    def _edit(self, event: RowList.Chosen) -> None:
        from ui.app.dialogs.setting import SettingDialog

        event.stop()
        info = self.settings.infos[event.index]
        value = str(setting_value(self.session.settings, info.key))

        def set_to(text: str | None) -> None:
            if text is not None and text != value:
                self._change(info.key, text)

        self.app.push_screen(SettingDialog(info, value), set_to)

    def action_default(self) -> None:
        """Give the setting under the cursor its default again."""
        if info := self.settings.current:
            self._change(info.key, None)

    def _change(self, key: str, text: str | None) -> None:
        self.session.start(
            partial(work.change_setting, key, text, self.session.settings),
            lane="models", title=f"Changing {key}", target=self,
        )  # fmt: skip

    def on_setting_changed(self, message: SettingChanged) -> None:
        """Show the new value; the message goes on to the app, which applies what is its own."""
        self.session.settings = message.settings
        self._show_settings()
        self.refresh_bindings()
        value = one_line(str(setting_value(message.settings, message.key)), 60)
        self.notify(f"{message.key} = {value}", markup=False)
        if message.key.startswith("models."):
            self.arrived()

    # -- about -------------------------------------------------------------------------------

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._tell()

    def on_descendant_focus(self) -> None:
        """Another list has the focus now."""
        self._tell()

    def _tell(self) -> None:
        about = self.query_one("#about", Static)
        if self.settings.has_focus:
            about.update(self._about_setting(self.settings.current))
        else:
            about.update(self._about_model())
        self.refresh_bindings()

    def _about_setting(self, info: SettingInfo | None) -> Content:
        from ui.app.dialogs.setting import bounds

        if info is None:
            return Content.styled("no setting has these words", "$faint")
        value = one_line(str(setting_value(self.session.settings, info.key)), 200)
        return Content.assemble(
            (f"{info.key}\n\n", "$title"),
            wording.backticks(f"{info.help}\n\n"),
            ("now      ", "$faint"), (f"{value}\n", "$accent"),
            ("default  ", "$faint"), (f"{info.default}\n", "$quiet"),
            ("may be   ", "$faint"), (f"{bounds(info)}\n", "$quiet"),
            ("applies  ", "$faint"), (f"{info.applies}\n", "$quiet"),
            ("also     ", "$faint"), (info.environment, "$quiet"),
        )  # fmt: skip

    def _about_model(self) -> Content:
        model = self.models.current
        if model is None:
            return Content.styled("the models are being looked at …", "$faint")
        rows = [
            ("licence", model.licence),
            ("context", f"{model.context:,} tokens" if model.context else ""),
            ("vectors", f"{model.dimension} numbers" if model.dimension else ""),
            ("device", model.device or "not loaded"),
            ("memory", wording.size(model.memory) if model.memory else ""),
            ("note", model.note),
            *self._trial_rows(model.name),
        ]
        parts = [
            part
            for name, value in rows
            if value
            for part in ((f"{name:<9}", "$faint"), (f"{one_line(value, 400)}\n", "$quiet"))
        ]
        head = ((f"{one_line(model.name)}\n\n", "$title"), f"{one_line(model.description)}\n\n")
        return Content.assemble(*head, *parts)

    def _trial_rows(self, name: str) -> list[tuple[str, str]]:
        trial = self._trials.get(name)
        if trial is None:
            return [("speed", "not measured yet: t")]
        did = "wrote" if trial.role == "generate" else "embedded"
        return [
            ("speed", f"{trial.tokens_per_second:,.0f} tokens/s"),
            ("tried", f"{did} {trial.tokens} tokens in {wording.duration(trial.seconds)}"),
            ("loading", wording.duration(trial.load_seconds)),
            ("result", trial.sample),
        ]
