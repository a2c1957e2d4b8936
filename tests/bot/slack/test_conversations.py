"""Conversations with the bot as it is installed: its own commands, its own manifest, people here and there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot import clock
from bot.commands import COMMANDS
from bot.commands.customer import HELP as CUSTOMER
from bot.commands.dormant import HELP as DORMANT
from playground.clock import Clock
from playground.testing import LocalSlack
from tests.bot.slack.hearing import answer_and_beside
from tests.bot.slack.installed import Way, installed
from tests.business import asleep, classification, customer, person, profile, remember, visit

LATE_IN_NOVEMBER = datetime(2025, 11, 30, 22, 0, tzinfo=UTC)
"""It is December already in Shanghai, and not yet in New York."""

EXAMPLES = {"NAME": "Acme Tools", "TEXT": "acme", "@name": "@joe"}
"""What people type where a usage says so."""


@pytest.fixture(params=["http", "socket"])
def workspace(request: pytest.FixtureRequest, sqlite_engine: Engine, tmp_path: Path) -> Iterator[LocalSlack]:
    """The bot in #general, with maria, joe in New York, and chen in Shanghai."""
    way: Way = request.param
    time = Clock(LATE_IN_NOVEMBER, file=tmp_path / "clock")
    clock.follow(tmp_path / "clock")
    with installed(sqlite_engine, COMMANDS, over=way, clock=time) as running:
        running.joins("bot", "general")
        maria, joe, chen = (running.as_(name).id for name in ("maria", "joe", "chen"))
        remember(
            sqlite_engine,
            person(1, "Joe Brown", slack_id=joe, language="en", time_zone="America/New_York"),
            person(3, "Maria", slack_id=maria),
            person(2, "陈伟", slack_id=chen, language="zh", time_zone="Asia/Shanghai"),
            classification(),
            customer(41, "Acme Tools", owner_id=1, region="East", city="Boston"),
            customer(42, "Acme Trading", owner_id=2, region="East", city="Suzhou"),
            *(customer(number, f"Number {number}", owner_id=1 + number % 2, region="East") for number in range(1, 31)),
            *(profile(number, tier="MGC") for number in (41, 42)),
            *(asleep(number, spend_365d=Decimal(90_000 - number)) for number in range(1, 31)),
            visit(41, datetime(2025, 11, 18, tzinfo=UTC).date()),
        )
        yield running
    clock.follow(None)


def test_a_long_list_is_read_page_by_page_and_comes_as_a_file(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/dormant top50")
    first, sent = answer_and_beside(maria)
    assert first.text.startswith("30 of the top 32 customers by spend are resting or worse;")
    assert "Page 1 of 2." in first.words
    assert (first.buttons, sent.file.name) == (["Next page", "Share"], "dormant-2025-11-30.csv")

    first.button("Next page").click()
    [second] = maria.hears()
    assert (second.is_update, second.buttons) == (True, ["Previous page", "Share"])
    assert "Page 2 of 2." in second.words

    second.button("Previous page").click()
    again = maria.hears()[0]
    assert (again.ts, again.text, again.buttons) == (first.ts, first.text, first.buttons)


def test_whoever_may_have_been_meant_is_picked_by_button_and_the_answer_shared(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/customer tier Acme")
    [asking] = maria.hears()
    assert asking.words.startswith("I am not sure whom you mean by “Acme”. Pick one:")
    assert asking.buttons == ["1. Acme Tools", "2. Acme Trading"]

    asking.button("Acme Trading").click()
    [answer] = maria.hears()
    assert answer.is_update
    assert answer.text.startswith("*Acme Trading* is *MGC*")

    answer.button("Share").click()
    [shared] = workspace.heard_by("joe")
    assert shared.text.startswith("Shared by Maria: *Acme Trading* is *MGC*")
    assert not shared.is_ephemeral


def test_everybody_is_answered_in_their_language_on_their_day(workspace: LocalSlack) -> None:
    workspace.as_("joe").types("/dormant attendance this month")
    workspace.as_("chen").types("/dormant 考勤 本月")
    [sheet], [refusal] = workspace.heard_by("joe"), workspace.heard_by("chen")

    assert "Nov 2025" in sheet.words
    assert refusal.text.startswith("2025-12 还没有到访记录：数据只到更早的日期。")


def test_a_chinese_colleague_asks_turns_the_page_and_shares(workspace: LocalSlack) -> None:
    chen = workspace.as_("chen")
    chen.types("/dormant 前50名 地区 East")
    first, _file = answer_and_beside(chen)
    first.button("下一页").click()
    [second] = chen.hears()
    second.button("分享").click()
    [shared] = workspace.heard_by("joe")

    assert second.buttons == ["上一页", "分享"]
    assert shared.text.startswith("陈伟 分享：")
    assert "： " not in shared.text


@pytest.mark.parametrize(("workspace", "name"), [("http", "joe"), ("socket", "chen")], indirect=["workspace"])
def test_slack_takes_every_answer_to_what_help_tells_people_to_type(workspace: LocalSlack, name: str) -> None:
    person = workspace.as_(name)
    for usage in (*CUSTOMER, *DORMANT):
        for word, example in EXAMPLES.items():
            usage = usage.replace(word, example)
        person.types(usage)
        reply = person.hears()[0]
        assert reply.author == "regulars", reply.words
        if "Share" in reply.buttons:
            reply.button("Share").click()

    workspace.waits_for_quiet()
    assert [exchange for exchange in workspace.traffic if exchange.refused] == []
