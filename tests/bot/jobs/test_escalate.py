"""Alerts that nobody takes come before the lead once, then before the manager."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, select, update

from bot.jobs import escalate
from storage import database
from storage.tables import Alert, AlertEvent, Cover, Episode, Message, Person, Profile
from tests.business import customer, person, profile, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import alert, found, message, ongoing, working

THURSDAY = datetime(2025, 11, 27, 10, tzinfo=UTC)
LINDA, LEAD, MANAGER = 1, 2, 3


def chain() -> list[Person]:
    """Return Linda, her lead and the lead's manager; all of them work in London."""
    above = ((MANAGER, "Mona", "manager", None), (LEAD, "Leo", "lead", MANAGER), (LINDA, "Linda", "salesperson", LEAD))
    return [
        person(number, name, role=role, manager_id=boss, slack_id=f"U{number}", time_zone="Europe/London")
        for number, name, role, boss in above
    ]


def told(engine: Engine, **values: Any) -> None:
    """Store a team of three, and an alert of which Linda was told on Thursday at ten."""
    remember(engine, *chain(), ongoing(), customer(owner_id=LINDA), alert(**values), found(), message(sent_at=THURSDAY))


def escalated(engine: Engine, *moments: datetime) -> list[tuple[int | None, datetime]]:
    """Escalate at these moments, each message being sent at once; return who was told up the line, and when."""
    for moment in moments:
        escalate.escalate(moment, sessions=database.sessions(engine), zone=ZoneInfo("UTC"), after_days=2)
        with working(engine) as session:
            for one in session.scalars(select(Message).where(Message.state == "waiting", Message.kind == "escalation")):
                one.state, one.sent_at = "sent", one.due_at
    with working(engine) as session:
        up = select(Message.person_id, Message.due_at).where(Message.kind == "escalation").order_by(Message.id)
        return [(row[0], row[1]) for row in session.execute(up)]


def days(number: float) -> datetime:
    """Return the moment so many days after Linda was told."""
    return THURSDAY + timedelta(days=number)


@on_sqlite
def test_the_lead_is_told_after_two_working_days_and_the_manager_after_two_more(engine: Engine) -> None:
    told(engine)
    every_hour = [THURSDAY + timedelta(hours=hours) for hours in range(24 * 10)]

    up = escalated(engine, *every_hour)

    assert [(person, f"{at:%a %d}") for person, at in up] == [(LEAD, "Mon 01"), (MANAGER, "Wed 03")]


@on_sqlite
def test_a_weekend_is_no_working_day(engine: Engine) -> None:
    told(engine)

    assert escalated(engine, days(3)) == []


def test_what_was_taken_snoozed_or_closed_goes_no_further(engine: Engine) -> None:
    told(engine, state="acknowledged", taken_by=LINDA)
    resting = alert(2, snoozed_until=days(30)), message(2, sent_at=THURSDAY)
    to_visit = alert(3, snoozed_to_visit_after=THURSDAY.date()), message(3, sent_at=THURSDAY)
    remember(engine, resting[0], to_visit[0], alert(4, state="dismissed"), resting[1], to_visit[1])

    assert escalated(engine, days(10)) == []


def test_what_is_not_so_any_more_goes_no_further(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        session.execute(delete(Episode))

    assert escalated(engine, days(10)) == []


def test_who_is_no_vip_any_more_for_staying_away_is_not_forgotten(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        session.execute(delete(Episode))
        session.add(profile(tier="standard"))
    assert escalated(engine, days(5)) == [(LEAD, days(5))]

    with working(engine) as session:
        session.execute(update(Profile).values(last_visit=days(6).date()))
    assert escalated(engine, days(8)) == [(LEAD, days(5))]


def test_a_lead_elsewhere_is_told_when_at_work_unless_it_is_taken_by_then(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        session.get_one(Person, LEAD).time_zone = "America/New_York"
    nine_in_london, nine_in_new_york = (datetime(2025, 12, 1, hour, tzinfo=UTC) for hour in (9, 14))

    assert escalated(engine, nine_in_london) == []
    assert escalated(engine, nine_in_new_york) == [(LEAD, nine_in_new_york)]


def test_after_a_snooze_there_is_time_again(engine: Engine) -> None:
    told(engine)
    remember(engine, AlertEvent(alert_id=1, kind="woken", at=days(4)))

    assert escalated(engine, days(5)) == []
    assert escalated(engine, days(6)) == [(LEAD, days(6))]


def test_what_can_wait_bothers_nobody_further_up(engine: Engine) -> None:
    told(engine, rule="bz_entered")

    assert escalated(engine, days(10)) == []


def test_an_alert_that_has_not_arrived_yet_is_not_overdue(engine: Engine) -> None:
    on_its_way = message(state="waiting", sent_at=None, channel=None, ts=None)
    remember(engine, *chain(), ongoing(), customer(owner_id=LINDA), alert(), found(), on_its_way)

    assert escalated(engine, days(10)) == []


def test_what_was_told_in_a_digest_counts_from_then(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        digest = Message(mark="digest", kind="digest", person_id=LINDA, created_at=THURSDAY, due_at=THURSDAY)
        digest.state, digest.sent_at = "sent", days(4)
        session.add(digest)
        session.flush()
        first = session.scalars(select(Message).where(Message.kind == "alert")).one()
        first.state, first.sent_at, first.target_id = "folded", None, digest.id

    assert escalated(engine, days(5)) == []
    assert [person for person, _ in escalated(engine, days(6))] == [LEAD]


def test_whoever_only_reads_of_it_in_a_digest_is_told_all_the_same(engine: Engine) -> None:
    told(engine)
    common = {"created_at": THURSDAY, "due_at": THURSDAY, "person_id": MANAGER}
    with working(engine) as session:
        session.add(digest := Message(mark="digest", kind="digest", state="sent", sent_at=days(1), **common))
        session.flush()
        in_it = {"state": "folded", "content": {"why": "team"}, "target_id": digest.id}
        session.add(Message(mark="alert:1:manager", kind="alert", alert_id=1, **common, **in_it))

    assert [person for person, _ in escalated(engine, days(4), days(11))] == [LEAD, MANAGER]


def test_who_hears_of_it_for_somebody_who_only_listens_has_not_been_asked(engine: Engine) -> None:
    told(engine)
    remember(engine, person(4, "Sue", slack_id="U4"))
    listens = {"why": "cover", "instead_of": "Mona", "listens": True}
    remember(engine, message(mark="alert:1:4", person_id=4, sent_at=days(1), content=listens))

    escalated(engine, days(4))

    with working(engine) as session:
        [up] = session.scalars(select(Message).where(Message.kind == "escalation"))
        assert (up.person_id, up.content["instead_of"]) == (LEAD, "Linda")


def test_whoever_has_had_a_message_of_their_own_is_not_told_again(engine: Engine) -> None:
    told(engine)
    own = {"state": "sent", "sent_at": days(1), "content": {"why": "team"}}
    common = {"created_at": THURSDAY, "due_at": THURSDAY, "person_id": LEAD}
    remember(engine, Message(mark="alert:1:lead", kind="alert", alert_id=1, **common, **own))

    assert escalated(engine, days(4)) == [(MANAGER, days(4))]


def test_what_a_stand_in_of_another_team_does_not_take_comes_before_the_owners_lead(engine: Engine) -> None:
    remember(engine, *chain(), ongoing(), customer(owner_id=LINDA), alert(), found())
    remember(engine, person(4, "Lou", role="lead", slack_id="U4"), person(5, "Sue", manager_id=4, slack_id="U5"))
    remember(engine, message(person_id=5, sent_at=THURSDAY, content={"why": "cover", "instead_of": "Linda"}))

    assert [person for person, _ in escalated(engine, days(4), days(10), days(20))] == [LEAD, MANAGER]


@on_sqlite
def test_what_the_stand_in_of_a_manager_below_nobody_does_not_take_comes_before_the_stand_ins_lead(
    engine: Engine,
) -> None:
    remember(engine, *chain(), ongoing(), customer(owner_id=MANAGER), alert(), found())
    remember(engine, person(4, "Lou", role="lead", slack_id="U4"), person(5, "Sue", manager_id=4, slack_id="U5"))
    remember(engine, message(person_id=5, sent_at=THURSDAY, content={"why": "cover", "instead_of": "Mona"}))

    assert [person for person, _ in escalated(engine, days(4))] == [4]


@on_sqlite
def test_what_went_back_to_nobody_goes_on_with_whoever_was_asked_before(engine: Engine) -> None:
    remember(engine, *chain(), ongoing(), customer(owner_id=None), alert(), found())
    remember(engine, message(person_id=LEAD, sent_at=THURSDAY, content={"why": "unowned"}))
    for at, detail in ((days(0.1), {"to": LINDA}), (days(0.2), {"from": LINDA, "undone": True})):
        remember(engine, AlertEvent(alert_id=1, kind="reassigned", at=at, person_id=LEAD, detail=detail))

    assert escalated(engine, days(1)) == []
    assert escalated(engine, days(4)) == [(MANAGER, days(4))]


def test_whoever_has_left_is_passed_over(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        session.get_one(Person, LEAD).active = False

    assert [person for person, _ in escalated(engine, days(4), days(10))] == [MANAGER]


@on_sqlite
def test_who_reports_to_nobody_is_not_the_last_to_hear_unless_a_manager(engine: Engine) -> None:
    told(engine)
    with working(engine) as session:
        session.get_one(Person, LINDA).manager_id = None

    assert [person for person, _ in escalated(engine, days(4), days(10), days(20))] == [MANAGER]


def test_each_who_is_told_learns_who_was_asked_and_for_whom(engine: Engine) -> None:
    remember(engine, *chain(), ongoing(), customer(owner_id=LINDA), alert(), found())
    remember(engine, person(4, "Sue", slack_id="U4"), person(5, "Kim", slack_id="U5", time_zone="Europe/London"))
    remember(engine, message(person_id=4, sent_at=THURSDAY, content={"why": "cover", "instead_of": "Linda"}))
    away = {"begins_at": days(3), "ends_at": days(20), "made_by": MANAGER, "made_at": THURSDAY}
    remember(engine, Cover(person_id=LEAD, stand_in_id=5, **away))

    escalated(engine, days(4), days(7))

    with working(engine) as session:
        up = session.scalars(select(Message).where(Message.kind == "escalation").order_by(Message.id)).all()
        asked = [(one.person_id, one.content["instead_of"], one.content["asked_for"]) for one in up]
        assert asked == [(5, "Sue", "Linda"), (MANAGER, "Kim", "Leo")]


def test_the_alert_tells_to_whom_it_went(engine: Engine) -> None:
    told(engine)
    escalated(engine, days(4))

    with working(engine) as session:
        assert session.get_one(Alert, 1).escalated == 1
        updates = session.scalars(select(Message).where(Message.kind == "update")).all()
        assert [one.person_id for one in updates] == [LINDA]
