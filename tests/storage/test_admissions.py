"""Who asks to be let in: once a day, decided once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import admissions, outbox, roster
from storage.roster import Member
from storage.staff import Deed
from storage.tables import AuditEntry, Message, SlackMember
from tests.business import person, remember

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def at(moment: datetime, *, by: int | None = None) -> Deed:
    """Return who does something, and when."""
    return {"by": by, "now": moment, "place": "D1"}


def asks(session: Session, moment: datetime) -> bool:
    """Let Lee ask to be let in; say whether that counts."""
    lee = session.get_one(SlackMember, "U0LEE")
    return admissions.ask(session, lee, at(moment), again_after=DAY) is not None


def test_a_request_counts_once_a_day_and_the_first_to_decide_decides(engine: Engine) -> None:
    remember(engine, person(51, "Ada", role="admin"), person(52, "Grace", role="admin"))
    with Session(engine) as session, session.begin():
        roster.keep(session, [Member("U0LEE", "T1", "lee", "Lee Fox")], seen_at=NOW)
        assert [asks(session, NOW + after) for after in (0 * DAY, DAY / 2, DAY)] == [True, False, True]
        asked = admissions.waiting(session)[0]
        for number in (51, 52):
            mark = f"{admissions.mark(asked)}{number}"
            outbox.add(
                session, mark=mark, kind=admissions.KIND, now=NOW, person_id=number, content={"slack_id": "U0LEE"}
            )
        assert admissions.decide(session, asked, at(NOW + DAY, by=51), granted=False)
        assert not admissions.decide(session, asked, at(NOW + DAY, by=52), granted=True)
        assert (asked.granted, asked.decided_by) == (False, 51)
        assert admissions.waiting(session) == []

    with Session(engine) as session, session.begin():
        updates = session.scalars(select(Message).where(Message.kind == outbox.UPDATE)).all()
        assert sorted(one.person_id or 0 for one in updates) == [51, 52]
        told = [(one.action, one.person_id) for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        assert told == [("access.asked", None), ("access.asked", None), ("access.refused", 51)]
        assert not asks(session, NOW + DAY)
        assert asks(session, NOW + 2 * DAY)
