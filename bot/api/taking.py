"""Taking receipts in: placed with their customers, stored as an import would, their customers labelled at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from bot.api.receipts import MAIN, OPTIONAL, Receipt
from bot.api.refusal import Problem, wrong
from bot.jobs.take_visit import relabel
from segmentation.profile import Policy
from storage.tables import CustomerSource, ProfileChange, Visit

Days = set[tuple[int, date]]
"""Customers with the days on which something about them is new."""

NOT_DERIVED: ColumnElement[bool] = literal_column("NOT derived")
"""Written as the index of visits by their ids has it: SQLite finds them only so."""


def take(session: Session, receipts: Sequence[Receipt], policy: Policy, *, now: datetime) -> dict[str, Any]:
    """Take all receipts in, in the caller's transaction, under the writers' lock; return what to answer.

    Raises:
        Refusal: the customer of any is not known.
    """
    customers = _placed(session, receipts)
    known = _known(session, receipts)
    came = dict[int, date]()
    counts = {"new": 0, "updated": 0, "unchanged": 0}
    for receipt, customer_id in zip(receipts, customers, strict=True):
        visit = known.get((receipt.source, receipt.id))
        values = {"customer_id": customer_id, "day": receipt.day, "amount": receipt.amount, **receipt.more}
        what, days = _update(visit, values) if visit else _add(session, receipt, values)
        counts[what] += 1
        for customer, day in days:
            came[customer] = max(day, came.get(customer, day))
    named = {customer: receipt.customer for customer, receipt in zip(customers, receipts, strict=True)}
    names = _ids(session, came.keys() - named) | named
    return {**counts, "changes": [_told(change, names) for change in relabel(session, came, policy, now=now)]}


def _ids(session: Session, customers: Iterable[int]) -> dict[int, str]:
    """Return an id of each of some customers, from whom receipts have moved away: that of the main source, if any."""
    rows = select(CustomerSource.customer_id, CustomerSource.source_id).where(CustomerSource.customer_id.in_(customers))
    main_last = (CustomerSource.source == MAIN, CustomerSource.source)
    return {row[0]: row[1] for row in session.execute(rows.order_by(*main_last))}


def _placed(session: Session, receipts: Sequence[Receipt]) -> list[int]:
    """Return the customer of each receipt: by its id in the receipt's source, or by an id that only one has."""
    wanted = {receipt.customer for receipt in receipts}
    rows = select(CustomerSource.source_id, CustomerSource.source, CustomerSource.customer_id)
    known: dict[str, dict[str, int]] = {}
    for source_id, source, customer_id in session.execute(rows.where(CustomerSource.source_id.in_(wanted))):
        known.setdefault(source_id, {})[source] = customer_id
    found = [_meant(known.get(receipt.customer, {}), receipt.source) for receipt in receipts]
    problems = [
        Problem(position, "customer", f"“{receipt.customer}” is nobody's id")
        for position, receipt in enumerate(receipts)
        if found[position] is None
    ]
    if problems:
        raise wrong(problems)
    return [customer for customer in found if customer is not None]


def _meant(by_source: Mapping[str, int], source: str) -> int | None:
    """Return whom an id means, which sources give to customers."""
    others = set(by_source.values())
    return by_source.get(source, others.pop() if len(others) == 1 else None)


def _known(session: Session, receipts: Iterable[Receipt]) -> dict[tuple[str, str], Visit]:
    """Return the visits that are stored under the ids of receipts."""
    ids, sources = {receipt.id for receipt in receipts}, {receipt.source for receipt in receipts}
    rows = select(Visit).where(Visit.source_id.in_(ids), Visit.source.in_(sources), NOT_DERIVED)
    return {(visit.source, visit.source_id): visit for visit in session.scalars(rows)}


def _add(session: Session, receipt: Receipt, values: Mapping[str, Any]) -> tuple[str, Days]:
    """Store a visit, and say what was done and who came when."""
    empty = dict.fromkeys(OPTIONAL)
    session.add(Visit(source=receipt.source, source_id=receipt.id, derived=False, **{**empty, **values}))
    return "new", {(values["customer_id"], values["day"])}


def _update(visit: Visit, values: Mapping[str, Any]) -> tuple[str, Days]:
    """Bring a visit up to date, and say what was done and who came when; it may have moved to another customer."""
    before = visit.customer_id, visit.day
    differing = {name: value for name, value in values.items() if getattr(visit, name) != value}
    for name, value in differing.items():
        setattr(visit, name, value)
    return ("updated", {before, (visit.customer_id, visit.day)}) if differing else ("unchanged", set())


def _told(change: ProfileChange, names: Mapping[int, str]) -> dict[str, Any]:
    """Return a changed label as it is answered."""
    told = {name: getattr(change, name) for name in ("label", "before", "after")}
    return {"customer": names.get(change.customer_id), **told}
