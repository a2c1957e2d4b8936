"""Workers are killed at any moment, Slack fails in every way it knows, and each alert arrives exactly once."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine, exists, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, configure_mappers

from bot import clock
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Task, tasks
from playground.faults import Kind
from playground.testing import LocalSlack, slack
from storage import database
from storage.outbox import AHEAD
from storage.tables import Alert, Hearing, Message, RuleChoice
from tests.bot.slack.installed import described
from tests.business import customer, person, remember

configure_mappers()

PEOPLE = 12
KILLS = 110
CALLS = 3
"""Workers are killed after at most so many calls, and at any moment from the beginning of the last one on."""
MOMENT_SECONDS = 0.01
REST_SECONDS = 0.005
"""How long a worker rests who has found nothing to do: a blink beside what sending takes."""

HASTE = Patience(call=0.1, claim=1.5, settle=0.15, channel=0, workspace=0, longest=0.05)
CALM = Patience(call=10, claim=30, settle=0, channel=0, workspace=0, longest=0)
SLOWNESS_SECONDS = 0.12
"""How late Slack answers where it answers too late: what was asked is done before anybody looks whether it is."""

LOSSES: tuple[Kind, ...] = ("lost_answer",) * 3
FAULTS: tuple[Kind, ...] = ("ratelimited", "server_error", "timeout_before", "timeout_after", *LOSSES)
METHODS = ("chat.postMessage", "chat.postMessage", "conversations.history", "users.info", "")


def nursery(url: str, settings: Settings, orders: Connection) -> None:
    """Bring workers up: do what is there once, and for each order be copied into a worker that works until killed.

    So a worker is at work within milliseconds, and knows nothing of what others did.
    """
    engine = database.connect(url)
    sessions = database.sessions(engine)
    finish(tasks(sessions, settings, CALM))
    engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders.send(0)
    while orders.recv():
        if (worker := os.fork()) == 0:
            work(tasks(sessions, settings, HASTE))
        orders.send(worker)


def work(doing: Sequence[Task]) -> None:
    """Work as a worker does, with hardly a wait; go on after a failure, as it does."""
    pause = Event()
    while True:
        did = False
        for task in doing:
            with suppress(SQLAlchemyError):
                did = task() or did
        if not did:
            pause.wait(REST_SECONDS)


def finish(doing: Sequence[Task]) -> None:
    """Do all there is to do."""
    while any(task() for task in doing):
        pass


class Workers:
    """Workers that are started and killed."""

    def __init__(self, processes: ForkServerContext, url: str, settings: Settings) -> None:
        self._orders, theirs = processes.Pipe()
        self._nursery = processes.Process(target=nursery, args=(url, settings, theirs))
        self._nursery.start()
        theirs.close()
        self._orders.recv()
        self.at_work: list[int] = []

    def start(self) -> None:
        """Have one more at work."""
        self._orders.send(True)
        self.at_work.append(self._orders.recv())

    def kill(self, number: int = 0) -> None:
        """Kill one as nothing else can."""
        os.kill(self.at_work.pop(number), signal.SIGKILL)

    def end(self) -> None:
        """Kill all, and whoever brings them up."""
        while self.at_work:
            self.kill()
        self._orders.send(False)
        self._nursery.join()


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack with a few people."""
    people = [{"name": f"p{number}"} for number in range(1, PEOPLE + 1)]
    with slack(manifest=described({}, over="socket"), people=people, patience=60) as running:
        yield running


@pytest.fixture
def settings(engine: Engine, workspace: LocalSlack) -> Settings:
    """Where the workers find everything."""
    url = engine.url.render_as_string(hide_password=False)
    api = workspace.api_url.rstrip("/")
    return Settings(database_url=url, slack_bot_token=workspace.bot_token, slack_api_url=api)


@pytest.fixture
def workers(
    engine: Engine, workspace: LocalSlack, settings: Settings, other_processes: ForkServerContext
) -> Iterator[Workers]:
    """Workers for people who are always at work, each with a customer, and each told of one alert already."""
    settle(engine, workspace)
    found(engine, 1, PEOPLE + 1)
    workers = Workers(other_processes, settings.database_url, settings)
    yield workers
    workers.end()


def found(engine: Engine, first: int, last: int) -> None:
    """Find something worth a call at some customers."""
    now = clock.now()
    common: dict[str, Any] = {"rule": "vip_slipping", "as_of": now.date(), "found_at": now, "evidence": {}}
    numbers = range(first, last)
    worth = [Alert(id=one, customer_id=1 + one % PEOPLE, value_at_risk=Decimal(one), **common) for one in numbers]
    remember(engine, *worth)


def settle(engine: Engine, workspace: LocalSlack) -> None:
    """Have people who are always at work, each with a customer."""
    ids = {one.name: one.id for one in workspace.workspace.people.values()}
    numbers = range(1, PEOPLE + 1)
    remember(
        engine,
        *(person(number, f"P{number}", slack_id=ids[f"p{number}"]) for number in numbers),
        *(customer(number, f"C{number}", owner_id=number) for number in numbers),
        *(
            Hearing(person_id=number, daily_limit=100, work_from=0, work_to=24, work_days="1234567")
            for number in numbers
        ),
        *(RuleChoice(person_id=number, rule="vip_slipping", mode="now") for number in numbers),
    )


def arrived(workspace: LocalSlack) -> Counter[str]:
    """Count the messages in Slack by their marks."""
    said = (message for channel in workspace.workspace.channels.values() for message in channel.messages)
    return Counter(one.metadata["event_payload"]["mark"] for one in said if one.metadata)


def test_every_alert_arrives_exactly_once(
    engine: Engine, workspace: LocalSlack, settings: Settings, workers: Workers
) -> None:
    chance, pause, alerts = random.Random(engine.dialect.name), Event(), PEOPLE
    for number in range(KILLS):
        if alerts < len(arrived(workspace)) + PEOPLE:
            found(engine, alerts + 1, alerts + PEOPLE + 1)
            alerts += PEOPLE
        workspace.running.look(workspace.slack.faults.clear)
        workspace.fault(chance.choice(FAULTS), of=chance.choice(METHODS), seconds=SLOWNESS_SECONDS)
        while len(workers.at_work) <= number * 2 // KILLS:
            workers.start()
        calls(workspace, chance.randint(1, CALLS))
        pause.wait(chance.uniform(0, MOMENT_SECONDS))
        workers.kill(chance.randrange(len(workers.at_work)))
    workspace.running.look(workspace.slack.faults.clear)
    while workers.at_work:
        workers.kill()
    last = tasks(database.sessions(engine), settings, CALM)
    while ahead(engine):
        finish(last)
        pause.wait(MOMENT_SECONDS)

    with Session(engine) as session:
        owners = session.execute(select(Alert.id, Alert.customer_id)).all()
        assert set(session.scalars(select(Message.state))) == {"sent"}
    assert arrived(workspace) == Counter(f"alert:{alert_id}:{owner}" for alert_id, owner in owners)


def ahead(engine: Engine) -> bool:
    """Say whether anything is still to be announced or sent; nothing may be in anybody's hands for ever."""
    with Session(engine) as session:
        held = session.scalar(select(func.max(Message.claimed_until)).where(Message.state.in_(AHEAD)))
        assert held is None or held < clock.by_machine() + timedelta(seconds=CALM.claim)
        unannounced = exists().where(Alert.announced_at.is_(None))
        return bool(session.scalar(select(or_(exists().where(Message.state.in_(AHEAD)), unannounced))))


def calls(workspace: LocalSlack, number: int) -> None:
    """Wait until workers have called Slack so many times more."""
    exchanges = workspace.slack.traffic.exchanges
    last = workspace.running.look(lambda: exchanges[-1].number) + number
    workspace.until(lambda: exchanges[-1].number >= last)
