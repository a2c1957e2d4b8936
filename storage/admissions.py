"""Who asks to be let in, and what was decided: each request once, whoever is quicker decides."""

from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import audit, outbox
from storage.staff import Deed
from storage.tables import AccessRequest, Message, SlackMember

KIND = "access_request"
OUTCOME = "access_outcome"
"""The kinds of messages that ask for a decision, and that tell of it whoever has asked."""

UNDECIDED = AccessRequest.granted.is_(None)
"""The condition that nobody has decided about a request."""


def ask(session: Session, member: SlackMember, deed: Deed, *, again_after: timedelta) -> AccessRequest | None:
    """Note that somebody asks to be let in; None if they have within `again_after`, and were not let in since."""
    now, dialect = deed["now"], sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"name": member.name, "asked_at": now, "decided_by": None, "decided_at": None, "granted": None}
    is_old = or_(AccessRequest.asked_at <= now - again_after, AccessRequest.granted.is_(True))
    new = dialect.insert(AccessRequest).values(slack_id=member.slack_id, **values)
    asking = new.on_conflict_do_update(index_elements=["slack_id"], set_=values, where=is_old)
    if session.scalar(asking.returning(AccessRequest.slack_id)) is None:
        return None
    after = {"slack_id": member.slack_id, "name": member.name}
    audit.add(session, action="access.asked", subject=subject(member.slack_id), before={}, after=after, **deed)
    return session.get_one(AccessRequest, member.slack_id, populate_existing=True)


def waiting(session: Session) -> list[AccessRequest]:
    """Return the requests that nobody has decided about, the longest open first."""
    return list(session.scalars(select(AccessRequest).where(UNDECIDED).order_by(AccessRequest.asked_at)))


def decide(session: Session, asked: AccessRequest, deed: Deed, *, granted: bool) -> bool:
    """Note what was decided, and have it shown to all who were asked; say whether nobody was quicker."""
    values = {"granted": granted, "decided_by": deed["by"], "decided_at": deed["now"]}
    decided = (
        update(AccessRequest)
        .where(AccessRequest.slack_id == asked.slack_id, UNDECIDED)
        .values(**values)
        .returning(AccessRequest.slack_id)
    )
    is_first = session.scalar(decided) is not None
    session.refresh(asked)
    if is_first:
        about = Message.mark.startswith(mark(asked), autoescape=True)
        outbox.renew(session, select(Message).where(about), kind=KIND, now=deed["now"])
        action, after = "access.granted" if granted else "access.refused", {"granted": granted}
        audit.add(session, action=action, subject=subject(asked.slack_id), before={}, after=after, **deed)
    return is_first


def mark(asked: AccessRequest, kind: str = KIND) -> str:
    """Return how the marks of the messages about a request begin; to whom comes behind it."""
    return f"{kind}:{asked.slack_id}:{asked.asked_at:%Y%m%dT%H%M%S}>"


def subject(slack_id: str) -> str:
    """Return a member of the workspace as the record calls them."""
    return f"member:{slack_id}"
