"""Answering in threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.question import File, Question, Reply
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.client import Identity
from bot.slack.inquiry import Inquiry
from bot.slack.places import Places
from storage import database

PATIENCE = 10


def nothing(name: str, address: str) -> File:
    """Fetch no file."""
    raise LookupError(name, address)


def unknown() -> Places:
    """Return places of which Slack tells nothing."""
    client = WebClient()
    return Places(client, Identity(client, ThreadPoolExecutor(1)))


SLACK: dict[str, Any] = {"places": unknown(), "fetch": nothing}


def test_when_too_many_wait_that_is_the_answer_and_room_comes_back(sqlite_engine: Engine) -> None:
    release = Event()

    def slow(_: Question) -> Reply:
        release.wait(PATIENCE)
        return Reply("done")

    sessions = database.sessions(sqlite_engine)
    answering = Answering({"/slow": slow}, sessions, Settings(), ThreadPoolExecutor(1), **SLACK, threads=1, waiting=1)
    tickets = [answering.begin(Inquiry("/slow", "U1")) for _ in range(3)]

    assert [ticket.at_once for ticket in tickets] == [True, False, False]
    assert tickets[2].answer.result(0).body["text"].startswith("I am answering too many questions")
    release.set()
    assert [ticket.answer.result(PATIENCE).body["text"] for ticket in tickets[:2]] == ["done", "done"]
    assert answering.begin(Inquiry("/slow", "U1")).answer.result(PATIENCE).body["text"] == "done"


def test_a_database_that_is_gone_is_apologised_for_in_the_language_of_the_business() -> None:
    sessions = database.sessions(database.connect("postgresql://nobody@127.0.0.1:1/nothing"))
    answering = Answering({}, sessions, Settings(language_code="zh"), ThreadPoolExecutor(1), **SLACK, threads=1)
    answer = answering.begin(Inquiry("/slow", "U1")).answer.result(PATIENCE)

    assert answer.body["text"] != ""
    assert "127.0.0.1" not in answer.body["text"]
