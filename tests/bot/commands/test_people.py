"""`/people`: who sees whom, who changes whom, and what nobody can."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import answering
from bot.commands import COMMANDS
from bot.commands.people import HELP
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Asker, Place, Question, Reply
from storage import roster
from storage.roster import Member
from storage.tables import AccessRequest, AuditEntry, Choice, Person, SlackGroup, Team
from tests.bot.views.limits import breaches
from tests.business import OPERATOR, customer, person, question, remember

GRACE, MARIA, JOE, TOM, ADA = range(1, 6)
ROLES = {GRACE: "manager", MARIA: "lead", JOE: "salesperson", TOM: "salesperson", ADA: "admin"}
NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """Grace manages, Maria leads Joe, Tom is alone in the team West, Ada administers; Lee and a guest are in Slack."""
    remember(
        sqlite_engine,
        Team(id=1, name="North"),
        Team(id=2, name="East", parent_id=1),
        Team(id=3, name="West"),
        person(GRACE, "Grace Whitfield", role="manager", slack_id="U0GRACE"),
        person(MARIA, "Maria Santos", role="lead", manager_id=GRACE, slack_id="U0MARIA", team_id=1),
        person(JOE, "Joe Marsh", manager_id=MARIA, slack_id="U0JOE", team_id=2, email="joe@example.com"),
        person(TOM, "Tom <!channel> Lindqvist", slack_id="U0TOM", team_id=3),
        person(ADA, "Ada Admin", role="admin", slack_id="U0ADA"),
        person(6, "Lee Fox"),
        customer(1, "Acme", owner_id=JOE),
        SlackGroup(slack_id="S0EAST", handle="east-sales", read_at=NOW),
    )
    lee = Member("U0LEE", "T1", "lee", "Lee Fox", "lee@example.com", "Europe/London", "en")
    guest = replace(lee, slack_id="U0GUS", handle="gus", name="Gus Guest", is_guest=True)
    joe = replace(lee, slack_id="U0JOE", handle="joe", name="Joe")
    with Session(sqlite_engine) as session, session.begin():
        roster.keep(session, [lee, guest, joe], seen_at=NOW)
    return sqlite_engine


def asked(engine: Engine, line: str, *, by: int | None = ADA, language: Language = ENGLISH) -> Question:
    """Return a line as a question of somebody in their direct messages; None is the operator."""
    asker = Asker(by, "", f"U0{by}", ROLES[by]) if by else OPERATOR
    place = Place.DIRECT if by else Place.TERMINAL
    return replace(question(engine, line, asker=asker, language=language), channel_id="D1" if by else None, place=place)


def say(engine: Engine, line: str, *, by: int | None = ADA, language: Language = ENGLISH) -> str:
    """Return all that somebody reads who asks a line."""
    reply = answered(engine, line, by=by, language=language)
    assert breaches(reply) == []
    return f"{reply.text} {reply.blocks}"


def answered(engine: Engine, line: str, *, by: int | None = ADA, language: Language = ENGLISH) -> Reply:
    """Return the answer to a line."""
    return answering.answer(asked(engine, line, by=by, language=language), COMMANDS, prefix="")[0]


def found(engine: Engine, person_id: int) -> Person:
    """Return somebody."""
    with Session(engine) as session:
        return session.get_one(Person, person_id)


def test_everybody_sees_as_much_of_the_team_as_they_may(engine: Engine) -> None:
    heads, lead, alone = (say(engine, "/people", by=one) for one in (GRACE, MARIA, TOM))

    assert "The sales team: 6 people" in heads
    assert heads.index("*North*") < heads.index("*East*") < heads.index("*West*") < heads.index("In no team")
    assert "Joe Marsh (salesperson, reports to Maria Santos)" in heads
    assert "Lee Fox (salesperson, not in Slack)" in heads
    assert "Joe Marsh (salesperson" in lead
    assert "Ada Admin (" not in lead
    assert "Joe Marsh" in alone
    assert "Joe Marsh (" not in alone
    assert "销售团队：6 人" in say(engine, "/people 列表", by=None, language=CHINESE)
    assert "*West*" not in say(engine, "/people team north", by=MARIA)
    assert "joe@example.com" in say(engine, "/people show Joe Marsh", by=MARIA)
    assert "joe@example.com" not in say(engine, "/people show Joe Marsh", by=TOM)
    assert "joe@example.com" in say(engine, "/people show me", by=JOE)


def test_a_large_team_is_read_page_by_page(engine: Engine) -> None:
    remember(engine, *(person(n, f"{'x' * 200} {n}") for n in range(100, 195)))
    first = answered(engine, "/people")
    last = say(engine, "/people page 3")

    assert breaches(first) == []
    assert "Page 3 of 3." in last
    assert "The sales team: 101 people" in last
    assert "Next page" not in last


@pytest.mark.parametrize(
    ("line", "may"),
    [
        ("/people add @lee salesperson team East", {GRACE, ADA, None}),
        ("/people add @lee lead", {ADA, None}),
        ("/people set Joe Marsh team West", {GRACE, ADA, None}),
        ("/people set Joe Marsh role manager", {ADA, None}),
        ("/people set Maria Santos team West", {ADA, None}),
        ("/people leave Joe Marsh", {GRACE, ADA, None}),
        ("/people leave Grace Whitfield", {ADA, None}),
        ("/people team South under North", {GRACE, ADA, None}),
        ("/people group @east-sales role lead", {ADA, None}),
        ("/people policy colleagues names", {ADA, None}),
        ("/people grant U0LEE", {GRACE, ADA, None}),
        ("/people refuse U0LEE", {GRACE, ADA, None}),
        ("/people requests", {GRACE, ADA, None}),
    ],
)
def test_who_may_change_what(engine: Engine, line: str, may: set[int | None]) -> None:
    remember(engine, AccessRequest(slack_id="U0LEE", name="Lee Fox", asked_at=NOW))
    for by in (*sorted(ROLES.keys() - may), *sorted(may, key=str)):
        said = say(engine, line, by=by)
        refused = any(word in said for word in ("That is for", "Only administrators"))
        assert refused is (by not in may), (by, said)
        if by in may:
            break


def test_somebody_is_added_changed_leaves_and_returns_and_all_is_on_the_record(engine: Engine) -> None:
    assert "Lee Fox is of the sales team from now on." in say(engine, "/people add <@U0LEE|lee> team East manager Joe")
    assert "@lee is Lee Fox already" in say(engine, "/people add @lee")
    assert "That is how it was already." in say(engine, "/people set <@U0LEE> role salesperson")
    assert "is changed" in say(engine, "/people set <@U0LEE> 角色 组长 name \"Lee 'Foxy' Fox\"")
    assert "and leaves no customers to hand over." in say(engine, "/people leave <@U0LEE>")
    assert "*Lee &#39;Foxy&#39; Fox* has left" in say(engine, "/people show <@U0LEE>").replace("'", "&#39;")
    assert "again." in say(engine, "/people return <@U0LEE>", by=None)
    with Session(engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        told = [(one.action, one.person_id, one.place) for one in entries]
    assert told == [
        ("person.added", ADA, "D1"),
        ("person.changed", ADA, "D1"),
        ("person.changed", ADA, "D1"),
        ("person.left", ADA, "D1"),
        ("person.returned", None, "terminal"),
    ]
    assert entries[2].after == {"name": "Lee 'Foxy' Fox", "role": "lead"}


def test_whoever_bears_the_name_of_another_is_told_apart_and_can_still_be_chosen(engine: Engine) -> None:
    told = say(engine, f'/people set id:{TOM} name "Joe Marsh"')
    assert f"Somebody else has this name too: who is meant here is Joe Marsh (id:{TOM})." in told
    listed = say(engine, "/people")
    assert "/people show id:3" in listed
    assert f"/people show id:{TOM}" in listed
    assert "joe@example.com" in say(engine, "/people show Joe Marsh (joe@example.com)")
    assert "Somebody else" not in say(engine, f"/people set id:{TOM} name Tom")


def test_whose_accounts_are_to_be_handed_over_their_lead_hears_of(engine: Engine) -> None:
    told = say(engine, f"/people leave id:{JOE}")
    assert "Joe Marsh is of the sales team no more. Whoever leads them hears what is to be handed over." in told


def test_nobody_is_left_without_a_name_or_with_half_of_one(engine: Engine) -> None:
    for blank in (" ", "\u202e", "\u00ad"):
        assert "I do not understand" in say(engine, f'/people set id:{TOM} name "{blank}"')
    say(engine, f'/people set id:{TOM} name "{"Tom " * 30}"')
    assert found(engine, TOM).name == " ".join(["Tom"] * 30)


def test_what_cannot_be_is_refused_in_a_sentence(engine: Engine) -> None:
    for line, refusal in {
        "/people add @gus": "Gus Guest cannot be of the sales team",
        "/people add @nobody": "I know no account “nobody”",
        "/people add <@U0NEW|joe>": "I know no account “joe”",
        "/people set <@U0NEW|joe> role lead": "I know nobody called “joe”",
        "/people set Maria Santos manager Joe Marsh": "Maria Santos would report to themselves",
        "/people set Joe Marsh manager Joe Marsh": "Joe Marsh would report to themselves",
        "/people set Joe Marsh email nonsense": "“nonsense” is not an e-mail address",
        "/people set Maria Santos email JOE@example.com": "JOE@example.com is the address of Joe Marsh already",
        "/people set Joe Marsh slack @gus": "Gus Guest cannot be of the sales team",
        "/people set Lee Fox slack @joe": "@joe is Joe Marsh already",
        "/people set Ada Admin role lead": "Ada Admin is the only administrator",
        "/people leave Ada Admin": "Ada Admin is the only administrator",
        "/people set Joe Marsh": "I do not understand",
        "/people set Joe Marsh team": "I do not understand “team”",
        "/people set Joe Marsh role king": "I do not understand “king”",
        "/people set Joe Marsh team Atlantis": "There is no team “Atlantis”. There are: East, North, West.",
        "/people team North under East": "“North” would be part of itself",
        f"/people team {'x' * 100}": "has at most 60 letters",
        "/people group @nobody role lead": "I know no user group “nobody”",
        "/people group @east-sales": "I do not understand",
        "/people grant U0LEE": "There is no such request",
        "/people policy colleagues maybe": "“maybe” is not possible for colleagues",
        "/people policy accounts -5": "“-5” is not possible for accounts: 0-1000000",
        "/people frobnicate": "I know nobody called “frobnicate”",
    }.items():
        assert refusal in say(engine, line), line
    with Session(engine) as session:
        assert session.scalars(select(AuditEntry)).all() == []


def test_addresses_links_and_slack_accounts_are_understood(engine: Engine) -> None:
    say(engine, "/people set Joe Marsh email <mailto:joe@new.example|joe@new.example> manager none team none")
    joe = found(engine, JOE)
    assert (joe.email, joe.manager_id, joe.team_id) == ("joe@new.example", None, None)
    say(engine, "/people set Lee Fox slack <@U0LEE|lee>")
    assert (found(engine, 6).slack_id, found(engine, 6).matched_by) == ("U0LEE", "hand")


def test_who_was_matched_by_an_address_is_let_go_with_it(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        session.get_one(Person, JOE).matched_by = "email"
    say(engine, "/people set Joe Marsh email other@example.com")

    assert (found(engine, JOE).slack_id, found(engine, JOE).matched_by) == (None, None)


def test_a_group_is_mapped_and_read_anew(engine: Engine) -> None:
    assert "@east-sales: salesperson, team East (its members are being read)" in say(
        engine, "/people group <!subteam^S0EAST|@east-sales> role salesperson team East"
    )
    with Session(engine) as session:
        group = session.get_one(SlackGroup, "S0EAST")
    assert (group.role, group.team_id, group.read_at) == ("salesperson", 2, None)
    assert "@east-sales gives nothing any more" in say(engine, "/people group @east-sales none")


def test_the_rules_of_the_house_are_shown_decided_and_let_go(engine: Engine) -> None:
    assert "Salespeople see the customers of colleagues." in say(engine, "/people policy", by=TOM)
    assert {by for by in ROLES if "Change…" in say(engine, "/people policy", by=by)} == {ADA}
    told = say(engine, "/people policy colleagues names approve accounts 5 value 1,000 vips no digest 8")
    assert "Of colleagues' customers salespeople see name and owner only." in told.replace("\\'", "'")
    assert "more than 5 accounts" in told
    assert "08:00" in told
    say(engine, "/people policy digest none accounts default")
    with Session(engine) as session:
        kept = {one.name: one.value["is"] for one in session.scalars(select(Choice))}
    assert kept == {"colleagues": "names", "approve_value": "1000", "approve_vips": False}


def test_a_request_may_be_of_somebody_who_is_of_the_team_already(engine: Engine) -> None:
    remember(engine, AccessRequest(slack_id="U0LEE", name="Lee Fox", asked_at=NOW))
    told = say(engine, "/people requests")
    assert "It is Lee Fox" in told
    assert "There is no such request" in say(engine, "/people grant U0LEE v2001010000")
    assert "has a Slack account already" in say(engine, "/people grant U0LEE as Joe Marsh")
    assert "Lee Fox is let in." in say(engine, "/people grant U0LEE v2511301200 as id:6")
    lee = found(engine, 6)
    assert (lee.slack_id, lee.matched_by) == ("U0LEE", "hand")
    assert "Ada Admin has let Lee Fox in already." in say(engine, "/people refuse U0LEE")


def test_who_left_comes_back_as_they_are_added(engine: Engine) -> None:
    say(engine, "/people leave Joe Marsh")
    say(engine, "/people add @joe lead team West", by=None)
    joe = found(engine, JOE)

    assert (joe.active, joe.role, joe.team_id, joe.left_by) == (True, "lead", 3, None)


def test_who_is_added_waits_no_longer_to_be_let_in(engine: Engine) -> None:
    remember(engine, AccessRequest(slack_id="U0LEE", name="Lee Fox", asked_at=NOW))
    say(engine, "/people add @lee")

    assert "Nobody waits to be let in." in say(engine, "/people requests")


def test_every_line_of_help_is_understood(engine: Engine) -> None:
    assert "`/people policy colleagues names`" in say(engine, "/people help", by=TOM)
    for line in HELP:
        said = say(engine, line.replace("@name", "<@U0JOE|joe>").replace("@group", "@east-sales"))
        assert "I do not understand" not in said, line
