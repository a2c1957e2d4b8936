"""How people want to hear of alerts, as they chose it; and who has heard of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables import Hearing, Message, RuleChoice


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


def choose(session: Session, person_id: int, values: Mapping[str, Any], modes: Mapping[str, str | None]) -> None:
    """Keep what somebody chose: columns of their hearing, and when they hear of a rule; None is the default again."""
    stored = session.get(Hearing, person_id) or Hearing(person_id=person_id)
    session.add(stored)
    for name, value in values.items():
        setattr(stored, name, value)
    for rule, mode in modes.items():
        session.execute(delete(RuleChoice).where(RuleChoice.person_id == person_id, RuleChoice.rule == rule))
        if mode is not None:
            session.add(RuleChoice(person_id=person_id, rule=rule, mode=mode))
