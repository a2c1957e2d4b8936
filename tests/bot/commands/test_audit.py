"""`/audit` and the doings in `/customer history`: what is told of the record, and to whom."""

import csv
import io
import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.asking.choosing import NotSure
from bot.asking.members import UnknownPerson
from bot.asking.seeing import NotGranted, Stranger
from bot.commands import COMMANDS
from bot.commands.audit import HELP
from bot.errors import BotError
from bot.lines.options import NotUnderstood
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Asker, Reply
from bot.views.audit import ROWS
from storage import audit, choices, hearings
from storage.alerts import life
from storage.handovers import life as handovers
from storage.handovers.proposal import propose
from storage.tables import AuditEntry
from tests.bot.views.limits import breaches
from tests.business import OPERATOR, TODAY, classification, customer, person, profile, question, remember
from tests.databases import filled
from tests.storage.alerts.alerts import alert, working

GRACE, MARIA, JOE, TOM = range(1, 5)
NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)


def asker(person_id: int, role: str = "salesperson") -> Asker:
    """Return somebody of the team."""
    return Asker(person_id, slack_id=f"U{person_id}", role=role)


MANAGER = asker(GRACE, "manager")


@pytest.fixture(scope="module")
def house_file(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with a house in which something was done, to be copied for each test."""
    return filled(migrated_file, tmp_path_factory.mktemp("house"), furnished)


@pytest.fixture
def house(sqlite_engine: Engine, house_file: Path) -> Engine:
    """A house in which something was done."""
    shutil.copy(house_file, str(sqlite_engine.url.database))
    return sqlite_engine


def furnished(engine: Engine) -> Engine:
    """Have an alert taken and snoozed, an account moved, a choice made for everybody, and one for oneself."""
    remember(
        engine,
        person(GRACE, "Grace", role="manager", slack_id="U1"),
        person(MARIA, "Maria", role="lead", slack_id="U2", manager_id=GRACE),
        person(JOE, "Joe", slack_id="U3", manager_id=MARIA),
        person(TOM, "Tom", slack_id="U4", manager_id=MARIA),
        classification(),
        customer(1, "Acme <!channel>", owner_id=JOE),
        customer(2, "Bolt", owner_id=TOM),
        *(profile(number, value_365d=Decimal(10)) for number in (1, 2)),
        alert(17, state="open"),
    )
    with working(engine) as session:
        life.take(session, 17, by=JOE, now=NOW, place="C042", request="click")
    with working(engine) as session:
        life.snooze(session, 17, until=NOW + timedelta(days=3), by=JOE, now=NOW + timedelta(minutes=1), place="D1")
    with working(engine) as session:
        moved = propose(session, {1: TOM}, by=MARIA, reason="Joe is away", now=NOW + timedelta(days=1))
        handovers.confirm(session, moved.id, by=MARIA, now=NOW + timedelta(days=1), place="C042")
    with working(engine) as session:
        choices.choose(session, "colleagues", "names", by=GRACE, now=NOW + timedelta(days=1), place="terminal")
        hearings.choose(session, TOM, {"daily_limit": 3}, {"vip_slipping": "off"}, now=NOW + timedelta(days=1))
    return engine


def ask(
    engine: Engine, words: str, by: Asker = MANAGER, language: Language = ENGLISH, command: str = "/audit"
) -> Reply:
    """Ask, as somebody."""
    return COMMANDS[command](question(engine, words, asker=by, language=language))


def lines(reply: Reply) -> list[str]:
    """Return what an answer tells, line by line."""
    return str(reply.blocks[1]["text"]["text"]).split("\n") if len(reply.blocks) > 2 else []


def told(reply: Reply) -> list[str]:
    """Return what an answer tells, without numbers and moments."""
    return [line.partition(">: ")[2] for line in lines(reply)]


def test_managers_read_who_did_what_for_what_reason_and_where(house: Engine) -> None:
    reply = ask(house, "")
    newest, decided, moved, *_, first = told(reply)
    assert newest == "Tom changed how they hear of alerts: alerts a day at most 3, “A VIP is coming less often” Never"
    assert (
        decided
        == "Grace decided for everybody: colleagues' customers for salespeople name and owner only (in the terminal)"
    )
    assert moved == "Maria moved accounts: Acme &lt;!channel&gt; from Joe to Tom (because “Joe is away”, <#C042>)"
    assert first == "Alert 17 about Acme &lt;!channel&gt;: Joe took this. (<#C042>)"
    assert "<!channel>" not in str(reply)
    assert breaches(reply) == []
    assert reply.again is None


def test_the_record_is_searched(engine: Engine) -> None:
    furnished(engine)
    searches = {
        "Joe": ["alert.snoozed", "alert.acknowledged"],
        "by joe action alert.snoozed": ["alert.snoozed"],
        "action accounts": ["accounts.moved"],
        "customer acme action accounts": ["accounts.moved"],
        "alert 17": ["alert.snoozed", "alert.acknowledged"],
        "since 2025-11-29 action choice": ["choice.made"],
        "since today by grace": [],
        "since 3 days ago by grace": ["choice.made"],
        "@Tom since 30d": ["hearing.changed"],
        "客户 bolt": [],
    }
    assert {words: actions(ask(engine, f"{words} csv")) for words in searches} == searches


def actions(reply: Reply) -> list[str]:
    """Return the actions in the file of an answer."""
    rows = csv.DictReader(io.StringIO(reply.file.content.decode("utf-8-sig"))) if reply.file else []
    return [row["action"] for row in rows]


def test_pages_are_turned_and_the_button_asks_for_the_same(house: Engine) -> None:
    with working(house) as session:
        for number in range(2 * ROWS):
            told: dict[str, Any] = {"before": {"value": number}, "after": {"value": number + 1}}
            audit.add(session, action="choice.made", subject="choice:value", by=GRACE, now=NOW, **told)
    first = ask(house, "by Grace action choice")
    assert len(lines(first)) == ROWS
    turn = next(button["value"] for button in first.blocks[2]["elements"] if button["text"]["text"] == "Next page")
    second = ask(house, turn.removeprefix("/audit "))
    assert len(lines(second)) == ROWS
    assert set(lines(first)).isdisjoint(lines(second))
    assert "Page 2." in str(second.blocks[-1])
    third = ask(house, "by Grace action choice page 3")
    assert len(told_lines := lines(third)) == 1
    assert "colleagues" in told_lines[0]


@pytest.mark.parametrize(
    ("by", "refusal"), [(asker(MARIA, "lead"), NotGranted), (asker(JOE), NotGranted), (Asker(slack_id="U9"), Stranger)]
)
def test_the_record_is_for_managers_and_administrators(house: Engine, by: Asker, refusal: type[BotError]) -> None:
    for words in ("", "customer acme", "help", "csv"):
        with pytest.raises(refusal):
            ask(house, words, by)
    assert told(ask(house, "", OPERATOR))


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ("by Nobody", UnknownPerson),
        ("customer Nothing", NotSure),
        ("action acounts", NotUnderstood),
        ("since yesterday-ish", NotUnderstood),
        ("page two", NotUnderstood),
        ("alert seventeen", NotUnderstood),
    ],
)
def test_what_is_not_understood_is_said(house: Engine, words: str, mistake: type[BotError]) -> None:
    with pytest.raises(mistake):
        ask(house, words)


def test_why_something_could_not_be_done_is_told_in_words(house: Engine) -> None:
    with working(house) as session:
        number = propose(session, {2: JOE}, by=MARIA, now=NOW, due_at=NOW + timedelta(days=1)).id
        handovers.confirm(session, number, by=MARIA, now=NOW)
        handovers.fail(session, number, because="gone", now=NOW + timedelta(days=1))
    assert "because “Somebody who was to get accounts has left.”" in ask(house, f"handover {number}").text


def test_of_several_customers_of_a_name_each_is_offered(house: Engine) -> None:
    remember(house, customer(3, "Bolt", owner_id=JOE))
    asked = ask(house, "customer Bolt since 7d")
    assert asked.text.startswith("I am not sure whom you mean by “Bolt”. Pick one:")
    assert '/audit customer "id:2" since 2025-11-23' in str(asked.blocks)


def test_help_lists_every_way_to_ask_and_each_works(house: Engine) -> None:
    assert all(way in str(ask(house, "help").blocks) for way in HELP)
    assert "记录" in ask(house, "", language=CHINESE).text
    for way in HELP:
        ask(house, way.removeprefix("/audit").replace("@name", "Joe").replace("NAME", "Bolt"))


def test_the_history_of_a_customer_tells_whose_it_was_and_what_was_done(house: Engine) -> None:
    owner = str(ask(house, "history acme", asker(TOM), command="/customer").blocks)
    assert "from Joe to Tom" in owner
    assert "Joe took this" in owner
    assert "<!channel>" not in owner
    assert "What was done" not in str(ask(house, "history bolt", asker(TOM), command="/customer").blocks)


def test_who_may_not_see_the_alerts_of_a_customer_learns_only_whose_it_was(house: Engine) -> None:
    with working(house) as session:
        choices.choose(session, "colleagues", None, by=GRACE, now=NOW)
    colleague = str(ask(house, "history acme", asker(JOE), command="/customer").blocks)
    assert "from Joe to Tom" in colleague
    assert "took this" not in colleague


def test_whatever_cannot_be_named_is_told_by_its_number(house: Engine) -> None:
    rows: list[dict[str, Any]] = [
        {"action": "accounts.moved", "subject": "handover:9", "before": {99: None}, "after": {99: 77}, "by": 78},
        {"action": "person.added", "subject": "import:5", "before": {}, "after": {"people": 3}, "by": None},
        {"action": "handover.refused", "subject": "handover:1", "before": {}, "after": {"reason": "no"}, "by": GRACE},
        {"action": "later.invented", "subject": "thing:9", "before": {"x": 1}, "after": {"x": 2}, "by": None},
    ]
    with working(house) as session:
        for row in rows:
            audit.add(session, now=NOW, **row)
    assert told(ask(house, ""))[:4] == [
        "The bot: later.invented 9: x 1 → 2",
        "Grace refused handover 1 (because “no”)",
        "People came into the team with a file: 3",
        "person:78 moved accounts: customer:99 from nobody to person:77",
    ]


def test_of_many_accounts_the_first_are_named(house: Engine) -> None:
    many = dict.fromkeys(range(1, 8), JOE)
    with working(house) as session:
        audit.add(session, action="accounts.imported", subject="import:1", before=many, after=many, by=None, now=NOW)
    newest = told(ask(house, ""))[0]
    assert newest.startswith("New owners came with a file: Acme &lt;!channel&gt; from Joe to Joe, Bolt from Joe to Joe")
    assert newest.endswith("4 more")
    about_one = told(ask(house, "customer bolt"))[0]
    assert about_one == "New owners came with a file: Bolt from Joe to Joe"


def test_every_action_has_a_sentence_that_can_be_told(house: Engine) -> None:
    from bot.telling.recorded import SENTENCES

    with working(house) as session:
        for action in SENTENCES:
            audit.add(session, action=action, subject="person:3", before={}, after={}, by=None, now=NOW)
        assert session.get(AuditEntry, 1)
    for language in (ENGLISH, CHINESE):
        assert breaches(ask(house, "", language=language)) == []
    assert TODAY.isoformat() in (ask(house, "csv").file or pytest.fail("no file")).name
