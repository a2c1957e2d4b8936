"""The words of a message, made when it is sent, of what holds then. To add a kind: one function, listed in `KINDS`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.asking import standing
from bot.locale import Language, sentence
from bot.question import Reply
from bot.routing import Why, below
from bot.team import team
from bot.telling import handing_over, staff
from bot.telling.blocks import plain
from bot.views.alert import alert
from bot.views.catch_up import catch_up
from bot.views.digest import ROWS as DIGEST_ROWS
from bot.views.digest import digest
from bot.views.notice import notice
from bot.views.refusal import denial
from bot.views.settings import channel_closed, channel_named
from segmentation.profile import Policy
from storage import covers
from storage.alerts import digests, lists
from storage.alerts.lists import AlertView
from storage.alerts.sleepers import sleepers
from storage.alerts.who import Who
from storage.outbox import UPDATE
from storage.tables import Person

UTC = ZoneInfo("UTC")

NOT_ANY_MORE = sentence("{customer}: this alert is not shown here any more.")


@dataclass(frozen=True)
class Occasion:
    """A message to be told: to whom (None in a `channel`), about what, and when."""

    kind: str
    alert_id: int | None
    content: Mapping[str, Any]
    hearer: Who | None
    language: Language
    policy: Policy
    today: date
    now: datetime
    channel: str | None = None


def told(session: Session, occasion: Occasion) -> Reply | None:
    """Return what a message says; None if there is nothing to say."""
    return KINDS[occasion.kind](session, occasion)


def _alert(session: Session, occasion: Occasion) -> Reply | None:
    """Tell of one alert, as long as it is for whoever reads it; what shows it already shows it no more after that."""
    view = lists.one(session, occasion.alert_id or 0)
    if view is None:
        return None
    if not _is_for(session, occasion, view):
        gone = occasion.language.say(NOT_ANY_MORE, customer=plain(view.customer))
        return denial(gone, {}) if occasion.kind == UPDATE else None
    return alert(
        occasion.language,
        occasion.policy,
        view,
        hearer=occasion.hearer,
        why=_why(session, occasion, view),
        instead_of=occasion.content.get("instead_of"),
        asked_for=occasion.content.get("asked_for"),
    )


def _why(session: Session, occasion: Occasion, found: AlertView) -> str:
    """Return why somebody hears of an alert, as far as that is so still: covers end, and customers change teams."""
    why, hearer = str(occasion.content.get("why", "")), occasion.hearer
    if hearer and why == Why.COVER and occasion.content.get("instead_of") not in _covered(session, hearer, occasion):
        return "covered"
    if hearer and why == Why.TEAM and found.owner:
        everybody = team(session, business_zone=UTC, now=occasion.now)
        return why if found.owner.id in below(hearer.id, everybody) else ""
    return why


def _covered(session: Session, hearer: Who, occasion: Occasion) -> Collection[str]:
    """Return the names of those for whom somebody stands in."""
    away = covers.stood_in_for(session, hearer.id, occasion.now)
    return session.scalars(select(Person.name).where(Person.id.in_(away))).all()


def _catch_up(session: Session, occasion: Occasion) -> Reply | None:
    """Tell of what came late."""
    found = [one for one in lists.several(session, occasion.content["alert_ids"]) if _is_for(session, occasion, one)]
    since = datetime.fromisoformat(occasion.content["late_since"])
    return catch_up(occasion.language, occasion.policy, found, since=since) if found else None


def _digest(session: Session, occasion: Occasion) -> Reply | None:
    """Tell what the day is about: the VIPs who are falling asleep, to managers, and the alerts that have waited."""
    told, as_of, reader = occasion.content, digests.day(occasion.content, "as_of"), occasion.hearer
    found = None
    if told["asleep"] and as_of and reader and standing.reads_of_all(session, reader.id, occasion.now):
        since = digests.day(told, "since")
        found = sleepers(session, of=told["of"], as_of=as_of, since=since, limit=DIGEST_ROWS)
    live = (one for one in lists.several(session, told["alert_ids"]) if one.is_live)
    alerts = [one for one in live if _is_for(session, occasion, one)]
    if found is None and not alerts:
        return None
    quiet = digests.quiet_because(session) if found else None
    return digest(occasion.language, occasion.policy, found, alerts, as_of=as_of, today=occasion.today, quiet=quiet)


def _is_for(session: Session, occasion: Occasion, found: AlertView) -> bool:
    """Say whether an alert is for whoever reads a message: nothing new is told of a customer who has been closed."""
    if not (found.is_open or occasion.kind == UPDATE):
        return False
    if occasion.hearer is None:
        return standing.is_told_in(session, occasion.channel, found, occasion.now)
    return standing.hears(session, occasion.hearer.id, found, occasion.now)


def _notice(_: Session, occasion: Occasion) -> Reply | None:
    """Tell whoever looks after the bot."""
    return notice(occasion.language, occasion.content)


def _channel(_: Session, occasion: Occasion) -> Reply | None:
    """Tell a channel what it hears, or whoever has named it why it hears nothing."""
    if occasion.hearer is None:
        return channel_named(occasion.language, lead=occasion.content["lead"])
    return channel_closed(occasion.language, occasion.content["channel"], why=occasion.content.get("why", ""))


def _access_request(session: Session, occasion: Occasion) -> Reply | None:
    """Tell who asks to be let in, or what was decided."""
    return staff.asking(session, occasion.language, occasion.content)


def _access_outcome(session: Session, occasion: Occasion) -> Reply | None:
    """Tell whoever has asked to be let in what was decided."""
    return staff.answered(session, occasion.language, occasion.content, occasion.hearer)


def _departure(session: Session, occasion: Occasion) -> Reply | None:
    """Tell who has left, and what is to be handed over."""
    return staff.gone(session, occasion.language, occasion.content, occasion.hearer, now=occasion.now)


def _handover(session: Session, occasion: Occasion) -> Reply | None:
    """Tell how a handover stands, and what whoever hears it can do about it."""
    to = (occasion.language, occasion.policy, occasion.content, occasion.hearer)
    return handing_over.handover(session, *to, now=occasion.now, today=occasion.today)


def _handover_note(session: Session, occasion: Occasion) -> Reply | None:
    """Tell somebody which accounts they have got or given."""
    to = (occasion.language, occasion.policy, occasion.content, occasion.hearer)
    return handing_over.note(session, *to, today=occasion.today)


def _cover_begins(session: Session, occasion: Occasion) -> Reply | None:
    """Tell somebody that a cover begins."""
    return handing_over.cover(session, occasion.language, occasion.content, occasion.hearer, has_ended=False)


def _cover_ends(session: Session, occasion: Occasion) -> Reply | None:
    """Tell somebody that a cover is over."""
    return handing_over.cover(session, occasion.language, occasion.content, occasion.hearer, has_ended=True)


def _cover_fails(session: Session, occasion: Occasion) -> Reply | None:
    """Tell somebody that nobody stands in any more."""
    return handing_over.failed_cover(session, occasion.language, occasion.content, occasion.hearer)


def _update(session: Session, occasion: Occasion) -> Reply | None:
    """Tell what a message says by now: a handover's or an alert's, unless it says what else it shows."""
    shows = "approval" if "handover_id" in occasion.content else "alert"
    return KINDS[occasion.content.get("shows", shows)](session, occasion)


KINDS: Mapping[str, Callable[[Session, Occasion], Reply | None]] = {
    "alert": _alert,
    "update": _update,
    "escalation": _alert,
    "reminder": _alert,
    "catch_up": _catch_up,
    "digest": _digest,
    "notice": _notice,
    "channel": _channel,
    "access_request": _access_request,
    "access_outcome": _access_outcome,
    "departure": _departure,
    "approval": _handover,
    "handover_news": _handover,
    "handover_note": _handover_note,
    "cover_begins": _cover_begins,
    "cover_ends": _cover_ends,
    "cover_fails": _cover_fails,
}
"""How each kind of message is told."""
