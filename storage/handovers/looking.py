"""What the items of a handover are, as things are now: what matters of them, and who has moved on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, cast, delete, func, select, type_coerce, update
from sqlalchemy.orm import Session

from segmentation import money
from segmentation.models.value_group import MVC
from storage import audit
from storage.alerts import words as alert_words
from storage.alerts.store import pieces
from storage.alerts.who import those
from storage.handovers.refusals import MovedOn
from storage.handovers.shown import Shown
from storage.tables import Alert, AuditEntry, AuditSubject, Customer, HandoverItem, Profile


class Item(NamedTuple):
    """An account of a handover: whose it was when that was proposed, whose it is to be, and whose it is."""

    customer_id: int
    before_id: int | None
    after_id: int
    owner_id: int | None


def items(session: Session, handover_id: int, *, hold: bool = False) -> list[Item]:
    """Return the accounts of a handover, by customer; with `hold` nobody changes them before the transaction ends."""
    columns = (HandoverItem.customer_id, HandoverItem.before_id, HandoverItem.after_id, Customer.owner_id)
    joined = select(*columns).join(Customer, Customer.id == HandoverItem.customer_id)
    theirs = joined.where(HandoverItem.handover_id == handover_id).order_by(HandoverItem.customer_id)
    rows = session.execute(theirs.with_for_update(of=Customer, key_share=True) if hold else theirs)
    return [Item(*row) for row in rows]


def look(session: Session, handover_id: int) -> Shown:
    """Return what matters of a handover to whoever confirms it."""
    return matters(session, select(HandoverItem.customer_id).where(HandoverItem.handover_id == handover_id))


def matters(session: Session, which: Select[int] | Collection[int]) -> Shown:
    """Return what matters about some customers changing hands: those that a query gives, or a few by their ids."""
    tier, value = func.coalesce(Profile.tier, ""), func.sum(type_coerce(Profile.value_365d, BigInteger))
    profiles = select(tier, func.count(), func.coalesce(cast(value, BigInteger), 0)).select_from(Customer)
    joined = profiles.outerjoin(Profile, Profile.customer_id == Customer.id).where(Customer.id.in_(which))
    rows = session.execute(joined.group_by(tier)).all()
    live = select(func.count()).where(Alert.customer_id.in_(which), Alert.state.in_(alert_words.LIVE))
    vips = select(Profile.customer_id).where(Profile.customer_id.in_(which), Profile.tier == MVC.key)
    return Shown(
        accounts=sum(accounts for _, accounts, _ in rows),
        value=money.shown(sum(worth for _, _, worth in rows)),
        tiers={name: accounts for name, accounts, _ in rows},
        vips=tuple(session.scalars(vips.order_by(Profile.customer_id))),
        alerts=session.scalar(live) or 0,
    )


def expect_anew(session: Session, handover_id: int, found: Iterable[Item]) -> None:
    """Expect each account whose it is now; those that are whose they shall be are left out from now on."""
    of_it = HandoverItem.handover_id == handover_id
    for item in found:
        if item.owner_id == item.before_id:
            continue
        same = of_it & (HandoverItem.customer_id == item.customer_id)
        if item.owner_id == item.after_id:
            session.execute(delete(HandoverItem).where(same))
        else:
            session.execute(update(HandoverItem).where(same).values(before_id=item.owner_id))


def moved_on(session: Session, found: Iterable[Item]) -> tuple[MovedOn, ...]:
    """Tell of accounts whose they are now, and since when, by their names."""
    owners = {item.customer_id: item.owner_id for item in found}
    names = {
        customer_id: name
        for some in pieces(owners)
        for customer_id, name in session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(some)))
    }
    people = those(session, owners.values())
    since = _since(session, list(owners))
    told = (
        MovedOn(one, names[one], people.get(owner) if owner is not None else None, since.get(one))
        for one, owner in owners.items()
    )
    return tuple(sorted(told, key=lambda one: (one.customer.casefold(), one.customer_id)))


def _since(session: Session, customer_ids: Sequence[int]) -> Mapping[int, datetime]:
    """Return since when each of some customers is whose it is, as far as the record tells."""
    since: dict[int, datetime] = {}
    for some in pieces(customer_ids):
        subjects = {audit.customer(one): one for one in some}
        entries = select(AuditSubject.subject, AuditEntry.at).join(AuditEntry, AuditEntry.id == AuditSubject.audit_id)
        of_owners = entries.where(AuditSubject.subject.in_(subjects), AuditEntry.action.startswith(audit.ACCOUNTS))
        for subject, at in session.execute(of_owners.order_by(AuditEntry.id)):
            since[subjects[subject]] = at
    return since
