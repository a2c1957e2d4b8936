"""What happens in the workspace while the bot is there: people come, change and leave, user groups change.

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

from bot import clock
from bot.settings import Settings
from bot.slack.roster import member
from storage import groups, roster
from storage.database import Sessions

PEOPLE = ("user_change", "team_join")
GROUPS = ("subteam_created", "subteam_updated", "subteam_members_changed")
EVENTS = (*PEOPLE, *GROUPS)
"""The events that the bot subscribes to in order to know who is of the team."""

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
            if told and not told.get("date_delete"):
                groups.notice(session, told["id"], told["handle"], at=clock.now())
            groups.mark_unread(session, event.get("subteam_id") or told["id"])


def workspace(body: Mapping[str, Any]) -> str:
    """Return the workspace of the installation that an event is for."""
    told: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    return str(told.get("team_id") or body["team_id"])
