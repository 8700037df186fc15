"""Garbage is looked for while nobody waits for the screen, and never in the middle of a key."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ui.app import garbage
from ui.app.garbage import GarbageWatch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """A clock that a test moves; the collector is as it was afterwards."""
    now = [1000.0]
    monkeypatch.setattr(garbage.time, "monotonic", lambda: now[0])
    usual = gc.get_threshold()
    gc.disable()
    yield now
    gc.set_threshold(*usual)
    gc.unfreeze()
    gc.enable()


def test_a_full_look_waits_until_nobody_presses_keys(clock: list[float]) -> None:
    watch = GarbageWatch()
    watch.begin()
    assert gc.isenabled()
    assert gc.get_threshold()[2] == garbage.NEVER
    clock[0] += garbage.REST_SECONDS
    watch.touched()
    assert not watch.look()
    clock[0] += garbage.QUIET_SECONDS
    assert watch.look()
    assert not watch.look(), "once is enough for a while"


def test_the_end_leaves_the_collector_as_it_was(clock: list[float]) -> None:
    del clock
    usual = gc.get_threshold()
    watch = GarbageWatch()
    watch.begin()
    watch.end()
    assert gc.get_threshold() == usual
    assert not gc.get_freeze_count()


def test_nothing_is_changed_where_the_collector_is_on() -> None:
    usual = gc.get_threshold()
    watch = GarbageWatch()
    watch.begin()
    assert gc.get_threshold() == usual
    assert not watch.look()
