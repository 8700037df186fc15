"""How far a running ingest is: one line and bar for each of its steps.

Owns drawing progress. Stopping is asked for by a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button, Static

from ui.app import wording
from ui.safe_text import one_line

if TYPE_CHECKING:
    from workbench.types import Progress

__all__ = ["ProgressPanel"]


class ProgressPanel(Horizontal):
    """Steps of a job with their bars, and a way to stop."""

    DEFAULT_CSS = """
    ProgressPanel {
        height: auto; padding: 0 2; margin: 1 0; display: none;
        &.-running { display: block; }
        #steps { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
        Button { min-width: 10; width: auto; height: 1; border: none; background: $raised;
                 margin-left: 1; &:hover { background: $line; } &:focus { text-style: bold; } }
        #cancel { color: $bad; }
        #pause { color: $accent; display: none; }
        &.-pausable #pause { display: block; }
    }
    """

    class CancelPressed(Message):
        """The person wants the job to stop."""

    class PausePressed(Message):
        """The person wants the job to rest, or to go on."""

    def __init__(self, *, can_pause: bool = False) -> None:
        super().__init__(classes="-pausable" if can_pause else "")
        self._steps: dict[str, Progress] = {}
        self._heading = ""
        self._height = 0

    def compose(self) -> ComposeResult:
        """Steps at the left, the buttons at the right."""
        yield Static(id="steps", markup=False)
        yield Button("pause", id="pause", compact=True)
        yield Button("cancel", id="cancel", compact=True)

    def begin(self, heading: str) -> None:
        """Show an ingest that has just begun."""
        self._steps.clear()
        self._heading = heading
        self.query_one("#pause", Button).label = "pause"
        self.add_class("-running")
        self._draw()

    def show_progress(self, progress: Progress) -> None:
        """Update one step; nobody looks at a place that is not shown, so it is not drawn there."""
        self._steps[progress.job] = progress
        if self.is_shown:
            self._draw()

    @property
    def is_shown(self) -> bool:
        """Whether the place this is in is the one that is shown."""
        return all(w.display for w in self.ancestors if isinstance(w, Widget))

    def draw_anew(self) -> None:
        """Show what came while the place was not shown."""
        self._draw()

    def say(self, heading: str) -> None:
        """Change the line above the steps."""
        self._heading = heading
        self._draw()

    def pause(self, heading: str) -> None:
        """Show that the job rests, as far as it came."""
        self._heading = heading
        self.query_one("#pause", Button).label = "resume"
        self._draw()

    def end(self) -> None:
        """Hide: nothing runs any more."""
        self.remove_class("-running")

    def _draw(self) -> None:
        lines = [Content.styled(one_line(self._heading), "$title")]
        newest = next(reversed(self._steps), None)
        shown = {
            name: step for name, step in self._steps.items() if step.total or len(self._steps) == 1
        }
        for name, step in shown.items():
            share = step.done / step.total if step.total else 0.0
            colour = "$accent" if name == newest else "$quiet"
            line = Content.assemble(
                (wording.bar(share, 12 if self.size.width < 90 else 24), f"{colour} on $raised"),
                " ",
                (wording.progress_line(step), "$quiet"),
            )
            lines.append(line)
        if newest and self._steps[newest].detail:
            lines.append(Content.styled(one_line(self._steps[newest].detail, 120), "$faint"))
        steps = self.query_one("#steps", Static)
        # laying the screen out anew takes longer than all else, and only another height needs it
        steps.update(Content("\n").join(lines), layout=len(lines) != self._height)
        self._height = len(lines)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        is_pause = event.button.id == "pause"
        self.post_message(self.PausePressed() if is_pause else self.CancelPressed())
