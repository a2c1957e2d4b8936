"""Slack over HTTP: who is let in, and how fast they are answered."""

import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Event
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.question import File, Question, Reply
from bot.settings import Settings
from bot.slack import app, web
from bot.telling import blocks
from storage import database
from storage.tables import Person
from tests.bot.slack.slack_double import SECRET, Bot, Slack, serving, signed_by, slack
from tests.business import person, remember


class NoSuchCustomer(BotError):
    """A customer nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__("There is no customer called {name}.", name=name)


def echo(question: Question) -> Reply:
    """Say back what was asked, by whom."""
    asker = f"{question.asker.name or 'stranger'} {question.asker.id} {question.asker.slack_id}"
    return Reply(f"[{question.words}] {asker} {question.language.code} {question.time_zone} {question.channel_id}")


def careless(question: Question) -> Reply:
    """Say back what was asked without escaping it."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": question.words}}
    return Reply(question.words, blocks=(block,))


def missing(question: Question) -> Reply:
    """Know nobody."""
    raise NoSuchCustomer(question.words)


def broken(question: Question) -> Reply:
    """Fail with something private in hand."""
    raise RuntimeError(f"secret margin of {question.words}")


def unsendable(_: Question) -> Reply:
    """Answer with what JSON cannot hold."""
    return Reply("fine", blocks=({"type": "section", "text": object()},))


def listing(question: Question) -> Reply:
    """Hand over a file."""
    return Reply("Here is the list.", file=File("list.csv", "List", question.words.encode()))


def standing(question: Question) -> Reply:
    """Say how often this was asked, for others to see as well."""
    answer = blocks.paragraph(f"asked {next(ASKED)} times")
    buttons = blocks.buttons({"Why?": "/echo why"})
    reply = blocks.reply(f"{question.words} is MVC", answer, buttons, blocks.remark("Data as of today."))
    return replace(reply, again="/standing Acme", file=None if question.public else File("a.csv", "A", b"a"))


ASKED = count(1)
COMMANDS = {
    f"/{command.__name__}": command for command in (echo, careless, missing, broken, unsendable, listing, standing)
}


@pytest.fixture
def double() -> Iterator[Slack]:
    """A Slack on this machine."""
    with slack() as running:
        yield running


@pytest.fixture
def release() -> Iterator[Event]:
    """What `/slow` waits for."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def bot(double: Slack, sqlite_engine: Engine, release: Event) -> Iterator[Bot]:
    """The bot, served over HTTP."""

    def slow(question: Question) -> Reply:
        release.wait(30)
        return Reply(f"slow {question.words}")

    settings = Settings(slack_bot_token="xoxb-1", slack_signing_secret=SECRET, slack_api_url=double.api_url)
    built = app.build(
        commands={**COMMANDS, "/slow": slow}, sessions=database.sessions(sqlite_engine), settings=settings
    )
    wsgi = web.application(built, signing_secret=SECRET, healthy=lambda: web.reachable(sqlite_engine))
    with serving(wsgi) as running:
        yield running


def test_a_command_is_answered_in_its_acknowledgement(bot: Bot) -> None:
    reaction = bot.command("/echo", "tier Acme")

    assert reaction.status == 200
    assert reaction.message == {"response_type": "ephemeral", "text": "[tier Acme] stranger None U1 en UTC C1"}


def test_words_arrive_clean_and_mentions_whole(bot: Bot) -> None:
    reaction = bot.command("/echo", "\u201cA\u00a0&amp;\u3000B\u201d  owner <@U123|ann> &lt;x&gt;\u200b\x00")

    assert reaction.message["text"].startswith('["A & B" owner <@U123|ann> <x>]')


def test_the_asker_is_known_by_their_slack_id(bot: Bot, sqlite_engine: Engine) -> None:
    with Session(sqlite_engine) as session, session.begin():
        session.add(
            Person(source="main", source_id="7", name="Li Wei", slack_id="U7", language="zh", time_zone="Asia/Shanghai")
        )

    assert bot.command("/echo", "x", user="U7").message["text"] == "[x] Li Wei 1 U7 zh Asia/Shanghai C1"


def test_a_mistake_is_told_as_a_sentence(bot: Bot) -> None:
    told = bot.command("/missing", "Acmee").message["text"]
    assert told == "There is no customer called Acmee. Nothing has been classified yet."


def test_a_bug_is_apologised_for_with_a_reference_that_is_in_the_log(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    text = bot.command("/broken", "Acme").message["text"]

    assert "secret" not in text
    assert "Acme" not in text
    reference = text.rsplit(" ", 1)[1].rstrip(".")
    (record,) = [record for record in caplog.records if reference in record.getMessage()]
    assert record.exc_info
    assert "secret margin" in str(record.exc_info[1])


def test_a_reply_that_cannot_be_sent_is_a_bug_too(bot: Bot) -> None:
    assert "something went wrong" in bot.command("/unsendable").message["text"]


@pytest.mark.parametrize("ping", ["<!channel>", "<!here|here>", "<!everyone>", "<!subteam^S1|@sales>"])
def test_nothing_that_is_typed_can_ping(bot: Bot, ping: str) -> None:
    for command in ("/missing", "/careless", "/nonsense"):
        assert "<!" not in bot.command(command, ping).text
        assert "<!" not in bot.command(command, ping.replace("<", "&lt;").replace(">", "&gt;")).text


def test_a_command_that_is_not_understood_gets_usage_and_the_nearest(bot: Bot) -> None:
    reaction = bot.command("/regulars", "ecko Acme")

    assert reaction.status == 200
    assert "`/echo`, `/careless`" in reaction.message["text"]
    assert "Did you mean `/echo`?" in reaction.message["text"]
    assert bot.command("/unheard-of").status == 200


def test_the_root_command_leads_to_every_other(bot: Bot) -> None:
    assert bot.command("/regulars", "echo tier Acme").message["text"].startswith("[tier Acme]")


def test_a_slow_answer_is_promised_and_follows(bot: Bot, double: Slack, release: Event) -> None:
    reaction = bot.command("/slow", "one", response_url=f"{double.url}/respond/1")

    assert reaction.message["text"] == "Working on it…"
    assert not double.has("/respond/1")
    release.set()
    assert double.take("/respond/1").body["text"] == "slow one"


def test_forty_slow_commands_are_all_acknowledged_before_the_first_is_done(
    bot: Bot, double: Slack, release: Event
) -> None:
    with ThreadPoolExecutor(40) as people:
        reactions = list(
            people.map(lambda n: bot.command("/slow", str(n), response_url=f"{double.url}/respond/{n}"), range(40))
        )

    assert {reaction.message["text"] for reaction in reactions} == {"Working on it…"}
    assert not any(double.has(f"/respond/{n}") for n in range(40))
    release.set()
    assert [double.take(f"/respond/{n}").body["text"] for n in range(40)] == [f"slow {n}" for n in range(40)]
    assert not any(double.has(f"/respond/{n}") for n in range(40))


def test_an_answer_to_a_request_that_slack_gave_up_follows_all_the_same(bot: Bot, double: Slack) -> None:
    body = urlencode(
        {"command": "/echo", "text": "late", "user_id": "U1", "response_url": f"{double.url}/respond/late"}
    )

    assert bot.send(body, timestamp=str(int(time.time()) - 5)).text == ""
    assert double.take("/respond/late").body["text"].startswith("[late]")


def test_an_answer_that_response_url_refuses_is_posted_beside_the_question(
    bot: Bot, double: Slack, release: Event
) -> None:
    double.answer("/respond/gone", {"ok": False, "error": "expired_url"}, status=404)
    bot.command("/slow", "one", response_url=f"{double.url}/respond/gone")
    release.set()

    posted = double.take("/api/chat.postEphemeral").body
    assert (posted["channel"], posted["user"], posted["text"]) == ("C1", "U1", "slow one")


def test_an_answer_that_may_not_be_posted_beside_goes_to_the_asker_directly(
    bot: Bot, double: Slack, release: Event
) -> None:
    double.answer("/api/chat.postEphemeral", {"ok": False, "error": "not_in_channel"})
    bot.command("/slow", "one", response_url="http://127.0.0.1:1/nobody")
    release.set()

    posted = double.take("/api/chat.postMessage").body
    assert (posted["channel"], posted["text"]) == ("U1", "slow one")


def test_a_button_asks_a_question_and_is_answered_in_its_place(bot: Bot, double: Slack) -> None:
    reaction = bot.click({"action_id": "ask.tier", "value": "/echo tier id:42"}, response_url=f"{double.url}/respond/b")

    assert (reaction.status, reaction.text) == (200, "")
    answer = double.take("/respond/b").body
    assert answer["text"].startswith("[tier id:42]")
    assert answer["replace_original"] is True


def test_a_button_in_a_message_everybody_sees_is_answered_to_the_asker_alone(bot: Bot, double: Slack) -> None:
    action = {"action_id": "ask.tier", "value": "/echo tier id:42"}
    bot.click(action, response_url=f"{double.url}/respond/b", ephemeral=False)

    answer = double.take("/respond/b").body
    assert answer["replace_original"] is False
    assert answer["response_type"] == "ephemeral"


def test_a_choice_asks_a_question_too(bot: Bot, double: Slack) -> None:
    option = {"text": {"type": "plain_text", "text": "Acme"}, "value": "/echo tier id:7"}
    bot.click(
        {"action_id": "ask.pick", "type": "static_select", "selected_option": option},
        response_url=f"{double.url}/respond/c",
    )

    assert double.take("/respond/c").body["text"].startswith("[tier id:7]")


def test_a_button_that_asks_nothing_is_acknowledged(bot: Bot) -> None:
    assert bot.click({"action_id": "open_link", "url": "https://example.com"}).status == 200


def test_a_double_click_is_answered_twice_alike(bot: Bot, double: Slack) -> None:
    for _ in range(2):
        bot.click({"action_id": "ask", "value": "/echo x"}, response_url=f"{double.url}/respond/d")

    assert double.take("/respond/d").body == double.take("/respond/d").body


def test_a_file_goes_to_the_askers_direct_messages(bot: Bot, double: Slack) -> None:
    assert bot.command("/listing", "a,b").message["text"] == "Here is the list."

    assert double.take("/api/conversations.open").body["users"] == "U1"
    assert double.take("/upload").body["raw"] == b"a,b"
    assert double.take("/api/files.completeUploadExternal").body["channel_id"] == "D1"


def test_a_file_that_may_not_be_sent_is_owned_up_to(bot: Bot, double: Slack) -> None:
    double.answer("/api/conversations.open", {"ok": False, "error": "missing_scope", "needed": "im:write"})
    bot.command("/listing", "a,b", response_url=f"{double.url}/respond/f")

    assert "files:write" in double.take("/respond/f").body["text"]


@pytest.mark.parametrize("refusal", ["invalid_blocks", "msg_blocks_too_long"])
def test_an_answer_whose_blocks_slack_refuses_goes_out_once_more_in_plain_text(
    bot: Bot, double: Slack, refusal: str
) -> None:
    double.answer("/respond/p", {"ok": False, "error": refusal}, status=400)
    double.answer("/api/chat.postEphemeral", {"ok": False, "error": refusal})
    bot.click({"action_id": "ask", "value": "/standing Acme"}, response_url=f"{double.url}/respond/p")

    for path in ("/respond/p", "/api/chat.postEphemeral"):
        rich, plain = (double.take(path).body for _ in range(2))
        assert [block["type"] for block in rich["blocks"]] == ["section", "actions", "context"]
        (section,) = plain["blocks"]
        assert section["text"]["text"].endswith(" times\nData as of today.")
    directly = double.take("/api/chat.postMessage").body
    assert [button["text"]["text"] for button in directly["blocks"][1]["elements"]] == ["Why?"]


def sharing(bot: Bot, double: Slack) -> dict[str, Any]:
    """Ask, and return the button that shares the answer, as a press of it is sent."""
    answer = bot.command("/standing", "Acme", response_url=f"{double.url}/respond/ask").message
    button: dict[str, Any] = answer["blocks"][-2]["elements"][-1]
    return {"action_id": button["action_id"], "value": button["value"]}


def test_an_answer_is_shared_as_it_is_now_with_the_name_of_who_shared_it(
    bot: Bot, double: Slack, sqlite_engine: Engine
) -> None:
    remember(sqlite_engine, person(1, "Li & Wei", slack_id="U1"))
    button = sharing(bot, double)
    first = next(ASKED)
    assert bot.click(button, response_url=f"{double.url}/respond/s").text == ""

    posted = double.take("/api/chat.postMessage").body
    heading, answer, end = posted["blocks"]
    assert posted["channel"] == "C1"
    assert posted["text"] == "Shared by Li &amp; Wei: Acme is MVC"
    assert heading["elements"][0]["text"] == "Shared by Li &amp; Wei:"
    assert answer["text"]["text"] == f"asked {first + 1} times"
    assert end["elements"][0]["text"] == "Data as of today."
    mine = double.take("/respond/s").body
    assert mine["replace_original"] is True
    assert "You shared this with the channel." in str(mine["blocks"])
    assert "'share'" not in str(mine["blocks"])


def test_an_answer_is_shared_once_however_often_the_button_is_pressed(bot: Bot, double: Slack) -> None:
    button = sharing(bot, double)
    with ThreadPoolExecutor(5) as fingers:
        presses = [fingers.submit(bot.click, button, response_url=f"{double.url}/respond/s") for _ in range(5)]

    assert {press.result().status for press in presses} == {200}
    double.take("/api/chat.postMessage")
    double.take("/respond/s")
    bot.click({"action_id": "ask", "value": "/echo x"}, response_url=f"{double.url}/respond/later")
    double.take("/respond/later")
    assert not double.has("/api/chat.postMessage")
    assert not double.has("/respond/s")


@pytest.mark.parametrize(
    ("method", "answer", "told"),
    [
        ("chat.postMessage", {"ok": False, "error": "not_in_channel"}, "`/invite @Regulars`"),
        ("chat.postMessage", {"ok": False, "error": "channel_not_found"}, "`/invite @Regulars`"),
        ("chat.postMessage", {"ok": False, "error": "is_archived"}, "(is_archived)"),
        ("conversations.info", {"ok": True, "channel": {"is_ext_shared": True}}, "another company"),
    ],
)
def test_where_an_answer_cannot_be_shared_the_person_is_told_and_may_try_again(
    bot: Bot, double: Slack, method: str, answer: dict[str, Any], told: str
) -> None:
    double.answer(f"/api/{method}", answer)
    button = sharing(bot, double)
    for _ in range(2):
        bot.click(button, response_url=f"{double.url}/respond/s")
        refusal = double.take("/respond/s").body
        assert told in refusal["text"]
        assert (refusal["response_type"], refusal["replace_original"]) == ("ephemeral", False)
    assert double.has("/api/chat.postMessage") is (method == "chat.postMessage")


def test_what_can_no_longer_be_answered_is_not_shared(bot: Bot, double: Slack) -> None:
    bot.click({"action_id": "share", "value": "/missing Acme"}, response_url=f"{double.url}/respond/s")

    assert double.take("/respond/s").body["text"].startswith("There is no customer called Acme.")
    assert not double.has("/api/chat.postMessage")


def test_in_direct_messages_there_is_nobody_to_share_with(bot: Bot) -> None:
    body = {"command": "/standing", "text": "Acme", "user_id": "U1", "channel_id": "D1"}
    assert "share" not in bot.send(urlencode(body)).text


def test_slack_is_asked_once_who_we_are(bot: Bot, double: Slack) -> None:
    for _ in range(5):
        bot.command("/echo", "x")

    double.take("/api/auth.test")
    assert not double.has("/api/auth.test")


def test_an_event_delivered_again_is_acknowledged(bot: Bot) -> None:
    opened = {"type": "app_home_opened", "user": "U1"}

    assert [bot.event(opened, event_id="Ev1", retry=retry).status for retry in range(3)] == [200, 200, 200]


def test_slack_may_verify_the_address(bot: Bot) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"})

    assert bot.send(body, content_type="application/json").message == {"challenge": "abc"}


COMMAND = urlencode({"command": "/echo", "text": "private words", "user_id": "U1"})


def test_a_request_that_is_not_freshly_signed_by_slack_is_refused(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    now = str(int(time.time()))
    old = str(int(time.time()) - 301)
    digits = "\u0661\u0662".encode().decode("latin-1")
    long = "9" * 5000

    for timestamp in ("", "abc", "12.5", "-5", "1e9", digits, "\xb2", long, old, "99999999999"):
        assert bot.send(COMMAND, timestamp=timestamp).status == 401, timestamp
    for signature in ("", "v0=", "v0=" + "g" * 64, "v0=" + "0" * 64, "v0=\xe9" + "0" * 63, "v1=" + "0" * 64):
        assert bot.send(COMMAND, timestamp=now, signature=signature).status == 401, signature
    assert bot.send(COMMAND, signature=signed_by("another secret", now, COMMAND.encode()), timestamp=now).status == 401
    assert bot.send(b"\xff\xfe=1").status == 401
    assert "private words" not in caplog.text
    assert "private+words" not in caplog.text


def test_a_replay_is_refused(bot: Bot) -> None:
    now = str(int(time.time()))

    assert bot.send(COMMAND, timestamp=now).status == 200
    assert bot.send(COMMAND, timestamp=now).status == 401


@pytest.mark.parametrize(
    "body",
    [
        *("", "payload=", "payload=null", "payload=%5B%5D", "payload=1", f"payload={'[' * 100_000}"),
        *("command=%2Fecho", "payload=%7B%22type%22%3A%22block_actions%22%7D"),
        urlencode({"payload": json.dumps({"type": "block_actions", "user": None, "actions": [{"action_id": "ask"}]})}),
        urlencode({"payload": json.dumps({"type": "event_callback", "event_id": []})}),
        urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}),
    ],
)
def test_signed_nonsense_is_no_failure_of_ours(bot: Bot, body: str) -> None:
    reaction = bot.send(body)
    assert reaction.status in {400, 404}
    assert "Traceback" not in reaction.text


def test_a_probe_of_the_certificate_is_answered_and_asks_nothing(bot: Bot) -> None:
    probe = f"ssl_check=1&{COMMAND}"

    assert bot.send(probe, signature="").text == ""
    assert bot.send(probe, signature="").status == 200
    assert bot.request("GET", "/slack/events?ssl_check=1").status == 200


def test_a_question_about_ssl_check_is_still_a_question(bot: Bot) -> None:
    assert bot.command("/echo", "a&ssl_check=1").message["text"].startswith("[a&ssl_check=1]")


def test_a_body_larger_than_slack_sends_is_refused_unread(bot: Bot) -> None:
    assert bot.request("POST", "/slack/events", headers={"content-length": "1000001"}).status == 413


def test_other_addresses_and_methods_are_refused(bot: Bot) -> None:
    assert bot.request("GET", "/slack/events").status == 405
    assert bot.request("POST", "/elsewhere").status == 404


def test_health_is_whether_the_database_answers(bot: Bot) -> None:
    assert bot.request("GET", "/healthz").status == 200

    unreachable = database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    assert not web.reachable(unreachable)
