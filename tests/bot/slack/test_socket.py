"""Slack over Socket Mode, against a WebSocket on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.question import Question, Reply
from bot.settings import Settings
from bot.slack import app, socket
from storage import database
from tests.bot.slack.slack_double import PATIENCE, Slack, slack


def echo(question: Question) -> Reply:
    """Say back what was asked."""
    return Reply(f"[{question.words}]")


def test_a_command_is_answered_in_its_acknowledgement_and_stopping_is_clean(sqlite_engine: Engine) -> None:
    with slack() as double:
        with listening(double, sqlite_engine) as thread:
            payload = {"command": "/echo", "text": "tier Acme", "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
            double.push({"type": "slash_commands", "envelope_id": "e1", "payload": payload})
            answer = double.take("/socket").body
        thread.join(PATIENCE)

    assert (answer["envelope_id"], answer["payload"]["text"]) == ("e1", "[tier Acme]")
    assert not thread.is_alive()


def test_a_button_is_acknowledged_and_answered(sqlite_engine: Engine) -> None:
    with slack() as double, listening(double, sqlite_engine):
        payload = {
            "type": "block_actions",
            "user": {"id": "U1"},
            "team": {"id": "T1"},
            "actions": [{"action_id": "ask_1", "block_id": "b", "type": "button", "value": "/echo id:42"}],
            "response_url": f"{double.url}/respond",
        }
        double.push({"type": "interactive", "envelope_id": "e2", "payload": payload})

        assert double.take("/socket").body == {"envelope_id": "e2"}
        assert double.take("/respond").body["text"] == "[id:42]"


def test_a_refused_token_is_no_reason_to_try_for_ever(sqlite_engine: Engine) -> None:
    with slack() as double:
        double.answer("/api/apps.connections.open", {"ok": False, "error": "invalid_auth"})
        with pytest.raises(SlackApiError, match="invalid_auth"):
            socket.listen(built(double, sqlite_engine), app_token="xapp-1", stop=Event())


def built(double: Slack, engine: Engine) -> App:
    """Return the bot."""
    settings = Settings(slack_bot_token="xoxb-1", slack_api_url=double.api_url)
    return app.build(commands={"/echo": echo}, sessions=database.sessions(engine), settings=settings)


@contextmanager
def listening(double: Slack, engine: Engine) -> Iterator[Thread]:
    """Listen in a thread until the block ends."""
    stop = Event()
    bot = built(double, engine)
    thread = Thread(target=lambda: socket.listen(bot, app_token="xapp-1", stop=stop))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(PATIENCE)
