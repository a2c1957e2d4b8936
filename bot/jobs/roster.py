"""Read from Slack who is in the workspace: all at the start and every night, user groups whenever they have changed.

Slack is asked first, and nothing is held meanwhile; then everything is taken in, in one transaction.
"""

import logging
import time
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import clock
from bot.settings import Settings
from bot.slack import roster as slack
from bot.slack.client import UNREACHABLE, web_client
from bot.slack.sending import reason
from storage import days, groups, roster, runs
from storage.database import Sessions
from storage.groups import Group
from storage.roster import Member, Terms
from storage.staff import Deed
from storage.tables import JobRun

JOB = "roster"

log = logging.getLogger(__name__)


def refresh(
    by: datetime, *, sessions: Sessions, settings: Settings, started: datetime, pause: slack.Pause = time.sleep
) -> None:
    """Read what is to be read by a moment; what Slack does not tell now is read at the next look.

    Args:
        started: when this process began: what happened before, nobody may have heard.
        pause: waits for so many seconds.
    """
    if not settings.slack_bot_token:
        return
    with sessions() as session:
        is_whole = is_due(last(session), by=by, started=started, settings=settings)
        if not (is_whole or groups.unread(session)):
            return
    client = web_client(settings.slack_bot_token, api_url=settings.slack_api_url)
    try:
        _read(client, sessions, settings, clock.now(), pause=pause if is_whole else None)
    except UNREACHABLE as failure:
        log.warning("Slack does not tell who is in the workspace: %s", reason(failure))


def is_due(last: datetime | None, *, by: datetime, started: datetime, settings: Settings) -> bool:
    """Say whether everybody is to be read: nobody has today since the night's hour, or since this process began."""
    if last is None or last < started <= by:
        return True
    local = by.astimezone(settings.time_zone)
    is_another_day = last.astimezone(settings.time_zone).date() < local.date()
    return is_another_day and local.hour >= settings.classify_at_hour


def last(session: Session) -> datetime | None:
    """Return when everybody was read last."""
    return session.scalar(select(func.max(JobRun.at)).where(JobRun.job == JOB))


def _read(
    client: WebClient, sessions: Sessions, settings: Settings, now: datetime, *, pause: slack.Pause | None
) -> None:
    """Ask Slack and take in what it says; of everybody too where there is a `pause` to keep between pages."""
    with sessions() as session, session.begin():
        groups.mark_read(session, at=now)
    try:
        found = _members(client, pause) if pause else None
        told = _groups(client)
        with sessions() as session, session.begin():
            runs.wait_for_turn(session)
            roster.wait_for_turn(session)
            _take_in(session, found, told, settings, now)
    except BaseException:
        with sessions() as session, session.begin():
            groups.mark_read(session, at=None)
        raise


def _take_in(
    session: Session, found: list[Member] | None, told: list[Group] | None, settings: Settings, now: datetime
) -> None:
    """Bring the team in line with what Slack has told."""
    deed: Deed = {"by": None, "now": now, "place": "slack"}
    if told is not None:
        groups.keep(session, told, read_at=now)
    if found is not None:
        roster.keep(session, found, seen_at=now)
        roster.settle(session, Terms(settings.match_people_by_email, settings.admins), deed)
        days.begin(session, JOB, now.isoformat(), now.astimezone(settings.time_zone).date(), at=now)
    if told is not None:
        groups.settle(session, {group.slack_id: group.members for group in told}, deed)


def _members(client: WebClient, pause: slack.Pause) -> list[Member]:
    """Return everybody in the workspace."""
    return slack.members(client, ours=str(client.auth_test()["team_id"]), pause=pause)


def _groups(client: WebClient) -> list[Group] | None:
    """Return the user groups; None without the scope to read them: then nothing is known of them."""
    try:
        return slack.groups(client)
    except UNREACHABLE as failure:
        if reason(failure) not in {"missing_scope", "permission_denied", "paid_teams_only", "not_allowed_token_type"}:
            raise
        return None
