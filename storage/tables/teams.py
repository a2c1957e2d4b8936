"""Who is of the team, who stands in for whom, which accounts change hands, and the record of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.canonical import Canonical
from storage.columns import Identifier
from storage.tables.base import Table


class Team(Table):
    """A part of the sales team, perhaps of a larger part."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)


class SlackMember(Table):
    """Somebody as Slack last told of them; whether they are of the sales team, `people` says.

    `workspace` is where their account lives, and `is_foreign` says that this is not ours: such a one is never matched
    with a person, nor is a guest or a bot. An `email` is there only where Slack has had it confirmed.
    """

    __tablename__ = "slack_members"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    handle: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)
    time_zone: Mapped[str | None]
    language: Mapped[str | None]
    is_guest: Mapped[bool]
    is_bot: Mapped[bool]
    is_foreign: Mapped[bool]
    is_deleted: Mapped[bool]
    seen_at: Mapped[datetime]


class SlackGroup(Table):
    """A user group of Slack: its members get a role, a place in a team, or both, or nothing.

    `read_at` is when its members were read last; None while they are still to be, and what they get with it.
    """

    __tablename__ = "slack_groups"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    handle: Mapped[str]
    role: Mapped[str | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    read_at: Mapped[datetime | None]


class AccessRequest(Table):
    """Somebody whom the team does not know, and who has asked to be let in; open until it is decided."""

    __tablename__ = "access_requests"

    slack_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    granted: Mapped[bool | None]


class Choice(Table):
    """What an administrator has decided for everybody, by its name; what is not here is as it comes."""

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class Cover(Table):
    """A time in which somebody stands in for somebody else; `ended_at` is when it was over, and both were told."""

    __tablename__ = "covers"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    reason: Mapped[str | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    request: Mapped[str | None] = mapped_column(unique=True)


class Handover(Table):
    """Accounts that change hands together, from the proposal to the end of the day in which it can be undone.

    `state` is proposed, waiting (for a manager), scheduled (until `due_at`), done, undone, refused, cancelled, expired
    or failed. `preview` is what was shown to whoever confirmed last: if that no longer holds, it is confirmed again.
    `version` counts the changes.
    """

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_state_due_at", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_at: Mapped[datetime]
    reason: Mapped[str | None]
    due_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None]
    request: Mapped[str | None] = mapped_column(unique=True)


class HandoverItem(Table):
    """One account of a handover: whose it was when that was proposed, and whose it is to be.

    `returned` is set by undo: whether the account went back, or had moved on.
    """

    __tablename__ = "handover_items"
    __table_args__ = ({"sqlite_with_rowid": False},)

    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id"), primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier, primary_key=True, index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    after_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    returned: Mapped[bool | None]


class AuditEntry(Table):
    """One change that was made, never altered: who, for whom, what, before and after, where, when, by which request.

    Numbers follow one another without a gap. `hash` is of everything else in the row, `previous` the hash of the row
    before, so that whoever changes, removes or puts in a row breaks the chain. `about` is what it is about besides its
    `subject`.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(Identifier, index=True)
    on_behalf_of: Mapped[int | None] = mapped_column(Identifier, index=True)
    action: Mapped[str]
    subject: Mapped[str]
    about: Mapped[list[str]] = mapped_column(Canonical)
    before: Mapped[dict[str, Any]] = mapped_column(Canonical)
    after: Mapped[dict[str, Any]] = mapped_column(Canonical)
    place: Mapped[str | None]
    request: Mapped[str | None]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditSubject(Table):
    """What an entry of the record is about, such as `customer:12`: one entry may be about many accounts."""

    __tablename__ = "audit_subjects"
    __table_args__ = ({"sqlite_with_rowid": False},)

    subject: Mapped[str] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(Identifier, primary_key=True)


class AuditHead(Table):
    """The one row with the number and hash of the last entry: whoever adds one holds it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(Identifier)
    hash: Mapped[str]
