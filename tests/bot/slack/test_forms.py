"""Picking a customer from suggestions: a button opens a form, the form asks, the answer comes where the button was."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.commands import COMMANDS
from bot.lines.assigning import LONGEST
from bot.question import Form
from bot.slack.forms import view
from bot.slack.inquiry import Inquiry
from playground.testing import LocalSlack
from tests.bot.slack.installed import installed
from tests.business import classification, customer, person, profile, remember

PEOPLE = ({"id": "U0MARIA", "name": "maria"}, {"id": "U0CHEN", "name": "chen"})


@pytest.fixture(params=["http", "socket"])
def workspace(sqlite_engine: Engine, request: pytest.FixtureRequest) -> Iterator[LocalSlack]:
    """A Slack with the bot, which knows three customers."""
    remember(
        sqlite_engine,
        classification(),
        person(1, "Maria Santos", slack_id="U0MARIA"),
        person(2, "陈志远", slack_id="U0CHEN", language="zh"),
        *(customer(number, name, owner_id=1) for number, name in enumerate(("Acme", "Acme East", "中成大酒店"), 1)),
        *(profile(number) for number in (1, 2, 3)),
    )
    with installed(sqlite_engine, COMMANDS, over=request.param, people=PEOPLE) as running:
        yield running


def test_an_order_without_a_name_offers_a_form_and_the_form_asks_it(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/customer tier")
    [usage] = maria.hears()
    usage.button("Pick a customer").click()
    assert maria.modal.title == "Pick a customer"
    assert maria.modal.field("Customer").options("acm") == ["Acme (Maria Santos)", "Acme East (Maria Santos)"]
    maria.modal.fill("Customer", "Acme East (Maria Santos)", typed="acm").submit()
    [answer] = maria.hears()
    assert "Acme East" in answer.words
    assert "is *standard*" in answer.words
    assert answer.is_ephemeral
    assert not maria.modals


def test_a_form_sent_without_a_customer_stays_and_says_so(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/customer")
    [usage] = maria.hears()
    usage.button("Pick a customer").click()
    maria.modal.submit()
    assert list(maria.modal.errors) == ["Customer"]
    maria.modal.fill("Customer", "Acme (Maria Santos)", typed="acme").fill("What do you want to know?", "What changed")
    maria.modal.submit()
    assert "Acme" in maria.hears()[0].text


def test_a_form_speaks_the_language_of_whoever_opens_it_and_suggests_by_pinyin(workspace: LocalSlack) -> None:
    chen = workspace.as_("chen")
    chen.types("/customer 帮助")
    [usage] = chen.hears()
    usage.button("选择客户").click()
    assert chen.modal.title == "选择客户"
    assert chen.modal.field("客户").options("zhongcheng") == ["中成大酒店（Maria Santos）"]
    assert chen.modal.field("客户").options("nobody at all") == []


def test_a_form_that_comes_too_late_says_to_press_again(workspace: LocalSlack) -> None:
    maria = workspace.as_("maria")
    maria.types("/customer why")
    [usage] = maria.hears()
    workspace.fault("ratelimited", of="views.open", times=2, seconds=1)
    usage.button("Pick a customer").click()
    [told] = maria.hears()
    assert told.text == "That took too long for Slack. Please press the button again."


def test_what_a_form_keeps_in_mind_fits_in_any_language() -> None:
    inquiry = Inquiry(
        "和" * LONGEST, "U0CHEN", channel_id="C0123456789", response_url="https://hooks.slack.com/" + "x" * 200
    )
    kept = view("assign", Form("F", "Send", "Cancel", ()), inquiry)["private_metadata"]
    assert LONGEST < len(kept) <= 3_000
