"""Known absences of which nobody has said when they end: each ends with the customer's next visit."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, update

from storage.alerts.store import Store
from storage.tables import Absence, Visit


def end(store: Store, *, as_of: date, customer_ids: Collection[int] | None = None) -> None:
    """Give the absences of all customers or some, who came up to a day after it was told that they do not, a last day.

    It is the day of that visit.
    """
    came = (Visit.customer_id == Absence.customer_id, Visit.amount > Decimal(0), Visit.day <= as_of)
    back = select(func.min(Visit.day)).where(*came, Visit.day > Absence.told_on).scalar_subquery()
    over = update(Absence).where(Absence.last_day.is_(None), back.is_not(None)).values(last_day=back)
    store.execute(over if customer_ids is None else over.where(Absence.customer_id.in_(customer_ids)))
