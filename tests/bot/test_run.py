"""The bot as it is started: processes that Slack speaks with, until they are told to stop."""

import sys
from pathlib import Path

from sqlalchemy import Engine, text

from playground.testing import Heard, LocalSlack, slack
from storage import database
from storage.tables import Run
from tests.business import person, remember

REGULARS = (sys.executable, "-m", "bot")
WITHOUT_SOCKET_MODE = ("env", "SLACK_APP_TOKEN=")
PROMISE = "Working on it…"
MUCH = 60.0
"""Seconds that everybody has, however slow the machine is."""


def test_run_makes_the_tables_answers_in_socket_mode_and_stops_when_told(tmp_path: Path) -> None:
    with slack(ack_seconds=MUCH, patience=MUCH) as workspace:
        url = f"sqlite:///{tmp_path / 'regulars.db'}"
        bot = workspace.starts([*REGULARS, "run"], {"DATABASE_URL": url})
        hires(database.connect(url), workspace)
        workspace.as_("maria").types("/customer help")
        assert "/customer tier NAME" in answer(workspace).text

        workspace.asks_to_stop(bot)
        workspace.drops_sockets()  # the client looks whether to stop when something comes, or after three seconds
        assert workspace.ends(bot) == 0, bot.lines


def test_web_answers_what_slack_has_signed_and_stops_when_told(sqlite_engine: Engine) -> None:
    with slack(ack_seconds=MUCH, patience=MUCH) as workspace:
        hires(sqlite_engine, workspace)
        url = sqlite_engine.url.render_as_string(hide_password=False)
        bot = workspace.starts([*REGULARS, "web"], {"DATABASE_URL": url})
        assert workspace.requests("POST", "/slack/events").status == 401
        workspace.as_("maria").types("/customer Acme")
        assert answer(workspace).text.startswith("I know no customer called “Acme”")

        workspace.asks_to_stop(bot)
        assert workspace.ends(bot) == 0, bot.lines


def test_over_http_an_answer_promised_before_the_process_is_stopped_still_goes_out(postgres_engine: Engine) -> None:
    url = postgres_engine.url.render_as_string(hide_password=False)
    with slack(ack_seconds=MUCH, patience=MUCH) as workspace:
        hires(postgres_engine, workspace)
        bot = workspace.starts([*WITHOUT_SOCKET_MODE, *REGULARS, "run"], {"DATABASE_URL": url})
        assert workspace.requests("GET", "/healthz").status == 200
        with postgres_engine.begin() as holding:
            holding.execute(text(f"LOCK TABLE {Run.__tablename__} IN ACCESS EXCLUSIVE MODE"))
            workspace.as_("maria").types("/customer Acme")
            assert [one.text for one in workspace.heard_by("maria")] == [PROMISE]
            workspace.asks_to_stop(bot)

        assert answer(workspace).text.startswith("I know no customer called “Acme”")
        assert workspace.ends(bot) == 0, bot.lines
        assert bot.hearing.done(), "what it has started goes on without it"


def hires(engine: Engine, workspace: LocalSlack) -> None:
    """Make maria one of the sales team."""
    remember(engine, person(1, "Maria Silva", slack_id=workspace.as_("maria").person.id))
    engine.dispose()


def answer(workspace: LocalSlack) -> Heard:
    """Return what maria is answered, which on a busy machine is promised first."""
    heard = workspace.heard_by("maria")
    return heard[-1] if heard[-1].text != PROMISE else workspace.heard_by("maria")[-1]
