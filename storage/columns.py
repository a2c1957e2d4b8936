"""Column types that mean the same on every database: local days, exact money, instants in UTC."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from segmentation import money

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days between 1970-01-01 and `day`, as stored and as NumPy counts `datetime64[D]`."""
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    """Return the day `number` days after 1970-01-01."""
    return EPOCH + timedelta(days=int(number))


class Day(TypeDecorator[date]):
    """A calendar day of the business's time zone, stored as days since 1970-01-01."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """Store a day as its number."""
        return None if value is None else day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """Read a day from its number."""
        return None if value is None else from_day_number(value)


class Money(TypeDecorator[Decimal]):
    """An amount in the business's currency, stored in whole ten-thousandths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store an amount as ten-thousandths."""
        return None if value is None else money.stored(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Read an amount from ten-thousandths."""
        return None if value is None else money.shown(value)


class Instant(TypeDecorator[datetime]):
    """A moment, stored and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store a moment in UTC; a moment without a zone is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read a moment in UTC; SQLite forgets the zone."""
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Identifier = BigInteger().with_variant(Integer, "sqlite")
"""A surrogate key; SQLite numbers rows by itself only for columns called INTEGER."""

Document = JSON().with_variant(JSONB, "postgresql")
"""Anything a business knows beyond the typed columns."""

SearchKey = String().with_variant(String(collation="C"), "postgresql")
"""Text compared byte by byte: a prefix is a range of the index on both databases, and PostgreSQL sorts it fast."""
