"""What people do about alerts: each order one act, for one alert or several, told in a sentence with a way back.

The messages that show an alert change by themselves; whoever acted elsewhere is told, and can undo it there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from bot import approving, governance
from bot.access import Ask
from bot.asking import members, seeing, standing
from bot.errors import BotError
from bot.lines import days, orders
from bot.lines.options import NotUnderstood
from bot.lines.orders import AbsenceOver, Order, WhichAlert
from bot.lines.resting import rest
from bot.locale import sentence
from bot.question import Question, Reply
from bot.views.done import Done, done
from storage.alerts import life, words
from storage.alerts.life import NothingToUndo
from storage.alerts.lists import AlertView
from storage.alerts.steps import Conflict, Outcome
from storage.handovers import looking
from storage.handovers.refusals import Refused

Perform = Callable[[Session, Question, Order, AlertView], Outcome]


@dataclass(frozen=True)
class Act:
    """What an order does, what one must be allowed to for it, and how it is told where it was done to one or many."""

    perform: Perform
    told: str
    usage: str
    ask: Ask = Ask.ACT
    has_words: bool = False


class Taken(BotError):
    """Somebody else has the alert already."""

    def __init__(self, alert_id: int, name: str, since: str) -> None:
        told = {"name": name, "since": since, "id": alert_id}
        super().__init__("{name} has had alert {id} since {since}. Ask them, or look at `/alerts show {id}`.", **told)


class Overtaken(BotError):
    """Somebody else did something about the alert after it was shown."""

    def __init__(self, alert_id: int, name: str, since: str) -> None:
        told = {"name": name, "since": since, "id": alert_id}
        super().__init__("{name} has changed alert {id} at {since}. Look again: `/alerts show {id}`.", **told)


class Over(BotError):
    """The alert's life is over."""

    def __init__(self, alert_id: int, since: str) -> None:
        super().__init__("Alert {id} is closed since {since}: `/alerts history {id}`.", id=alert_id, since=since)


class AsksFirst(BotError):
    """Handing the customer over needs somebody's approval."""

    def __init__(self, customer: str, name: str) -> None:
        told = {"customer": customer, "name": name}
        super().__init__(
            "{customer} changes hands with a manager's approval: ask with `/assign {customer} to {name}`.", **told
        )


class MovedOn(BotError):
    """The customer cannot be handed over, or given back, as things are now."""

    def __init__(self, customer: str) -> None:
        super().__init__(
            "{customer} cannot change hands like this any more. Look who has it: `/customer {customer}`.",
            customer=customer,
        )


class Undone(BotError):
    """There is nothing that whoever asks could take back."""

    def __init__(self, alert_id: int) -> None:
        super().__init__("You have done nothing to alert {id} that could be undone.", id=alert_id)


class ToThem(BotError):
    """The customer is given to whoever owns it already."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} looks after this customer already.", name=name)


def act(question: Question, order: Order) -> Reply:
    """Do what is ordered to each alert, and tell what came of it; of a single one that cannot be done, say why."""
    doing = ACTS[order.verb]
    if not order.alerts:
        raise WhichAlert(doing.usage)
    if order.words and not doing.has_words:
        raise NotUnderstood(order.words[0], nearest=None, usage=doing.usage)
    results: list[Done] = []
    for alert_id in sorted(order.alerts):
        try:
            results.append(_one(question, order, doing, alert_id))
        except BotError as refusal:
            if len(order.alerts) == 1:
                raise
            results.append(Done(alert_id, None, refused=refusal.told(question.language)))
    return done(question.language, doing.told, results, can_undo=order.verb != "undo")


def _one(question: Question, order: Order, doing: Act, alert_id: int) -> Done:
    """Do what is ordered to one alert, in a transaction of its own."""
    with question.sessions() as session, session.begin():
        found = (
            standing.undoing(session, question, alert_id)
            if order.verb == "undo"
            else standing.allowed(session, question, alert_id, doing.ask)
        )
        try:
            outcome = doing.perform(session, question, order, found)
        except Conflict as conflict:
            raise _in_the_way(question, conflict) from None
        except NothingToUndo:
            raise Undone(alert_id) from None
        except Refused:
            raise MovedOn(found.customer) from None
        return Done(alert_id, found.customer, changed=outcome.changed)


def _in_the_way(question: Question, conflict: Conflict) -> BotError:
    """Return what to tell whoever comes too late."""
    since = _local(question, conflict.since)
    name = conflict.holder or question.language.say("The bot")
    if conflict.state not in words.LIVE:
        return Over(conflict.alert_id, since)
    if conflict.has_it:
        return Taken(conflict.alert_id, name, since)
    return Overtaken(conflict.alert_id, name, since)


def _local(question: Question, at: datetime) -> str:
    """Return a moment as whoever asks reads it on their clock: the time, with the day if that was not today."""
    local = at.astimezone(question.time_zone)
    return f"{local:%H:%M}" if local.date() == question.today else f"{local:%Y-%m-%d %H:%M}"


def _simply(
    perform: Callable[..., Outcome], session: Session, question: Question, order: Order, found: AlertView
) -> Outcome:
    """Do what needs nothing but the alert."""
    return perform(session, found.id, **_act(question, order))


def _act(question: Question, order: Order) -> Any:
    """Return who acts when and where, and on what they looked at."""
    by, place = question.asker.id, question.where
    return {"by": by, "now": question.now, "version": order.version, "place": place, "request": question.request}


def _undo(session: Session, question: Question, _order: Order, found: AlertView) -> Outcome:
    """Take back what whoever asks did last."""
    return life.undo(session, found.id, by=question.asker.id or 0, now=question.now, place=question.where)


def _snooze(session: Session, question: Question, order: Order, found: AlertView) -> Outcome:
    """Let the alert rest."""
    works = seeing.known(session, question).hearing.working_time
    until = rest(order.words, now=question.now, works=works, usage=SNOOZE)
    after = (found.last_visit or found.as_of) if until is None else None
    return life.snooze(session, found.id, until=until, to_visit_after=after, **_act(question, order))


def _log(session: Session, question: Question, order: Order, found: AlertView) -> Outcome:
    """Note a contact."""
    kind = orders.one_of(_first(order), words.CONTACTS, usage=LOG)
    keywords = {"cause": "cause", "note": "note", "原因": "cause", "备注": "note"}
    said = dict(orders.pairs(order.words[1:], keywords, usage=LOG))
    return life.log_contact(
        session,
        found.id,
        kind=kind,
        day=question.today,
        cause=said.get("cause") or None,
        note=said.get("note") or None,
        **_act(question, order),
    )


def _absence(session: Session, question: Question, order: Order, found: AlertView) -> Outcome:
    """Note that the customer is known not to come."""
    kind = orders.one_of(_first(order), words.ABSENCES, usage=ABSENCE)
    keywords = {"until": "until", "because": "because", "到": "until", "因为": "because"}
    said = dict(orders.pairs(order.words[1:], keywords, usage=ABSENCE))
    until = _last_day(said["until"], question) if said.get("until") else None
    if until and until < question.today:
        raise AbsenceOver
    return life.add_absence(
        session,
        found.id,
        kind=kind,
        day=question.business_day or question.today,
        until=until,
        reason=said.get("because") or None,
        **_act(question, order),
    )


def _last_day(said: str, question: Question) -> date:
    """Return the last day of an absence."""
    if (day := days.last(said, today=question.today)) is None:
        raise NotUnderstood(said, nearest="friday", usage=ABSENCE)
    return day


def _dismiss(session: Session, question: Question, order: Order, found: AlertView) -> Outcome:
    """Close the alert as needing nothing done."""
    outcome = orders.one_of(_first(order), words.DISMISSALS, usage=DISMISS)
    day = question.business_day or question.today
    return life.dismiss(session, found.id, outcome=outcome, day=day, **_act(question, order))


def _reassign(session: Session, question: Question, order: Order, found: AlertView) -> Outcome:
    """Give the customer another owner."""
    to = members.there(session, " ".join(order.words), me=question.asker.id)
    if found.owner and found.owner.id == to.id:
        raise ToThem(to.name)
    house, me, everybody = governance.read(session), seeing.known(session, question), seeing.everyone(session, question)
    shown = looking.matters(session, [found.customer_id])
    if approving.approval(shown, house, me, everybody, now=question.now):
        raise AsksFirst(found.customer, to.name)
    return life.reassign(session, found.id, to=to.id, **_act(question, order))


def _first(order: Order) -> str:
    """Return the first word behind an order; nothing where there is none."""
    return order.words[0] if order.words else ""


SNOOZE = "/alerts snooze 17 today|3d|1w|1m|visit|2026-12-24"
LOG = '/alerts log 17 visit|call|voucher|message [cause "…"] [note "…"]'
ABSENCE = '/alerts absence 17 seasonal|paused|closed|holiday [until 2026-12-24] [because "…"]'
DISMISS = "/alerts dismiss 17 false_alarm|seasonal|closed"

ACTS: Mapping[str, Act] = {
    "take": Act(partial(_simply, life.take), sentence("Yours now: {names}."), "/alerts take 17"),
    "release": Act(partial(_simply, life.release), sentence("Given back: {names}."), "/alerts release 17"),
    "wake": Act(partial(_simply, life.wake), sentence("The snooze is over: {names}."), "/alerts wake 17"),
    "useless": Act(partial(_simply, life.useless), sentence("Noted as not useful: {names}."), "/alerts useless 17"),
    "lost": Act(partial(_simply, life.lose), sentence("Given up for lost: {names}."), "/alerts lost 17"),
    "undo": Act(_undo, sentence("Taken back: {names}."), "/alerts undo 17"),
    "snooze": Act(_snooze, sentence("Snoozed: {names}."), SNOOZE, has_words=True),
    "log": Act(_log, sentence("Contact logged: {names}."), LOG, has_words=True),
    "absence": Act(_absence, sentence("Known to be away: {names}."), ABSENCE, has_words=True),
    "dismiss": Act(_dismiss, sentence("Closed: {names}."), DISMISS, has_words=True),
    "reassign": Act(
        _reassign,
        sentence("Handed over: {names}."),
        "/alerts reassign 17 @name",
        ask=Ask.HAND_OVER,
        has_words=True,
    ),
}
"""Every act by its order."""
