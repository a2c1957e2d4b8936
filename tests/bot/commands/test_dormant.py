"""`/dormant` on a real database: 25 customers of descending spend, every other one asleep."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from bot.asking.members import UnknownPerson
from bot.asking.scoping import UnknownRegion
from bot.asking.seeing import WhoAsks
from bot.commands import COMMANDS
from bot.commands.dormant import MonthToCome
from bot.errors import BotError
from bot.lines.options import NoList, NotUnderstood
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Asker, Place, Reply
from storage.tables import Customer, Profile
from tests.business import (
    OPERATOR,
    TODAY,
    asleep,
    classification,
    customer,
    never_came,
    person,
    profile,
    question,
    remember,
    visit,
)
from tests.databases import on_sqlite

Ask = Callable[..., Reply]
STAGES = ("resting", "dormant", "shock", "dead", "buried")


@pytest.fixture
def ask(engine: Engine) -> Ask:
    """Ask `/dormant` about the business."""
    people = [person(1, slack_id="U1"), person(2, "李静")]
    remember(engine, *people, classification(), *map(_customer, range(1, 26)), *map(_profile, range(1, 26)))
    remember(engine, customer(26, "Shut", status="closed"), asleep(26, spend_365d=Decimal(99_000)))
    remember(engine, customer(27, "Prospect"), never_came(27))
    remember(engine, visit(1, date(2025, 11, 5), 100), visit(1, date(2025, 11, 5), 50, receipt="2"))
    remember(engine, visit(1, date(2025, 11, 30), 90), visit(1, date(2025, 11, 29), -30), visit(2, date(2025, 10, 31)))

    def asked(words: str, language: Language = ENGLISH, asker: Asker = OPERATOR) -> Reply:
        return COMMANDS["/dormant"](question(engine, words, language=language, asker=asker))

    return asked


def _customer(number: int) -> Customer:
    """Return one of the 25."""
    region = "North West" if number > 20 else "East"
    return customer(number, f"Number {number:02}", owner_id=1 + number % 2, region=region)


def _profile(number: int) -> Profile:
    """Return what is known of them."""
    spend = {"spend_365d": Decimal(30_000 - 1000 * number), "value_at_risk": Decimal(100 * number)}
    away = asleep(number, days=40 + number, stage=STAGES[number % 5], **spend)
    return away if number % 2 else profile(number, **spend)


def names(reply: Reply) -> list[str]:
    """Return whom the table lists."""
    return [row[0]["text"] for block in reply.blocks if block["type"] == "table" for row in block["rows"][1:]]


def test_the_sleepers_among_the_best_are_listed_most_at_risk_first(ask: Ask) -> None:
    reply = ask("top10")
    assert names(reply) == ["Number 09", "Number 07", "Number 05", "Number 03", "Number 01"]
    assert reply.text.startswith(
        "5 of the top 10 customers by spend are resting or worse; value at risk $2,500. First: Number 09 (buried), "
    )


def test_each_row_says_stage_absence_rhythm_value_and_owner(ask: Ask) -> None:
    table = next(block for block in ask("top1").blocks if block["type"] == "table")
    cells = [cell["text"] for cell in table["rows"][1]]
    assert cells == ["Number 01", "dormant", "41 days ago", "every 30 days", "$100", "李静"]


def test_longest_absence_first_puts_those_who_never_came_last(ask: Ask) -> None:
    assert names(ask("sort days top3")) == ["Number 03", "Number 01"]
    assert names(ask("sort days top100")) == [f"Number {n:02}" for n in range(25, 0, -2)] + ["Prospect"]


def test_closed_customers_are_never_listed(ask: Ask) -> None:
    assert "Shut" not in str(ask("top100"))


def test_only_the_stages_asked_for(ask: Ask) -> None:
    assert names(ask("top10 stage shock")) == ["Number 07"]
    told = ask("top3 stage shock,buried").text
    assert told.startswith("None of the top 3 customers by spend is in stage shock, buried. Data as of")
    assert names(ask("top10 shock buried")) == ["Number 09", "Number 07"]


def test_an_owner_narrows_among_whom_the_best_are_taken(ask: Ask) -> None:
    assert names(ask("top3 owner 李静")) == ["Number 05", "Number 03", "Number 01"]
    assert names(ask("top3 owner <@U1|linda>")) == []
    assert "None of the top 3" in ask("top3 owner linda").text


def test_owners_of_one_name_are_told_apart_by_what_can_be_typed(engine: Engine, ask: Ask) -> None:
    remember(engine, person(3, "李静", email="jing@example.com"))
    with pytest.raises(UnknownPerson, match=r"Which “李静” do you mean: 李静 \(id:2\), 李静 \(jing@example\.com\)\?"):
        ask("top3 owner 李静")
    assert names(ask("top3 owner 李静 (id:2)")) == ["Number 05", "Number 03", "Number 01"]


def test_where_nobody_sleeps_a_longer_list_is_offered(ask: Ask) -> None:
    reply = ask("top3 owner linda")
    offered = [button["value"] for block in reply.blocks if block["type"] == "actions" for button in block["elements"]]
    assert offered == ['/dormant top12 owner "linda"']


def test_mine_are_those_of_who_asks(ask: Ask) -> None:
    assert names(ask("top2 mine", asker=Asker(id=2))) == ["Number 03", "Number 01"]
    with pytest.raises(WhoAsks):
        ask("mine")


def test_a_region_is_known_in_any_capitals(ask: Ask) -> None:
    assert names(ask('top50 region "NORTH west"')) == ["Number 25", "Number 23", "Number 21"]
    assert names(ask("region north west top50")) == ["Number 25", "Number 23", "Number 21"]


@on_sqlite
@pytest.mark.parametrize(
    ("words", "problem", "told"),
    [
        ("owner nobody at all", UnknownPerson, "I know nobody called “nobody at all” in the sales team."),
        ("region Mars", UnknownRegion, "No customer is in region “Mars”. There are: East, North West."),
        ("topp10", NotUnderstood, "Did you mean “top50”?"),
        ("attendance 2031-01", MonthToCome, "2031-01"),
        ("attendance stage shock", NoList, "leave out stage, sort and page"),
    ],
)
def test_what_cannot_be_answered_is_said(ask: Ask, words: str, problem: type[BotError], told: str) -> None:
    with pytest.raises(problem) as raised:
        ask(words)
    assert told in raised.value.told(ENGLISH)
    assert raised.value.told(CHINESE) != raised.value.told(ENGLISH)


def test_equal_customers_at_the_last_place_are_all_in(engine: Engine) -> None:
    remember(engine, classification(), *map(customer, range(1, 71)))
    remember(engine, *(asleep(number, spend_365d=Decimal(500 if number == 1 else 100)) for number in range(1, 71)))
    reply = COMMANDS["/dormant"](question(engine, "top2"))
    assert reply.text.startswith("70 of the top 70 customers by spend are resting or worse")
    assert "More than 2: those at the end spent the same." in str(reply.blocks)
    assert "More than 2: those at" in str(COMMANDS["/dormant"](question(engine, "attendance top2")).blocks)


def test_long_lists_have_pages_and_come_as_a_file(engine: Engine) -> None:
    remember(engine, classification(), *(customer(number, f"=Number {number}") for number in range(1, 46)))
    remember(engine, *(asleep(number, value_at_risk=Decimal(number)) for number in range(1, 46)))
    first = COMMANDS["/dormant"](question(engine, ""))
    assert len(names(first)) == 20
    assert first.file is not None
    assert first.file.content.decode("utf-8-sig").count("'=Number") == 45
    turn = first.blocks[-2]["elements"]
    assert [button["value"] for button in turn] == ["/dormant top50 page 2"]
    assert " First: =Number 45 (resting), " in first.text
    last = COMMANDS["/dormant"](question(engine, "page 9"))
    assert " First on page 3: =Number 5 (resting), " in last.text
    assert names(last) == [f"=Number {n}" for n in range(5, 0, -1)]
    assert last.file is None
    first_again = COMMANDS["/dormant"](question(engine, "page 1"))
    assert names(first_again) == names(first)
    assert first_again.file is None
    back = COMMANDS["/dormant"](question(engine, "page 2")).blocks[-2]["elements"][0]
    assert back["value"] == "/dormant top50 page 1"


def test_a_list_for_everybody_comes_without_a_file(engine: Engine) -> None:
    remember(engine, classification(), person(1, slack_id="U1"))
    remember(engine, *map(customer, range(1, 66)), *map(asleep, range(1, 66)))
    joe = question(engine, "", asker=Asker(id=1))
    asked = replace(joe, place=Place.PUBLIC, public=True, audience=frozenset({"U1"}))
    for words, left_out in (("csv", "Page 1 of 4."), ("attendance top65 csv", "5 more are left out here.")):
        reply = COMMANDS["/dormant"](replace(asked, words=words))
        assert reply.file is None
        assert left_out in str(reply.blocks)
        assert "file" not in str(reply.blocks)


@on_sqlite
@pytest.mark.parametrize(
    "words", ["top10 mine stage shock,dead sort days", 'region "NORTH west" csv', "attendance 2025-10"]
)
def test_a_list_can_be_asked_for_again(ask: Ask, words: str) -> None:
    linda = Asker(id=1, slack_id="U1")
    reply = ask(words, asker=linda)
    assert reply.again is not None
    assert ask(reply.again.removeprefix("/dormant "), asker=linda).text == reply.text


def test_where_nobody_came_the_sheet_says_so(ask: Ask) -> None:
    assert ask("attendance 2025-09 top2").text.startswith("None of the top 2 customers by spend came in Sep 2025.")


def test_the_attendance_sheet_counts_visits_in_ten_days(ask: Ask) -> None:
    reply = ask("attendance top2")
    rows = [
        [cell["text"] for cell in row] for block in reply.blocks if block["type"] == "table" for row in block["rows"]
    ]
    assert rows == [
        ["Customer", "1–10", "11–20", "21–30", "Last visit"],
        ["Number 01", "1 × $150", "0", "1 × $60", "41 days ago"],
        ["Number 02", "0", "0", "0", "12 days ago"],
    ]
    assert reply.text.startswith("1 of the top 2 customers by spend came in Nov 2025.")


def test_days_to_come_are_no_absence(engine: Engine) -> None:
    remember(engine, classification(as_of=date(2025, 11, 12)), customer(), profile())
    reply = COMMANDS["/dormant"](question(engine, "attendance"))
    assert "to come" in str(reply.blocks)


def test_another_month_can_be_asked_for(ask: Ask) -> None:
    assert "came in Oct 2025" in ask("attendance last month top2").text


def test_old_data_is_called_old(engine: Engine) -> None:
    remember(engine, classification(as_of=TODAY - timedelta(days=40)), customer(), asleep(1))
    told = COMMANDS["/dormant"](question(engine, "")).text
    assert told.endswith("Careful, this is old: data as of Oct 21, 2025, 40 days ago.")


def test_before_the_first_classification_there_is_nothing_to_list(engine: Engine) -> None:
    assert COMMANDS["/dormant"](question(engine, "")).text.startswith("Nothing has been classified yet")


@on_sqlite
def test_help_shows_every_option(ask: Ask) -> None:
    assert "/dormant attendance" in ask("help").text


@on_sqlite
def test_the_list_speaks_chinese(ask: Ask) -> None:
    told = ask("前10 休克期", CHINESE).text
    assert told.startswith("消费前 10 名客户中，1 位处于休克期，流失风险金额 US$700。")
