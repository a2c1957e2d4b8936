"""What has to be said once, and was: messages on their way, jobs done, requests answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Identifier
from storage.tables.base import Table


class Message(Table):
    """One message to one person or channel, from the decision to send it to where it landed.

    `mark` is unique and travels with the message: by it an uncertain send is recognised in Slack. A message is
    `waiting` until `due_at`, `sending` while somebody has claimed it until `claimed_until`, then `sent`; `folded` if
    it went into a digest instead, `dropped` with the reason in `error` if nobody needs it any more. The text is made
    when it is sent, from what holds then; `content` keeps what cannot be looked up then. `channel` and `ts` say where
    it landed: there an `update` goes, whose `target_id` is the message it changes.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_person_id_sent_at", "person_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"), index=True)
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("handovers.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    to_channel: Mapped[str | None]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting", server_default="waiting")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    claimed_until: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    error: Mapped[str | None]


class JobRun(Table):
    """A job done for a subject on a local day; only one inserter wins, however many clocks there are."""

    __tablename__ = "job_runs"

    job: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class ApiRequest(Table):
    """A request of another system that was taken in, by its idempotency key, with the answer it got."""

    __tablename__ = "api_requests"

    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[dict[str, Any]]
