"""What is due about handovers and covers is done, once, or left to whoever asked."""

from datetime import timedelta

from sqlalchemy import Engine, select

from bot.jobs.hand_over import hand_over
from storage import covers, database
from storage.handovers import life
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.tables import Customer, Handover, Message
from tests.business import customer, person, profile, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, working

PETRA, JOE, MARIA = 1, 2, 3
TOMORROW = NOW + timedelta(days=1)


@on_sqlite
def test_a_day_of_moves_covers_and_approvals(engine: Engine) -> None:
    people = [person(number, name, slack_id=f"U{number}") for number, name in enumerate(("Petra", "Joe", "Maria"), 1)]
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
