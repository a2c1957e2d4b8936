"""What happens in the workspace while the bot is there: people come, change and leave, user groups change.

Whoever joins a channel in which alerts are posted, and may see none, is told of to whoever named the channel.

An event is acknowledged first, and taken in by a thread. One that is lost does little harm: everything is read anew
every night. Of a user group only that it has changed is noted, as events tell no more than five hundred of its members:
the job `roster` reads it anew.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import clock
from bot.asking import seeing
from bot.delivering.noting import OUTSIDERS
from bot.settings import Settings
from bot.slack.roster import member
from bot.team import hearing_of
from storage import groups, hearings, outbox, roster
from storage.database import Sessions

PEOPLE = ("user_change", "team_join")
GROUPS = ("subteam_created", "subteam_updated", "subteam_members_changed")
JOINED = "member_joined_channel"
EVENTS = (*PEOPLE, *GROUPS, JOINED)
"""The events that the bot subscribes to in order to know who is of the team, and who reads what it posts."""

PLACE = "slack"
"""Where what Slack tells is done, as the record says."""

log = logging.getLogger(__name__)


class Happenings:
    """The listeners for these events; `perform` runs what takes its time."""

    def __init__(self, sessions: Sessions, settings: Settings, *, perform: Callable[..., object]) -> None:
        self._sessions = sessions
        self._settings = settings
        self._perform = perform

    def person(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge that somebody has come or changed, and bring the team in line with it."""
        ack()
        self._perform(self._taken_in, self._person, body)

    def group(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge that a user group has changed, and have it read."""
        ack()
        self._perform(self._taken_in, self._group, body)

    def joined(self, ack: Ack, body: dict[str, Any]) -> None:
        """Acknowledge that somebody has joined a channel, and see whether they may."""
        ack()
        self._perform(self._taken_in, self._joined, body)

    def _taken_in(self, take_in: Callable[[Mapping[str, Any]], None], body: Mapping[str, Any]) -> None:
        """Take an event in; what fails is left to the night."""
        try:
            take_in(body)
        except (SQLAlchemyError, LookupError, TypeError, ValueError):
            log.exception("An event could not be taken in: %s", body["event"].get("type"))

    def _person(self, body: Mapping[str, Any]) -> None:
        """Remember what is told of somebody, and draw the conclusions if that is news."""
        told_at = datetime.fromtimestamp(float(body.get("event_time") or clock.now().timestamp()), UTC)
        found = member(body["event"]["user"], ours=workspace(body))
        with self._sessions() as session, session.begin():
            roster.wait_for_turn(session)
            if roster.notice(session, found, told_at=told_at):
                terms = roster.Terms(self._settings.match_people_by_email, self._settings.admins)
                roster.settle(session, terms, {"by": None, "now": clock.now(), "place": PLACE})

    def _group(self, body: Mapping[str, Any]) -> None:
        """Remember what a user group is called, and have it read if it gives anything."""
        event = body["event"]
        told = event.get("subteam") or {}
        with self._sessions() as session, session.begin():
            roster.wait_for_turn(session)
            if told and not told.get("date_delete"):
                groups.notice(session, told["id"], told["handle"], at=clock.now())
            groups.mark_unread(session, event.get("subteam_id") or told["id"])

    def _joined(self, body: Mapping[str, Any]) -> None:
        """Tell whoever named a channel for alerts that there are none there, as somebody reads it who may see none."""
        event, now = body["event"], clock.now()
        channel, user = event["channel"], event["user"]
        with self._sessions() as session, session.begin():
            leads = hearings.leads(session, channel) if user != _ourselves(body) else []
            if leads and seeing.is_open_to_all(session) and not seeing.are_of_the_team(session, {user}):
                for lead in leads:
                    self._warn(session, lead, channel, now)

    def _warn(self, session: Session, lead: int, channel: str, now: datetime) -> None:
        """Put into the outbox, for when they work, that a channel hears no alerts any more: once a day."""
        hears = hearing_of(session, lead, business_zone=self._settings.time_zone)
        outbox.add(
            session,
            mark=f"{hearings.CHANNEL}:{lead}:{channel}:{now.date()}",
            kind=hearings.CHANNEL,
            now=now,
            due_at=hears.working_time.next_moment(now) if hears else now,
            person_id=lead,
            content={"channel": channel, "why": OUTSIDERS},
        )


def _ourselves(body: Mapping[str, Any]) -> str | None:
    """Return the bot's own Slack id, as an event tells it."""
    told: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    return told.get("user_id")


def workspace(body: Mapping[str, Any]) -> str:
    """Return the workspace of the installation that an event is for."""
    told: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    return str(told.get("team_id") or body["team_id"])
