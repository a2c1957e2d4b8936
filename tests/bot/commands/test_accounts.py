"""`/accounts` on a real database: a lead, three salespeople in two regions, one of them with far more work."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.asking.books import NobodyBelow, NoSuchTeam, NotYourBook
from bot.asking.seeing import NotForAll, NotGranted, WhoAsks
from bot.commands import COMMANDS
from bot.commands.accounts.balancing import NobodyToBalance
from bot.errors import BotError
from bot.home import home
from bot.lines.options import NotUnderstood
from bot.locale import CHINESE
from bot.question import Asker, Place, Question, Reply
from storage.tables import Alert, Choice, Cover, Customer, Handover, HandoverItem, Person, Team
from tests.business import OPERATOR, TODAY, asleep, classification, customer, person, profile, question, remember

LINDA, JOE, MARIA, CHEN, GONE, MANAGER = range(1, 7)
NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def business(sqlite_engine: Engine) -> Engine:
    """Joe has twelve accounts, Maria two, Chen two; two belong to somebody who has left, one is closed."""
    east = {"team_id": 1, "manager_id": LINDA}
    remember(
        sqlite_engine,
        Team(id=1, name="East"),
        person(MANAGER, "Ada", role="manager", slack_id="U6"),
        person(LINDA, "Linda", role="lead", slack_id="U1", team_id=1, manager_id=MANAGER),
        person(JOE, "Joe", slack_id="U2", **east),
        person(MARIA, "Maria", slack_id="U3", **east),
        person(CHEN, "陈静", slack_id="U4", **east),
        person(GONE, "Gone", active=False, **east),
        classification(),
    )
    owners = [JOE] * 12 + [MARIA] * 2 + [CHEN] * 2 + [GONE] * 2
    for number, owner in enumerate(owners, start=1):
        region = "West" if owner == CHEN or number in {1, 2} else "East"
        remember(sqlite_engine, customer(number, f"Number {number:02}", owner_id=owner, region=region))
    remember(
        sqlite_engine,
        customer(30, "Shut", owner_id=JOE, status="closed"),
        customer(31, "New", owner_id=MARIA, region="East"),
    )
    remember(
        sqlite_engine,
        profile(1, tier="MVC", value_365d=Decimal(50_000)),
        asleep(2, stage="dormant", value_at_risk=Decimal(9_000)),
        *(profile(number) for number in range(3, 19)),
    )
    return sqlite_engine


def asked(engine: Engine, words: str, by: int | None, **values: Any) -> Question:
    """Return a question of one of the team, in direct messages, or of the operator."""
    if by is None:
        return question(engine, words)
    with Session(engine) as session:
        who = session.get_one(Person, by)
    return replace(question(engine, words, asker=Asker(who.id, who.name, who.slack_id, who.role)), **values)


def ask(engine: Engine, words: str, by: int | None, **values: Any) -> Reply:
    """Ask `/accounts`."""
    return COMMANDS["/accounts"](asked(engine, words, by, **values))


def tables(reply: Reply) -> list[list[str]]:
    """Return the rows of the tables, without their titles."""
    rows = (block["rows"][1:] for block in reply.blocks if block["type"] == "table")
    return [[cell["text"] for cell in row] for table in rows for row in table]


def shown(reply: Reply) -> str:
    """Return all that is written in paragraphs."""
    return "\n".join(block["text"]["text"] for block in reply.blocks if block["type"] == "section")


def handovers(engine: Engine) -> list[Handover]:
    """Return all that was proposed."""
    with Session(engine) as session:
        return list(session.scalars(select(Handover)))


def test_a_book_says_what_it_brings_how_it_stands_and_what_comes_first(business: Engine) -> None:
    found = {"as_of": TODAY, "found_at": NOW, "value_at_risk": Decimal(9_000), "evidence": {}, "announced_at": NOW}
    remember(business, Alert(id=1, rule="vip_stage_worse", customer_id=1, **found))
    with Session(business) as session, session.begin():
        session.get_one(Customer, 3).birthday = date(1980, 12, 2)

    reply = ask(business, "", JOE)

    assert reply.text.startswith("You look after 12 accounts; value of 365 days $182,000. 1 is dormant or worse;")
    assert "1 VIP · load 18\n" in shown(reply)
    assert "East 10, West 2" in shown(reply)
    assert tables(reply) == [["MVC", "1", "$50,000"], ["standard", "11", "$132,000"]]
    order = [shown(reply).index(title) for title in ("1 alert is open", "1 customer is falling", "Call with congrat")]
    assert order == sorted(order)
    assert reply.again == "/accounts id:2"


def test_the_closed_are_left_out_and_the_unclassified_are_counted(business: Engine) -> None:
    assert tables(ask(business, "me", MARIA)) == [["standard", "2", "$24,000"], ["not classified", "1", "$0"]]


def test_a_colleagues_book_is_shown_only_where_the_administrator_allows(business: Engine) -> None:
    assert ask(business, "@joe", MARIA).text.startswith("Joe looks after 12 accounts")
    remember(business, Choice(name="colleagues", value={"is": "no"}, at=NOW))

    with pytest.raises(NotYourBook):
        ask(business, "Joe", MARIA)
    assert ask(business, "Joe", LINDA).text.startswith("Joe looks after 12 accounts")


def test_a_colleague_sees_no_alerts_of_another(business: Engine) -> None:
    found = {"as_of": TODAY, "found_at": NOW, "value_at_risk": Decimal(9_000), "evidence": {}, "announced_at": NOW}
    remember(business, Alert(id=1, rule="vip_stage_worse", customer_id=1, **found))

    assert "alert" not in shown(ask(business, "Joe", MARIA))
    assert "1 alert is open" in shown(ask(business, "Joe", LINDA))


def test_the_loads_of_a_team_stand_side_by_side_the_heaviest_first(business: Engine) -> None:
    reply = ask(business, "team", LINDA)

    assert reply.text.startswith("Loads go from 2 (陈静) to 18 (Joe), the median is 3.")
    assert [row[:3] for row in tables(reply)] == [
        ["Joe", "18 (+500%)", "12"],
        ["Maria", "3", "3"],
        ["Gone (has left)", "2 (−33%)", "2"],
        ["陈静", "2 (−33%)", "2"],
    ]
    assert tables(ask(business, "team east", MANAGER)) == tables(reply)


def test_people_of_one_name_have_each_a_line_and_a_bar(business: Engine) -> None:
    with Session(business) as session, session.begin():
        session.get_one(Person, JOE).name = session.get_one(Person, MARIA).name = "Maximiliane Mustermann"
        session.get_one(Person, JOE).email = "joe@shop.example"
    reply = ask(business, "team", LINDA)
    called = ["Maximiliane Mustermann (joe@shop.exampl…", f"Maximiliane Mustermann (id:{MARIA})"]
    assert [name for name, *_ in tables(reply)][:2] == called
    chart = next(block["chart"] for block in reply.blocks if block["type"] == "data_visualization")
    assert [point["value"] for point in chart["series"][0]["data"]][:2] == [18, 3]


def test_home_weighs_the_team_as_the_command_does_and_tells_who_has_left(business: Engine) -> None:
    remember(business, customer(40, owner_id=LINDA), profile(40, tier="MVC"))
    command, at_home = tables(ask(business, "team", LINDA)), tables(home(asked(business, "", LINDA)))
    assert sorted(at_home) == sorted(command)
    assert "Gone (has left)" in [name for name, *_ in at_home]


def test_only_who_may_even_a_team_out_is_offered_to(business: Engine) -> None:
    remember(business, person(7, "Zoe", role="lead", slack_id="U7", manager_id=MANAGER))
    assert "Even out" in str(ask(business, "team East", LINDA).blocks)
    assert "Even out" not in str(ask(business, "team East", 7).blocks)


def test_a_lead_whom_nobody_reports_to_has_no_team(business: Engine) -> None:
    remember(business, person(7, "Zoe", role="lead"))
    with pytest.raises(NobodyBelow):
        ask(business, "team", 7)


@pytest.mark.parametrize(
    ("words", "by", "error"),
    [
        ("team", JOE, NobodyBelow),
        ("balance", JOE, NotGranted),
        ("balance", None, WhoAsks),
        ("team West", LINDA, NoSuchTeam),
        ("balance within 200%", LINDA, NotUnderstood),
    ],
)
def test_what_is_not_possible_is_said(business: Engine, words: str, by: int | None, error: type[BotError]) -> None:
    with pytest.raises(error):
        ask(business, words, by)


def test_loads_are_evened_out_as_a_proposal_that_keeps_regions_and_vips(business: Engine) -> None:
    reply = ask(business, "balance within 10%", LINDA, request="click-1")

    (made,) = handovers(business)
    assert (made.kind, made.state, made.asked_by) == ("balance", "proposed", LINDA)
    assert "bring every load within 10% of the mean (8 to 9)" in reply.text
    assert "All accounts of Gone, who left, go to the others." in shown(reply)
    with Session(business) as session:
        moved = session.execute(
            select(HandoverItem.before_id, HandoverItem.after_id, Customer.region, Customer.id).join(
                Customer, Customer.id == HandoverItem.customer_id
            )
        ).all()
    assert {before for before, *_ in moved} == {JOE, GONE}
    assert not any(after == GONE for _, after, *_ in moved)
    assert 1 not in {number for *_, number in moved}
    assert any("/assign confirm" in element.get("value", "") for element in controls(reply))


def controls(reply: Reply) -> list[dict[str, Any]]:
    """Return the buttons."""
    return [element for block in reply.blocks if block["type"] == "actions" for element in block["elements"]]


def test_what_was_proposed_is_confirmed_like_any_handover_and_then_loads_are_even(business: Engine) -> None:
    proposed = ask(business, "balance", MANAGER)
    line = next(each["value"] for each in controls(proposed) if each["value"].startswith("/assign confirm"))

    COMMANDS["/assign"](asked(business, line.removeprefix("/assign "), MANAGER))

    assert [made.state for made in handovers(business)] == ["done"]
    assert ask(business, "balance", MANAGER).text.startswith("All loads are within 10% of the mean (8 to 9) already.")
    assert {row[1].split()[0] for row in tables(ask(business, "team", LINDA))} <= {"7", "8", "9"}


def test_nobody_who_is_away_gets_or_gives_any(business: Engine) -> None:
    times = {"begins_at": datetime(2025, 11, 29, tzinfo=UTC), "ends_at": datetime(2025, 12, 9, tzinfo=UTC)}
    remember(business, Cover(person_id=CHEN, stand_in_id=MARIA, made_by=LINDA, made_at=NOW, **times))

    reply = ask(business, "balance East", MANAGER)

    with Session(business) as session:
        people = session.execute(select(HandoverItem.before_id, HandoverItem.after_id)).all()
    assert CHEN not in {one for pair in people for one in pair}
    assert "Books of those who are away stay as they are: 陈静." in shown(reply)


def test_where_loads_are_even_nothing_is_proposed(business: Engine) -> None:
    with Session(business) as session, session.begin():
        for one in session.scalars(select(Customer)):
            one.status = "open" if one.id in {3, 13, 15} else "closed"

    reply = ask(business, "balance", LINDA)

    assert reply.text.startswith("All loads are within 10% of the mean (1 to 1) already.")
    assert handovers(business) == []


def test_who_was_given_no_territory_is_given_no_accounts(business: Engine) -> None:
    remember(business, person(7, "Office", territory="", team_id=1), person(8, "New", team_id=1))

    ask(business, "balance", LINDA)

    with Session(business) as session:
        receivers = set(session.scalars(select(HandoverItem.after_id)))
    assert 8 in receivers
    assert not receivers & {7, LINDA}


def test_one_person_alone_cannot_be_evened_out(business: Engine) -> None:
    with Session(business) as session, session.begin():
        for one in session.scalars(select(Person).where(Person.id.in_([MARIA, CHEN]))):
            one.active = False
    with pytest.raises(NobodyToBalance):
        ask(business, "balance", LINDA)


def test_chinese_asks_and_is_answered(business: Engine) -> None:
    reply = ask(business, "平衡 East 在5%以内", LINDA, language=CHINESE)

    assert "5% 以内" in reply.text.replace("5%以内", "5% 以内")
    assert ask(business, "团队", LINDA, language=CHINESE).text.startswith("工作量从 ")
    assert ask(business, "帮助", None).text.startswith("What somebody looks after")


def test_a_shared_book_is_named_and_says_nothing_of_alerts(business: Engine) -> None:
    found = {"as_of": TODAY, "found_at": NOW, "value_at_risk": Decimal(9_000), "evidence": {}, "announced_at": NOW}
    remember(business, Alert(id=1, rule="vip_stage_worse", customer_id=1, **found))
    there = {"public": True, "place": Place.PRIVATE, "channel_id": "C1", "audience": frozenset({"U1", "U2"})}

    reply = ask(business, "id:2", JOE, **there)

    assert reply.text.startswith("Joe looks after 12 accounts")
    assert "alert" not in shown(reply)

    remember(business, Choice(name="colleagues", value={"is": "names"}, person_id=MANAGER, at=NOW))
    with pytest.raises(NotForAll, match="1 of 2"):
        ask(business, "team", LINDA, **there)


def test_before_the_first_classification_there_are_accounts_all_the_same(sqlite_engine: Engine) -> None:
    remember(sqlite_engine, person(1, "Joe", slack_id="U2"), customer(1, owner_id=1))

    reply = ask(sqlite_engine, "", 1)

    assert reply.text == "You look after 1 account; value of 365 days $0. Nothing has been classified yet."
    assert ask(sqlite_engine, "team", OPERATOR.id).text.startswith("Loads go from 1 (Joe) to 1 (Joe)")
