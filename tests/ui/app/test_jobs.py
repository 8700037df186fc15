"""Jobs: results and failures arrive as messages, cancelled and abandoned ones behave."""

from __future__ import annotations

import threading
import time

import pytest
from textual.message import Message

from carrel import CarrelError
from tests.ui.app.driving import desk
from ui.app.jobs import KEEPING, LANES, Job, Jobs
from ui.app.messages import IngestProgressed, JobCancelled, JobFailed
from ui.app.session import Session
from ui.app.undo import UndoStep
from workbench.errors import CancelledError
from workbench.types import Progress


class Said(Message):
    """Anything."""


class Ear:
    """Collects what it is told."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.told = threading.Event()

    def post_message(self, message: Message) -> bool:
        self.heard.append(message)
        self.told.set()
        return True

    def wait(self) -> Message:
        assert self.told.wait(10)
        return self.heard[0]


def test_a_result_is_posted() -> None:
    ear = Ear()
    Jobs().start(lambda _job: Said(), lane="list", title="t", target=ear)
    assert isinstance(ear.wait(), Said)


def test_an_error_of_ours_comes_with_its_hint() -> None:
    ear = Ear()

    def fail(_job: Job) -> Message:
        raise CarrelError("the file is gone", "put it back")

    Jobs().start(fail, lane="list", title="t", target=ear)
    message = ear.wait()
    assert isinstance(message, JobFailed)
    assert (message.problem, message.hint) == ("the file is gone", "put it back")
    assert "CarrelError" in message.detail


def test_any_other_error_is_told_too_and_the_lane_lives_on() -> None:
    ear, other = Ear(), Ear()

    def fail(_job: Job) -> Message:
        raise ZeroDivisionError("oh")

    jobs = Jobs()
    jobs.start(fail, lane="page", title="The page", target=ear)
    message = ear.wait()
    assert isinstance(message, JobFailed)
    assert "The page" in message.problem
    jobs.start(lambda _job: Said(), lane="page", title="t", target=other)
    assert isinstance(other.wait(), Said)


def test_a_cancelled_job_may_still_hand_in_its_partial_result() -> None:
    ear = Ear()
    begun = threading.Event()

    def work(job: Job) -> Message:
        begun.set()
        assert job.cancelled.wait(10)
        return Said()

    job = Jobs().start(work, lane="ingest", title="t", target=ear)
    assert begun.wait(10)
    job.cancel()
    assert isinstance(ear.wait(), Said)


def test_cancelling_without_a_result_is_told_as_such() -> None:
    ear = Ear()

    def work(job: Job) -> Message:
        assert job.cancelled.wait(10)
        raise CancelledError("stopped")

    Jobs().start(work, lane="ask", title="t", target=ear).cancel()
    assert isinstance(ear.wait(), JobCancelled)


def test_an_abandoned_job_says_nothing_any_more() -> None:
    ear, other = Ear(), Ear()

    def work(job: Job) -> Message:
        assert job.cancelled.wait(10)
        return Said()

    jobs = Jobs()
    jobs.start(work, lane="page", title="t", target=ear).abandon()
    jobs.start(lambda _job: Said(), lane="page", title="t", target=other)
    other.wait()
    assert ear.heard == []


def test_closing_does_not_wait_for_the_deaf() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def deaf(_job: Job) -> None:
        begun.set()
        let_go.wait(30)

    jobs = Jobs()
    jobs.start(deaf, lane="ingest", title="t", target=Ear())
    assert begun.wait(10)
    began = time.perf_counter()
    assert jobs.close(timeout=0.2) is False
    assert time.perf_counter() - began < 1.0
    let_go.set()


@pytest.mark.parametrize("leaves_by_key", [False, True])
def test_what_the_person_did_is_still_done_when_leaving(leaves_by_key: bool) -> None:
    let_go, begun = threading.Event(), threading.Event()
    done: list[str] = []

    def slow(_job: Job) -> None:
        begun.set()
        assert let_go.wait(10)
        done.append("a note")

    def quick(_job: Job) -> None:
        done.append("a tag")

    jobs = Jobs()
    jobs.start(slow, lane="edit", title="t", target=Ear())
    jobs.start(quick, lane="edit", title="t", target=Ear())
    assert begun.wait(10)
    if leaves_by_key:
        for job in jobs.running():
            job.abandon()
    threading.Timer(0.3, let_go.set).start()
    assert jobs.close(timeout=0.1)
    assert done == ["a note", "a tag"]


def test_leaving_waits_for_no_change_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.app.jobs.KEEPING_SECONDS", 0.2)
    begun, let_go = threading.Event(), threading.Event()

    def deaf(_job: Job) -> None:
        begun.set()
        let_go.wait(30)

    jobs = Jobs()
    jobs.start(deaf, lane="edit", title="t", target=Ear())
    assert begun.wait(10)
    began = time.perf_counter()
    assert jobs.close(timeout=0.1) is False
    assert time.perf_counter() - began < 1.0
    let_go.set()


def test_a_target_that_is_gone_does_no_harm() -> None:
    class Gone:
        def post_message(self, message: Message) -> bool:
            raise RuntimeError(f"App is not running, {message} is lost")

    ear = Ear()
    jobs = Jobs()
    jobs.start(lambda _job: Said(), lane="page", title="t", target=Gone())
    jobs.start(lambda _job: Said(), lane="page", title="t", target=ear)
    assert isinstance(ear.wait(), Said)


async def test_all_long_jobs_are_in_one_window_and_can_be_stopped(session: Session) -> None:
    started, ended = threading.Event(), threading.Event()

    def long_work(job: Job) -> Message | None:
        job.post(IngestProgressed(Progress("read", 41, 310, "files", rate=12, seconds_left=23)))
        started.set()
        job.cancelled.wait(30)
        ended.set()
        return None

    async with desk(session) as at:
        await at.press("f8")
        assert "nothing is going on" in at.screen_text()
        await at.press("escape")
        session.jobs.start(long_work, lane="ingest", title="Reading [x]", target=at.app.desk)
        await at.until(started.is_set)
        await at.press("f8")
        text = at.screen_text()
        assert "Reading [x]" in text
        assert "reading 41 of 310 files" in text
        assert "23 s left" in text
        await at.press("x")
        await at.until(ended.is_set)
        await at.until(lambda: "nothing is going on" in at.screen_text())
        await at.press("escape")
        assert at.is_on_desk()


def test_steps_back_are_done_in_order_and_also_when_leaving() -> None:
    lane = UndoStep("a note", lambda _library, _job: None).lane
    assert LANES[lane] == 1
    assert lane in KEEPING
