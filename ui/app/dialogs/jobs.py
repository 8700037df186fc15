"""All long jobs in one window: how far each is, how long it takes, and a way to stop it.

Owns the window and its list. A job's result goes to the place that asked for it, as always.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ui.app import wording
from ui.app.dialogs.dialog import Dialog
from ui.app.jobs import LONG_LANES
from ui.app.widgets.row_list import RowList
from ui.safe_text import one_line

if TYPE_CHECKING:
    from ui.app.jobs import Job, Jobs

__all__ = ["JobList", "JobsDialog"]

LOOK_SECONDS = 0.25


class JobList(RowList):
    """Two lines a job: what it is, and how far."""

    ROW_HEIGHT: ClassVar[int] = 3

    HELP = "Jobs that take a while. Enter or `x` stops the one under the cursor."

    def __init__(self) -> None:
        super().__init__(id="job-list")
        self.jobs: list[Job] = []

    def show_jobs(self, jobs: list[Job]) -> None:
        """Replace all rows, or draw them anew where they are the same."""
        is_same = [job.number for job in jobs] == [job.number for job in self.jobs]
        self.jobs = jobs
        if is_same:
            self.forget_rows()
        else:
            self.styles.height = max(1, len(jobs) * self.ROW_HEIGHT)
            self.set_row_count(len(jobs), keep_cursor=True)

    def row_content(self, index: int, width: int) -> Sequence[Content]:
        """Title over progress and time."""
        del width
        job = self.jobs[index]
        state = f"for {wording.duration(time.monotonic() - job.started)}"
        if job.cancelled.is_set():
            state = "stopping …"
        elif job.is_waiting:
            state = "waiting its turn"
        step = wording.progress_line(job.progress) if job.progress is not None else ""
        return [
            Content.assemble((one_line(job.title, 100), "$title"), (f"  {state}", "$quiet")),
            Content.styled(one_line(step) or "…", "$quiet"),
        ]


class JobsDialog(Dialog[None]):
    """What is going on."""

    HELP = "What is going on. `x` stops the job under the cursor; what it finished is kept."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "stop_job", "Stop", id="jobs.stop",
                tooltip="Stop the job under the cursor; what it finished is kept"),
        Binding("f8", "close", "Close", show=False, id="jobs.close", tooltip="Close this window"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    JobsDialog { JobList { max-height: 18; } #no-jobs { color: $quiet; } }
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        with Vertical(id="box"):
            yield Static("Jobs", classes="heading", markup=False)
            yield Static("nothing is going on", id="no-jobs", markup=False)
            yield JobList()
            yield Static("x stop · escape leave", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Look now, and again and again."""
        self._look()
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        running = self._jobs.running(*LONG_LANES)
        self.query_one(JobList).show_jobs(running)
        self.query_one(JobList).display = bool(running)
        self.query_one("#no-jobs").display = not running

    def action_stop_job(self) -> None:
        """Ask the job under the cursor to stop."""
        rows = self.query_one(JobList)
        if rows.jobs:
            rows.jobs[rows.cursor].cancel()
            self._look()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_stop_job()
