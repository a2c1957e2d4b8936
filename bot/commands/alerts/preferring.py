"""How somebody wants to hear of alerts: shown, changed, muted."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.access import HEADS
from bot.asking import seeing
from bot.errors import BotError
from bot.hearing import Hearing, Mode
from bot.lines import orders, preferences
from bot.lines.options import NotUnderstood
from bot.lines.orders import Order
from bot.lines.preferences import Preferences
from bot.question import Question, Reply
from bot.routing import Member, severity
from bot.views.settings import muted, settings_saved
from bot.views.settings import settings as settings_view
from segmentation.rule import Severity
from segmentation.rules import RULES
from storage import hearings, outbox
from storage.alerts import digests


class NotForYou(BotError):
    """Somebody who leads nobody wants the alerts of others, or a channel for them."""

    def __init__(self) -> None:
        super().__init__(
            "You hear of your own customers: only leads hear of a team and name its channel, only managers hear of all."
        )


class InNoChannel(BotError):
    """A channel is named for alerts, and not everybody in it may see the customers of colleagues."""

    def __init__(self) -> None:
        super().__init__("No channel hears alerts while salespeople may not see the customers of colleagues.")


def settings(question: Question, order: Order) -> Reply:
    """Show how whoever asks hears of alerts, or change it."""
    if not order.words:
        with question.sessions() as session:
            hearing = seeing.known(session, question).hearing
            return settings_view(question.language, hearing, year=question.today.year)
    first, *rest = order.words
    if first.casefold() not in {"set", "改"}:
        raise NotUnderstood(first, nearest="settings set", usage=preferences.USAGE)
    wanted = preferences.understood(rest, rules=RULES)
    if not rest:
        raise NotUnderstood("set", nearest="limit 5", usage=preferences.USAGE)
    with question.sessions() as session, session.begin():
        asker = seeing.known(session, question)
        _refuse_more_than_they_may(asker, wanted)
        if wanted.values.get("channel") and not seeing.is_open_to_all(session):
            raise InNoChannel
        _keep(session, question, asker, wanted)
        session.flush()
        hearing = seeing.known(session, question).hearing
        return settings_saved(question.language, hearing, year=question.today.year)


def mute(question: Question, order: Order) -> Reply:
    """Never tell whoever asks of a rule's alerts again."""
    return _choose(question, order, Mode.OFF)


def unmute(question: Question, order: Order) -> Reply:
    """Tell whoever asks of a rule's alerts as everybody is told by default."""
    return _choose(question, order, None)


def _choose(question: Question, order: Order, mode: Mode | None) -> Reply:
    """Keep when whoever asks hears of a rule."""
    rule = orders.one_of(order.words[0] if order.words else "", RULES, usage=f"/alerts {order.verb} {'|'.join(RULES)}")
    with question.sessions() as session, session.begin():
        asker = seeing.known(session, question)
        hearings.choose(session, asker.id, {}, {rule: mode}, **_asked(question))
    return muted(question.language, rule, is_muted=mode is Mode.OFF)


def _refuse_more_than_they_may(asker: Member, wanted: Preferences) -> None:
    """Refuse the alerts of others to whoever leads nobody, and everybody's to whoever is no manager."""
    scope, channel = wanted.values.get("scope", "mine"), wanted.values.get("channel")
    needs_lead = scope != "mine" or channel is not None
    if needs_lead and asker.role not in {"lead", *HEADS}:
        raise NotForYou
    if scope == "all" and asker.role not in HEADS:
        raise NotForYou


def _keep(session: Session, question: Question, asker: Member, wanted: Preferences) -> None:
    """Store what differs from what holds already, so that defaults stay defaults."""
    held = _held(asker.hearing, question.today.year)
    values = {name: value for name, value in wanted.values.items() if value != held[name]}
    modes = {
        rule: mode for rule, mode in wanted.modes.items() if mode != asker.hearing.mode(rule, severity(rule)).value
    }
    hearings.choose(session, asker.id, values, modes, **_asked(question))
    if values.get("digest") is False:
        pressing = [name for name, rule in RULES.items() if rule.severity > Severity.NOTICE]
        digests.let_out(session, asker.id, rules=pressing, now=question.now)
    if channel := values.get("channel"):
        _greet(session, question, asker, channel)


def _greet(session: Session, question: Question, asker: Member, channel: str) -> None:
    """Tell a channel what it hears from now on; where it cannot, whoever named it is told why."""
    outbox.add(
        session,
        mark=f"{hearings.CHANNEL}:{asker.id}:{channel}:{question.now.isoformat()}",
        kind=hearings.CHANNEL,
        now=question.now,
        person_id=asker.id,
        to_channel=channel,
        content={"channel": channel, "lead": asker.name},
    )


def _asked(question: Question) -> Any:
    """Return when, where and by which click something is asked, as the record has it."""
    return {"now": question.now, "place": question.where, "request": question.request}


def _held(hearing: Hearing, year: int) -> Mapping[str, Any]:
    """Return what holds, by the columns in which choices are stored."""
    works = hearing.working_time
    return {
        "scope": hearing.scope.value,
        "daily_limit": hearing.daily_limit,
        "digest": hearing.digest,
        "digest_hour": hearing.digest_hour,
        "quiet_line": hearing.quiet_line,
        "work_from": works.first_hour,
        "work_to": works.last_hour,
        "work_days": "".join(str(day + 1) for day in sorted(works.week(year))),
        "country": works.country,
        "channel": hearing.channel,
    }
