"""Two real businesses from file to answer, as an operations person and a salesperson would: on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.__main__ import command_line
from tests.databases import on_postgresql, on_sqlite

Regulars = Callable[..., Result]


@pytest.fixture
def regulars(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Regulars:
    """Run `regulars` on an empty database; every command must succeed."""
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    engine.dispose()

    def run(*words: str) -> Result:
        result = CliRunner().invoke(command_line(words), words)
        assert result.exit_code == 0, result.output
        return result

    return run


@on_postgresql
def test_adventure_works(regulars: Regulars, shared_data: Path, tmp_path: Path) -> None:
    resellers = str(shared_data / "adventureworks_resellers.parquet")
    orders = str(shared_data / "adventureworks_reseller_orders.parquet")
    assert "701 new" in regulars("import", "customers", resellers, "--map", "name=ResellerName").output
    assert "3,784 new" in regulars("import", "visits", orders).output
    regulars("import", "people", str(shared_data / "adventureworks_salespeople.parquet"))
    assert "701 customers classified" in regulars("classify", "--as-of", "2013-11-30").output

    profiles = _exported(regulars, tmp_path)
    assert (len(profiles), profiles["visits_total"].sum()) == (701, 3_784)
    assert round(profiles["spend_total"].sum(), 4) == 80_450_596.9823
    assert profiles["tier"].value_counts().to_dict() == {"standard": 627, "MVC": 70, "MGC": 4}
    assert (profiles["lifecycle"] == "prospect").sum() == 66

    assert _text(regulars, "/customer tier Brakes and Gears").startswith("Brakes and Gears is MVC")
    assert "None of the top 50 customers by spend" in _text(regulars, "/dormant top50")
    assert "Linda Mitchell" in regulars("ask", "/customer Brakes and Gears").output


@on_sqlite
def test_online_retail(regulars: Regulars, shared_data: Path, tmp_path: Path) -> None:
    assert "4,372 new" in regulars("import", "customers", str(shared_data / "online_retail_customers.parquet")).output
    assert "22,190 new" in regulars("import", "visits", str(shared_data / "online_retail_invoices.parquet")).output
    assert "4,372 customers classified" in regulars("classify", "--as-of", "2011-12-09").output

    profiles, invoices = _exported(regulars, tmp_path), pd.read_parquet(shared_data / "online_retail_invoices.parquet")
    bought = invoices[invoices["amount"] > 0]
    days = bought.assign(day=bought["timestamp"].dt.date).groupby("customer_id")["day"].nunique()
    visits = profiles.set_index(profiles["source_id"].astype(int))["visits_total"]
    assert visits[days.index].to_list() == days.to_list()
    assert visits.sum() == days.sum()
    assert round(profiles["spend_total"].sum(), 2) == 8_300_065.81

    assert "17850 is BZ" in _text(regulars, "/customer tier 17850")
    assert "4 of the top 50 customers by spend are resting or worse" in _text(regulars, "/dormant top50")


def _exported(regulars: Regulars, folder: Path) -> pd.DataFrame:
    """Return the profiles as another program gets them."""
    regulars("export", "profiles", str(folder / "profiles.parquet"))
    return pd.read_parquet(folder / "profiles.parquet")


def _text(regulars: Regulars, question: str) -> str:
    """Return the sentence of an answer, without marks."""
    text: str = json.loads(regulars("ask", question, "--json").output)["text"]
    return text.replace("*", "")
