"""`regulars simulate`: things happen in the demo business."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from bot import clock
from bot.console.simulating import app
from bot.demo import files, world
from bot.demo.world import World
from storage.tables import CustomerSource, Profile, Visit
from tests.business import classification, customer, profile, remember

RUNNER = CliRunner()


@pytest.fixture
def folder(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a business of two customers."""
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string())
    monkeypatch.chdir(tmp_path)
    remember(
        sqlite_engine,
        classification(),
        *(customer(number, name) for number, name in enumerate(("Acme", "Bella"), 1)),
        *(CustomerSource(source="main", source_id=f"C000{number}", customer_id=number) for number in (1, 2)),
        *(profile(number, margin_365d=Decimal(3000)) for number in (1, 2)),
    )
    files.write(tmp_path, today=clock.now().date(), count=2)
    world.write(tmp_path, World(fed_to=clock.now().date()))
    return tmp_path


def simulated(*words: str) -> Result:
    """Let something happen."""
    return RUNNER.invoke(app, words)


def visits(engine: Engine) -> list[Visit]:
    """Return all receipts."""
    with Session(engine) as session:
        return list(session.scalars(select(Visit).order_by(Visit.day)))


@pytest.mark.usefixtures("folder")
def test_a_visit_is_taken_in_with_the_usual_margin_and_labels_its_customer_at_once(sqlite_engine: Engine) -> None:
    result = simulated("visit", "acme", "200000")

    assert result.exit_code == 0, result.output
    assert "Acme came in and spent 200,000.00." in result.output
    [visit] = visits(sqlite_engine)
    assert (visit.customer_id, visit.amount, visit.margin) == (1, Decimal(200_000), Decimal(50_000))
    with Session(sqlite_engine) as session:
        assert session.get_one(Profile, 1).days_since_last_visit == 0


@pytest.mark.usefixtures("folder")
def test_nobody_unknown_visits() -> None:
    result = simulated("visit", "nobody of that name", "5")
    assert result.exit_code == 2
    assert "is no customer of the demo business" in result.output


def test_until_a_moment_the_visits_of_the_days_between_come_in_but_not_of_who_stopped(
    sqlite_engine: Engine, folder: Path
) -> None:
    assert simulated("stop", "Bella", "--folder", str(folder)).exit_code == 0
    later = datetime.now(UTC) + timedelta(days=60)

    result = simulated("until", later.strftime("%Y-%m-%dT%H:%M:%S"), "--folder", str(folder))

    assert result.exit_code == 0, result.output
    assert {visit.customer_id for visit in visits(sqlite_engine)} == {1}
    assert world.read(folder).fed_to == later.date()


def test_while_the_feed_is_late_no_visits_come_in(sqlite_engine: Engine, folder: Path) -> None:
    later = (date.today() + timedelta(days=30)).isoformat() + "T09:00:00"  # noqa: DTZ011 - near enough
    assert simulated("late", "--folder", str(folder)).exit_code == 0
    assert simulated("until", later, "--folder", str(folder)).exit_code == 0
    assert visits(sqlite_engine) == []

    assert simulated("late", "--over", "--folder", str(folder)).exit_code == 0
    assert simulated("until", later, "--folder", str(folder)).exit_code == 0
    assert visits(sqlite_engine) != []
