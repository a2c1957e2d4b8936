"""Accounts handed over by a list, in the terminal."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from bot.__main__ import command_line
from storage.tables import Customer
from tests.business import classification, customer, person, profile, remember


@pytest.fixture
def business(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Grace is a manager; Joe has two customers."""
    monkeypatch.setenv("DATABASE_URL", sqlite_engine.url.render_as_string(hide_password=False))
    remember(
        sqlite_engine,
        classification(),
        person(1, "Grace Whitfield", role="manager"),
        person(2, "Joe Marsh"),
        person(3, "Maria Santos"),
        customer(1, "Acme", owner_id=2),
        customer(2, "Brakes and Gears", owner_id=2),
        profile(1),
        profile(2),
    )
    sqlite_engine.dispose()
    return sqlite_engine


def said(*words: str, exit_code: int = 0) -> str:
    """Return what a command says."""
    result = CliRunner().invoke(command_line(words), words)
    assert result.exit_code == exit_code, result.output
    return " ".join(result.output.split())


def test_a_list_is_proposed_in_the_terminal_and_confirmed_there(business: Engine, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Customer;New owner\nAcme;Maria Santos\nBrakes and Gears;\n", encoding="utf-8")
    refused = said("assign", str(file), "--as", "Grace Whitfield", exit_code=1)
    assert "1 of 2 lines cannot be used, so nothing is proposed: line 3: nobody is named to get it" in refused
    shown = said("assign", str(file), "--as", "Grace Whitfield", "--to", "Maria Santos", "--because", "a new start")
    assert shown.startswith("Hand over 2 accounts of Joe Marsh to Maria Santos?")
    assert "[Confirm] → /assign confirm 1 v0" in shown
    assert said("ask", "/assign confirm 1 v0", "--as", "Grace Whitfield").startswith("Handed over: 2 accounts")
    with Session(business) as session:
        assert [session.get_one(Customer, number).owner_id for number in (1, 2)] == [3, 3]


@pytest.mark.usefixtures("business")
def test_what_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    page = tmp_path / "list.csv"
    page.write_text("<html>", encoding="utf-8")
    assert "is a web page or XML" in said("assign", str(page), "--as", "Grace Whitfield", exit_code=1)
    assert "“Bob” is not exactly one person" in said("assign", str(page), "--as", "Bob", exit_code=1)
    assert "Say who asks" in said("ask", "/assign Acme to Maria Santos", exit_code=1)
    assert "There is no file here" in said("ask", "/assign file to Maria Santos", "--as", "Grace", exit_code=1)
