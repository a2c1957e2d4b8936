"""How people want to hear of alerts, as they chose it; and who has heard of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import audit
from storage.tables import Hearing, Message, RuleChoice

CHANGED = "hearing.changed"


@dataclass(frozen=True)
class Heard:
    """Who was told of an alert: people by their ids, and channels."""

    people: frozenset[int]
    channels: frozenset[str]


def heard(session: Session, alert_id: int) -> Heard:
    """Return who was told of an alert, or will be."""
    rows = session.execute(select(Message.person_id, Message.to_channel).where(Message.alert_id == alert_id)).all()
    people = frozenset(person for person, channel in rows if person is not None and channel is None)
    return Heard(people, frozenset(channel for _, channel in rows if channel is not None))


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
