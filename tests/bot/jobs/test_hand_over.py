"""What is due about handovers and covers is done, once, or left to whoever asked."""

from datetime import timedelta

from sqlalchemy import Engine, select

from bot.jobs.hand_over import hand_over
from bot.locale import ENGLISH
from bot.telling.messages import Occasion, told
from segmentation.profile import Policy
from storage import covers, database
from storage.alerts.who import who
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import Customer, Handover, Message, Person
from tests.business import TODAY, customer, person, profile, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, working

PETRA, JOE, MARIA, NINA, TOM = range(1, 6)
TOMORROW = NOW + timedelta(days=1)


@on_sqlite
def test_a_day_of_moves_covers_and_approvals(engine: Engine) -> None:
    people = [person(number, name, slack_id=f"U{number}") for number, name in ((JOE, "Joe"), (MARIA, "Maria"))]
    people.append(person(PETRA, "Petra", slack_id=f"U{PETRA}", role="manager"))
    remember(engine, *people, *(customer(one, str(one), owner_id=JOE) for one in (1, 2, 3)))
    remember(engine, *(profile(one) for one in (1, 2, 3)))
    with working(engine) as session:
        fine, late, asked = (
            propose(session, {number: MARIA}, by=PETRA, now=NOW, due_at=TOMORROW).id for number in (1, 2, 3)
        )
        for number in (fine, late):
            life.confirm(session, number, by=PETRA, now=NOW)
        life.confirm(session, asked, by=PETRA, now=NOW, approval=Approval((JOE,), TOMORROW))
        sooner = propose(session, {2: PETRA}, by=JOE, now=NOW).id
        life.confirm(session, sooner, by=JOE, now=NOW)
        covers.make(session, JOE, MARIA, begins_at=TOMORROW, ends_at=TOMORROW + timedelta(days=1), by=PETRA, now=NOW)

    for moment in (NOW, TOMORROW, TOMORROW):
        hand_over(moment, sessions=database.sessions(engine))

    with working(engine) as session:
        states = {number: session.get_one(Handover, number).state for number in (fine, late, asked)}
        owners = session.scalars(select(Customer.owner_id).order_by(Customer.id)).all()
        told = session.scalars(select(Message).where(Message.person_id == PETRA, Message.kind == "handover_news")).all()
        began = session.scalars(
            select(Message.person_id).where(Message.kind == covers.BEGINS).order_by(Message.id)
        ).all()
    assert states == {fine: "done", late: "failed", asked: "expired"}
    assert owners == [MARIA, PETRA, JOE]
    assert [(one.content["handover_id"], one.content["event"], one.content.get("reason")) for one in told] == [
        (asked, "expired", None),
        (late, "failed", "moved_on"),
    ]
    assert began == [JOE, MARIA]


def test_what_whoever_asked_may_not_give_any_more_stays_unless_somebody_approved_it_who_may(
    sqlite_engine: Engine,
) -> None:
    remember(
        sqlite_engine,
        person(PETRA, "Petra", slack_id="U1", role="manager"),
        *(person(one, name, slack_id=f"U{one}", manager_id=PETRA) for one, name in ((MARIA, "Maria"), (NINA, "Nina"))),
        person(JOE, "Joe", slack_id="U2", manager_id=NINA),
        person(TOM, "Tom", slack_id="U5", manager_id=MARIA),
        *(customer(number, str(number), owner_id=owner) for number, owner in ((1, JOE), (2, TOM), (3, TOM))),
    )
    with working(sqlite_engine) as session:
        his, hers, approved = (
            propose(session, {number: NINA}, by=by, now=NOW, due_at=TOMORROW).id
            for number, by in ((1, JOE), (2, MARIA), (3, MARIA))
        )
        life.confirm(session, his, by=JOE, now=NOW)
        life.confirm(session, hers, by=MARIA, now=NOW)
        life.confirm(session, approved, by=MARIA, now=NOW, approval=Approval((PETRA,), TOMORROW))
        life.approve(session, approved, by=PETRA, now=NOW)
        session.get_one(Person, JOE).active = False
        session.get_one(Person, TOM).manager_id = NINA

    hand_over(TOMORROW, sessions=database.sessions(sqlite_engine))

    with working(sqlite_engine) as session:
        assert session.scalars(select(Customer.owner_id).order_by(Customer.id)).all() == [JOE, TOM, NINA]
        news = select(Message).where(Message.content["event"].as_string() == "failed").order_by(Message.id)
        failed = {
            (one.content["handover_id"], one.person_id, one.content["reason"]): one for one in session.scalars(news)
        }
        assert [*failed] == [(his, NINA, "left"), (hers, MARIA, "not_theirs")]
        for (_, hearer, _), one in failed.items():
            heard = who(session.get_one(Person, hearer))
            said = told(session, Occasion(one.kind, None, one.content, heard, ENGLISH, Policy(), TODAY, TOMORROW))
            assert "Whoever asked for it" in str(said)
            assert "Look again" not in str(said)
