"""What rules found, and what people did about it: alerts, contacts, absences, choices."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Identifier
from storage.tables.base import Table


class KnownRule(Table):
    """A rule that has looked at everybody once, silently; from then on it speaks."""

    __tablename__ = "known_rules"

    rule: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date]


class Episode(Table):
    """A customer for whom a rule holds since a day; it speaks again only after the episode has ended.

    `level` is how bad it has been, for rules that speak again when it gets worse. `alert_id` is null where it said
    nothing: the rule was new, or another one had said as much.
    """

    __tablename__ = "episodes"

    rule: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier, primary_key=True, index=True)
    since: Mapped[date]
    level: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    alert_id: Mapped[int | None] = mapped_column(Identifier)


class Alert(Table):
    """Something worth a call, found as of a day, with the evidence and what became of it.

    `announced_at` is null until it is decided who hears of it and when. A snooze ends at `snoozed_until`, or with the
    next visit after `snoozed_to_visit_after`. `version` counts the changes: who acts on an older one is told so. Ids
    are given by whoever writes, under the writers' lock.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_customer_id", "customer_id"),
        Index("ix_alerts_state", "state"),
        Index(
            "ix_alerts_unannounced",
            "id",
            sqlite_where=text("announced_at IS NULL"),
            postgresql_where=text("announced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    rule: Mapped[str]
    customer_id: Mapped[int] = mapped_column(Identifier)
    as_of: Mapped[date]
    found_at: Mapped[datetime]
    score: Mapped[float | None]
    value_at_risk: Mapped[Decimal]
    evidence: Mapped[dict[str, Any]]
    announced_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    snoozed_until: Mapped[datetime | None]
    snoozed_to_visit_after: Mapped[date | None]
    escalated: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]


class AlertEvent(Table):
    """One thing that happened to an alert; `person_id` is null where the bot did it.

    `request` is the mark of the click or line that asked for it, so that a double click is one. `before` is what undo
    brings back: the columns of the alert that this changed, as they were.
    """

    __tablename__ = "alert_events"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    request: Mapped[str | None] = mapped_column(unique=True)


class Contact(Table):
    """An outreach to a customer: a visit, a call, a voucher or a message, with the cause found and a note."""

    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_customer_id_day", "customer_id", "day"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"), index=True)
    at: Mapped[datetime]
    day: Mapped[date]
    kind: Mapped[str]
    cause: Mapped[str | None]
    note: Mapped[str | None]


class Absence(Table):
    """A time in which a customer is known not to come, and why; without a last day until the next visit.

    It was told at a moment (`at`), which was `told_on` where the business is: later visits end it.
    """

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier, index=True)
    kind: Mapped[str]
    reason: Mapped[str | None]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    told_on: Mapped[date]


class Hearing(Table):
    """How a person wants to hear: what they changed; null stands for the default.

    `scope` is mine, team or all; hours are local; `work_days` are letters of weekdays from Monday, `12345`; `channel`
    is where a lead has the team's alerts posted.
    """

    __tablename__ = "hearings"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    scope: Mapped[str | None]
    daily_limit: Mapped[int | None]
    digest_hour: Mapped[int | None]
    digest: Mapped[bool | None]
    quiet_line: Mapped[bool | None]
    work_from: Mapped[int | None]
    work_to: Mapped[int | None]
    work_days: Mapped[str | None]
    country: Mapped[str | None]
    channel: Mapped[str | None]


class RuleChoice(Table):
    """When a person hears of a rule's alerts: now, in the digest, or never (off)."""

    __tablename__ = "rule_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str]
