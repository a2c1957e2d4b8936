"""Whether somebody may decide, and whether Slack tells who is who."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.doctor.finding import Finding, Level
from bot.jobs import roster
from bot.settings import Settings
from storage.tables import Person, SlackMember

UNREAD = timedelta(days=2)
"""After how long without a word from Slack something is wrong."""


def people(session: Session, settings: Settings) -> Iterator[Finding]:
    """Look at the sales team and at what Slack tells of it; without Slack there is nothing to see."""
    if settings.slack_bot_token:
        yield _administrators(session, settings)
        yield _roster(session)
        yield from _unmatched(session)


def _administrators(session: Session, settings: Settings) -> Finding:
    """See that somebody may let people in and change the rules of the house."""
    there = select(func.count()).where(Person.role == "admin", Person.active, Person.slack_id.is_not(None))
    if count := session.scalar(there) or 0:
        return Finding(Level.OK, "administrators", f"{count:,}")
    remedy = "Name Slack member ids in ADMINS, or import people with the role admin and their Slack ids."
    unknown = "; ADMINS names nobody whom Slack knows yet" if settings.admins else ""
    return Finding(Level.WARN, "administrators", f"there is none in Slack{unknown}", remedy)


def _roster(session: Session) -> Finding:
    """See that members of the workspace are read every night."""
    last = roster.last(session)
    members = session.scalar(select(func.count()).select_from(SlackMember)) or 0
    if last is None or clock.now() - last > UNREAD:
        found = f"not read since {last:%Y-%m-%d}" if last else "never read"
        return Finding(Level.WARN, "members", found, "See that `regulars clock` or `regulars run` is running.")
    return Finding(Level.OK, "members", f"{members:,} in the workspace, read on {last:%Y-%m-%d}")


def _unmatched(session: Session) -> Iterator[Finding]:
    """Look for people whom the bot cannot reach."""
    active, matched = func.count(), func.count(Person.slack_id)
    there, reached = session.execute(select(active, matched).where(Person.active)).one()
    if there > reached:
        remedy = "`/people set NAME slack @account`, a file with Slack ids, or MATCH_PEOPLE_BY_EMAIL=yes."
        yield Finding(Level.WARN, "people", f"{there - reached:,} of {there:,} have no Slack account", remedy)
    elif there:
        yield Finding(Level.OK, "people", f"{there:,}, all with their Slack accounts")
