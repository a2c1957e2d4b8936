"""A sales team in Slack with a book to hand over: a manager, two leads, two salespeople, and a stranger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import clock
from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Worker, tasks
from playground.clock import Clock
from playground.testing import LocalSlack
from storage import database
from storage.tables import Alert, Contact, Customer
from tests.bot.slack.installed import installed
from tests.business import asleep, classification, customer, person, profile, remember

FRIDAY_NOON = datetime(2025, 11, 28, 12, 0, tzinfo=UTC)
HASTE = Patience(call=5, claim=60, settle=0.3, channel=0.0, workspace=0.0, longest=0.1)

NAMES = ("grace", "maria", "nina", "joe", "chen", "lee")
PEOPLE = [{"id": f"U0{name.upper()}", "name": name} for name in NAMES]
GRACE, MARIA, NINA, JOE, CHEN = range(1, 6)


@contextmanager
def sales_team(engine: Engine, folder: Path) -> Iterator[LocalSlack]:
    """Joe and Chen report to Maria, she and Nina to Grace; Joe has six customers, Chen one, and nobody knows Lee."""
    time = Clock(FRIDAY_NOON, file=folder / "clock")
    clock.follow(folder / "clock")
    remember(
        engine,
        classification(as_of=FRIDAY_NOON.date()),
        person(GRACE, "Grace Whitfield", role="manager", slack_id="U0GRACE"),
        person(MARIA, "Maria Santos", role="lead", manager_id=GRACE, slack_id="U0MARIA"),
        person(NINA, "Nina Petrova", role="lead", manager_id=GRACE, slack_id="U0NINA"),
        person(JOE, "Joe Marsh", manager_id=MARIA, slack_id="U0JOE"),
        person(CHEN, "陈志远", manager_id=MARIA, slack_id="U0CHEN", language="zh"),
        customer(1, "Acme", owner_id=JOE, region="East", birthday=date(1990, 12, 24)),
        customer(2, "Brakes and Gears", owner_id=JOE, region="East"),
        customer(3, "Corner Shop", owner_id=JOE, region="West"),
        customer(4, "Dale Sports", owner_id=JOE, region="East"),
        customer(5, "Evening <!channel> Bikes", owner_id=JOE, region="West"),
        customer(6, "中成大酒店", owner_id=JOE, region="East"),
        customer(7, "Far Cycles", owner_id=CHEN, region="West"),
        *(profile(number, value_365d=Decimal(1_000 * number)) for number in (1, 2, 3, 7)),
        *(
            asleep(number, days=90, stage="dormant", value_365d=Decimal(2_000), value_at_risk=Decimal(100 * number))
            for number in (4, 5)
        ),
        profile(6, tier="MVC", value_365d=Decimal(90_000)),
        Alert(
            id=17,
            rule="vip_slipping",
            customer_id=1,
            as_of=FRIDAY_NOON.date(),
            found_at=FRIDAY_NOON,
            announced_at=FRIDAY_NOON,
            value_at_risk=Decimal(1_000),
            evidence={},
            state="contacted",
            taken_by=JOE,
        ),
        Contact(
            customer_id=1,
            alert_id=17,
            person_id=JOE,
            at=FRIDAY_NOON,
            day=FRIDAY_NOON.date(),
            kind="call",
            note="New price list by Monday",
        ),
    )
    with installed(engine, COMMANDS, people=PEOPLE, clock=time) as running:
        working = Worker(tasks(database.sessions(engine), _settings(running), HASTE))
        working.start()
        yield running
        working.stop()
    clock.follow(None)


def _settings(running: LocalSlack) -> Settings:
    return Settings(slack_bot_token=running.bot_token, slack_api_url=running.api_url.rstrip("/"))


def owners(engine: Engine) -> dict[int, int | None]:
    """Return whose each customer is."""
    with Session(engine) as session:
        return {one.id: one.owner_id for one in session.query(Customer)}
