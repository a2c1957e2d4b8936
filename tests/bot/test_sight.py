"""What people see of colleagues' customers, over the real commands: all, their names, or as if they did not exist."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import answering
from bot.commands import COMMANDS
from bot.errors import BotError
from bot.forms import FORMS, Kind
from bot.home import home
from bot.locale import ENGLISH
from bot.question import Asker, Place, Question, Reply
from storage import choices, database
from storage.tables import Cover, Message, Person, SlackMember, Team
from tests.bot.commands.test_alerts import alert
from tests.business import TODAY, asleep, classification, customer, person, question, remember, visit
from tests.databases import filled

GRACE, MARIA, JOE, TOM, LI, ADA = range(1, 7)
"""Grace manages, Ada administers, Maria leads Joe; Tom is of the East as Joe, Li of a team within Maria's."""

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)
NAMES = {1: "Acme Tools", 2: "Zyxo Bakery", 3: "Zyxa Bakery", 4: "Shop for All", 5: "Far Inn"}
OWNERS = {1: JOE, 2: TOM, 3: TOM, 4: None, 5: LI}

OWN = {
    JOE: {1},
    TOM: {2, 3},
    LI: {5},
    MARIA: {1, 4, 5},
    GRACE: set(NAMES),
    ADA: set(NAMES),
    None: set[int](),
}
"""Whom each sees without those of colleagues; None is a stranger."""

LINES = (
    *("/customer Zyxo Bakery", "/customer Zyxo", "/customer zyox bakery", "/customer id:2", "/customer bakery"),
    *("/customer tier id:2", "/customer why Zyxo Bakery", "/customer visits id:2", "/customer history id:2"),
    *("/customer C-2", "/customer find bakery", "/customer find zyxo", "/customer find e", "/customer zyx"),
    *("/dormant", "/dormant region Zyxland", "/dormant region nowhere", "/dormant owner Tom", "/dormant csv"),
    *("/dormant attendance", "/dormant stage dead", "/dormant sort days page 2", "/dormant mine"),
    *("/alerts", "/alerts mine", "/alerts show 20", "/alerts take 20", "/alerts history 20", "/alerts snooze 20 3d"),
    *("/alerts reassign 20 Joe", "/alerts undo 20", "/alerts take 17 20 99", "/alerts stats", "/alerts digest"),
    *("/alerts all", "/alerts team", "/alerts rules", "/alerts state lost", "/alerts backtest vip_slipping"),
)
TEAMWORK = (
    *("/assign Zyxo Bakery to Joe", "/assign bakery to Li", "/assign id:2 to Joe", "/assign all of Tom to Joe"),
    *("/assign 5 dormant of Tom to Joe", "/assign all in Zyxland to Joe", "/assign misplaced", "/assign pending"),
    *('/assign lines "Zyxo Bakery,Joe" "Acme Tools,Li"', "/assign Acme Tools to Tom", "/cover", "/audit"),
    *("/accounts", "/accounts Tom", "/accounts team", "/accounts team East", "/accounts balance East", "/people Tom"),
)
FORMED = ("20 v0", "id:2", "bakery", "all of Tom")
"""What buttons may say to forms, and people type into their fields."""


def business(engine: Engine, *, with_colleagues: bool) -> None:
    """Store a business, with or without what Tom looks after."""
    known = [n for n in NAMES if with_colleagues or OWNERS[n] != TOM]
    remember(
        engine,
        Team(id=1, name="East"),
        Team(id=2, name="Far East", parent_id=1),
        person(GRACE, "Grace", role="manager", slack_id="U1"),
        person(MARIA, "Maria", role="lead", slack_id="U2", manager_id=GRACE, team_id=1),
        person(JOE, "Joe", slack_id="U3", manager_id=MARIA),
        person(TOM, "Tom", slack_id="U4", manager_id=GRACE),
        person(LI, "Li", slack_id="U5", team_id=2),
        person(ADA, "Ada", role="admin", slack_id="U6"),
        classification(),
        *(
            customer(n, NAMES[n], owner_id=OWNERS[n], region="Zyxland" if n in {2, 3} else "East", city="Zyxtown")
            for n in known
        ),
        *(asleep(n, tier="MVC", stage="dormant", spend_365d=Decimal(90_000 - n)) for n in known),
        *(visit(n, TODAY - timedelta(days=50)) for n in known),
        *(alert(10 * n + 7 if n == 1 else 10 * n, n) for n in known),
    )


@pytest.fixture(scope="module")
def originals(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Engine]:
    """The files of two businesses, and databases into which they are copied for each test."""
    made = {}
    for has in (True, False):
        folder = tmp_path_factory.mktemp("twin")
        file = filled(migrated_file, folder, partial(business, with_colleagues=has))
        made[file] = database.connect(f"sqlite:///{folder / 'regulars.db'}")
    return made


@pytest.fixture
def twins(originals: dict[Path, Engine]) -> Iterator[tuple[Engine, Engine]]:
    """Two businesses that differ only in that the one has Tom's customers and the other never heard of them."""
    for file, engine in originals.items():
        shutil.copy(file, str(engine.url.database))
    has, has_not = originals.values()
    yield has, has_not
    has.dispose()
    has_not.dispose()


def decide(engine: Engine, colleagues: str) -> None:
    """Let the administrator decide about colleagues' customers."""
    with Session(engine) as session, session.begin():
        choices.choose(session, "colleagues", colleagues, by=ADA, now=NOW)


def asking(engine: Engine, line: str, by: int | None, **where: Any) -> Question:
    """Return what somebody asks."""
    return replace(question(engine, line, asker=Asker(by, slack_id=f"U{by}")), **where)


def asks(engine: Engine, line: str, by: int | None, **where: Any) -> Reply:
    """Return what somebody is answered."""
    return answering.answer(asking(engine, line, by, **where), COMMANDS, prefix="")[0]


def test_what_may_not_be_seen_is_as_if_it_did_not_exist(twins: tuple[Engine, Engine]) -> None:
    for engine in twins:
        decide(engine, "no")
    for line, by in (*product((*LINES, *TEAMWORK), (JOE,)), *product(TEAMWORK, (MARIA,))):
        has, has_not = (asks(engine, line, by) for engine in twins)
        assert has == has_not, (line, by)


def test_no_form_no_suggestion_and_no_home_tells_of_what_may_not_be_seen(twins: tuple[Engine, Engine]) -> None:
    for engine in twins:
        decide(engine, "names")
    for by, (name, kind) in product((JOE, MARIA), FORMS.items()):
        has, has_not = (drawn(engine, kind, by) for engine in twins)
        assert has == has_not, (by, name)
    for somebody in (JOE, MARIA, LI, None):
        seen, seen_not = (home(asking(engine, "", somebody)) for engine in twins)
        assert seen == seen_not, somebody


def drawn(engine: Engine, kind: Kind, by: int | None) -> list[object]:
    """Return all that a form shows to somebody and suggests, whatever its button says and whatever they type."""
    shown: list[object] = []
    for words, ask in product(FORMED, (kind.draw, kind.suggest, *kind.others.values())):
        try:
            shown.append(ask(asking(engine, words, by)))
        except BotError as error:
            shown.append(error.told(ENGLISH))
    return shown


def test_a_colleagues_customer_may_be_known_by_name_and_owner_alone(twins: tuple[Engine, Engine]) -> None:
    for engine in twins:
        decide(engine, "names")
    for line in LINES:
        has, has_not = (asks(engine, line, JOE) for engine in twins)
        told = str(has)
        assert not any(secret in told for secret in ("Zyxtown", "MVC", "$90,000", "50 days")) or has == has_not, line
        assert has == has_not or line.startswith("/customer"), line
    assert asks(twins[0], "/customer tier id:2", JOE).text.startswith("Tom looks after *Zyxo Bakery*: ask them. Data")
    assert "1. Zyxo Bakery (Tom)" in asks(twins[0], "/customer bakery", JOE).text
    assert "\nZyxo Bakery (Tom)\n" in asks(twins[0], "/customer find bakery", JOE).text


def test_whoever_is_to_be_asked_about_a_customer_is_there(twins: tuple[Engine, Engine]) -> None:
    decide(twins[0], "names")
    day = {"begins_at": NOW - timedelta(hours=1), "ends_at": NOW + timedelta(days=1), "made_at": NOW}
    remember(twins[0], Cover(person_id=TOM, stand_in_id=MARIA, made_by=GRACE, **day))
    assert asks(twins[0], "/customer id:2", JOE).text.startswith("Maria stands in for Tom, who looks after *Zyxo")
    with Session(twins[0]) as session, session.begin():
        session.get_one(Person, TOM).active = False
    assert asks(twins[0], "/customer id:2", JOE).text.startswith("Nobody looks after *Zyxo Bakery*: ask your lead.")


@pytest.mark.parametrize(("colleagues", "sees_all"), [("yes", True), ("names", False), ("no", False)])
def test_everybody_sees_the_cards_that_they_may(twins: tuple[Engine, Engine], colleagues: str, sees_all: bool) -> None:
    decide(twins[0], colleagues)
    for by, own in OWN.items():
        seen = {n for n in NAMES if "tier MVC" in asks(twins[0], f"/customer id:{n}", by).text}
        assert seen == (set(NAMES) if sees_all and by else own), by


@pytest.mark.parametrize("line", ["/alerts digest", "/alerts digest csv"])
def test_a_digest_names_nobody_whom_its_reader_may_not_see(twins: tuple[Engine, Engine], line: str) -> None:
    decide(twins[0], "no")
    for by in (JOE, TOM, MARIA, GRACE):
        told = str(asks(twins[0], line, by))
        assert {n for n in NAMES if NAMES[n] in told} == OWN[by], by


def test_a_stand_in_sees_and_acts_for_as_long_as_that_lasts_and_gives_nothing_away(
    twins: tuple[Engine, Engine],
) -> None:
    engine = twins[0]
    decide(engine, "no")
    hour = timedelta(hours=1)
    times = {"made_by": GRACE, "made_at": NOW, "person_id": TOM, "stand_in_id": JOE}
    before, after = (
        Cover(begins_at=NOW + hour, ends_at=NOW + 2 * hour, **times),
        Cover(begins_at=NOW - hour, ends_at=NOW, **times),
    )
    remember(engine, before, after)
    assert asks(engine, "/alerts show 20", JOE).text.startswith("There is no alert 20.")
    remember(engine, Cover(begins_at=NOW, ends_at=NOW + hour, **times))
    assert "tier MVC" in asks(engine, "/customer id:2", JOE).text
    assert asks(engine, "/alerts mine", JOE).text.startswith("3 alerts are open.")
    assert asks(engine, "/alerts take 20", JOE).text == "Yours now: Zyxo Bakery (20)."
    assert asks(engine, "/alerts reassign 30 Li", JOE).text.startswith("Alert 30 is not about a customer of yours.")


def test_a_stand_in_also_acts_on_what_whom_they_stand_in_for_took_or_was_told(twins: tuple[Engine, Engine]) -> None:
    engine = twins[0]
    decide(engine, "no")
    remember(engine, Message(mark="40", kind="alert", alert_id=40, person_id=GRACE, created_at=NOW, due_at=NOW))
    assert asks(engine, "/alerts take 30", GRACE).text == "Yours now: Zyxa Bakery (30)."
    for number in (30, 40):
        assert asks(engine, f"/alerts show {number}", LI).text.startswith(f"There is no alert {number}.")
    remember(
        engine,
        Cover(
            person_id=GRACE, stand_in_id=LI, begins_at=NOW, ends_at=NOW + timedelta(hours=1), made_by=GRACE, made_at=NOW
        ),
    )
    assert "Zyxa Bakery" in asks(engine, "/alerts", LI).text
    assert asks(engine, "/alerts log 30 call", LI).text == "Contact logged: Zyxa Bakery (30)."
    assert asks(engine, "/alerts take 40", LI).text == "Yours now: Shop for All (40)."


def test_who_is_a_guest_has_left_or_is_of_another_workspace_is_a_stranger(twins: tuple[Engine, Engine]) -> None:
    engine = twins[0]
    account = {"workspace": "T1", "handle": "x", "name": "x", "is_foreign": False}
    account |= {"is_guest": False, "is_bot": False, "is_deleted": False}
    for n, way in ((JOE, "is_guest"), (TOM, "is_bot"), (GRACE, "is_deleted")):
        remember(engine, SlackMember(slack_id=f"U{n}", seen_at=NOW, **account | {way: True}))
    with Session(engine) as session, session.begin():
        session.get_one(Person, MARIA).active = False
    stranger = asks(engine, "/customer id:1", None)
    assert stranger.text == "I answer the sales team, and I do not know you as one of it."
    assert stranger.blocks[-1]["elements"][0]["value"] == "/people ask"
    for line in ("/customer id:1", "/customer help", "/dormant", "/alerts", "/alerts rules", "/assign show 1"):
        for by in (JOE, TOM, GRACE, MARIA, None, 99):
            assert asks(engine, line, by) == stranger, (line, by)


def test_in_a_shared_channel_everybody_is_told_the_same_whoever_they_are(twins: tuple[Engine, Engine]) -> None:
    for line in ("/customer id:1", "/customer help", "/nonsense", "/people ask", "/alerts take 17"):
        for by in OWN:
            told = asks(twins[0], line, by, place=Place.SHARED)
            assert told.text == "I do not answer that here. Send me a direct message instead."
            assert len(told.blocks) == 1


def shares(engine: Engine, line: str, by: int, *audience: int | None) -> str:
    """Return what everybody reads when somebody shares an answer, or why nobody does."""
    there = frozenset(f"U{one}" for one in (by, *audience))
    return asks(engine, line, by, place=Place.PUBLIC, public=True, audience=there).text


def test_what_is_shared_is_what_everybody_there_may_see(twins: tuple[Engine, Engine]) -> None:
    engine = twins[0]
    assert "tier MVC" in shares(engine, "/customer id:2", GRACE, ADA, JOE)
    assert shares(engine, "/customer id:2", GRACE, None).startswith("1 of 2 people here may not see this")
    decide(engine, "no")
    assert "tier MVC" in shares(engine, "/customer id:1", GRACE, MARIA, JOE)
    assert shares(engine, "/customer id:2", GRACE, MARIA, JOE, TOM).startswith("2 of 4 people here may not see this")
    assert shares(engine, "/dormant", GRACE, MARIA).startswith("3 of the top 3 customers")
    assert shares(engine, "/dormant owner Tom", GRACE, MARIA).startswith("1 of 2 people here may not see this")
    assert shares(engine, "/dormant", GRACE, JOE, TOM).startswith("2 of 3 people here may not see this")
    unknown = asks(engine, "/customer id:1", JOE, place=Place.PUBLIC, public=True)
    assert unknown.text.startswith("I cannot tell who reads this channel")
    decide(engine, "yes")
    assert asks(engine, "/customer id:1", JOE, place=Place.PUBLIC, public=True).text.startswith("*Acme Tools*")
