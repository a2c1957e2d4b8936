"""Those who ask to be let in, as administrators are told of them."""

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.views.admission import Alike, Request
from storage import admissions
from storage.tables import AccessRequest, Customer, Person, SlackMember

ALIKE = 3
"""How many of the team are offered who may be who asks."""


def shown(session: Session, asked: AccessRequest) -> Request:
    """Return a request with what Slack tells of whoever asks."""
    member = session.get(SlackMember, asked.slack_id)
    by = session.get(Person, asked.decided_by) if asked.decided_by else None
    return Request(
        slack_id=asked.slack_id,
        name=asked.name,
        handle=member.handle if member else None,
        email=member.email if member else None,
        asked_at=asked.asked_at,
        granted=asked.granted,
        by=by.name if by else None,
        decided_at=asked.decided_at,
        alike=list(_alike(session, member)) if member and asked.granted is None else (),
    )


def waiting(session: Session) -> list[Request]:
    """Return everybody who waits to be let in, the longest first."""
    return [shown(session, one) for one in admissions.waiting(session)]


def _alike(session: Session, member: SlackMember) -> Iterable[Alike]:
    """Yield who of the team has no Slack account, and the name or the address of a member."""
    same = or_(
        func.lower(Person.name) == member.name.lower(),
        func.lower(Person.email) == (member.email or "").lower(),
    )
    found = select(Person).where(Person.active, Person.slack_id.is_(None), same).order_by(Person.id).limit(ALIKE)
    for person in session.scalars(found).all():
        owned = select(func.count()).where(Customer.owner_id == person.id, Customer.status == "open")
        yield Alike(person.id, person.name, session.scalar(owned) or 0)
