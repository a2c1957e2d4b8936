"""`regulars classify`, `cutpoints` and `export`, as somebody at a terminal sees them."""

import json
from datetime import date
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from benchmarks.business import Business, load
from bot.console import classifying
from storage.tables import Customer

BUSINESS = Business(customers=200, visits=3_000, today=date(2024, 6, 30))

app = typer.Typer(pretty_exceptions_enable=False)
app.command("classify")(classifying.classify)
app.command("cutpoints")(classifying.cutpoints)
app.add_typer(classifying.export, name="export")


@pytest.fixture
def business(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """A business whose database the settings name."""
    load(BUSINESS, sqlite_engine)
    sqlite_engine.dispose()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(sqlite_engine.url))
    return sqlite_engine


def regulars(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, words, env={"COLUMNS": "160"})


def test_classifying_says_who_moved(business: Engine) -> None:
    with Session(business) as session, session.begin():
        for customer in session.query(Customer):
            customer.name = f"[bold]{customer.id}"
    business.dispose()
    first = regulars("classify", "--as-of", "2023-12-31")
    second = regulars("classify", "--as-of", "2024-06-30")
    assert first.exit_code == second.exit_code == 0
    assert "200 customers classified as of 2023-12-31" in first.output
    assert " 0 labels changed" in first.output
    assert "Most valuable who changed tier" in second.output
    assert "[bold]" in second.output


@pytest.mark.usefixtures("business")
def test_an_export_before_the_first_classification_says_that_it_has_no_figures() -> None:
    told = regulars("export", "profiles", "profiles.csv").output
    assert "Nothing has been classified yet" in told


@pytest.mark.usefixtures("business")
def test_lines_are_printed_in_words_and_for_programs() -> None:
    regulars("classify", "--as-of", "2024-06-30")
    assert "MVC line" in regulars("cutpoints").output
    told = json.loads(regulars("cutpoints", "--json").output)
    assert told["as_of"] == "2024-06-30"
    lines = told["cutpoints"]["value_group"]
    assert lines["mvc_leave_line"] == pytest.approx(0.9 * lines["mvc_line"], abs=0.001)
    assert set(told["cutpoints"]) == {"abc", "rfm", "value_group", "activity", "lifecycle", "outlook"}


@pytest.mark.usefixtures("business")
def test_without_a_classification_there_are_no_lines() -> None:
    result = regulars("cutpoints")
    assert result.exit_code == 1
    assert "regulars classify" in result.output


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize("name", ["profiles.csv", "PROFILES.PARQUET"])
def test_profiles_are_exported_by_suffix(tmp_path: Path, name: str) -> None:
    assert regulars("export", "profiles", name).exit_code == 0
    assert (tmp_path / name).stat().st_size > 1_000


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("classify", "--as-of", "31.12.2023"), "is not a day"),
        (("classify", "--as-of", "2999-01-01"), "lies in the future"),
        (("export", "profiles", "profiles.xlsx"), "must end in .csv or .parquet"),
        (("export", "profiles", "nowhere/profiles.csv"), "there is no folder"),
        (("export", "profiles", f"{'x' * 300}.csv"), "cannot write"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: tuple[str, ...], complaint: str) -> None:
    result = regulars(*words)
    assert result.exit_code == 2
    assert complaint in result.output


def test_a_new_database_gets_its_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'regulars.db'}")
    told = regulars("classify").output
    assert "0 customers classified" in told
    assert "regulars import customers" in told


@pytest.mark.usefixtures("business")
def test_where_nobody_ever_came_it_says_what_to_import() -> None:
    assert "regulars import visits" in regulars("classify", "--as-of", "2001-01-01").output
    assert " none " in regulars("cutpoints").output
    assert "regulars import" not in regulars("classify", "--as-of", "2024-06-30").output
