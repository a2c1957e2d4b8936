"""The record: one row for every change that was made, never altered, each hashed together with the one before.

`add` is called last in the transaction that makes the change: it holds the head of the chain until that ends, so that
numbers follow one another without a gap and nothing is recorded that did not happen.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, Table, func, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import canonical, chain
from storage.chain import BEGINNING, WRONG_END, Link, Verdict
from storage.tables import AuditEntry, AuditHead, AuditSubject

ENTRIES, SUBJECTS, HEAD = (cast(Table, table.__table__) for table in (AuditEntry, AuditSubject, AuditHead))

DOCUMENTS = ("about", "before", "after")
"""The columns that hold values as their text."""

AS_TEXT = ("at", *DOCUMENTS)

ACCOUNTS = "accounts."
"""How the actions begin whose before and after are owners by customer."""

AT_ONCE = 10_000
"""How many rows are read together."""


def customer(customer_id: int) -> str:
    """Return a customer as the record calls it."""
    return f"customer:{customer_id}"


def add(
    session: Session,
    *,
    action: str,
    subject: str,
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    by: int | None,
    now: datetime,
    on_behalf_of: int | None = None,
    place: str | None = None,
    request: str | None = None,
    subjects: Iterable[str] = (),
) -> int:
    """Record a change in the transaction that makes it, as its last step; return the row's number.

    Args:
        before: what was changed, as it was; of `accounts.*` the owner (or None) by customer.
        after: the same, as it is now; of `accounts.*` nothing else, elsewhere whatever tells of the change.
        by: the person who did it; None for the bot.
        on_behalf_of: the person for whom they did it, if that is another.
        place: the channel it was done in, or `terminal`, `api`, `import`.
        request: the mark of the click or command.
        subjects: what else it is about, such as `customer:12`; of `accounts.*` the customers are known by themselves.
    """
    session.flush()
    number, previous = _held(session)
    row = entry(
        number,
        previous,
        action=action,
        subject=subject,
        before=before,
        after=after,
        person_id=by,
        at=now,
        on_behalf_of=on_behalf_of,
        place=place,
        request=request,
        subjects=subjects,
    )
    session.execute(insert(ENTRIES), row)
    session.execute(insert(SUBJECTS), [{"subject": one, "audit_id": number} for one in (subject, *row["about"])])
    session.execute(update(HEAD).values(hash=row["hash"]))
    return number


def entry(
    number: int,
    previous: str,
    *,
    action: str,
    subject: str,
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    person_id: int | None,
    at: datetime,
    on_behalf_of: int | None = None,
    place: str | None = None,
    request: str | None = None,
    subjects: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the row of the record with a number that follows the row with the hash `previous`; see `add`."""
    row = {
        "id": number,
        "at": at,
        "person_id": person_id,
        "on_behalf_of": on_behalf_of,
        "action": action,
        "subject": subject,
        "about": sorted({*subjects, *_accounts(action, before, after)} - {subject}),
        "before": canonical.plain(before),
        "after": canonical.plain(after),
        "place": canonical.plain(place),
        "request": canonical.plain(request),
        "previous": previous,
    }
    stored = {**row, "at": canonical.moment(at), **{name: canonical.text(row[name]) for name in DOCUMENTS}}
    return row | {"hash": chain.hashed(chain.line([stored[name] for name in chain.COLUMNS]))}


def verify(session: Session, *, known: str | None = None) -> Verdict:
    """Follow the record from its beginning to its head.

    Args:
        known: a hash that was written down elsewhere: one of the rows must have it.
    """
    last, head = session.execute(select(HEAD.c.last_id, HEAD.c.hash)).first() or (0, BEGINNING)
    with closing(links(session, up_to=last)) as rows:
        found = chain.follow(rows, known=known)
    if found.broken is None and (found.rows, found.head) != (last, head):
        return replace(found, broken=found.rows + 1, why=WRONG_END)
    return found if found.broken or not _goes_on(session) else replace(found, broken=last + 1, why=WRONG_END)


def links(session: Session, *, up_to: int | None = None) -> Generator[Link, None, None]:
    """Yield the rows, perhaps up to a number, in order, as the chain has them."""
    columns = [type_coerce(ENTRIES.c[name], String) if name in AS_TEXT else ENTRIES.c[name] for name in chain.COLUMNS]
    rows = select(*columns, ENTRIES.c.hash).order_by(ENTRIES.c.id)
    rows = rows if up_to is None else rows.where(ENTRIES.c.id <= up_to)
    with session.execute(rows.execution_options(yield_per=AT_ONCE)) as found:
        for number, at, *others, previous, own in found:
            yield Link(number, chain.line((number, _moment(at), *others, previous)), own, previous)


def owners(session: Session) -> dict[int, int | None]:
    """Return whose each account is after everything that the record says of accounts; others are not in it."""
    moves = select(AuditEntry.after).where(AuditEntry.action.startswith(ACCOUNTS)).order_by(AuditEntry.id)
    replayed: dict[int, int | None] = {}
    for after in session.scalars(moves):
        replayed |= {int(account): owner for account, owner in after.items()}
    return replayed


def _held(session: Session) -> tuple[int, str]:
    """Return the number of the next row and the hash of the last; nobody else gets one before the transaction ends."""
    hold = update(HEAD).values(last_id=HEAD.c.last_id + 1).returning(HEAD.c.last_id, HEAD.c.hash)
    held = session.execute(hold).first()
    if held is None:
        dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
        first = dialect.insert(HEAD).values(id=1, last_id=0, hash=BEGINNING)
        session.execute(first.on_conflict_do_nothing())
        held = session.execute(hold).one()
    return held.last_id, held.hash


def _goes_on(session: Session) -> bool:
    """Say whether there are rows beyond the head; asked in one go, since others add to both meanwhile."""
    head = select(func.coalesce(func.max(HEAD.c.last_id), 0)).scalar_subquery()
    return session.scalar(select(ENTRIES.c.id).where(ENTRIES.c.id > head).limit(1)) is not None


def _accounts(action: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the customers whose owners changed."""
    if action.startswith(ACCOUNTS):
        yield from (customer(one) for one in {**before, **after})


def _moment(stored: datetime | str) -> str:
    """Return a moment as text; SQLite, which has no such type, keeps it as text in UTC."""
    return f"{stored.replace(' ', 'T')}+00:00" if isinstance(stored, str) else canonical.moment(stored)
