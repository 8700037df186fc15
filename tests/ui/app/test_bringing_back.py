"""Steps back that are stopped, or fail: what is said, and what can still be taken back."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.message import Message

from tests.ui.app.driving import WIDE, desk
from tests.ui.app.test_library import library_place
from ui.app.jobs import Job
from ui.app.messages import Undone
from ui.app.messages.keeping import PapersChanged
from ui.app.session import Session
from ui.app.undo import UndoStack, UndoStep
from ui.app.work import keeping
from workbench.errors import PaperNotFoundError
from workbench.library import Library
from workbench.settings import Settings


class Nobody:
    """Hears nothing."""

    def post_message(self, message: Message) -> bool:
        del message
        return True


@pytest.fixture
def own_library(tmp_path: Path, settings: Settings, samples: Path) -> Iterator[Library]:
    """A library of two papers, whose files a test may move."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("hybrid_fusion.pdf", "10.5555_carrel.0013.pdf"):
        shutil.copy(samples / name, folder)
    with Library.open(tmp_path / "own", settings=settings) as opened:
        opened.ingest([folder])
        yield opened


@pytest.fixture
def own_session(own_library: Library, settings: Settings) -> Iterator[Session]:
    session = Session(lambda: own_library, settings, "own")
    yield session
    session.jobs.close(timeout=5)


def _taken_out(library: Library, job: Job) -> UndoStep:
    message = keeping.remove_papers([paper.id for paper in library.papers()], library, job)
    assert isinstance(message, PapersChanged)
    assert message.undo is not None
    return message.undo


def test_bringing_back_that_is_stopped_says_so_and_leaves_a_step_for_the_rest(
    own_library: Library,
) -> None:
    stopped = Job(1, "t", "ingest", Nobody())
    step = _taken_out(own_library, stopped)
    stopped.cancel()
    told = step.back(own_library, stopped)
    assert isinstance(told, Undone)
    assert told.words == "0 of 2 papers back in the library, then stopped"
    assert told.rest is not None
    job = Job(2, "t", "ingest", Nobody())
    again = told.rest.back(own_library, job)
    assert isinstance(again, Undone)
    assert (again.words, again.rest) == ("back in the library: 2 papers", None)
    assert own_library.count_papers() == 2


def test_one_file_that_is_gone_does_not_keep_the_other_papers_out(
    own_library: Library,
) -> None:
    job = Job(1, "t", "ingest", Nobody())
    step = _taken_out(own_library, job)
    gone = Path(own_library.removed_papers()[0].paths[0])
    away = gone.rename(gone.with_suffix(".away"))
    told = step.back(own_library, job)
    assert isinstance(told, Undone)
    assert told.words.startswith("1 of 2 papers back in the library; ")
    assert "not there any more" in told.words
    assert told.rest is not None
    with pytest.raises(PaperNotFoundError):
        told.rest.back(own_library, job)
    away.rename(gone)
    told.rest.back(own_library, job)
    assert own_library.count_papers() == 2


async def test_a_step_back_that_was_stopped_in_its_queue_can_still_be_taken(
    own_session: Session, own_library: Library
) -> None:
    async with desk(own_session, size=WIDE) as at:
        await library_place(at)
        step = _taken_out(own_library, Job(0, "t", "ingest", Nobody()))
        own_session.undo.add(step)
        let_go = threading.Event()
        own_session.jobs.start(
            lambda _job: let_go.wait(30) and None, lane="ingest", title="t", target=at.app.desk
        )
        await at.press("u")
        assert not own_session.undo
        own_session.jobs.running("ingest")[-1].cancel()
        let_go.set()
        await at.until(lambda: own_session.undo)
        assert own_library.count_papers() == 0
        await at.press("u")
        await at.until(lambda: own_library.count_papers() == 2, seconds=60)


def test_a_step_back_that_failed_twice_stands_in_no_others_way() -> None:
    steps = UndoStack()
    older, step = (UndoStep(words, lambda _library, _job: None) for words in ("older", "newer"))
    steps.add(older)
    steps.add(step)
    for job in (1, 2):
        assert steps.take() is step
        steps.began(job, step)
        steps.failed(job)
    assert steps.take() is older
