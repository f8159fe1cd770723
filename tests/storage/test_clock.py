"""A clock runs on from where it was put, and never back."""

from datetime import datetime, timedelta

from storage.clock import Clock
from tests.builders import NOW, at


def test_a_clock_runs_on_from_its_start() -> None:
    passed = timedelta(0)

    def read() -> datetime:
        return NOW + passed

    clock = Clock(at("2021-12-28 12:00"), read)
    passed = timedelta(minutes=5)
    assert clock.now() == at("2021-12-28 12:05")


def test_a_clock_without_a_start_shows_the_machines_time() -> None:
    assert Clock(read=lambda: NOW).now() == NOW


def test_a_clock_is_moved_forward_only() -> None:
    clock = Clock(NOW, read=lambda: NOW)
    clock.move_to(at("2025-03-04 00:00"))
    clock.move_to(NOW)
    assert clock.now() == at("2025-03-04 00:00")
