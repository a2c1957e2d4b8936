"""People known only by a name in a customers file, and who they are as soon as a people file tells."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Table, case, delete, select, union, update
from sqlalchemy.orm import Session

from storage import audit, staff
from storage.alerts.store import pieces
from storage.importing.owners import called
from storage.importing.recording import IMPORTED
from storage.staff import Deed
from storage.tables import Cover, Customer, Person, Profile

MERGED = "person.merged"

Member = Mapping[str, Any]


def is_placeholder(person: Person) -> bool:
    """Say whether a customers file has named somebody, as far as can be seen, and nothing else is known of them."""
    return person.name == person.source_id and person.email is None


def is_blank(person: Person) -> bool:
    """Say whether nothing would be lost with a placeholder: nobody has said anything about them."""
    said = (person.in_file, person.slack_id, person.manager_id, person.team_id, person.territory, person.left_at)
    return is_placeholder(person) and person.role == staff.ROLES[0] and all(one is None for one in said)


def namesakes(known: Collection[Person], members: Collection[Member], source: str) -> frozenset[str]:
    """Return the names and e-mail addresses that several people have, of those known or in a file."""
    people = {(one.source, one.source_id): {one.name, one.email} for one in known if not is_placeholder(one)}
    people |= {(source, one["source_id"]): {one["name"], one["email"]} for one in members}
    held = Counter(one for texts in people.values() for one in {called(text) for text in texts if text})
    return frozenset(name for name, count in held.items() if count > 1)


def waiting(known: Collection[Person], source: str) -> dict[str, list[Person]]:
    """Return the placeholders among the people known, by what they are called: of other sources none that has told of
    them.
    """
    found: dict[str, list[Person]] = defaultdict(list)
    for one in known:
        if is_blank(one) or (one.source == source and is_placeholder(one)):
            found[called(one.source_id)].append(one)
    return found


def busy(session: Session, known: Collection[Person]) -> frozenset[int]:
    """Return who leads somebody, or stands in for somebody: taken for somebody else, they might be above themselves."""
    covers = union(select(Cover.person_id), select(Cover.stand_in_id))
    return frozenset({one.manager_id for one in known if one.manager_id} | set(session.scalars(covers)))


def of(member: Member, waiting: Mapping[str, Sequence[Person]], shared: Collection[str]) -> list[Person]:
    """Return the placeholders that surely are somebody of a file: of their e-mail, or a name that nobody else has."""
    names = {called(text) for text in (member["email"], member["name"]) if text} - set(shared)
    found = (one for name in sorted(names) for one in waiting.get(name, ()) if is_placeholder(one))
    return sorted(found, key=lambda one: one.id)


def merge(session: Session, merged: Mapping[Person, Person], deed: Deed, *, run: int) -> None:
    """Let everything that refers to the people merged refer to whoever they are, on the record, and forget them."""
    ids = {double.id: person.id for double, person in merged.items()}
    if not ids:
        return
    session.flush()
    before = _accounts(session, ids)
    for column in _referring():
        _replace(session, column, ids)
    session.execute(delete(Person).where(Person.id.in_(ids)).execution_options(synchronize_session=False))
    for double in merged:
        session.expunge(double)
    subjects = [staff.subject(one) for pair in ids.items() for one in pair]
    after = {customer: ids[owner] for customer, owner in before.items()}
    subject = f"import:{run}"
    audit.add(session, action=MERGED, subject=subject, before={}, after={"people": len(ids)}, subjects=subjects, **deed)
    if before:
        audit.add(session, action=IMPORTED, subject=subject, before=before, after=after, **deed)


def _accounts(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return the customers of some people, with whose they are."""
    owned = select(Customer.id, Customer.owner_id).where(Customer.owner_id.in_(ids)).order_by(Customer.id)
    return {customer: owner for customer, owner in session.execute(owned) if owner is not None}


def _referring() -> Iterator[Column[Any]]:
    """Yield all columns in which people are referred to by their number, but those of the record."""
    people = cast(Table, Person.__table__)
    for table in Person.metadata.tables.values():
        yield from (column for column in table.columns if column.references(people.c.id))
    for mapped, name in ((Customer, "owner_in_file_id"), (Profile, "owner_id")):
        yield cast(Table, mapped.__table__).c[name]


def _replace(session: Session, column: Column[Any], ids: Mapping[int, int]) -> None:
    """Put others in the place of people; what is told of each person once, and so not of a placeholder, goes."""
    for some in pieces(ids):
        theirs = column.in_(some)
        if column.table.primary_key.columns.values()[0] is column:
            session.execute(delete(column.table).where(theirs))
        else:
            values = {column.name: case({one: ids[one] for one in some}, value=column)}
            session.execute(update(column.table).where(theirs).values(values))
