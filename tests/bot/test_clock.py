"""The clock."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import clock

MARGIN = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nobody_followed() -> Iterator[None]:
    yield
    clock.follow(None)


def test_the_clock_is_the_machines() -> None:
    assert abs(clock.now() - clock.by_machine()) < MARGIN


def test_a_clock_that_follows_a_file_is_ahead_by_what_it_says_now(tmp_path: Path) -> None:
    file = tmp_path / "ahead"
    file.write_text("0\n")
    clock.follow(file)
    assert abs(clock.now() - clock.by_machine()) < MARGIN
    file.write_text("86400.5\n")
    assert abs(clock.now() - clock.by_machine() - timedelta(days=1)) < MARGIN


def test_today_is_a_day_of_the_businesss_time_zone() -> None:
    east, west = clock.today(ZoneInfo("Pacific/Kiritimati")), clock.today(ZoneInfo("Etc/GMT+12"))
    assert east > west
