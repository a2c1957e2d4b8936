"""What is on the record, to be read: rows chosen by who, about what, since when, and the names in them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, union_all
from sqlalchemy.orm import Session

from storage import people
from storage.audit import ACCOUNTS, ENTRIES
from storage.tables import AuditEntry, AuditSubject, Customer, Handover, Team

REFERRING = {
    **dict.fromkeys(("taken_by", "from", "to", "person_id", "stand_in_id", "manager_id", "owner_id"), "person"),
    **dict.fromkeys(("team_id", "parent_id"), "team"),
}
"""What the values are called that are numbers of something with a name."""

CUSTOMER = "customer:"

EXPLAINED = ("handover.proposed", "accounts.moved")
"""What was done for the reason of a handover; whatever else has a reason has it in its row."""

ACCOUNTS_NAMED = 3
"""Of how many accounts that change hands together the names are looked up."""


@dataclass(frozen=True)
class Wanted:
    """Which rows: done by or for somebody or about them, about a `subject` such as `customer:12`, from a moment on.

    `actions` are whole, or the first words of several: `accounts` stands for `accounts.moved` too.
    """

    person_id: int | None = None
    subject: str | None = None
    since: datetime | None = None
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """An account that changed hands: from and to whom, None for nobody."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Entry:
    """A row of the record, with the names in it; see `AuditEntry`.

    `about` is the name of its subject, if that has one, or of the one customer it is about. Of accounts that changed
    hands, `accounts` are the first few of `moved`. `reason` is why, if that was said.
    """

    number: int
    at: datetime
    who: str | None
    on_behalf_of: str | None
    action: str
    subject: str
    about: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    place: str | None
    request: str | None
    accounts: tuple[Account, ...] = ()
    moved: int = 0
    reason: str | None = None


def find(session: Session, wanted: Wanted, *, limit: int, offset: int = 0) -> list[Entry]:
    """Return rows with their names, the newest first; of accounts that changed hands only the customer asked about."""
    only = wanted.subject if (wanted.subject or "").startswith(CUSTOMER) else None
    rows = session.execute(_chosen(wanted).order_by(AuditEntry.id.desc()).limit(limit).offset(offset)).all()
    named = _names(session, {reference for row in rows for reference in _references(row, only)})
    reasons = _reasons(session, {row.subject for row in rows})
    return [_entry(row, only, named, reasons) for row in rows]


def _chosen(wanted: Wanted) -> Any:
    """Return the query for rows."""
    rows = select(*ENTRIES.c)
    if wanted.person_id is not None:
        rows = rows.where(AuditEntry.id.in_(_of_person(wanted.person_id)))
    if wanted.subject is not None:
        about = select(AuditSubject.audit_id).where(AuditSubject.subject == wanted.subject)
        rows = rows.where(AuditEntry.id.in_(about))
    if wanted.since is not None:
        rows = rows.where(AuditEntry.at >= wanted.since)
    return rows.where(or_(*(_is(action) for action in wanted.actions))) if wanted.actions else rows


def _of_person(person_id: int) -> Any:
    """Return the numbers of what somebody did, what was done for them, and what is about them."""
    did = select(AuditEntry.id).where(AuditEntry.person_id == person_id)
    had_done = select(AuditEntry.id).where(AuditEntry.on_behalf_of == person_id)
    about = select(AuditSubject.audit_id).where(AuditSubject.subject == f"person:{person_id}")
    return union_all(did, had_done, about)


def _is(action: str) -> ColumnElement[bool]:
    """Return the condition for an action, or for all that begin with a word."""
    return or_(AuditEntry.action == action, AuditEntry.action.startswith(f"{action}.", autoescape=True))


def _references(row: Row[Any], only: str | None) -> Iterator[str]:
    """Yield what in a row has a name."""
    yield from (f"person:{one}" for one in (row.person_id, row.on_behalf_of) if one is not None)
    yield row.subject
    yield from _customers(row)
    for account, before, after in _moves(row, only):
        yield f"{CUSTOMER}{account}"
        yield from (f"person:{one}" for one in (before, after) if one is not None)
    for values in (row.before, row.after):
        yield from (f"{REFERRING[name]}:{value}" for name, value in values.items() if name in REFERRING and value)


def _customers(row: Row[Any]) -> Collection[str]:
    """Return the customers that a row is about besides its subject, if they are few."""
    about = [one for one in row.about if one.startswith(CUSTOMER)]
    return about if len(about) <= ACCOUNTS_NAMED else ()


def _moves(row: Row[Any], only: str | None) -> list[tuple[str, int | None, int | None]]:
    """Return the first accounts that changed hands, with their owners before and after."""
    if not row.action.startswith(ACCOUNTS):
        return []
    ours = (one for one in row.after if only in {None, f"{CUSTOMER}{one}"})
    return [(one, row.before.get(one), row.after[one]) for one in islice(ours, ACCOUNTS_NAMED)]


def _names(session: Session, references: Iterable[str]) -> dict[str, str]:
    """Return the names of what is referred to."""
    wanted: dict[str, set[int]] = {kind: set() for kind in NAMES}
    for kind, _, number in (one.partition(":") for one in references):
        if kind in wanted and number.isdecimal():
            wanted[kind].add(int(number))
    return {
        f"{kind}:{number}": name
        for kind, numbers in wanted.items()
        if numbers
        for number, name in NAMES[kind](session, numbers).items()
    }


def _named(of: type[Customer | Team], session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the names of customers, or of teams, by their ids."""
    return {row.id: row.name for row in session.execute(select(of.id, of.name).where(of.id.in_(ids)))}


NAMES: Mapping[str, Callable[[Session, Collection[int]], dict[int, str]]] = {
    "person": people.names,
    "customer": partial(_named, Customer),
    "team": partial(_named, Team),
}
"""How the names are found of what has one, by the word that the record has for it."""


def _reasons(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """Return why handovers were made, where that was said."""
    numbers = [int(one.removeprefix("handover:")) for one in subjects if one.startswith("handover:")]
    said = select(Handover.id, Handover.reason).where(Handover.id.in_(numbers), Handover.reason.is_not(None))
    return {f"handover:{number}": reason for number, reason in session.execute(said) if reason} if numbers else {}


def _entry(row: Row[Any], only: str | None, named: Mapping[str, str], reasons: Mapping[str, str]) -> Entry:
    """Return a row with its names."""

    def person(number: int | None) -> str | None:
        return None if number is None else named.get(f"person:{number}", f"person:{number}")

    moves = _moves(row, only)
    customers = [named[one] for one in _customers(row) if one in named]
    return Entry(
        number=row.id,
        at=row.at,
        who=person(row.person_id),
        on_behalf_of=person(row.on_behalf_of),
        action=row.action,
        subject=row.subject,
        about=named.get(row.subject) or (customers[0] if len(customers) == 1 else None),
        before=_with_names(row.before, named),
        after=_with_names(row.after, named),
        place=row.place,
        request=row.request,
        accounts=tuple(
            Account(named.get(f"{CUSTOMER}{one}", f"{CUSTOMER}{one}"), person(before), person(after))
            for one, before, after in moves
        ),
        moved=len(row.after) if moves and only is None else len(moves),
        reason=reasons.get(row.subject) if row.action in EXPLAINED else row.after.get("reason"),
    )


def _with_names(values: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, Any]:
    """Return values with names for the numbers that stand for something."""
    return {name: named.get(f"{REFERRING.get(name)}:{value}", value) for name, value in values.items()}
