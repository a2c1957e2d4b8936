"""From a visit to Slack: `python -m benchmarks.crossing [--customers N] [--crossings N] [--on sqlite ...]`.

A large business is stored and classified. Then visits are posted to `POST /api/visits` one by one, each of which makes
a growth customer a VIP; measured is the time from the beginning of the request until the message to the owner is in
Slack. `regulars web` and `regulars worker` run as processes of their own, with their usual pauses. The peer looks at
everybody again, as whoever polls must: that alone is its delay, before it has sent anything.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

import pyarrow as pa
from sqlalchemy import select, update

from benchmarks.business import CHUNK, Business, load
from benchmarks.databases import databases
from bot.api import signature
from playground.testing import LocalSlack, slack
from segmentation.models.value_group import MGC
from segmentation.money import shown
from storage import bulk, database, runs
from storage.tables import Customer, Hearing, KnownRule, Person, Profile, RuleChoice

REGULARS = (sys.executable, "-m", "bot")
SECRET = "known to the till and the bot"
RULE = "growth_crossing"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Crossing:
    """A growth customer, and what they must spend to be a VIP."""

    customer: int
    amount: Decimal


def main() -> None:
    """Measure each database, and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--customers", type=int, default=1_000_000)
    arguments.add_argument("--visits", type=int, default=10_000_000)
    arguments.add_argument("--crossings", type=int, default=200)
    arguments.add_argument("--on", nargs="*", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql"))
    chosen = arguments.parse_args()
    business = replace(Business(chosen.customers, chosen.visits), today=datetime.now(UTC).date())
    print(f"{business.customers:,} customers, about {business.visits:,} visits; seconds until the message is in Slack")
    print(f"{'':<12}{'p50':>8}{'p99':>8}{'max':>8}{'answered, p50':>16}{'everybody again':>18}")
    with tempfile.TemporaryDirectory() as folder:
        for store, address in databases(Path(folder), chosen.on):
            _prepare(address, business)
            again = _classified(address, business.today - timedelta(days=1))
            heard, answered = _measured(address, chosen.crossings)
            p50, p99 = (quantiles(heard, n=100, method="inclusive")[place] for place in (49, 98))
            told = f"{p50:>8.2f}{p99:>8.2f}{max(heard):>8.2f}{median(answered):>16.2f}{again:>18.1f}"
            print(f"{store:<12}{told}", flush=True)


def _prepare(address: str, business: Business) -> None:
    """Bring a business in whose customers are known by their numbers, and classify it for the first time."""
    engine = database.connect(address)
    database.upgrade(engine)
    load(business, engine)
    with bulk.connect(engine, write=True) as connection:
        for first in range(1, business.customers + 1, CHUNK):
            ids = range(first, min(first + CHUNK, business.customers + 1))
            known = {"source": ["main"] * len(ids), "source_id": [str(one) for one in ids], "customer_id": list(ids)}
            bulk.append(connection, "customer_sources", pa.table(known))
    engine.dispose()
    _classified(address, business.today - timedelta(days=1))


def _classified(address: str, day: date) -> float:
    """Classify, in a process of its own as always; return the seconds it takes."""
    began = time.perf_counter()
    command = (*REGULARS, "classify", "--as-of", str(day))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"DATABASE_URL": address})
    return time.perf_counter() - began


def _measured(address: str, number: int) -> tuple[list[float], list[float]]:
    """Post crossings; return the seconds from each request until its message, and until its answer."""
    people = [{"name": f"p{one}"} for one in range(1, number + 2)]
    with slack(people=people, patience=PATIENCE_SECONDS) as workspace:
        first, *crossings = _crossings(address, workspace, number + 1)
        variables = {"DATABASE_URL": address, "API_SECRET": SECRET, "SLACK_APP_TOKEN": ""}
        workspace.starts(["env", "SLACK_APP_TOKEN=", *REGULARS, "web"], variables)
        with _working(workspace):
            _timed(workspace, first)  # not counted: the processes are only just starting
            measured = [_timed(workspace, crossing) for crossing in crossings]
    return [heard for heard, _ in measured], [answered for _, answered in measured]


def _crossings(address: str, workspace: LocalSlack, number: int) -> list[Crossing]:
    """Give growth customers an owner each who is always at work, and return what they must spend.

    The rule is known, whatever the classification thought of the made-up business's last days.
    """
    ids = {one.name: one.id for one in workspace.workspace.people.values()}
    engine = database.connect(address)
    growing = select(Profile.customer_id).join(Customer, Customer.id == Profile.customer_id)
    growing = growing.where(Profile.tier == MGC.key, Profile.margin_365d.is_(None), Customer.status == "open")
    with database.sessions(engine).begin() as session:
        run = runs.latest_classification(session)
        session.merge(KnownRule(rule=RULE, since=run.as_of if run else None))
        line = shown(run.cutpoints["value_group"]["mvc_line"]) if run and run.cutpoints else Decimal(0)
        chosen = session.scalars(growing.order_by(Profile.customer_id.desc()).limit(number)).all()
        for one, customer_id in enumerate(chosen, 1):
            session.add(Person(id=one, source="main", source_id=str(one), name=f"P{one}", slack_id=ids[f"p{one}"]))
            session.flush()
            session.add(Hearing(person_id=one, work_from=0, work_to=24, work_days="1234567"))
            session.add(RuleChoice(person_id=one, rule=RULE, mode="now"))
            session.execute(update(Customer).where(Customer.id == customer_id).values(owner_id=one))
    engine.dispose()
    return [Crossing(customer_id, line) for customer_id in chosen]


@contextmanager
def _working(workspace: LocalSlack) -> Iterator[None]:
    """Have a worker at work, for the same workspace and database as the bot that listens."""
    worker = subprocess.Popen([*REGULARS, "worker"], env=workspace.slack.environment)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _timed(workspace: LocalSlack, crossing: Crossing) -> tuple[float, float]:
    """Post a visit; return the seconds until its message is in Slack, and until its answer."""
    known = _messages(workspace)
    began = time.perf_counter()
    _post(workspace, crossing)
    answered = time.perf_counter() - began
    workspace.until(lambda: _messages(workspace) > known, f"customer {crossing.customer} is not announced")
    return time.perf_counter() - began, answered


def _messages(workspace: LocalSlack) -> int:
    """Count the messages in Slack."""
    return sum(len(channel.messages) for channel in workspace.workspace.channels.values())


def _post(workspace: LocalSlack, crossing: Crossing) -> None:
    """Post a visit, and see that it makes a VIP."""
    receipt = f"crossing-{crossing.customer}"
    visit = {"customer": str(crossing.customer), "time": datetime.now(UTC).isoformat(), "id": receipt}
    body = json.dumps({**visit, "amount": str(crossing.amount)}).encode()
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": receipt,
        "X-Regulars-Timestamp": stamp,
        "X-Regulars-Signature": signature.signed(body, timestamp=stamp, secret=SECRET),
    }
    address = urlsplit(str(workspace.slack.request_url))
    connection = HTTPConnection(str(address.hostname), address.port, timeout=PATIENCE_SECONDS)
    connection.request("POST", "/api/visits", body, headers)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    if answer.status != 200 or b'"MVC"' not in told:
        raise SystemExit(f"{answer.status} {told.decode()}")


if __name__ == "__main__":
    main()
