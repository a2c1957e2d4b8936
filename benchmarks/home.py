"""Home in a large business: `python -m benchmarks.home [--customers N] [--visits N] [--on sqlite ...]`.

For each role, from the event that somebody opens Home to the moment at which Slack has the finished view: the event
goes through Bolt, the view to a server on this machine that takes it. Different people open Home one after the other.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from queue import Queue
from statistics import median, quantiles
from threading import Thread

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from slack_bolt import App, BoltRequest
from sqlalchemy import Engine, insert, text

from benchmarks.business import Business, load
from benchmarks.databases import databases
from bot.console import serving
from bot.settings import Settings
from segmentation.profile import Policy
from storage import database, profiles
from storage.names import loading
from storage.tables import Alert, Person

ROLES: Mapping[str, int] = {"salesperson": 500, "lead": 50, "manager": 5, "admin": 1}
"""How many people there are of each role: of a million customers a salesperson has 2,000, a lead's team 20,000."""

WARNED = 5_000
"""Alerts that are open."""

LIMIT_SECONDS = 0.3


class Slack(ThreadingHTTPServer):
    """A Slack that takes everything, and remembers what was published, and when."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.published: Queue[tuple[float, int, int]] = Queue()
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of its Web API."""
        return f"http://127.0.0.1:{self.server_port}"


class Taking(BaseHTTPRequestHandler):
    """Takes one call."""

    server: Slack

    def do_POST(self) -> None:
        """Note a published view, and say that all is well."""
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path.endswith("views.publish"):
            view = json.loads(body)["view"]
            self.server.published.put((time.perf_counter(), len(view["blocks"]), len(body)))
        answer = json.dumps({"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def furnish(engine: Engine, business: Business) -> None:
    """Fill an empty database: customers with owners and birthdays, two days classified, alerts."""
    with engine.begin() as connection:
        connection.execute(insert(Person), people())
    load(business, engine, known)
    for day in (business.today - timedelta(days=3), business.today):
        profiles.classify(engine, as_of=day, policy=Policy(), now=partial(datetime.now, UTC))
    with engine.begin() as connection:
        connection.execute(insert(Alert), alerts(business))
    if engine.dialect.name == "postgresql":  # as it does by itself within minutes
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def known(ids: npt.NDArray[np.int64]) -> dict[str, pa.Array]:
    """Return whose customers are, of whom nobody has one in a hundred, and when their birthdays and anniversaries."""
    owners = first_of("salesperson") + (ids + ids // 50) % ROLES["salesperson"]
    days = (ids % 3650).astype(np.int32)
    return {
        "owner_id": pa.array(owners, mask=ids % 97 == 0),
        "birthday": pa.array(days),
        "anniversary": pa.array(days + 7300, pa.int32()),
    }


def people() -> list[dict[str, object]]:
    """Return the rows of everybody, from the top: each lead has a team, each manager some leads."""
    return [person(role, number) for role in reversed(list(ROLES)) for number in range(ROLES[role])]


def person(role: str, number: int) -> dict[str, object]:
    """Return the row of one person of a role."""
    chief = {"salesperson": "lead", "lead": "manager", "manager": "admin"}.get(role)
    manager = first_of(chief) + number % ROLES[chief] if chief else None
    slack_id = f"U{role.upper()}{number}"
    known = {"id": first_of(role) + number, "name": f"{role.title()} {number}", "role": role, "manager_id": manager}
    return {**known, "slack_id": slack_id, "source": "main", "source_id": slack_id, "active": True}


def first_of(role: str) -> int:
    """Return the id of the first person of a role."""
    before = list(ROLES)[: list(ROLES).index(role)]
    return 1 + sum(ROLES[each] for each in before)


def alerts(business: Business) -> list[dict[str, object]]:
    """Return the rows of open alerts about customers all over the business."""
    found = datetime.now(UTC)
    common = {
        "rule": "vip_slipping",
        "as_of": business.today,
        "found_at": found,
        "announced_at": found,
        "state": "open",
    }
    evidence = {"usual_month": 4.1, "visits_30d": 1, "days_since_last_visit": 30, "value_at_risk": 124_000_000}
    step = max(business.customers // WARNED, 1)
    customers = range(1, business.customers + 1, step)
    first = 1_000_000
    return [
        {
            **common,
            "id": first + place,
            "customer_id": customer,
            "value_at_risk": Decimal(customer % 50_000),
            "evidence": evidence,
        }
        for place, customer in enumerate(customers)
    ]


def opened(bot: App, slack: Slack, slack_id: str) -> tuple[float, float, int, int]:
    """Return the seconds from the event that somebody opens Home to the view, also on the processor; blocks and bytes.

    The processor's time is that of this process: a database server's is not in it.
    """
    event = {"type": "app_home_opened", "user": slack_id, "channel": "D1", "tab": "home"}
    body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": f"Ev{time.perf_counter_ns()}"}
    began, worked = time.perf_counter(), time.process_time()
    bot.dispatch(BoltRequest(body={**body, "event": event}, mode="socket_mode"))
    at, blocks, size = slack.published.get(timeout=60)
    return at - began, time.process_time() - worked, blocks, size


def measure(engine: Engine, slack: Slack, *, openings: int) -> None:
    """Have people of each role open Home, and print how long it took."""
    settings = Settings(slack_bot_token="xoxb-1", slack_api_url=slack.url)
    bot = serving.bot(settings, engine)
    with database.sessions(engine)() as session:
        loading.current(session, patience=60)  # as any minute after the start
    for role, count in ROLES.items():
        who = cycle(f"U{role.upper()}{number}" for number in range(count))
        cold, *_ = opened(bot, slack, next(who))
        told = [opened(bot, slack, each) for each in islice(who, openings)]
        seconds = [each[0] for each in told]
        slowest = quantiles(seconds, n=100)[-1]
        verdict = "" if slowest < LIMIT_SECONDS else "  TOO SLOW"
        print(
            f"{engine.dialect.name:>10} {role:<12} first {cold * 1000:>5.0f} ms, "
            f"median {median(seconds) * 1000:>5.0f} ms, 99 % {slowest * 1000:>5.0f} ms, "
            f"on the processor {median(each[1] for each in told) * 1000:>4.0f} ms; "
            f"{max(each[2] for each in told)} blocks, {max(each[3] for each in told) / 1000:.0f} kB{verdict}",
            flush=True,
        )


def main() -> None:
    """Make the business in each database, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--visits", type=int, default=10_000_000)
    parser.add_argument("--openings", type=int, default=100)
    parser.add_argument("--on", nargs="*", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql"))
    chosen = parser.parse_args()
    business = Business(chosen.customers, chosen.visits)
    print(f"{business.customers:,} customers, {sum(ROLES.values())} people, {WARNED:,} open alerts")
    with tempfile.TemporaryDirectory() as folder:
        for _, address in databases(Path(folder), chosen.on):
            engine = database.connect(address)
            database.upgrade(engine)
            furnish(engine, business)
            measure(engine, Slack(), openings=chosen.openings)
            engine.dispose()


if __name__ == "__main__":
    main()
