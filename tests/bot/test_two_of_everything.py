"""Two clocks and two workers at once say nothing twice; and a Slack that was away for a day is not flooded after it."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine

from bot import clock
from bot.schedule import jobs
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Task, tasks
from playground.testing import LocalSlack, slack
from storage import database
from tests.bot.slack.installed import described
from tests.business import asleep, classification, customer, person, remember
from tests.storage.alerts.alerts import alert, ongoing

MIA, LENA, OWEN = 1, 2, 3
TEAM = {"mia": ("manager", None), "lena": ("lead", MIA), "owen": ("salesperson", LENA)}
HASTE = Patience(call=5, claim=60, settle=0, channel=0, workspace=0, longest=0)
MONDAY = datetime(2030, 6, 3, tzinfo=UTC)
"""Of a year in which nothing else happens."""
HOUR = timedelta(hours=1)


class Moved:
    """A clock that is moved on."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.to(MONDAY)
        clock.follow(file)

    def to(self, moment: datetime) -> None:
        """Let it be a moment."""
        self._file.write_text(str((moment - clock.by_machine()).total_seconds()))


@pytest.fixture
def moved(tmp_path: Path) -> Iterator[Moved]:
    """A clock that says that it is Monday."""
    yield Moved(tmp_path / "ahead")
    clock.follow(None)


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack with the team."""
    people = [{"name": name} for name in TEAM]
    with slack(manifest=described({}, over="socket"), people=people) as running:
        yield running


@pytest.fixture
def settings(engine: Engine, workspace: LocalSlack) -> Settings:
    """Where Slack is; and the team, Owen with customers of whom one sleeps."""
    ids = {one.name: one.id for one in workspace.workspace.people.values()}
    people = [
        person(number, name.capitalize(), slack_id=ids[name], role=role, manager_id=manager, time_zone="UTC")
        for number, (name, (role, manager)) in enumerate(TEAM.items(), start=1)
    ]
    customers = [customer(number, f"C{number}", owner_id=OWEN) for number in range(1, 11)]
    remember(engine, *people, *customers, asleep(1, stage="dormant", tier="MVC"), classification())
    return Settings(slack_bot_token=workspace.bot_token, slack_api_url=workspace.api_url.rstrip("/"))


def find(engine: Engine, *ids: int, **values: Any) -> None:
    """Find alerts now, each about a customer of its own."""
    now = clock.now()
    common = {"found_at": now, "as_of": now.date(), "announced_at": None}
    remember(engine, *(alert(one, customer_id=one, **common | values) for one in ids), *map(ongoing, ids))


def arrived(workspace: LocalSlack) -> Counter[str]:
    """Count the messages in Slack by their marks."""
    said = (message for channel in workspace.workspace.channels.values() for message in channel.messages)
    return Counter(one.metadata["event_payload"]["mark"] for one in said if one.metadata)


def finish(doing: tuple[Task, ...]) -> None:
    """Do all there is to do."""
    while any([task() for task in doing]):  # noqa: C419 - each has its turn
        pass


class Installation:
    """A clock and a worker, as two processes would be."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = database.connect(engine.url.render_as_string(hide_password=False))
        sessions = database.sessions(self._engine)
        self._jobs = [job for job in jobs(sessions, settings) if job.name != "classify"]
        self._tasks = tasks(sessions, settings, HASTE)

    def lives(self, barrier: Barrier) -> None:
        """Do what is due, each thing at the same moment as the other."""
        for job in self._jobs:
            barrier.wait()
            job.perform(clock.now())
        barrier.wait()
        finish(self._tasks)

    def ends(self) -> None:
        """Leave the database."""
        self._engine.dispose()


def test_two_clocks_and_two_workers_at_once_say_nothing_twice(
    engine: Engine, workspace: LocalSlack, settings: Settings, moved: Moved
) -> None:
    both, barrier = [Installation(engine, settings) for _ in range(2)], Barrier(2, timeout=60)
    find(engine, 1, 2)
    find(engine, 3, rule="bz_entered")
    find(engine, 4, snoozed_until=MONDAY + 10 * HOUR, state="acknowledged", taken_by=OWEN)
    with ThreadPoolExecutor(2) as threads:
        for hour in (8, 9, 10, 33, 57, 58, 82, 83):
            moved.to(MONDAY + hour * HOUR)
            list(threads.map(lambda one: one.lives(barrier), both))
    for one in both:
        one.ends()

    marks = arrived(workspace)
    assert set(marks.values()) == {1}
    assert {"alert:1:3", "alert:2:3", "digest:3:2030-06-03", "digest:1:2030-06-03", "digest:1:2030-06-04"} <= set(marks)
    assert {mark.partition(":")[0] for mark in marks} == {"alert", "digest", "escalation"}


def test_after_a_day_without_slack_each_hears_of_it_in_one_message_and_in_working_time(
    engine: Engine, workspace: LocalSlack, settings: Settings, moved: Moved
) -> None:
    worker = tasks(database.sessions(engine), settings, HASTE)
    workspace.fault("server_error", times=1_000_000)
    for hour in range(9, 17):
        moved.to(MONDAY + hour * HOUR)
        find(engine, hour - 8)
        for _ in range(3):
            [task() for task in worker]
    assert not arrived(workspace)

    workspace.running.look(workspace.slack.faults.clear)
    moved.to(MONDAY + 22 * HOUR)
    finish(worker)
    assert not arrived(workspace), "it is night"

    moved.to(MONDAY + 33 * HOUR)
    finish(worker)
    [only] = workspace.heard_by("owen")
    assert only.text.startswith("I could not reach you in time")
    assert all(f"C{number}" in only.words for number in range(1, 9))
    assert set(arrived(workspace).values()) == {1}
