"""Who buys from whom: people, customers, visits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.columns import Identifier, SearchKey
from storage.tables.base import Table


class Person(Table):
    """Somebody of the sales team; one known only as an owner's id in a customer file bears that id as name.

    `territory` names the regions that somebody looks after, with commas between them: empty for one who has none at
    present, null where nobody has said. `matched_by` says how `slack_id` was found: file, email, hand or group, and
    `left_by` how it was found that somebody has left: slack, group, file or hand. `role_group` and `team_group` are the
    Slack user groups from which role and team come, where they do. `in_file` is what the last people file said, by
    field: only a file that says something else changes somebody, so that what was set in chat is not taken back.
    """

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
    territory: Mapped[str | None]
    left_at: Mapped[datetime | None]
    left_by: Mapped[str | None]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    matched_by: Mapped[str | None]
    role_group: Mapped[str | None]
    team_group: Mapped[str | None]
    in_file: Mapped[dict[str, Any] | None]


class Customer(Table):
    """A company or person the sales team sells to.

    `owner_in_file_id` is the owner that the last file told: only a file that tells another one changes the owner, so
    that what was handed over in chat is not taken back by the next import. The index by owner holds what narrows a book
    down, so that large ones are found without being read, and that by region whose customers are there.
    """

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_owner_id_status", "owner_id", "status", "birthday", "anniversary", "id"),
        Index("ix_customers_region_owner_id", "region", "owner_id"),
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_in_file_id: Mapped[int | None] = mapped_column(Identifier)
    status: Mapped[str] = mapped_column(default="open")
    region: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    industry: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    birthday: Mapped[date | None]
    anniversary: Mapped[date | None]
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
