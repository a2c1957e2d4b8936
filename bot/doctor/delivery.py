"""What is wrong with messages: some that wait for long, and some that nobody could hear."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.doctor.finding import Finding, Level
from storage import outbox
from storage.tables import Message

STUCK = timedelta(hours=1)
LATELY = timedelta(days=7)


def messages(session: Session) -> Iterator[Finding]:
    """Look at the outbox."""
    yield from _stuck(session)
    yield from _unheard(session)


def _stuck(session: Session) -> Iterator[Finding]:
    """Look for messages that should have been sent long ago."""
    late = (Message.state.in_(outbox.AHEAD), Message.due_at < clock.now() - STUCK)
    count = session.scalar(select(func.count()).where(*late)) or 0
    if not count:
        yield Finding(Level.OK, "messages", "none is late")
        return
    why = session.scalar(select(Message.error).where(*late, Message.error.is_not(None)).order_by(Message.due_at))
    found = f"{count:,} should have gone out over an hour ago" + (f" ({why})" if why else "")
    yield Finding(Level.WARN, "messages", found, "See that `regulars worker` or `regulars run` is running.")


def _unheard(session: Session) -> Iterator[Finding]:
    """Look for messages that reached nobody."""
    lost = (Message.state == outbox.DROPPED, Message.error == outbox.NOBODY, Message.created_at > clock.now() - LATELY)
    if count := session.scalar(select(func.count()).where(*lost)):
        remedy = "Import people with their Slack ids and managers; give somebody the role manager or admin."
        yield Finding(Level.FAIL, "hearers", f"{count:,} messages of the last week had nobody to hear them", remedy)
