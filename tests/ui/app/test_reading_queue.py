"""The order in which folders are read."""

from __future__ import annotations

from ui.app.reading_queue import Reading, ReadingQueue


def test_one_at_a_time_and_the_others_wait() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.add(Reading(("b",)))
    queue.add(Reading(("b",)))
    assert queue.take() == Reading(("a",))
    assert queue.take() is None
    queue.ended()
    assert queue.take() == Reading(("b",))
    queue.ended()
    assert queue.take() is None


def test_what_was_noticed_is_gathered_and_comes_after_what_was_asked_for() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",), by_itself=True))
    queue.add(Reading(("b", "a"), by_itself=True))
    queue.add(Reading(("asked",)))
    assert queue.take() == Reading(("asked",))
    queue.ended()
    assert queue.take() == Reading(("a", "b"), by_itself=True)


def test_a_paused_reading_goes_on_first() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.add(Reading(("b",)))
    queue.take()
    queue.is_paused = True
    queue.ended()
    assert queue.take() is None
    queue.is_paused = False
    assert queue.take() == Reading(("a",))


def test_a_reading_that_gave_way_goes_on_last() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.take()
    queue.add(Reading(("new",), by_itself=True))
    queue.put_back()
    queue.ended()
    assert queue.take() == Reading(("new",), by_itself=True)
    queue.ended()
    assert queue.take() == Reading(("a",))


def test_giving_up_leaves_nothing() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.add(Reading(("b",)))
    queue.take()
    queue.is_paused = True
    queue.clear()
    queue.ended()
    assert queue.take() is None
    assert queue.waiting == ()


def test_a_reading_that_goes_on_before_it_has_stopped_is_not_lost() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.add(Reading(("b",)))
    queue.take()
    queue.is_paused = True
    queue.go_on()
    assert queue.goes_on
    assert queue.take() is None
    queue.ended()
    assert queue.take() == Reading(("a",))
    queue.ended()
    assert queue.take() == Reading(("b",))


def test_a_reading_that_failed_does_not_come_back() -> None:
    queue = ReadingQueue()
    queue.add(Reading(("a",)))
    queue.take()
    queue.is_paused = True
    queue.go_on()
    queue.give_up()
    queue.ended()
    assert queue.take() is None
