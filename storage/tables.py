"""Every table, in the order in which the facts arrive: people, customers, visits, runs, profiles, changes.

Tables written a million rows at a time carry no foreign keys: PostgreSQL would check them row by row. Their writers
hold the writers' lock and take every `customer_id` from a join with `customers`.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.columns import Day, Document, Identifier, Instant, Money, SearchKey


class Table(DeclarativeBase):
    """The base of all tables: constraints get predictable names, so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {date: Day, datetime: Instant, Decimal: Money, dict[str, Any]: Document}  # noqa: RUF012


class Person(Table):
    """Somebody of the sales team; one known only as an owner's id in a customer file bears that id as name."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    source: Mapped[str]
    source_id: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)
    slack_id: Mapped[str | None] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(default="salesperson")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    time_zone: Mapped[str | None]
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class Customer(Table):
    """A company or person the sales team sells to."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[str] = mapped_column(default="open")
    region: Mapped[str | None] = mapped_column(index=True)
    city: Mapped[str | None]
    country: Mapped[str | None]
    industry: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)

    owner: Mapped[Person | None] = relationship()


class CustomerSource(Table):
    """The id under which a source knows a customer; a customer may have several."""

    __tablename__ = "customer_sources"
    __table_args__ = ({"sqlite_with_rowid": False},)

    source: Mapped[str] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier, index=True)


class CustomerName(Table):
    """A way to call a customer, folded for search: a name, an alias, a source id, the pinyin of a Chinese name."""

    __tablename__ = "customer_names"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(SearchKey, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier, primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Visit(Table):
    """One receipt of a customer on a local calendar day; negative amounts are refunds.

    Rows lie in the order in which figures read them: by customer and day. `derived` marks ids that the importer made
    up from amount and count because the source had none.
    """

    __tablename__ = "visits"
    __table_args__ = (
        Index(
            "uq_visits_source_id",
            "source_id",
            "source",
            unique=True,
            sqlite_where=text("NOT derived"),
            postgresql_where=text("NOT derived"),
        ),
        {"sqlite_with_rowid": False},
    )

    customer_id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(SearchKey, primary_key=True)
    source_id: Mapped[str] = mapped_column(SearchKey, primary_key=True)
    derived: Mapped[bool]
    amount: Mapped[Decimal]
    cost: Mapped[Decimal | None]
    margin: Mapped[Decimal | None]
    discount: Mapped[Decimal | None]
    channel: Mapped[str | None]


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

    Windows end with `as_of` and include it; `visits_*` count visit days, money is net of refunds.
    """

    __tablename__ = "profiles"
    __table_args__ = (Index("ix_profiles_spend_365d", "spend_365d"), Index("ix_profiles_tier", "tier"))

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


class ProfileChange(Table):
    """One label of one customer that changed, when, and the figures that changed it.

    `reason` maps each deciding figure to its values before and after; the lines it was held against are the run's.
    """

    __tablename__ = "profile_changes"
    __table_args__ = (Index("ix_profile_changes_customer_id_as_of", "customer_id", "as_of"),)

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    customer_id: Mapped[int] = mapped_column(Identifier)
    run_id: Mapped[int] = mapped_column(Identifier, index=True)
    as_of: Mapped[date]
    label: Mapped[str] = mapped_column(String)
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[dict[str, Any]]
