"""What was made of it: runs, profiles, changes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Identifier
from storage.tables.base import Table


class Run(Table):
    """One import or classification, with what it did; a classification keeps the cut points it used.

    A run that never finished was killed, or began anew under another number: it left nothing behind. `superseded` marks
    classifications whose day lies after that of a later one: the profiles were taken back to an earlier day, so their
    changes no longer hold.
    """

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    kind: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    as_of: Mapped[date | None]
    superseded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    cutpoints: Mapped[dict[str, Any] | None]
    summary: Mapped[dict[str, Any] | None]


class Profile(Table):
    """A customer's current figures and labels, as of the last classification or visit.

    Windows end with `as_of` and include it; `visits_*` count visit days, money is net of refunds. `owner_id` is who
    looked after the customer then, so that most of a book lies together; whose they are now, `customers` alone says.
    """

    __tablename__ = "profiles"
    __table_args__ = (
        Index("ix_profiles_spend_365d", "spend_365d"),
        Index("ix_profiles_tier_activity", "tier", "activity"),
        Index(
            "ix_profiles_owner_id",
            "owner_id",
            "customer_id",
            postgresql_include=["tier", "activity", "value_365d", "value_at_risk"],
        ).ddl_if(dialect="postgresql"),
    )

    customer_id: Mapped[int] = mapped_column(Identifier, primary_key=True, autoincrement=False)
    as_of: Mapped[date]
    since: Mapped[date]
    first_visit: Mapped[date | None]
    last_visit: Mapped[date | None]
    days_since_last_visit: Mapped[int | None]
    visits_30d: Mapped[int]
    visits_90d: Mapped[int]
    visits_365d: Mapped[int]
    visits_total: Mapped[int]
    spend_30d: Mapped[Decimal]
    spend_90d: Mapped[Decimal]
    spend_365d: Mapped[Decimal]
    spend_total: Mapped[Decimal]
    average_spend: Mapped[Decimal | None]
    cadence_days: Mapped[float | None]
    trend: Mapped[float | None]
    margin_365d: Mapped[Decimal | None]
    cost_365d: Mapped[Decimal | None]
    value_365d: Mapped[Decimal]
    value_180d: Mapped[Decimal]
    value_prior_180d: Mapped[Decimal]
    value_at_risk: Mapped[Decimal]
    abc: Mapped[str]
    rfm_r: Mapped[int | None]
    rfm_f: Mapped[int | None]
    rfm_m: Mapped[int | None]
    rfm_segment: Mapped[str]
    tier: Mapped[str]
    activity_month: Mapped[str]
    activity_30d: Mapped[str]
    activity_cadence: Mapped[str]
    activity: Mapped[str]
    lifecycle: Mapped[str]
    drop_risk: Mapped[float | None]
    p_alive: Mapped[float | None]
    expected_visits_90d: Mapped[float | None]
    expected_spend_365d: Mapped[Decimal | None]
    owner_id: Mapped[int | None] = mapped_column(Identifier)


class ProfileChange(Table):
    """One label of one customer that changed, when, and the figures that changed it.

    `reason` maps each deciding figure to its values before and after; the lines it was held against are the run's.
    """

    __tablename__ = "profile_changes"
    __table_args__ = (
        Index("ix_profile_changes_customer_id_as_of", "customer_id", "as_of"),
        Index(
            "ix_profile_changes_tier",
            "as_of",
            sqlite_where=text("label = 'tier'"),
            postgresql_where=text("label = 'tier'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier)
    run_id: Mapped[int] = mapped_column(Identifier, index=True)
    as_of: Mapped[date]
    label: Mapped[str] = mapped_column(String)
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[dict[str, Any]]
