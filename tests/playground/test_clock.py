"""The clock: it is moved, it may stand, and a file tells by how much it is ahead."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground.clock import Clock

NINE = datetime(2026, 2, 2, 9, tzinfo=UTC)


def ahead(file: Path) -> float:
    """Return by how many seconds a bot is told to be ahead of the machine."""
    return float(file.read_text())


def test_the_bot_is_told_by_how_much_it_is_ahead(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file=file)
    assert ahead(file) == 0
    clock.move(timedelta(days=1))

    assert ahead(file) == 86_400


def test_a_clock_that_stands_goes_on_only_when_it_is_moved(tmp_path: Path) -> None:
    clock = Clock(NINE, file=tmp_path / "clock", stands=True)
    assert clock.now() == clock.now() == NINE
    clock.move(timedelta(hours=1))

    assert clock.now() == NINE + timedelta(hours=1)
    assert ahead(tmp_path / "clock") == pytest.approx(clock.timestamp() - time.time(), abs=1)


def test_it_does_not_go_backwards() -> None:
    with pytest.raises(ValueError, match="does not go backwards"):
        Clock(NINE).to(NINE - timedelta(seconds=1))
