"""How whoever asks stands to alerts: which they may see and act on, and whom to ask where they may not."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot import access
from bot.access import GRANTS, HEADS, Ask, Circle, Place, Role
from bot.asking import seeing
from bot.errors import BotError
from bot.lines.orders import NoSuchAlert
from bot.question import Question
from bot.routing import Team, keepers
from bot.telling.blocks import plain
from storage import hearings
from storage.alerts import lists, words
from storage.alerts.life import handed_over_alone
from storage.alerts.lists import AlertView

_NUMBER = re.compile(r"\d{1,18}")


class NotYours(BotError):
    """An alert is about a customer of somebody else."""

    def __init__(self, alert_id: int, *, ask: Sequence[str]) -> None:
        if ask:
            names = ", ".join(map(plain, ask))
            super().__init__("Alert {id} is not about a customer of yours. Ask {names}.", id=alert_id, names=names)
        else:
            super().__init__("Alert {id} is not about a customer of yours.", id=alert_id)


class NobodyBelow(BotError):
    """A team is asked for, and nobody reports to whoever asks."""

    def __init__(self) -> None:
        super().__init__("Nobody of the sales team reports to you: `/alerts mine` lists your own.")


class OnlyForHeads(BotError):
    """Everybody's alerts are asked for by somebody who may not see them."""

    def __init__(self) -> None:
        super().__init__("Only managers see all alerts: `/alerts mine` lists yours, `/alerts team` those of your team.")


def allowed(session: Session, question: Question, alert_id: int, ask: Ask) -> AlertView:
    """Return an alert that whoever asks may do something about.

    Raises:
        Stranger, WhoAsks: they are not of the team.
        NoSuchAlert: there is none, or they may not know that there is.
        NotYours: they may see it, and no more.
    """
    seeing.known(session, question)
    found = lists.one(session, alert_id)
    if found is None or not _may(session, question, found, Ask.ALERTS):
        raise NoSuchAlert(alert_id)
    if not _may(session, question, found, ask):
        raise NotYours(alert_id, ask=_whom_to_ask(found, seeing.everyone(session, question)))
    return found


def undoing(session: Session, question: Question, alert_id: int) -> AlertView:
    """Return an alert about which whoever asks may take something back; a customer they gave, if they still could.

    Raises:
        Stranger, WhoAsks, NoSuchAlert, NotYours: they may not.
    """
    found = lists.one(session, alert_id)
    own = (event for event in found.events if event.person and event.person.id == question.asker.id) if found else ()
    last = next(reversed([*own]), None)
    if found is None or last is None or last.kind != words.REASSIGNED:
        return allowed(session, question, alert_id, Ask.ACT)
    seeing.known(session, question)
    if not seeing.may(session, question, Ask.HAND_OVER).covers(last.detail["from"]):
        allowed(session, question, alert_id, Ask.ALERTS)
        raise NotYours(alert_id, ask=_whom_to_ask(found, seeing.everyone(session, question)))
    return found


def asked_about(question: Question, ask: Ask) -> AlertView:
    """Return the alert that a form is about, whose words begin with its number, if whoever opens it may do that.

    Raises:
        Stranger, WhoAsks, NoSuchAlert, NotYours: they may not.
    """
    number = question.words.partition(" ")[0]
    if not _NUMBER.fullmatch(number):
        raise NoSuchAlert(number[:20])
    with question.sessions() as session:
        return allowed(session, question, int(number), ask)


def _may(session: Session, question: Question, found: AlertView, ask: Ask) -> bool:
    """Say whether whoever asks may do something about an alert: by whose customer it is, or by having been told."""
    if seeing.may(session, question, ask).covers(_owner(found)):
        return True
    if not GRANTS[ask].if_told:
        return False
    asker = seeing.circle(session, question)
    is_theirs = _was_told(session, asker, found, question.now)
    return is_theirs or is_told_in(session, question.channel_id, found, question.now)


def hears(session: Session, person_id: int, found: AlertView, now: datetime) -> bool:
    """Say whether somebody may be told of an alert, in a message to them alone."""
    hearer = seeing.circle_of(session, person_id, now)
    return _looks_after(hearer, found) or _was_told(session, hearer, found, now) or _has_just_given(person_id, found)


def reads_of_all(session: Session, person_id: int, now: datetime) -> bool:
    """Say whether somebody looks after other people's customers, or stands in for one who does."""
    reader = seeing.circle_of(session, person_id, now)
    near = (reader, *(seeing.circle_of(session, one, now) for one in reader.covered))
    return any(one.role in HEADS for one in near)


def is_told_in(session: Session, channel_id: str | None, found: AlertView, now: datetime) -> bool:
    """Say whether an alert is told in a channel: by a lead who looks after it still, and colleagues may see it."""
    lead_id = hearings.heard(session, found.id, found.customer_id).leads.get(channel_id or "")
    if lead_id is None or not seeing.is_open_to_all(session):
        return False
    return _looks_after(seeing.circle_of(session, lead_id, now), found)


def _was_told(session: Session, asker: Circle, found: AlertView, now: datetime) -> bool:
    """Say whether somebody, one below them, or whom they stand in for, has taken an alert, or heard it for others.

    Whoever stands in has heard what those who are away have, and what came to them as stand-ins for as long as that.
    """
    if asker.me is None:
        return False
    if found.taken_by and found.taken_by.id in {asker.me, *asker.covered, *asker.below}:
        return True
    told = hearings.heard(session, found.id, found.customer_id)
    if asker.me in told.instead or (asker.covered and asker.me in told.stand_ins):
        return True
    away = asker.covered & told.people
    return any(one in told.instead or _looks_after(seeing.circle_of(session, one, now), found) for one in away)


def _has_just_given(person_id: int, found: AlertView) -> bool:
    """Say whether the last thing that happened to an alert is that somebody gave its customer away, which they undo."""
    last = found.events[-1] if found.events else None
    if last is None or last.person is None or last.kind != words.REASSIGNED:
        return False
    return last.person.id == person_id and handed_over_alone(last.detail)


def _looks_after(who: Circle, found: AlertView) -> bool:
    """Say whether an alert is about a customer whom somebody looks after."""
    return access.within(who, Ask.ALERTS, Place.DIRECT, colleagues=False).covers(_owner(found))


def _owner(found: AlertView) -> int | None:
    """Return whose customer an alert is about."""
    return found.owner.id if found.owner else None


def _whom_to_ask(found: AlertView, everybody: Team) -> list[str]:
    """Return the names of those who may: the owner and their lead, else whoever looks after the bot."""
    around = [who.name for who in (found.owner, found.lead) if who and everybody[who.id].is_reachable]
    return around or [keeper.name for keeper in keepers(everybody)][:3]


def of(session: Session, question: Question) -> Circle:
    """Return who asks for alerts, and whose are near to them.

    Raises:
        Stranger, WhoAsks: they are not of the team.
    """
    seeing.known(session, question)
    return seeing.circle(session, question)


def usual_scope(asker: Circle) -> str:
    """Return whose alerts somebody looks at unless they say: those they hear of; of leads, those of their team."""
    if asker.role in HEADS:
        return "all"
    return "team" if asker.role is Role.LEAD else "mine"


def in_scope(asker: Circle, scope: str) -> Collection[int] | None:
    """Return the ids of those whose alerts are looked at; None for everybody's.

    Raises:
        NobodyBelow, OnlyForHeads: the asker may not look so far.
    """
    mine = {*asker.covered, *([] if asker.me is None else [asker.me])}
    if scope == "all":
        if asker.role not in HEADS:
            raise OnlyForHeads
        return None
    if scope == "mine":
        return mine
    if not asker.below and asker.role not in HEADS:
        raise NobodyBelow
    return {*mine, *asker.below} if asker.below else None
