"""`regulars backtest`, as somebody at a terminal sees it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer import Typer
from typer.testing import CliRunner, Result

from benchmarks.business import Business, load
from bot.console.backtesting import backtest
from tests.business import customer, remember, visit

BUSINESS = Business(customers=300, visits=9_000, today=date(2024, 6, 30), days=500)
SPRING = ("--from", "2024-04-01", "--to", "2024-06-10")

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Type `regulars backtest ...` where the settings name the database."""
    sqlite_engine.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(sqlite_engine.url))
    app = Typer(pretty_exceptions_enable=False)
    app.command()(backtest)
    return lambda *words: CliRunner().invoke(app, words, env={"COLUMNS": "160"})


@pytest.fixture
def business(sqlite_engine: Engine) -> None:
    """A year and a half of many visits."""
    load(BUSINESS, sqlite_engine)
    sqlite_engine.dispose()


@pytest.mark.usefixtures("business")
def test_a_rule_stands_above_the_plain_ones(run: Run) -> None:
    told = run("vip_stage_worse", *SPRING).output
    rows = [line for line in told.splitlines() if line.startswith("│")]
    assert "from 2024-04-01 to 2024-06-10, week by week" in told
    assert [row.split("│")[1].strip() for row in rows] == [
        "vip_stage_worse",
        "no visit for 40 days",
        "twice the usual gap",
    ]


@pytest.mark.usefixtures("business")
def test_json_has_what_the_table_says(run: Run) -> None:
    found = json.loads(run("growth_crossing", "--json", *SPRING).stdout)
    assert (found["rule"], found["first"], found["last"], found["days"]) == (
        "growth_crossing",
        "2024-04-01",
        "2024-06-10",
        11,
    )
    assert (found["share_dropped"], found["peers"]) == (None, {})


@pytest.mark.usefixtures("business")
def test_without_days_it_is_the_year_before_the_last_visit(run: Run) -> None:
    found = json.loads(run("bz_entered", "--json").stdout)
    assert (found["last"], found["days"]) == ("2024-06-30", 53)
    assert "No outcome" in run("bz_entered", *SPRING).output


def test_of_too_little_history_nothing_is_said(run: Run, sqlite_engine: Engine) -> None:
    remember(sqlite_engine, customer(1), visit(1, date(2024, 6, 1)), visit(1, date(2024, 6, 3)))
    sqlite_engine.dispose()
    found = json.loads(run("vip_slipping", "--json").stdout)
    assert (found["alerts"], found["judged"], found["auc"], found["share_dropped"]) == (0, 0, None, None)


@pytest.mark.parametrize("asked", [(), ("--to", "2023-12-31"), ("--from", "2024-06-02", "--to", "2024-06-01")])
def test_where_nobody_came_there_is_nothing_to_look_back_on(run: Run, asked: tuple[str, ...]) -> None:
    result = run("vip_slipping", *asked)
    assert result.exit_code == 1
    assert "nothing to look back on" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [(("moon_phase",), "there is no rule 'moon_phase'"), (("vip_back", "--from", "May"), "'May' is not a day like")],
)
def test_what_is_typed_wrong_is_said(run: Run, words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.output
