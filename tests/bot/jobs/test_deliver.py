"""From an alert to a message in Slack, when all goes well and when it does not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from sqlalchemy import Connection, Engine, event, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import clock
from bot.commands.alerts import alerts
from bot.jobs import digest, inherit
from bot.jobs.announce import announce
from bot.jobs.deliver import Delivery
from bot.question import Asker, Reply
from bot.settings import Settings
from bot.slack.manifest import HISTORY_SCOPES, NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.slack.pace import Patience
from bot.slack.posting import Done, Failure, Outcome, Posting, Refused
from bot.worker import tasks
from playground.testing import LocalSlack, slack
from storage import database, outbox
from storage.alerts import life
from storage.tables import Alert, Customer, Hearing, Message, Person, RuleChoice
from tests.bot.slack.installed import described
from tests.business import customer, person, profile, question, remember

MIA, LENA, OWEN, ADA = 1, 2, 3, 4
UTC_ZONE = ZoneInfo("UTC")
TEAM = {"mia": ("manager", None), "lena": ("lead", MIA), "owen": ("salesperson", LENA), "ada": ("admin", None)}
"""Owen owns a customer, Lena leads him, Mia manages her, Ada looks after the bot."""

PROMPT = Patience(call=1, claim=30, settle=0, channel=0, workspace=0, longest=0)
ALL_SCOPES = (*NEEDED_SCOPES, *OPTIONAL_SCOPES)
BLIND = tuple(scope for scope in ALL_SCOPES if scope not in HISTORY_SCOPES)
ALWAYS: Mapping[str, Any] = {"work_from": 0, "work_to": 24, "work_days": "1234567", "daily_limit": 3, "digest_hour": 0}
LATE_DATA = {"reason": "late", "since": "2025-11-20"}


@pytest.fixture
def scopes() -> Sequence[str]:
    """What the bot may do: all that it would like to."""
    return ALL_SCOPES


@pytest.fixture
def workspace(scopes: Sequence[str]) -> Iterator[LocalSlack]:
    """A Slack with the team, and with the bot in #sales."""
    channels = [{"name": "sales", "members": ["lena", "bot"]}, {"name": "random", "members": ["lena", "lee", "bot"]}]
    with slack(
        manifest=described({}, scopes=scopes, over="socket"),
        people=[*({"name": name} for name in TEAM), {"name": "lee", "is_guest": True}],
        channels=channels,
    ) as running:
        yield running


@pytest.fixture
def business(sqlite_engine: Engine, workspace: LocalSlack) -> Engine:
    """The team, always at work, and Owen's customer."""
    ids = {one.name: one.id for one in workspace.workspace.people.values()}
    people = [
        person(number, name.capitalize(), slack_id=ids[name], role=role, manager_id=manager)
        for number, (name, (role, manager)) in enumerate(TEAM.items(), start=1)
    ]
    remember(sqlite_engine, *people, customer(owner_id=OWEN), profile(tier="MVC"))
    remember(sqlite_engine, *(Hearing(person_id=number, **ALWAYS) for number in (MIA, LENA, OWEN, ADA)))
    remember(sqlite_engine, *(RuleChoice(person_id=number, rule="vip_slipping", mode="now") for number in (LENA, ADA)))
    return sqlite_engine


def find(engine: Engine, *ids: int, days_ago: int = 0, **values: Any) -> None:
    """Find alerts about the customer."""
    now = clock.now()
    found = {"found_at": now, "as_of": now.date() - timedelta(days_ago), "evidence": {}, "rule": "vip_slipping"}
    remember(engine, *(Alert(id=one, customer_id=1, value_at_risk=Decimal(one), **found | values) for one in ids))


def settings(workspace: LocalSlack) -> Settings:
    """Return where Slack is."""
    return Settings(slack_bot_token=workspace.bot_token, slack_api_url=workspace.api_url.rstrip("/"))


def deliver(engine: Engine, workspace: LocalSlack, posting: Posting | None = None) -> None:
    """Do all there is to do, perhaps in a Slack of one's own."""
    announce, send = tasks(database.sessions(engine), settings(workspace), PROMPT)
    if posting:
        send = Delivery(database.sessions(engine), settings(workspace), posting, PROMPT).once
    while announce() | send():
        pass


def heard(workspace: LocalSlack) -> dict[str, int]:
    """Return how many messages each has heard."""
    return {name: len(news) for name in TEAM if (news := workspace.as_(name).hears(at_least=0))}


def sent(engine: Engine) -> dict[str, tuple[str, str | None]]:
    """Return what became of each message, and why."""
    with Session(engine) as session:
        return {one.mark: (one.state, one.error) for one in session.scalars(select(Message))}


def test_an_alert_reaches_its_owner_and_changes_with_what_happens(business: Engine, workspace: LocalSlack) -> None:
    find(business, 1)
    deliver(business, workspace)
    [first] = workspace.heard_by("owen")
    assert "Acme" in first.text
    assert first.metadata == {"event_type": "regulars_message", "event_payload": {"mark": "alert:1:3"}}

    with Session(business) as session, session.begin():
        alert = session.get_one(Alert, 1)
        alert.state, alert.taken_by, alert.version = "acknowledged", OWEN, 1
        outbox.changed(session, 1, clock.now())
    deliver(business, workspace)
    [changed] = workspace.heard_by("owen")
    assert (changed.is_update, changed.ts) == (True, first.ts)
    assert sent(business)["alert:1:1"] == ("folded", None)


def test_at_most_so_many_a_day_those_of_most_value_and_the_rest_waits_for_the_digest(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, *range(1, 6))
    deliver(business, workspace)
    found = sent(business)

    assert len(workspace.heard_by("owen")) == 3
    assert [number for number in range(1, 6) if found[f"alert:{number}:3"][0] == "folded"] == [1, 2]


def test_without_a_digest_the_rest_waits_for_tomorrow_and_is_not_late_then(
    business: Engine, workspace: LocalSlack
) -> None:
    with Session(business) as session, session.begin():
        session.get_one(Hearing, OWEN).digest = False
    find(business, *range(1, 5))
    deliver(business, workspace)

    assert len(workspace.heard_by("owen")) == 3
    with Session(business) as session:
        mine = select(Message).where(Message.person_id == OWEN, Message.state == outbox.WAITING)
        left = session.scalars(mine).one()
        assert (left.mark, left.content["due_since"]) == ("alert:1:3", left.due_at.isoformat())
        assert left.due_at > clock.now()


def test_what_is_old_or_over_is_told_to_nobody(business: Engine, workspace: LocalSlack) -> None:
    find(business, 1, days_ago=9)
    find(business, 2, state="recovered")
    deliver(business, workspace)

    assert heard(workspace) == {}
    assert sent(business)["alert:2:3"][0] == "dropped"


@pytest.mark.parametrize(
    ("closed", "heir"), [(("owen",), "lena"), (("owen", "lena"), "mia"), (("owen", "lena", "mia"), "ada")]
)
def test_what_a_closed_account_cannot_hear_the_next_in_the_chain_does(
    business: Engine, workspace: LocalSlack, closed: Sequence[str], heir: str
) -> None:
    for name in closed:
        workspace.deactivates(name)
    find(business, 1)
    with Session(business) as session, session.begin():
        session.merge(RuleChoice(person_id=MIA, rule="vip_slipping", mode="off"))
    deliver(business, workspace)

    assert heard(workspace) == {heir: 1}


@pytest.mark.parametrize("is_active", [True, False])
def test_what_waits_for_the_digest_of_somebody_who_has_left_is_for_the_next_in_the_chain(
    business: Engine, workspace: LocalSlack, is_active: bool
) -> None:
    find(business, 1, rule="bz_entered")
    deliver(business, workspace)
    workspace.deactivates("owen")
    with Session(business) as session, session.begin():
        session.get_one(Person, OWEN).active = is_active
    for job in (digest.plan, inherit.inherit):
        job(clock.now(), sessions=database.sessions(business), zone=UTC_ZONE)
    deliver(business, workspace)
    found = sent(business)

    assert found["alert:1:3"] == ("dropped", f"passed on: {'account_closed' if is_active else inherit.REASON}")
    assert found[f"alert:1:{LENA}"] == ("folded", None)
    assert "owen" not in heard(workspace)


def test_of_a_customer_who_was_closed_while_it_was_on_its_way_nobody_is_told(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, 1)
    with Session(business) as session, session.begin():
        session.get_one(Customer, 1).status = "closed"
    deliver(business, workspace)

    assert heard(workspace) == {}
    assert sent(business)["alert:1:3"][0] == "dropped"


def test_where_every_account_is_closed_the_message_is_noted_as_heard_by_nobody(
    business: Engine, workspace: LocalSlack
) -> None:
    for name in TEAM:
        workspace.deactivates(name)
    find(business, 1)
    deliver(business, workspace)

    assert outbox.NOBODY in {error for _, error in sent(business).values()}


@pytest.mark.parametrize("trouble", ["archived", "removed"])
def test_what_a_channel_cannot_show_its_lead_hears(business: Engine, workspace: LocalSlack, trouble: str) -> None:
    with Session(business) as session, session.begin():
        session.get_one(Hearing, LENA).channel = workspace.channel("sales").id
    find(business, 1)
    deliver(business, workspace)
    [first] = workspace.heard_by("lena")
    assert first.channel == "sales"

    if trouble == "archived":
        workspace.archives("sales", by="lena")
    else:
        workspace.leaves("bot", "sales", removed_by="lena")
    find(business, 2)
    deliver(business, workspace)
    [second] = workspace.heard_by("lena")
    assert second.channel.startswith("D")


@pytest.mark.parametrize("reason", ["shared_channel", "strangers_in_channel"])
def test_a_channel_that_others_read_hears_nothing_any_more_and_what_it_heard_stays_as_it_was(
    business: Engine, workspace: LocalSlack, reason: str
) -> None:
    sales = workspace.channel("sales")
    with Session(business) as session, session.begin():
        session.get_one(Hearing, LENA).channel = sales.id
    find(business, 1)
    deliver(business, workspace)
    [first] = workspace.heard_by("lena")
    assert first.channel == "sales"
    if reason == "shared_channel":
        workspace.workspace.channels[sales.id].is_shared = True
    else:
        workspace.joins("lee", "sales")
    find(business, 2)
    with Session(business) as session, session.begin():
        life.lose(session, 1, by=OWEN, now=clock.now())
    deliver(business, workspace)
    [second] = workspace.heard_by("lena")
    assert second.channel.startswith("D")
    assert "not everybody in the team's channel is of the sales team" in second.words
    assert "lost" not in sales.messages[-1].text
    assert ("dropped", reason) in sent(business).values()


def test_a_channel_is_told_that_it_is_named_or_whoever_names_it_why_it_hears_nothing(
    business: Engine, workspace: LocalSlack
) -> None:
    for channel in ("sales", "random"):
        asked = question(business, f"settings set channel {workspace.channel(channel).id}", asker=Asker(LENA, "Lena"))
        alerts(asked)
        deliver(business, workspace)
    there, to_lena = workspace.heard_by("lena")
    assert (there.channel, there.text) == ("sales", "Lena has the alerts of their team posted here from now on.")
    assert "hears no alerts as long as somebody in it is not of the sales team" in to_lena.text


def test_where_slack_does_not_tell_who_reads_a_channel_its_message_waits_and_others_go_out(
    business: Engine, workspace: LocalSlack
) -> None:
    with Session(business) as session, session.begin():
        session.get_one(Hearing, LENA).channel = workspace.channel("sales").id
    workspace.fault("server_error", of="conversations.members")
    find(business, 1)
    announce, send = tasks(database.sessions(business), settings(workspace), replace(PROMPT, longest=60))
    while announce() | send():
        pass
    with Session(business) as session:
        waits = session.scalars(select(Message).where(Message.state == outbox.WAITING)).one()
    assert waits.claimed_until is not None
    find(business, 2)
    deliver(business, workspace)
    assert len(workspace.heard_by("owen")) == 2


def test_an_alert_finds_its_owner_where_the_customer_got_another_before_it_was_told(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, 1, announced_at=clock.now())
    remember(business, Message(mark="alert:1:4", kind="alert", alert_id=1, person_id=ADA, **_now()))
    with Session(business) as session, session.begin():
        session.get_one(Person, ADA).role = "salesperson"
    deliver(business, workspace)
    assert sent(business)["alert:1:4"] == ("dropped", "there is nothing to say")
    assert len(workspace.heard_by("owen")) == 1


@pytest.mark.parametrize(("done", "taken_back"), [(life.take, life.release), (life.lose, life.undo)])
def test_what_was_not_told_as_its_hearer_had_it_in_hand_is_told_once_they_have_it_no_more(
    business: Engine, workspace: LocalSlack, done: Any, taken_back: Any
) -> None:
    find(business, 1)
    for act in (done, taken_back):
        announce(clock.now(), sessions=database.sessions(business), zone=UTC_ZONE)
        with Session(business) as session, session.begin():
            act(session, 1, by=OWEN, now=clock.now())
        deliver(business, workspace)
        assert len(workspace.as_("owen").hears(at_least=0)) == (0 if act is done else 1)


def _now() -> Mapping[str, Any]:
    """Return when a message is due."""
    return {"created_at": clock.now(), "due_at": clock.now(), "content": {"why": "owner"}}


@pytest.mark.parametrize("kind", ["lost_answer", "timeout_after", "server_error", "ratelimited", "timeout_before"])
def test_whatever_happens_on_the_way_it_arrives_once(business: Engine, workspace: LocalSlack, kind: Any) -> None:
    workspace.fault(kind, of="chat.postMessage", seconds=2)
    find(business, 1)
    for _ in range(2):  # the second sender knows nothing of what the first was told to wait for
        deliver(business, workspace)

    assert len(workspace.heard_by("owen")) == 1


@pytest.mark.parametrize("scopes", [BLIND])
def test_where_nobody_can_see_whether_it_arrived_the_kind_of_message_decides(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, 1)
    with Session(business) as session, session.begin():
        outbox.add(
            session, mark="r", kind="reminder", now=clock.now(), alert_id=1, person_id=MIA, content={"why": "snoozed"}
        )
    workspace.fault("lost_answer", of="chat.postMessage", times=2)
    deliver(business, workspace)

    assert heard(workspace) == {"owen": 2, "mia": 1}
    assert sent(business)["r"][0] == "dropped"


def test_a_message_that_somebody_has_deleted_changes_no_more(business: Engine, workspace: LocalSlack) -> None:
    find(business, 1)
    deliver(business, workspace)
    [first] = workspace.heard_by("owen")
    workspace.client.chat_delete(channel=first.channel, ts=first.ts)
    with Session(business) as session, session.begin():
        session.get_one(Alert, 1).version = 1
        outbox.changed(session, 1, clock.now())
    deliver(business, workspace)

    assert {state for mark, state in sent(business).items() if mark.startswith("update")} == {
        ("dropped", "message_not_found")
    }


@dataclass(frozen=True)
class Refusing(Posting):
    """Slack, which refuses what goes to one channel, so many changes and looks, for a reason that nobody knows."""

    deaf: str = ""
    changes: Iterator[int] = field(default_factory=lambda: iter(()))
    looks: Iterator[int] = field(default_factory=lambda: iter(()))
    reason: str = "in_a_bad_mood"

    def post(self, channel: str, reply: Reply, mark: str) -> Outcome:
        """Post a message."""
        return Refused(self.reason) if channel == self.deaf else super().post(channel, reply, mark)

    def change(self, channel: str, ts: str, reply: Reply) -> Outcome:
        """Change a message."""
        return Refused(self.reason) if next(self.changes, None) else super().change(channel, ts, reply)

    def find(self, channel: str, marks: Collection[str], *, since: float) -> Mapping[str, Done] | Failure:
        """Look for messages."""
        return Refused(self.reason) if next(self.looks, None) else super().find(channel, marks, since=since)


def test_what_slack_refuses_again_and_again_for_a_reason_nobody_knows_goes_to_the_lead(
    business: Engine, workspace: LocalSlack
) -> None:
    with Session(business) as session, session.begin():
        session.delete(session.get_one(RuleChoice, (LENA, "vip_slipping")))
        session.get_one(Hearing, LENA).scope = "mine"
    owen = workspace.client.conversations_open(users=workspace.as_("owen").id)["channel"]["id"]
    find(business, 1)
    deliver(business, workspace, Refusing(workspace.client, deaf=owen))
    [told] = workspace.heard_by("lena")
    assert "It comes to you because Owen cannot be told." in told.words


def test_a_message_that_slack_would_not_change_once_is_changed_later(business: Engine, workspace: LocalSlack) -> None:
    find(business, 1)
    deliver(business, workspace)
    workspace.heard_by("owen")
    with Session(business) as session, session.begin():
        life.take(session, 1, by=OWEN, now=clock.now())
    deliver(business, workspace, Refusing(workspace.client, changes=iter((1, 2))))
    [changed] = workspace.heard_by("owen")
    assert "Owen has had this since" in changed.words


@pytest.mark.parametrize(("reason", "looks"), [("in_a_bad_mood", 5), ("account_inactive", 30)])
def test_where_slack_would_not_let_it_be_looked_for_just_now_it_is_looked_for_later(
    business: Engine, workspace: LocalSlack, reason: str, looks: int
) -> None:
    find(business, 1)
    workspace.fault("lost_answer", of="chat.postMessage")
    once = WebClient(workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])
    posting = Refusing(once, looks=iter(range(1, looks)), reason=reason)
    announce(clock.now(), sessions=database.sessions(business), zone=UTC_ZONE)
    for _ in range(looks + 3):  # a new sender does not rest
        Delivery(database.sessions(business), settings(workspace), posting, PROMPT).once()
    assert sent(business)["alert:1:3"] == ("sent", None)
    assert heard(workspace) == {"owen": 1}


@dataclass(frozen=True)
class Interrupted(Posting):
    """Slack, where somebody else begins to write into the database whenever a message has been posted."""

    writer: Connection

    def post(self, channel: str, reply: Reply, mark: str) -> Outcome:
        """Post a message."""
        outcome = super().post(channel, reply, mark)
        self.writer.exec_driver_sql("BEGIN IMMEDIATE")
        return outcome


def test_where_a_message_is_is_kept_in_mind_until_the_database_takes_it(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, 1)
    hasty = database.connect(business.url.render_as_string())
    event.listen(hasty, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 1"))
    announce(clock.now(), sessions=database.sessions(business), zone=UTC_ZONE)
    with business.connect() as writer:
        posting = Interrupted(workspace.client, writer)
        delivery = Delivery(database.sessions(hasty), settings(workspace), posting, PROMPT)
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked"):
                delivery.once()
        assert sent(business)["alert:1:3"][0] == "sending"
        writer.rollback()
        delivery.once()
    hasty.dispose()

    assert sent(business)["alert:1:3"] == ("sent", None)
    assert heard(workspace) == {"owen": 1}


def test_while_slack_wants_not_to_be_asked_for_one_message_others_go_out(
    business: Engine, workspace: LocalSlack
) -> None:
    find(business, 1)
    with Session(business) as session, session.begin():
        outbox.add(session, mark="n", kind="notice", now=clock.now(), person_id=ADA, content=LATE_DATA)
        outbox.add(session, mark="r", kind="reminder", now=clock.now(), alert_id=1, person_id=MIA)
        session.execute(update(Message).where(Message.mark == "r").values(first_tried_at=clock.now()))
    workspace.fault("ratelimited", of="conversations.history", seconds=60)
    deliver(business, workspace)

    assert heard(workspace) == {"owen": 1, "ada": 1}


def test_what_is_hours_late_comes_as_one_message(business: Engine, workspace: LocalSlack) -> None:
    find(business, 1, 2, 3, 4, announced_at=clock.now())
    late = clock.now() - timedelta(hours=5)
    with Session(business) as session, session.begin():
        for number in range(1, 5):
            outbox.add(session, mark=f"alert:{number}:3", kind="alert", now=late, alert_id=number, person_id=OWEN)
    deliver(business, workspace)
    [only] = workspace.heard_by("owen")

    assert only.text.startswith("I could not reach you in time")
    assert all(f"/alerts show {number}" in only.words for number in range(1, 5))


def test_a_notice_goes_to_whoever_looks_after_the_bot_once(business: Engine, workspace: LocalSlack) -> None:
    with Session(business) as session, session.begin():
        outbox.add(session, mark="notice:late:2025-11-20", kind="notice", now=clock.now(), content=LATE_DATA)
    deliver(business, workspace)

    assert heard(workspace) == {"ada": 1}
