"""A real sales team whose territories have changed: from its files to accounts that are where they belong."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot import clock
from bot.__main__ import command_line
from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack.pace import Patience
from bot.worker import Worker, tasks
from playground.clock import Clock
from playground.testing import LocalSlack
from storage import audit, database
from storage.tables import Customer
from tests.bot.slack.installed import installed

Regulars = Callable[..., str]
MONDAY_NOON = datetime(2013, 12, 2, 12, tzinfo=UTC)
HASTE = Patience(call=5, claim=60, settle=0.3, channel=0.0, workspace=0.0, longest=0.1)
PEOPLE = (
    {"id": "U0BRIAN", "name": "brian"},
    {"id": "U0STEPHEN", "name": "stephen"},
    {"id": "U0JILLIAN", "name": "jillian"},
)


@pytest.fixture
def regulars(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Regulars:
    """Run `regulars` on an empty database; every command must succeed."""
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))

    def run(*words: str) -> str:
        sqlite_engine.dispose()
        result = CliRunner().invoke(command_line(words), words)
        assert result.exit_code == 0, result.output
        return result.output

    return run


@pytest.fixture
def workspace(sqlite_engine: Engine, regulars: Regulars, shared_data: Path, tmp_path: Path) -> Iterator[LocalSlack]:
    """The resellers of AdventureWorks, and its salespeople with the territory each has now; Stephen leads them all."""
    time = Clock(MONDAY_NOON, file=tmp_path / "clock")
    clock.follow(tmp_path / "clock")
    people = tmp_path / "people.csv"
    team(shared_data).to_csv(people, index=False)
    regulars("import", "people", str(people))
    resellers = str(shared_data / "adventureworks_resellers.parquet")
    regulars("import", "customers", resellers, "--map", "name=ResellerName")
    regulars("import", "visits", str(shared_data / "adventureworks_reseller_orders.parquet"))
    regulars("classify", "--as-of", "2013-11-30")
    sqlite_engine.dispose()
    with installed(sqlite_engine, COMMANDS, people=PEOPLE, clock=time) as running:
        settings = Settings(slack_bot_token=running.bot_token, slack_api_url=running.api_url.rstrip("/"))
        working = Worker(tasks(database.sessions(sqlite_engine), settings, HASTE))
        working.start()
        yield running
        working.stop()
    clock.follow(None)


def team(folder: Path) -> pd.DataFrame:
    """Return the people as their file has them; a territory whose time is over is nobody's."""
    people = pd.read_parquet(folder / "adventureworks_salespeople.parquet")
    history = pd.read_parquet(folder / "adventureworks_territory_history.parquet")
    resellers = pd.read_parquet(folder / "adventureworks_resellers.parquet")
    names = resellers.drop_duplicates("SalesTerritoryKey").set_index("SalesTerritoryKey")["Region"]
    now = history[history["EndDate"].isna()].set_index("owner_id")["TerritoryID"].map(names)
    slack = {274: "U0STEPHEN", 277: "U0JILLIAN"}
    sold = pd.DataFrame(
        {
            "id": people["owner_id"],
            "name": people["FirstName"] + " " + people["LastName"],
            "territory": people["owner_id"].map(now),
            "role": people["owner_id"].map({274: "lead"}).fillna("salesperson"),
            "manager": ["273" if one == 274 else "274" for one in people["owner_id"]],
            "slack_id": people["owner_id"].map(slack),
            "time_zone": "UTC",
        }
    )
    above = {"id": 273, "name": "Brian Welcker", "role": "manager", "slack_id": "U0BRIAN", "time_zone": "UTC"}
    return pd.concat([sold, pd.DataFrame([above])])


def owners(engine: Engine) -> dict[int, int | None]:
    """Return whose each account is."""
    with Session(engine) as session:
        return {row[0]: row[1] for row in session.execute(select(Customer.id, Customer.owner_id))}


def test_a_lead_puts_a_territory_in_order_and_takes_one_step_back(sqlite_engine: Engine, workspace: LocalSlack) -> None:
    stephen, brian = workspace.as_("stephen"), workspace.as_("brian")
    at_first = owners(sqlite_engine)

    stephen.types("/assign misplaced", channel="@stephen")
    [found] = stephen.hears()
    assert found.words.startswith("*314 accounts lie outside their owners' territories.*")

    stephen.types("/assign misplaced of Jillian Carson by territory because she looks after the Northeast now")
    [first] = stephen.hears()
    assert first.words.startswith("*Hand over 76 accounts of Jillian Carson to")
    assert "It needs the approval of Brian Welcker" in first.words
    first.button("Ask for approval").click()
    stephen.hears()
    [asked] = brian.hears()
    asked.button("Approve").click()
    assert brian.hears()[-1].words.startswith("*Handed over: 76 accounts of Jillian Carson")
    [note] = workspace.heard_by("jillian")
    assert note.words.startswith("*76 of your accounts are with")
    moved = owners(sqlite_engine)
    assert sum(moved[one] != owner for one, owner in at_first.items()) == 76

    assert stephen.hears()[-1].words.startswith("*Handed over: 76 accounts")
    found.button("By territory…").click()
    [rest] = stephen.hears()
    assert rest.words.startswith("*Hand over 238 accounts of")
    rest.button("Ask for approval").click()
    [asked] = [one for one in brian.hears() if "asks for your approval" in one.words]
    asked.button("Approve").click()
    [done] = [one for one in brian.hears() if one.words.startswith("*Handed over: 238 accounts")]
    stephen.hears()
    stephen.types("/assign misplaced")
    assert stephen.hears()[-1].words.startswith("There are no such accounts")

    done.button("Undo").click()
    assert brian.hears()[-1].words.startswith("*Taken back: 238 accounts")
    assert owners(sqlite_engine) == moved
    with Session(sqlite_engine) as session:
        replayed = audit.owners(session)
        assert audit.verify(session).broken is None
    assert {one: replayed[one] for one in replayed} == {one: moved[one] for one in replayed}
    assert [exchange for exchange in workspace.traffic if exchange.refused] == []
