"""Workers are killed at any moment, Slack fails in every way it knows, and each alert arrives exactly once."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from threading import Event

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, configure_mappers

from bot import clock
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Task, tasks
from playground.faults import Kind
from playground.testing import LocalSlack, slack
from storage import database
from storage.tables import Alert, Hearing, Message, RuleChoice
from tests.bot.slack.installed import described
from tests.business import customer, person, remember

configure_mappers()

PEOPLE = 40
KILLS = 80
MOMENT_SECONDS = 0.02
HASTE = Patience(call=0.5, claim=2.5, settle=0.3, channel=0.0, workspace=0.0, longest=0.1)

LOSSES: tuple[Kind, ...] = ("lost_answer",) * 6
FAULTS: tuple[Kind, ...] = ("ratelimited", "server_error", "timeout_before", "timeout_after", *LOSSES)
METHODS = ("chat.postMessage", "chat.postMessage", "chat.postMessage", "conversations.history", "users.info", "")


def nursery(url: str, settings: Settings, orders: Connection) -> None:
    """Bring workers up: do what is there once, and for each order be copied into a worker that works until killed.

    So a worker is at work within milliseconds.
    """
    engine = database.connect(url)
    doing = tasks(database.sessions(engine), settings, HASTE)
    while doing[0]() or doing[-1]():
        pass
    engine.dispose()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders.send(0)
    while orders.recv():
        if (worker := os.fork()) == 0:
            work(doing)
        orders.send(worker)


def work(doing: Sequence[Task]) -> None:
    """Work as a worker does, without ever waiting; go on after a failure, as it does."""
    while True:
        for task in doing:
            with suppress(SQLAlchemyError):
                task()


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
    """A Slack with many people."""
    with slack(
        manifest=described({}, over="socket"),
        people=[{"name": f"p{number}"} for number in range(1, PEOPLE + 1)],
        patience=120,
    ) as running:
        yield running


@pytest.fixture
def workers(engine: Engine, workspace: LocalSlack, other_processes: ForkServerContext) -> Iterator[Workers]:
    """Workers for people who are always at work, each with a customer, and each told of one alert already."""
    settle(engine, workspace)
    found(engine, 1, PEOPLE + 1)
    url = engine.url.render_as_string(hide_password=False)
    api = workspace.api_url.rstrip("/")
    settings = Settings(database_url=url, slack_bot_token=workspace.bot_token, slack_api_url=api)
    workers = Workers(other_processes, url, settings)
    yield workers
    workers.end()


def found(engine: Engine, first: int, last: int) -> None:
    """Find something worth a call at some customers."""
    now = clock.now()
    alerts = [
        Alert(
            id=number,
            rule="vip_slipping",
            customer_id=1 + number % PEOPLE,
            as_of=now.date(),
            found_at=now,
            value_at_risk=Decimal(number),
            evidence={},
        )
        for number in range(first, last)
    ]
    remember(engine, *alerts)


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


def waiting(engine: Engine) -> int:
    """Count the alerts that are still to be announced or sent."""
    with Session(engine) as session:
        ahead = session.scalar(select(func.count()).where(Message.state.in_(("waiting", "sending"))))
        return (ahead or 0) + (session.scalar(select(func.count()).where(Alert.announced_at.is_(None))) or 0)


def arrived(workspace: LocalSlack) -> Counter[str]:
    """Count the messages in Slack by their marks."""
    said = (message for channel in workspace.workspace.channels.values() for message in channel.messages)
    return Counter(one.metadata["event_payload"]["mark"] for one in said if one.metadata)


def test_every_alert_arrives_exactly_once(engine: Engine, workspace: LocalSlack, workers: Workers) -> None:
    chance, pause, alerts = random.Random(engine.dialect.name), Event(), PEOPLE
    for number in range(KILLS):
        if alerts < len(arrived(workspace)) + PEOPLE:
            found(engine, alerts + 1, alerts + PEOPLE + 1)
            alerts += PEOPLE
        workspace.running.look(workspace.slack.faults.clear)
        workspace.fault(chance.choice(FAULTS), of=chance.choice(METHODS), seconds=0.6)
        while len(workers.at_work) <= number * 2 // KILLS:
            workers.start()
        calls(workspace, chance.randint(1, 5))
        pause.wait(chance.uniform(0, MOMENT_SECONDS))
        workers.kill(chance.randrange(len(workers.at_work)))
    workspace.running.look(workspace.slack.faults.clear)
    workers.start()
    workspace.until(lambda: len(arrived(workspace)) == alerts, "not everything was sent")
    workspace.until(lambda: waiting(engine) == 0, "not everything was noted")

    with Session(engine) as session:
        owners = session.execute(select(Alert.id, Alert.customer_id)).all()
        assert set(session.scalars(select(Message.state))) == {"sent"}
    assert arrived(workspace) == Counter(f"alert:{alert_id}:{owner}" for alert_id, owner in owners)


def calls(workspace: LocalSlack, number: int) -> None:
    """Wait until workers have called Slack so many times more."""
    exchanges = workspace.slack.traffic.exchanges
    last = workspace.running.look(lambda: exchanges[-1].number) + number
    workspace.until(lambda: exchanges[-1].number >= last)
