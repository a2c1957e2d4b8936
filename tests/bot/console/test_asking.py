"""`regulars ask`."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from bot.console.asking import ask
from tests.business import asleep, classification, customer, person, profile, remember
from tests.databases import filled

Run = Callable[[Sequence[str]], Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `regulars ask` in an empty folder, on a file that is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'regulars.db'}")
    app = Typer()
    app.command()(ask)
    return lambda words: CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def business_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with two customers of two people, to be copied for each test."""
    people = (person(1), person(2, "陈志远", language="zh", slack_id="U2"))
    customers = (customer(1, "Acme", owner_id=1), profile(1), customer(2, "中成", owner_id=2), asleep(2))
    rows = (*people, classification(), *customers)
    return filled(migrated_file, tmp_path_factory.mktemp("business"), lambda engine: remember(engine, *rows))


@pytest.fixture
def business(business_file: Path, tmp_path: Path) -> None:
    """Two customers of two people."""
    shutil.copy(business_file, tmp_path / "regulars.db")


@pytest.mark.usefixtures("business")
def test_an_answer_is_drawn(run: Run) -> None:
    result = run(["/customer tier Acme"])
    assert result.exit_code == 0
    assert result.output.startswith("Acme is standard")


@pytest.mark.usefixtures("business")
def test_json_is_what_slack_gets(run: Run) -> None:
    result = run(["/customer tier Acme", "--json", "--today", "2025-11-30"])
    told = json.loads(result.output)
    assert set(told) == {"text", "blocks"}
    assert told["text"].endswith("Data as of Nov 30, 2025.")
    assert told["blocks"][0]["type"] == "section"


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize("person", ["陈志远", "U2"])
def test_somebody_asks_in_their_language_for_their_own(run: Run, person: str) -> None:
    result = run(["/dormant mine", "--as", person, "--today", "2025-11-30"])
    assert "消费前 1 名客户中，1 位处于休息期及以后" in result.output
    assert "范围：陈志远的客户。" in result.output


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["/dormant", "--as", "Quentin"], 1, "“Quentin” is not exactly one person"),
        (["/dormant topp50"], 1, "Did you mean “top50”?"),
        (["/dormant topp50", "--as", "陈志远"], 1, "您是想说“top50”吗？"),
        (["/dormant mine"], 1, "Say who asks: add --as NAME."),
        (["/custmer Acme"], 2, "Did you mean /customer?"),
        (["/custmer Acme", "--as", "陈志远"], 2, "您是想用 /customer 吗？"),
        (["/regulars help"], 2, "You can ask me /customer, /dormant, /alerts, "),
        (["regulars customer Acme"], 0, "Acme: tier standard"),
        (["/customer <!channel>"], 0, "I know no customer called “<!channel>”"),
    ],
)
def test_the_exit_status_says_whether_there_was_an_answer(run: Run, words: list[str], status: int, told: str) -> None:
    result = run(words)
    assert told in " ".join(result.output.split())
    assert result.exit_code == status


@pytest.mark.usefixtures("business")
@pytest.mark.parametrize(
    "words", [["/customer Acme"], ["/dormant topp50"], ["/regulars help"], ["/dormant", "--as", "Quentin"]]
)
def test_whatever_is_said_ends_with_the_day_of_the_data(run: Run, words: list[str]) -> None:
    assert run([*words, "--today", "2025-11-30"]).output.endswith("\nData as of Nov 30, 2025.\n")


def test_without_data_the_first_step_is_named(run: Run) -> None:
    result = run(["/customer Acme"])
    assert result.exit_code == 1
    assert "regulars import customers FILE" in result.output
    assert result.output.endswith("Nothing has been classified yet.\n")
