"""What rules look at beside figures: who is open and owned, dates, outreach, known absences; see `Scene.facts`."""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Integer, Select, String, case, cast, func, select, type_coerce

from segmentation.visits import Ints
from storage.alerts.store import Store
from storage.tables import Absence, Contact, Customer, Person

UNKNOWN = -(10**7)
"""Stands for a missing number while rows travel: SQLite's driver takes a column's type from its first rows."""

FAR_AWAY = 2_000_000
"""The last day of an absence without an end."""

DATES = ("birthday", "anniversary")


def of(store: Store, *, as_of: date, customer_ids: Collection[int] | None = None) -> pd.DataFrame:
    """Return the facts about some customers, or about all.

    Returns:
        Indexed by `customer_id`, ascending: `is_open`, `is_owned` (bool), `owner_id` (Int64, NA where there is none),
        `owner_left_day`, `birthday`, `anniversary`, `contact_day`, `absent_until` (Int32, NA where there is none), days
        since 1970-01-01.
    """
    customers = store.rows(_CUSTOMERS if customer_ids is None else _CUSTOMERS.where(Customer.id.in_(customer_ids)))
    index = pd.Index(_numbers(customers["customer_id"]), name="customer_id")
    facts: dict[str, Any] = {name: _numbers(customers[name]) == 1 for name in ("is_open", "is_owned")}
    owners = _numbers(customers["owner_id"])
    facts["owner_id"], facts["owner_left_day"] = _known(owners), _left(store.rows(_LEFT), owners)
    facts |= {name: _days(_numbers(customers[name])) for name in DATES}
    for name, query in _of_some(as_of).items():
        theirs = query if customer_ids is None else query.where(query.selected_columns[0].in_(customer_ids))
        known = store.rows(theirs)
        place = pd.Index(_numbers(known["customer_id"])).get_indexer(index)
        facts[name] = _days(np.append(_numbers(known["day"]), UNKNOWN)[place])
    return pd.DataFrame(facts, index=index, copy=False)


def _of_some(as_of: date) -> dict[str, Select[*tuple[Any, ...]]]:
    """Return the queries for what is known of some customers only: `customer_id` and a day."""
    last_day = func.max(func.coalesce(_number(Absence.last_day), FAR_AWAY))
    contacts = select(Contact.customer_id, func.max(_number(Contact.day)).label("day"))
    absences = select(Absence.customer_id, last_day.label("day"))
    return {
        "contact_day": contacts.where(Contact.day <= as_of).group_by(Contact.customer_id),
        "absent_until": absences.where(Absence.first_day <= as_of).group_by(Absence.customer_id),
    }


def _left(left: pd.DataFrame, owners: Ints) -> pd.arrays.IntegerArray:
    """Return the day on which each owner left who has, of people with the day in UTC as text."""
    days = left["day"].to_numpy(dtype="M8[D]").astype(np.int64)
    place = pd.Index(_numbers(left["person_id"])).get_indexer(pd.Index(owners))
    return _days(np.append(days, UNKNOWN)[place])


def _number(day: Any) -> ColumnElement[int]:
    """Return a day as the number it is stored as."""
    return type_coerce(day, Integer)


def _numbers(column: "pd.Series[int]") -> Ints:
    """Return a column of whole numbers, of none too."""
    return np.asarray(column.to_numpy(dtype=np.int64))


def _days(days: Ints) -> pd.arrays.IntegerArray:
    """Return days as a column, NA where there is none."""
    return _known(days.astype(np.int32))


def _known(numbers: Ints | NDArray[np.int32]) -> pd.arrays.IntegerArray:
    """Return numbers as a column, NA where there is none."""
    return pd.arrays.IntegerArray(numbers, numbers == UNKNOWN)


_CUSTOMERS: Select[*tuple[Any, ...]] = (
    select(
        Customer.id.label("customer_id"),
        case((Customer.status == "open", 1), else_=0).label("is_open"),
        case((Person.active, 1), else_=0).label("is_owned"),
        func.coalesce(Customer.owner_id, UNKNOWN).label("owner_id"),
        *(func.coalesce(_number(getattr(Customer, name)), UNKNOWN).label(name) for name in DATES),
    )
    .outerjoin(Person, Person.id == Customer.owner_id)
    .order_by(Customer.id)
)

_LEFT: Select[*tuple[Any, ...]] = select(
    Person.id.label("person_id"), func.substr(cast(Person.left_at, String), 1, 10).label("day")
).where(~Person.active, Person.left_at.is_not(None))
