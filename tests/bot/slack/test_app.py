"""What the bot hears, and what people hear back."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from bot.answering import Command
from playground.testing import LocalSlack, slack
from tests.bot.slack.commands import COMMANDS, offer
from tests.bot.slack.installed import built, installed
from tests.business import person, remember

TIER = dict(offer("/echo tier id:42"))
OPENED = {"type": "app_home_opened", "user": "U1"}


def test_a_command_is_answered_in_its_acknowledgement(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/echo tier Acme")
    [reply] = workspace.heard_by("maria")
    [asked] = workspace.exchanges("/echo")

    where = workspace.channel("general").id
    assert reply.text == f"[tier Acme] maria None {workspace.as_('maria').id} en UTC {where}"
    assert asked.response == {"response_type": "ephemeral", "text": reply.text}
    workspace.as_("joe").hears_nothing()


def test_words_arrive_clean_and_mentions_whole(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/echo \u201cA\u00a0&\u3000B\u201d  owner @joe <x>\u200b\x00")
    [reply] = workspace.heard_by("maria")

    assert reply.text.startswith(f'["A & B" owner <@{workspace.as_("joe").id}|joe> <x>]')


def test_the_asker_is_known_by_their_slack_id(workspace: LocalSlack, sqlite_engine: Engine) -> None:
    chen = workspace.as_("chen")
    remember(sqlite_engine, person(1, "陈伟", slack_id=chen.id, language="zh", time_zone="Asia/Shanghai"))
    chen.types("/echo x")
    [reply] = workspace.heard_by("chen")

    assert reply.text.startswith(f"[x] 陈伟 1 {chen.id} zh Asia/Shanghai ")


def test_a_mistake_is_told_as_a_sentence(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/missing Acmee")
    [reply] = workspace.heard_by("maria")

    assert reply.text == "There is no customer called Acmee. Nothing has been classified yet."


def test_a_bug_is_apologised_for_with_a_reference_that_is_in_the_log(
    workspace: LocalSlack, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.as_("maria").types("/broken Acme")
    [reply] = workspace.heard_by("maria")

    assert "secret" not in reply.text
    assert "Acme" not in reply.text
    reference = reply.text.rsplit(" ", 1)[1].rstrip(".")
    [record] = [record for record in caplog.records if reference in record.getMessage()]
    assert record.exc_info
    assert "secret margin" in str(record.exc_info[1])


def test_a_reply_that_cannot_be_sent_is_a_bug_too(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/unsendable")
    [reply] = workspace.heard_by("maria")

    assert "something went wrong" in reply.text


@pytest.mark.parametrize("ping", ["@channel", "@here", "@everyone", "@sales", "<!channel>", "<!here|here>"])
def test_nothing_that_is_typed_can_ping(sqlite_engine: Engine, commands: Mapping[str, Command], ping: str) -> None:
    sales = {"handle": "sales", "name": "Sales", "members": ["joe"]}
    with installed(sqlite_engine, commands, groups=[sales]) as workspace:
        workspace.joins("bot", "general")
        everybody = (workspace.as_(name).id for name in ("maria", "joe", "chen"))
        remember(sqlite_engine, *(person(n, slack_id=slack_id) for n, slack_id in enumerate(everybody, start=1)))
        for command in ("/missing", "/regulars", "/careless"):
            workspace.as_("maria").types(f"{command} {ping}")
        answers = workspace.as_("maria").hears(at_least=3)
        answers[-1].button("Share").click()
        [shared] = workspace.heard_by("joe")

        assert ping.strip("@<!>")[:4] in shared.text
        assert not any("<!" in one.text for one in (*answers, shared))
        assert workspace.as_("joe").notices == []


def test_a_command_that_is_not_understood_gets_usage_and_the_nearest(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/regulars ecko Acme")
    [reply] = workspace.heard_by("maria")

    assert "`/echo`, `/careless`" in reply.text
    assert "Did you mean `/echo`?" in reply.text


def test_a_command_that_nobody_has_heard_of_gets_usage(workspace: LocalSlack) -> None:
    reaction = workspace.sends_raw(urlencode({"command": "/unheard-of", "user_id": "U1"}))

    assert reaction.status == 200
    assert "`/echo`, `/careless`" in reaction.message["text"]


def test_the_root_command_leads_to_every_other(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/regulars echo tier Acme")
    [reply] = workspace.heard_by("maria")

    assert reply.text.startswith("[tier Acme]")


def test_a_button_asks_a_question_and_is_answered_in_its_place(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/offering /echo tier id:42")
    [offered] = workspace.heard_by("maria")
    offered.button("Ask").click()
    [answer] = workspace.heard_by("maria")

    assert (answer.is_update, answer.ts) == (True, offered.ts)
    assert answer.text.startswith("[tier id:42]")


def test_a_button_in_a_message_everybody_sees_is_answered_to_the_asker_alone(workspace: LocalSlack) -> None:
    workspace.client.chat_postMessage(channel=workspace.channel("random").id, text="What now?", blocks=[TIER])
    [seen] = workspace.heard_by("maria")
    workspace.heard_by("joe")
    seen.button("Ask").click()
    [answer] = workspace.heard_by("maria")

    assert (answer.is_update, answer.is_ephemeral) == (False, True)
    assert answer.text.startswith("[tier id:42]")
    workspace.as_("joe").hears_nothing()


def test_a_button_in_direct_messages_is_answered_in_its_place(workspace: LocalSlack) -> None:
    workspace.client.chat_postMessage(channel=workspace.as_("maria").id, text="What now?", blocks=[TIER])
    [offered] = workspace.heard_by("maria")
    offered.button("Ask").click()
    [answer] = workspace.heard_by("maria")

    assert (answer.is_update, answer.ts, answer.is_ephemeral) == (True, offered.ts, False)


def test_a_choice_asks_a_question_too(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/offering /echo tier id:42")
    [offered] = workspace.heard_by("maria")
    offered.select().choose("Acme")
    [answer] = workspace.heard_by("maria")

    assert answer.text.startswith("[tier id:42]")


def test_a_button_that_asks_nothing_is_acknowledged(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/offering /echo tier id:42")
    [offered] = workspace.heard_by("maria")
    offered.button("Open").click()

    assert offered.button("Open").warning == ""
    workspace.as_("maria").hears_nothing()


def test_a_double_click_is_answered_twice_alike(workspace: LocalSlack) -> None:
    workspace.client.chat_postMessage(channel=workspace.channel("random").id, text="What now?", blocks=[TIER])
    [seen] = workspace.heard_by("maria")
    for _ in range(2):
        seen.button("Ask").click()
    first, second = workspace.as_("maria").hears(at_least=2)

    assert first.text == second.text


def test_slack_is_asked_once_who_we_are(workspace: LocalSlack) -> None:
    for _ in range(5):
        workspace.as_("maria").types("/echo x")
    workspace.waits_for_quiet()

    assert len(workspace.exchanges("auth.test")) == 1


def test_an_event_delivered_again_is_acknowledged(workspace: LocalSlack) -> None:
    event = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": OPENED}
    again = [{}, *({"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"} for number in (1, 2, 3))]

    reactions = [workspace.sends_raw({**event, "try": n}, headers=headers) for n, headers in enumerate(again)]
    assert [reaction.status for reaction in reactions] == [200] * 4


def test_an_event_that_is_told_again_takes_effect_once(sqlite_engine: Engine) -> None:
    let_in: list[dict[str, Any]] = []
    with slack() as workspace:
        bot = built(workspace, sqlite_engine, COMMANDS)

        @bot.use
        def note(body: dict[str, Any], next_: Callable[[], None]) -> None:
            let_in.append(body)
            next_()

        workspace.runs(bot, over="socket")
        workspace.fault("lost_answer", of="event app_home_opened", times=3)
        workspace.tells(OPENED)
        for later in ("1 second", "1 minute", "5 minutes"):
            workspace.waits_for_quiet()
            workspace.clock.on(later)
        workspace.waits_for_quiet()
        told = workspace.exchanges("event app_home_opened")

    assert [bool(exchange.refused) for exchange in told] == [True, True, True, False]
    assert [body["event_id"] for body in let_in] == [told[0].request["event_id"]]
