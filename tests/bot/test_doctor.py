"""What the doctor finds."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from bot import clock
from bot.commands import COMMANDS
from bot.doctor import Finding, Level, examine
from bot.jobs import roster
from bot.slack.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES
from playground.testing import LocalSlack, bots, slack
from storage import runs
from storage.tables import JobRun, Person, Run
from tests.bot.slack.installed import described
from tests.business import person


@pytest.fixture
def workspace() -> Iterator[LocalSlack]:
    """A Slack in which the bot is installed."""
    with slack(manifest=described(COMMANDS, over="socket")) as running:
        yield running


@pytest.fixture
def healthy(workspace: LocalSlack, sqlite_engine: Engine) -> dict[str, str]:
    """The environment of an installation that lacks nothing."""
    fill(sqlite_engine)
    return {
        "DATABASE_URL": str(sqlite_engine.url),
        "TIME_ZONE": "Europe/Berlin",
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
    }


def fill(engine: Engine) -> None:
    """Note an import and a classification of today, and an administrator whom Slack knows."""
    with Session(engine) as session, session.begin():
        session.add(person(1, role="admin", slack_id="U1"))
        session.add(JobRun(job=roster.JOB, subject="now", local_date=clock.now().date(), at=clock.now()))
        for kind in ("visits", runs.CLASSIFICATION):
            session.add(Run(kind=kind, started_at=clock.now(), finished_at=clock.now()))


def found(environment: dict[str, str]) -> dict[str, Finding]:
    """Return the findings by their subject."""
    return {finding.subject: finding for finding in examine(environment, file=None)}


def test_nothing_is_wrong_with_a_healthy_installation(healthy: dict[str, str]) -> None:
    findings = found(healthy)

    assert {finding.level for finding in findings.values()} == {Level.OK}, findings
    assert findings["SLACK_BOT_TOKEN"].found == "regulars in Playground"
    assert findings["way in"].found.startswith("Socket Mode")


def test_nothing_is_wrong_with_a_healthy_database(engine: Engine) -> None:
    fill(engine)
    findings = found({"DATABASE_URL": engine.url.render_as_string(hide_password=False)})

    for subject in ("database", "tables", "import", "classification"):
        assert findings[subject].level is Level.OK, findings[subject]


def test_every_mistake_in_the_settings_is_told_at_once() -> None:
    findings = list(examine({"TIME_ZONE": "Nowhere", "PORT": "x", "SLACK_BOT_TOKEN": "xapp-1"}, file=None))

    assert [finding.level for finding in findings] == [Level.FAIL] * 3


def test_a_setting_that_is_misspelt_in_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_TOKEN=x\nDATABASE_URL=sqlite:///none.db\nWEB_CONCURRENCY=2\n")
    told = [finding.found for finding in examine({}, file) if finding.level is Level.WARN]
    assert told[0] == "SLACK_TOKEN is no setting; perhaps SLACK_BOT_TOKEN"
    assert "WEB_CONCURRENCY" not in " ".join(told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("API_URL", "SLACK_API_URL"), ("TIMEZONE", "TIME_ZONE"), ("LANGUAGE", "LANGUAGE_CODE"), ("LOST_DAY", "LOST_DAYS")],
)
def test_the_setting_that_was_meant_is_told(tmp_path: Path, written: str, meant: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{written}=x\n")
    told = [finding.found for finding in examine({}, file)]
    assert f"{written} is no setting; perhaps {meant}" in told


@pytest.mark.parametrize(
    "theirs", ["BASE_URL", "PUBLIC_KEY", "SLACK_CLIENT_SECRET", "SLACK_APP_ID", "MAIL_PREFIX", "WEB_PORT", "SECRET"]
)
def test_settings_of_other_programs_in_the_file_are_left_alone(tmp_path: Path, theirs: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{theirs}=x\n")
    assert not [finding.found for finding in examine({}, file) if "is no setting" in finding.found]


def test_a_file_of_settings_that_powershell_has_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CURRENCY=EUR\n", encoding="utf-16")
    (finding,) = examine({}, file)
    assert finding.found.endswith(".env is not in UTF-8: save it as UTF-8")


def test_without_a_token_nothing_is_asked_of_the_network(healthy: dict[str, str]) -> None:
    findings = found({**healthy, "SLACK_BOT_TOKEN": "", "SLACK_API_URL": "http://127.0.0.1:1"})

    assert findings["Slack"].level is Level.WARN
    assert "regulars manifest" in findings["Slack"].remedy
    assert "SLACK_BOT_TOKEN" not in findings


def test_looking_for_a_database_does_not_make_one(tmp_path: Path) -> None:
    file = tmp_path / "new" / "regulars.db"

    assert found({"DATABASE_URL": f"sqlite:///{file}"})["database"].level is Level.FAIL
    assert not file.parent.exists()


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    finding = found({"DATABASE_URL": "postgresql://me:secret@127.0.0.1:1/regulars"})["database"]

    assert finding.level is Level.FAIL
    assert "secret" not in finding.found


@pytest.mark.parametrize("url", ["not an address: secret", "mysql://me:secret@127.0.0.1/x", "paper://me:secret@drawer"])
def test_an_address_that_leads_to_no_database_is_told_without_its_password(url: str) -> None:
    finding = found({"DATABASE_URL": url})["settings"]

    assert finding.level is Level.FAIL
    assert "secret" not in finding.found


def test_old_tables_and_missing_data_are_told(tmp_path: Path, sqlite_engine: Engine) -> None:
    (tmp_path / "empty.db").touch()
    findings = found({"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"})
    assert findings["tables"].level is Level.FAIL

    findings = found({"DATABASE_URL": str(sqlite_engine.url)})
    assert (findings["import"].level, findings["classification"].level) == (Level.WARN, Level.WARN)


def test_a_team_that_nobody_looks_after_and_slack_does_not_know_is_told(
    healthy: dict[str, str], sqlite_engine: Engine
) -> None:
    with Session(sqlite_engine) as session, session.begin():
        session.get_one(Person, 1).role, session.get_one(Person, 1).slack_id = "lead", None
        session.execute(delete(JobRun))
    findings = found(healthy | {"ADMINS": "U404"})

    assert findings["administrators"].found == "there is none in Slack; ADMINS names nobody whom Slack knows yet"
    assert findings["members"].found == "never read"
    assert findings["people"].found == "1 of 1 have no Slack account"


def test_an_old_classification_is_told(sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session, session.begin():
        old = clock.now() - timedelta(days=3)
        session.add(Run(kind=runs.CLASSIFICATION, started_at=old, finished_at=old))

    assert "regulars clock" in found({"DATABASE_URL": str(sqlite_engine.url)})["classification"].remedy


@pytest.mark.parametrize(
    ("scopes", "level"),
    [(("commands",), Level.FAIL), (NEEDED_SCOPES, Level.WARN), ((*NEEDED_SCOPES, *OPTIONAL_SCOPES), Level.OK)],
)
def test_missing_scopes_are_told(healthy: dict[str, str], scopes: tuple[str, ...], level: Level) -> None:
    with slack(manifest=described(COMMANDS, scopes=scopes)) as workspace:
        there = {"SLACK_API_URL": workspace.api_url, "SLACK_BOT_TOKEN": workspace.bot_token}

        assert found({**healthy, **there})["scopes"].level is level


@pytest.mark.parametrize(("minutes", "level"), [(0, Level.OK), (2, Level.WARN), (-10, Level.FAIL)])
def test_a_clock_that_is_off_is_told(healthy: dict[str, str], minutes: int, level: Level) -> None:
    date = format_datetime(clock.now() + timedelta(minutes=minutes), usegmt=True)
    with answering({"ok": True}, date=date) as url:
        assert found({**healthy, "SLACK_API_URL": url})["clock"].level is level


def test_a_token_of_an_app_that_was_removed_is_told_with_its_remedy(
    healthy: dict[str, str], workspace: LocalSlack
) -> None:
    workspace.deactivates("regulars")

    assert "install it again" in found(healthy)["SLACK_BOT_TOKEN"].remedy


def test_tokens_of_other_apps_are_told_with_their_remedy(healthy: dict[str, str]) -> None:
    findings = found({**healthy, "SLACK_BOT_TOKEN": "xoxb-other", "SLACK_APP_TOKEN": "xapp-other"})

    for token in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert findings[token].found == "Slack says invalid_auth"
        assert "Copy the token again" in findings[token].remedy


def test_tokens_that_were_swapped_are_told_with_their_remedy(healthy: dict[str, str]) -> None:
    with answering({"ok": False, "error": "not_allowed_token_type"}) as url:
        assert "swapped" in found({**healthy, "SLACK_API_URL": url})["SLACK_APP_TOKEN"].remedy


def test_a_slack_in_trouble_is_told_without_what_its_page_says(healthy: dict[str, str]) -> None:
    with answering("<html>Our tea is cold</html>", status="503 Service Unavailable") as url:
        findings = found({**healthy, "SLACK_API_URL": url})

    for token in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert findings[token].found == "Slack says status 503"
        assert findings[token].remedy == "Slack has trouble: try again soon."


@contextmanager
def answering(answer: Mapping[str, object] | str, *, status: str = "200 OK", **headers: str) -> Iterator[str]:
    """Answer every call so for the length of the block, as a Slack with another clock or with other rules does."""

    def answer_all(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response(status, [("content-type", "application/json"), *headers.items()])
        return [(answer if isinstance(answer, str) else json.dumps(answer)).encode()]

    with bots.over_http(answer_all) as url:
        yield url


def test_an_unreachable_slack_is_told(healthy: dict[str, str]) -> None:
    assert "cannot be reached" in found({**healthy, "SLACK_API_URL": "http://127.0.0.1:1"})["SLACK_BOT_TOKEN"].found


def test_an_app_that_slack_has_no_way_into_is_told(healthy: dict[str, str]) -> None:
    assert found({**healthy, "SLACK_APP_TOKEN": ""})["way in"].level is Level.FAIL
