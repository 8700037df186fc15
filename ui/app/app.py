"""The app: wires session, desk, dialogs and themes together.

Owns what concerns the whole screen: opening the library after the first paint, showing errors,
opening papers, help, quitting. Everything else has its own file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType

from ui.app import work
from ui.app.commands import Commands
from ui.app.garbage import LOOK_SECONDS, GarbageWatch
from ui.app.look import Look
from ui.app.messages import (
    JobCancelled,
    JobFailed,
    JobsChanged,
    LibraryChanged,
    LibraryOpened,
    PaperChosen,
    PapersCounted,
    PlaceChosen,
    SettingChanged,
    StatusRead,
    TurnWanted,
    Undone,
)
from ui.app.messages.keeping import AnswerChosen
from ui.app.screens.desk import Desk
from ui.app.terminal import TerminalAnswer
from ui.app.wording import homely, with_keys
from ui.safe_text import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.dom import DOMNode
    from textual.filter import LineFilter
    from textual.notifications import Notify
    from textual.widget import Widget

    from ui.app.session import Session

__all__ = ["CarrelApp"]


class CarrelApp(App[None], inherit_bindings=False):
    """carrel in a terminal."""

    TITLE = "carrel"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {Commands}
    HELP = "Ctrl+Q leaves at once, whatever is running: what was finished is kept."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "Help", show=False, id="app.help",
                tooltip="Explain what has the focus and list its keys"),
        Binding("f1", "help", "Help", priority=True, id="app.help-key",
                tooltip="Explain what has the focus and list its keys"),
        Binding("ctrl+p", "command_palette", "Commands", key_display="^p", priority=True,
                id="app.commands", tooltip="Search everything that can be done here"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit",
                tooltip="Leave carrel at once"),
        Binding("q", "ask_to_quit", "Leave", show=False, id="app.leave",
                tooltip="Leave carrel, after asking once"),
        Binding("ctrl+c", "help_quit", "Copy", show=False, id="app.copy",
                tooltip="Copy what is selected; ctrl+q leaves"),
        Binding("u,ctrl+z", "undo", "Undo", show=False, id="app.undo",
                tooltip="Take back the last thing that can be taken back"),
        Binding("ctrl+o", "jump", "Jump", show=False, priority=True, id="app.jump",
                tooltip="Put a letter on everything that can have the focus, and go to one"),
        Binding("f8", "jobs", "Jobs", show=False, id="app.jobs",
                tooltip="Show everything that is going on, and stop it"),
        Binding("f10", "next_theme", "Theme", show=False, id="app.theme",
                tooltip="Change between dark, light and high contrast"),
    ]  # fmt: skip

    CSS = """
    App.-plain * { border: none; outline: none; scrollbar-size: 0 0; }
    Toast { background: $raised; }
    CommandPalette { background: $background 70%; }
    CommandPalette > Vertical { width: 84; max-width: 94%; background: $surface; }
    CommandPalette > Vertical:dark { background: $surface; }
    CommandPalette #--input { border: round $line; }
    CommandPalette #--input.--list-visible { border: round $line; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette CommandInput { padding-left: 1; }
    CommandPalette CommandList { border: none; padding: 0 0 1 0; }
    CommandPalette CommandList > .option-list--option { text-style: none; padding: 0 2; }
    CommandPalette CommandList > .option-list--option-highlighted {
        background: $raised; color: $foreground;
    }
    CommandPalette > .command-palette--help-text { color: $quiet; text-style: none; }
    CommandPalette > .command-palette--highlight { color: $accent; text-style: bold; }
    """

    def __init__(self, session: Session, terminal: TerminalAnswer | None = None) -> None:
        super().__init__()
        self.session = session
        session.listener = self
        self.look = Look(self, terminal or TerminalAnswer())
        self.look.apply(session.settings.look)
        self.desk = Desk(session)
        self.garbage = GarbageWatch()
        self._opening = 0

    def on_mount(self) -> None:
        """Show the desk; open the library when it has been painted."""
        self.push_screen(self.desk)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """The desk is painted: open the library."""
        self.garbage.begin()
        self.set_interval(LOOK_SECONDS, self.garbage.look)
        self._open_library()
        self.look.read_keys()
        if self.look.faults:
            self.call_after_refresh(self._tell_faults)

    def _tell_faults(self) -> None:
        """Say what of the person's own files cannot be used, and where it stands."""
        from ui.app.dialogs.error import ErrorDialog

        faults, self.look.faults = self.look.faults, []
        lines = [str(fault) for fault in faults]
        what = "A line of your own files cannot be used" if len(lines) == 1 else (
            f"{len(lines)} lines of your own files cannot be used"
        )  # fmt: skip
        files = sorted({str(fault.file) for fault in faults})
        hint = "\n".join([*lines, "", "Everything else in them is in use."])
        self.push_screen(ErrorDialog(what, hint, "\n".join(files)))

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Two things on one key of the person's own."""
        del node
        self.look.tell_clash(clashed_bindings)

    async def on_event(self, event: events.Event) -> None:
        """Someone is at the keys: what can wait waits."""
        if isinstance(event, events.InputEvent):
            self.garbage.touched()
        await super().on_event(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, then the plain look."""
        filters = super().get_line_filters()
        return [*filters, self.look.line_filter] if self.look.is_plain else filters

    # -- the library -------------------------------------------------------------------------

    def _open_library(self) -> None:
        job = self.session.jobs.start(
            partial(work.open_library, self.session.opener),
            lane="open", title="Opening the library", target=self,
        )  # fmt: skip
        self._opening = job.number

    def on_library_opened(self, message: LibraryOpened) -> None:
        """The library can be used."""
        self.session.adopt(message.library)
        self.desk.library_opened()
        if notes := message.library.notes:
            self.notify("\n".join(notes), severity="warning", markup=False)
        self.read_status()

    def on_library_changed(self, _message: LibraryChanged) -> None:
        """Count again."""
        self.read_status()

    def read_status(self) -> None:
        """Ask for the truth about the library."""
        if self.session.is_open:
            self.session.start(
                work.read_status, lane="status", title="The library's state", target=self
            )

    async def on_papers_counted(self, message: PapersCounted) -> None:
        """Show what is known at once."""
        await self.desk.show_count(message.total)

    def on_status_read(self, message: StatusRead) -> None:
        """Show the truth."""
        self.desk.show_status(message.status)

    def on_setting_changed(self, message: SettingChanged) -> None:
        """What concerns the whole screen is applied here; the library did its part already."""
        self.session.settings = message.settings
        if message.key.startswith("look."):
            self.look.apply(message.settings.look)
            self.refresh_css(animate=False)
            if self.look.faults:
                self._tell_faults()
        if message.key.startswith("models."):
            self.read_status()
        if message.key.startswith("folders."):
            self.run_worker(self.desk.keep_in_step(), exit_on_error=True)

    def on_notify(self, _event: Notify) -> None:
        """One notice at a time: the newest takes the place of the one before it."""
        self.clear_notifications()

    def on_jobs_changed(self, message: JobsChanged) -> None:
        """Show how many long jobs run."""
        if self.desk.is_mounted:
            self.desk.show_jobs(message.running)

    # -- what any place may ask for ----------------------------------------------------------

    def on_job_failed(self, message: JobFailed) -> None:
        """Tell what happened and what to do, in one box."""
        from ui.app.dialogs.error import ErrorDialog

        self.session.undo.failed(message.job)
        is_opening = message.job == self._opening
        problem, hint = homely(message.problem), homely(with_keys(message.hint))
        box = ErrorDialog(problem, hint, message.detail, can_retry=is_opening)
        self.push_screen(box, self._after_failed_opening if is_opening else None)

    def on_job_cancelled(self, message: JobCancelled) -> None:
        """What was to be taken back can still be."""
        self.session.undo.cancelled(message.job)

    def _after_failed_opening(self, answer: str | None) -> None:
        """Without a library there is nothing to do here but to try again or leave."""
        if answer == "retry":
            self._open_library()
        else:
            self.exit(return_code=1)

    def on_paper_chosen(self, message: PaperChosen) -> None:
        """Open a paper over whatever is there."""
        # page pictures need NumPy, which must not be paid for before the first paint
        from ui.app.screens.paper import PaperScreen

        self.push_screen(PaperScreen(self.session, message))

    async def on_answer_chosen(self, message: AnswerChosen) -> None:
        """Show an answer where answers are shown, in place of what lies over the desk."""
        from ui.app.places.ask import AskPlace

        while self.screen is not self.desk and len(self.screen_stack) > 1:
            await self.pop_screen()
        place = await self.desk.go("ask")
        if isinstance(place, AskPlace):
            place.show_earlier(message.answer)

    def action_help(self) -> None:
        """Explain what has the focus."""
        from ui.app.dialogs.help import HelpDialog

        if not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(self.screen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to undo only where something was done."""
        if action == "undo":
            return bool(self.session.undo)
        return super().check_action(action, parameters)

    def action_undo(self) -> None:
        """Take back the last step."""
        if step := self.session.undo.take():
            title = step.doing or f"Taking back: {step.words}"
            job = self.session.start(step.back, lane=step.lane, title=title, target=self.desk)
            self.session.undo.began(job.number, step)
            if step.doing:
                self.notify(f"{title} …", markup=False)
            if step.lane == "ingest":
                self.desk.make_way()

    def on_turn_wanted(self, _message: TurnWanted) -> None:
        """Let a reading of folders make way."""
        self.desk.make_way()

    def on_undone(self, message: Undone) -> None:
        """Say what was taken back; the places look again by themselves."""
        self.session.undo.ended(message.job)
        if message.rest is not None:
            self.session.undo.add(message.rest)
        back = "" if message.rest is None else " · u again goes on with the rest"
        self.notify(f"{one_line(message.words)}{back}", markup=False)
        if self.screen is not self.desk:
            self.screen.post_message(LibraryChanged())
        self.read_status()

    def action_jobs(self) -> None:
        """Show everything that is going on."""
        from ui.app.dialogs.jobs import JobsDialog

        self.push_screen(JobsDialog(self.session.jobs))

    def action_next_theme(self) -> None:
        """Dark to light to high contrast and back."""
        names = self.look.theme_names
        at = names.index(self.theme) if self.theme in names else -1
        self.choose_theme(names[(at + 1) % len(names)])

    def choose_theme(self, name: str) -> None:
        """Change the colours, for the next sitting too."""
        self.theme = name
        if self.session.is_open:
            change = partial(work.change_setting, "look.theme", name, self.session.settings)
            self.session.start(change, lane="list", title="Changing the theme", target=self.desk)

    def action_jump(self) -> None:
        """Put a letter on everything, and go to the one that is pressed."""
        from ui.app.dialogs.jump import JumpDialog
        from ui.app.widgets.top_line import PlaceTab

        def arrive(target: Widget | None) -> None:
            if isinstance(target, PlaceTab):
                target.post_message(PlaceChosen(target.place))
            elif target is not None:
                target.focus()

        if not isinstance(self.screen, JumpDialog):
            self.push_screen(JumpDialog(self.screen), arrive)

    def action_ask_to_quit(self) -> None:
        """Leave if that is meant: one letter too many in a list should not end the sitting."""
        from ui.app.dialogs.quit import QuitDialog

        async def leave(yes: bool | None) -> None:
            if yes:
                await self.action_quit()

        self.push_screen(QuitDialog(), leave)

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """Leave, with no pixels left on the terminal."""
        for clear in tuple(self.look.pixels):
            clear()
        super().exit(result, return_code, message)

    async def action_quit(self) -> None:
        """Leave at once: jobs are told to stop, and nothing is waited for here."""
        self.desk.remember()
        for job in self.session.jobs.running():
            job.abandon()
        self.exit()
