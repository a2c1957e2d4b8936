"""What a handover would do, looked at before it is done: the accounts, what moves along, both books, what to heed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from segmentation import money
from storage import books, covers, territories
from storage.alerts import words as alert_words
from storage.alerts.store import pieces
from storage.alerts.who import Who, those
from storage.books import Account, Book
from storage.handovers import looking, words
from storage.handovers.refusals import MovedOn, Unknown
from storage.holdings import Share
from storage.sight import EVERYTHING, Sight
from storage.tables import Alert, Customer, Handover, Person

AWAY = "away"
COVERING = "covering"
TERRITORY = "territory"
UNUSUAL = "unusual"
LEFT = "left"
UNHEARD = "unheard"
"""What to heed about a receiver: somebody stands in for them, or they for somebody (`until`; `since` where that is
still to come); accounts lie outside their territory, or, where nobody has said what that is, in regions where they have
none; they have left the team, or have no Slack account, and hear of nothing."""

SOON = timedelta(days=7)
"""How soon after accounts move a cover begins that is worth a word."""


@dataclass(frozen=True)
class Vip:
    """A key account that would move."""

    customer_id: int
    name: str
    holder: Who | None
    receiver: Who
    value: Decimal


@dataclass(frozen=True)
class Flow:
    """How much moves from one person (or nobody) to another."""

    holder: Who | None
    receiver: Who
    accounts: int
    value: Decimal


@dataclass(frozen=True)
class BookChange:
    """Somebody's book as it is and as it would be."""

    person: Who
    before: Book
    after: Book


@dataclass(frozen=True)
class Caution:
    """Something to heed about a receiver; see the words above. `accounts` counts those it concerns."""

    kind: str
    person: Who
    accounts: int
    regions: tuple[str | None, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """What a handover would do; figures are those of the present profiles, exact, and of closed accounts too.

    `closed` counts accounts that are closed. `vips` are by value, the largest first; `alerts` are live ones, `snoozed`
    those of them that rest. `books` are those of everybody who gives or gets, before and after, of open accounts.
    `moved_on` are accounts that are not where the proposal expected them: it would be refused; `hidden` counts those
    that are out of sight, of which nothing else is told.
    """

    accounts: int
    closed: int
    value: Decimal
    value_at_risk: Decimal
    dormant: int
    tiers: Mapping[str | None, Share]
    vips: tuple[Vip, ...]
    alerts: int
    snoozed: int
    flows: tuple[Flow, ...]
    books: tuple[BookChange, ...]
    cautions: tuple[Caution, ...]
    moved_on: tuple[MovedOn, ...] = ()
    hidden: int = 0


def preview(session: Session, handover_id: int, *, now: datetime, sees: Sight = EVERYTHING) -> Preview:
    """Return what a proposed handover would do, as far as whoever looks `sees` its accounts.

    Raises:
        Unknown: there is no such handover.
    """
    handover = session.get(Handover, handover_id)
    if handover is None:
        raise Unknown(handover_id)
    items = looking.items(session, handover_id)
    expected = handover.state in words.PENDING
    gone = [item for item in items if expected and item.owner_id != item.before_id]
    moves = {item.customer_id: item.after_id for item in items if sees.covers(item.owner_id)}
    due_at = handover.due_at if expected else None
    found = foreseen(session, moves, now=now, due_at=due_at)
    return replace(found, moved_on=looking.moved_on(session, gone), hidden=len(items) - len(moves))


def foreseen(session: Session, moves: Mapping[int, int], *, now: datetime, due_at: datetime | None = None) -> Preview:
    """Return what it would do to give customers to new owners at once, or when it is due, without a proposal."""
    moving = [one for some in pieces(sorted(moves)) for one in books.these(session, some)]
    all_of_it = books.book(moving)
    people = those(session, {*moves.values(), *(one.owner_id for one in moving)})
    alerts, snoozed = _alerts(session, list(moves))
    live = _open(session, moving)
    changes = _books(session, [one for one in moving if one.customer_id in live], moves, people)
    return Preview(
        accounts=len(moving),
        closed=len(moving) - len(live),
        value=all_of_it.value,
        value_at_risk=all_of_it.value_at_risk,
        dormant=all_of_it.dormant,
        tiers=all_of_it.by_tier,
        vips=_vips(session, moving, moves, people),
        alerts=alerts,
        snoozed=snoozed,
        flows=_flows(moving, moves, people),
        books=changes,
        cautions=tuple(_cautions(session, moving, moves, changes, people, now=now, due_at=due_at)),
    )


def _alerts(session: Session, customer_ids: Sequence[int]) -> tuple[int, int]:
    """Return how many alerts about some customers are live, and how many of them rest."""
    rests = or_(Alert.snoozed_until.is_not(None), Alert.snoozed_to_visit_after.is_not(None))
    counts = select(func.count(), func.coalesce(func.sum(case((rests, 1), else_=0)), 0))
    live = [
        session.execute(counts.where(Alert.customer_id.in_(some), Alert.state.in_(alert_words.LIVE))).one()
        for some in pieces(customer_ids)
    ]
    return sum(row[0] for row in live), sum(row[1] for row in live)


def _open(session: Session, moving: Sequence[Account]) -> set[int]:
    """Return which accounts are those of open customers."""
    return {
        one
        for some in pieces([account.customer_id for account in moving])
        for one in session.scalars(select(Customer.id).where(Customer.id.in_(some), Customer.status == "open"))
    }


def _books(
    session: Session, moving: Sequence[Account], moves: Mapping[int, int], people: Mapping[int, Who]
) -> tuple[BookChange, ...]:
    """Return the books of everybody who gives or gets open accounts, by name."""
    ids = list(people)
    held = books.accounts(session, ids)
    before = books.drawn_up(held, ids)
    after = books.drawn_up([*held, *(one for one in moving if one.owner_id is None)], ids, moves)
    by_name = sorted(ids, key=lambda one: (people[one].name.casefold(), one))
    return tuple(BookChange(people[one], before[one], after[one]) for one in by_name)


def _vips(
    session: Session, moving: Sequence[Account], moves: Mapping[int, int], people: Mapping[int, Who]
) -> tuple[Vip, ...]:
    """Return the key accounts that would move, the most valuable first."""
    vips = sorted((one for one in moving if one.is_vip), key=lambda one: (-one.value, one.customer_id))
    names = {
        customer_id: name
        for some in pieces(one.customer_id for one in vips)
        for customer_id, name in session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(some)))
    }
    return tuple(
        Vip(
            one.customer_id,
            names[one.customer_id],
            people.get(one.owner_id or 0),
            people[moves[one.customer_id]],
            money.shown(one.value),
        )
        for one in vips
    )


def _flows(moving: Sequence[Account], moves: Mapping[int, int], people: Mapping[int, Who]) -> tuple[Flow, ...]:
    """Return how much moves between whom, the largest part first."""
    parts: dict[tuple[int | None, int], list[Account]] = defaultdict(list)
    for one in moving:
        parts[one.owner_id, moves[one.customer_id]].append(one)
    flows = (
        Flow(people.get(holder or 0), people[receiver], len(part), money.shown(sum(one.value for one in part)))
        for (holder, receiver), part in parts.items()
    )
    return tuple(sorted(flows, key=lambda flow: (-flow.accounts, -flow.value, flow.receiver.id)))


def _cautions(
    session: Session,
    moving: Sequence[Account],
    moves: Mapping[int, int],
    changes: Sequence[BookChange],
    people: Mapping[int, Who],
    *,
    now: datetime,
    due_at: datetime | None,
) -> Iterator[Caution]:
    """Yield what is to be heeded about each receiver, when the accounts move and in the days after."""
    ids = sorted(set(moves.values()))
    held = {one.person.id: one.before for one in changes}
    when = max(now, due_at or now)
    ahead = [one for one in covers.ahead(session, when, people=ids) if one.begins_at < when + SOON]
    for person in session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)):
        theirs = [one for one in moving if moves[one.customer_id] == person.id]
        receiver = people[person.id]
        if not person.active:
            yield Caution(LEFT, receiver, len(theirs))
        elif person.slack_id is None:
            yield Caution(UNHEARD, receiver, len(theirs))
        for cover in ahead:
            if person.id in {cover.person_id, cover.stand_in_id}:
                kind = AWAY if person.id == cover.person_id else COVERING
                since = cover.begins_at if cover.begins_at > now else None
                yield Caution(kind, receiver, len(theirs), since=since, until=cover.ends_at)
        yield from _abroad(person, receiver, theirs, held[person.id])


def _abroad(person: Person, receiver: Who, theirs: Sequence[Account], book: Book) -> Iterator[Caution]:
    """Yield that accounts lie where their receiver looks after nobody."""
    said = territories.named(person.territory)
    known = {territories.folded(one) for one in book.by_region if one} if said is None else said
    outside = [one for one in theirs if one.region and territories.folded(one.region) not in known]
    if outside and (said is not None or known):
        regions = tuple(sorted({one.region for one in outside if one.region is not None}))
        yield Caution(TERRITORY if said is not None else UNUSUAL, receiver, len(outside), regions)
