"""How people want to hear of alerts, as they chose it; and who has heard of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from storage import audit, outbox
from storage.alerts.overdue import ESCALATION, REMINDER
from storage.tables import AuditEntry, AuditSubject, Hearing, Message, Person, RuleChoice

CHANGED = "hearing.changed"

CHANNEL = "channel"
"""The kind of message that tells a channel that it hears alerts, or whoever named it why it does not; `content` has
`channel`, and `lead` or `why`."""

INSTEAD, COVER = "instead", "cover"
"""Why messages are for whoever has nothing to do with a customer: they hear for somebody else."""


@dataclass(frozen=True)
class Heard:
    """Who was told of an alert since its customer is whose it is: people by their ids.

    Of these, `instead` are those who heard what nobody else could, or had snoozed it, and `stand_ins` those who heard
    it for somebody who is away, or may have; `leads` are those in whose channels it was told, by channel.
    """

    people: frozenset[int]
    instead: frozenset[int]
    stand_ins: frozenset[int]
    leads: Mapping[str, int]


def heard(session: Session, alert_id: int, customer_id: int) -> Heard:
    """Return who was told of an alert about a customer, or will be."""
    told = select(Message.kind, Message.person_id, Message.to_channel, Message.content["why"].as_string().label("why"))
    shows = told.where(Message.alert_id == alert_id, Message.kind.in_(outbox.SHOWING), Message.person_id.is_not(None))
    moved_at = _changed_hands(session, customer_id)
    rows = session.execute(shows.where(Message.created_at >= moved_at) if moved_at else shows).all()
    direct = [row for row in rows if row.to_channel is None]
    return Heard(
        people=frozenset(row.person_id for row in direct),
        instead=frozenset(row.person_id for row in direct if row.kind == REMINDER or row.why == INSTEAD),
        stand_ins=frozenset(row.person_id for row in direct if row.kind == ESCALATION or row.why == COVER),
        leads={row.to_channel: row.person_id for row in rows if row.to_channel},
    )


def leads(session: Session, channel: str) -> list[int]:
    """Return who of those still there has the alerts of their team posted in a channel."""
    there = select(Person.id).where(Person.active)
    named = select(Hearing.person_id).where(Hearing.channel == channel, Hearing.person_id.in_(there))
    return list(session.scalars(named.order_by(Hearing.person_id)))


def _changed_hands(session: Session, customer_id: int) -> datetime | None:
    """Return when a customer last got another owner, as the record has it; None if that was never."""
    about = select(func.max(AuditEntry.at)).join(AuditSubject, AuditSubject.audit_id == AuditEntry.id)
    moves = about.where(AuditSubject.subject == audit.customer(customer_id))
    return session.scalar(moves.where(AuditEntry.action.startswith(audit.ACCOUNTS)))


def choose(
    session: Session,
    person_id: int,
    values: Mapping[str, Any],
    modes: Mapping[str, str | None],
    *,
    now: datetime,
    place: str | None = None,
    request: str | None = None,
) -> None:
    """Keep what somebody chose: columns of their hearing, and when they hear of a rule; None is the default again."""
    stored = session.get(Hearing, person_id) or Hearing(person_id=person_id)
    held = {name: getattr(stored, name) for name in values} | _modes(session, person_id, modes)
    changed = {name: value for name, value in {**values, **modes}.items() if value != held[name]}
    if not changed:
        return
    session.add(stored)
    for name in changed.keys() & values:
        setattr(stored, name, values[name])
    for rule in changed.keys() & modes:
        _choose(session, person_id, rule, modes[rule])
    audit.add(
        session,
        action=CHANGED,
        subject=f"person:{person_id}",
        before={name: held[name] for name in changed},
        after=changed,
        by=person_id,
        now=now,
        place=place,
        request=request,
    )


def _choose(session: Session, person_id: int, rule: str, mode: str | None) -> None:
    """Keep when somebody hears of a rule."""
    session.execute(delete(RuleChoice).where(RuleChoice.person_id == person_id, RuleChoice.rule == rule))
    if mode is not None:
        session.add(RuleChoice(person_id=person_id, rule=rule, mode=mode))


def _modes(session: Session, person_id: int, rules: Collection[str]) -> dict[str, str | None]:
    """Return when somebody hears of some rules, None where they have not chosen."""
    chosen = select(RuleChoice).where(RuleChoice.person_id == person_id, RuleChoice.rule.in_(rules))
    return dict.fromkeys(rules) | {one.rule: one.mode for one in session.scalars(chosen)}
