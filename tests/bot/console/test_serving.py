"""The commands that set the bot up, look after it and keep it running."""

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from bot.console import examining, installing, serving
from playground.testing import slack
from storage import database

CONSOLE = Typer()
for command in (installing.release, installing.manifest, examining.doctor, serving.web, serving.run):
    CONSOLE.command()(command)


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, with nothing set but where its database is."""
    monkeypatch.chdir(tmp_path)
    for variable in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PUBLIC_URL", "COMMAND_PREFIX"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'regulars.db'}")
    return tmp_path


def test_release_makes_the_tables_and_may_be_run_again(installation: Path) -> None:
    for _ in range(2):
        assert CliRunner().invoke(CONSOLE, ["release"]).exit_code == 0

    engine = database.connect(f"sqlite:///{installation / 'regulars.db'}")
    assert not database.pending(engine)
    engine.dispose()


def test_the_manifest_is_json() -> None:
    result = CliRunner().invoke(CONSOLE, ["manifest"])

    assert json.loads(result.stdout)["display_information"]["name"] == "Regulars"


def test_the_doctor_says_what_to_do_and_fails_if_something_must_be_mended() -> None:
    sick = CliRunner().invoke(CONSOLE, ["doctor"])
    CliRunner().invoke(CONSOLE, ["release"])
    better = CliRunner().invoke(CONSOLE, ["doctor"])

    assert (sick.exit_code, better.exit_code) == (1, 0)
    assert "Run `regulars release`" in sick.stdout
    assert "ok    tables: are up to date" in better.stdout


@pytest.mark.parametrize("command", ["web", "run"])
def test_nothing_is_served_that_slack_cannot_reach(command: str) -> None:
    result = CliRunner().invoke(CONSOLE, [command])

    assert result.exit_code == 1
    assert "SLACK_SIGNING_SECRET" in result.stderr or "regulars doctor" in result.stderr


def test_run_ends_with_a_sentence_where_slack_refuses_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    with slack() as workspace:
        monkeypatch.setenv("SLACK_API_URL", workspace.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-of-another-app")
        result = CliRunner().invoke(CONSOLE, ["run"])

    assert result.exit_code == 1
    assert "Slack refuses the app-level token (invalid_auth)" in result.stderr
