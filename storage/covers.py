"""Covers: somebody stands in for somebody else for a time; accounts stay whose they are.

A cover runs from `begins_at` to `ends_at`, unless it is ended before, or whoever stands in leaves. One person is
covered by one other at a time.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from storage import audit, outbox, runs
from storage.tables import Cover, Person

BEGINS = "cover_begins"
ENDS = "cover_ends"
FAILS = "cover_fails"
"""Kinds of messages, to both, or where the stand-in is gone to the other and whoever arranged it; `content` has
`cover_id` and `role`, which is `covered`, `stand_in` or `arranged`."""

COVERED = "covered"
STAND_IN = "stand_in"
ARRANGED = "arranged"

ITSELF = "itself"
NO_TIME = "no_time"
GONE = "gone"
UNREACHABLE = "unreachable"
EACH_OTHER = "each_other"


class Act(TypedDict):
    """Who acts (of `people`) and when; where; the mark of their click."""

    by: int
    now: datetime
    place: NotRequired[str | None]
    request: NotRequired[str | None]


class Refused(Exception):
    """A cover cannot be; nothing has changed."""


class Overlap(Refused):
    """Somebody stands in then already."""

    def __init__(self, cover: Cover) -> None:
        super().__init__(f"cover {cover.id} overlaps")
        self.cover = cover


class Impossible(Refused):
    """Nobody covers themselves, nor for no time, nor out of Slack, nor after they left, nor several one another."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unknown(Refused):
    """There is no such cover."""


class Over(Refused):
    """The cover has ended."""

    def __init__(self, cover: Cover) -> None:
        super().__init__(f"cover {cover.id} is over")
        self.cover = cover


def make(
    session: Session,
    person_id: int,
    stand_in_id: int,
    *,
    begins_at: datetime,
    ends_at: datetime,
    reason: str | None = None,
    **act: Unpack[Act],
) -> Cover:
    """Have somebody stand in for somebody; both are told when it begins, at once if that is now.

    The same request twice is one cover.

    Raises:
        Overlap, Impossible
    """
    runs.wait_for_turn(session)
    request, now = act.get("request"), act["now"]
    if request and (made := session.scalar(select(Cover).where(Cover.request == request))):
        return made
    if why := _impossible(session, person_id, stand_in_id, begins_at=max(begins_at, now), ends_at=ends_at):
        raise Impossible(why)
    then = and_(Cover.ended_at.is_(None), Cover.begins_at < ends_at, Cover.ends_at > begins_at)
    if other := session.scalar(select(Cover).where(Cover.person_id == person_id, then).order_by(Cover.begins_at)):
        raise Overlap(other)
    if _is_ring(person_id, stand_in_id, begins_at, session.scalars(select(Cover).where(then)).all()):
        raise Impossible(EACH_OTHER)
    cover = Cover(
        person_id=person_id,
        stand_in_id=stand_in_id,
        begins_at=begins_at,
        ends_at=ends_at,
        made_by=act["by"],
        made_at=now,
        reason=reason,
        request=request,
    )
    session.add(cover)
    session.flush()
    if begins_at <= now:
        _begin(session, cover, now)
    _record(session, cover, "cover.made", before={}, after=_told(cover), **act)
    return cover


def end(session: Session, cover_id: int, **act: Unpack[Act]) -> Cover:
    """End a cover before its time, or one that has not begun; both are told if it had begun.

    Raises:
        Unknown, Over
    """
    cover = _one(session, cover_id)
    if cover.ended_at is not None:
        raise Over(cover)
    _end(session, cover, act["now"])
    _record(session, cover, "cover.ended", before=_told(cover), after={"ended_at": act["now"]}, **act)
    return cover


def running(session: Session, now: datetime) -> dict[int, int]:
    """Return who stands in for whom now: the stand-in by the covered person's id."""
    now_on = select(Cover.person_id, Cover.stand_in_id).where(_goes_on(now), Cover.begins_at <= now)
    return {row[0]: row[1] for row in session.execute(now_on.order_by(Cover.id))}


def stood_in_for(session: Session, person_id: int, now: datetime) -> frozenset[int]:
    """Return for whom somebody stands in now, and for whom these would."""
    standing_in, found, newest = running(session, now), set[int](), {person_id}
    while newest:
        newest = {covered for covered, by in standing_in.items() if by in newest} - found - {person_id}
        found |= newest
    return frozenset(found)


def ahead(session: Session, now: datetime, *, people: Collection[int] | None = None) -> list[Cover]:
    """Return the covers that run or are to come, the earliest first; of some people, covered or standing in."""
    found = select(Cover).where(_goes_on(now)).order_by(Cover.begins_at, Cover.id)
    if people is not None:
        found = found.where(or_(Cover.person_id.in_(people), Cover.stand_in_id.in_(people)))
    return list(session.scalars(found))


def turn(session: Session, *, now: datetime) -> None:
    """Begin and end what is due, each once, and tell both; what nobody can do any more ends too."""
    begins = and_(Cover.begun_at.is_(None), Cover.begins_at <= now)
    is_due = or_(begins, Cover.ends_at <= now, Cover.stand_in_id.in_(_DEAF))
    due = select(Cover.id).where(Cover.ended_at.is_(None), is_due).order_by(Cover.id)
    held = [_one(session, cover_id) for cover_id in session.scalars(due).all()]
    live = [cover for cover in held if cover.ended_at is None]
    deaf = set(session.scalars(_DEAF.where(Person.id.in_([cover.stand_in_id for cover in live]))))
    ended = [cover for cover in live if cover.ends_at <= now or cover.stand_in_id in deaf]
    for cover in live:
        if cover in ended:
            _end(session, cover, now, is_over=cover.ends_at <= now)
        elif cover.begun_at is None:
            _begin(session, cover, now)
    for cover in ended:
        _record(session, cover, "cover.ended", before=_told(cover), after={"ended_at": now}, by=None, now=now)


_DEAF = select(Person.id).where(or_(~Person.active, Person.slack_id.is_(None)))
"""Who has left, or is in Slack no more: nothing would reach them."""


def _goes_on(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a cover is not over."""
    return and_(Cover.ended_at.is_(None), Cover.ends_at > now)


def _one(session: Session, cover_id: int) -> Cover:
    """Return a cover as it is now; nobody else changes it before the transaction ends."""
    session.flush()
    hold = update(Cover).where(Cover.id == cover_id).values(made_by=Cover.made_by).returning(Cover)
    cover = session.scalar(hold, execution_options={"populate_existing": True})
    if cover is None:
        raise Unknown
    return cover


def _impossible(
    session: Session, person_id: int, stand_in_id: int, *, begins_at: datetime, ends_at: datetime
) -> str | None:
    """Say why somebody cannot stand in for somebody, if so."""
    if person_id == stand_in_id:
        return ITSELF
    person, stand_in = session.get(Person, person_id), session.get(Person, stand_in_id)
    if person is None or stand_in is None or not stand_in.active:
        return GONE
    if not stand_in.slack_id:
        return UNREACHABLE
    return NO_TIME if ends_at <= begins_at else None


def _is_ring(person_id: int, stand_in_id: int, begins_at: datetime, others: Collection[Cover]) -> bool:
    """Say whether at some moment everybody of a row, the stand-in's stand-in and so on, would be away.

    Args:
        others: the covers that run at the same time.
    """
    for moment in {begins_at, *(one.begins_at for one in others if one.begins_at > begins_at)}:
        by = {one.person_id: one.stand_in_id for one in others if one.begins_at <= moment < one.ends_at}
        last = stand_in_id
        while last in by:
            last = by.pop(last)
        if last == person_id:
            return True
    return False


def _begin(session: Session, cover: Cover, now: datetime) -> None:
    """Note that a cover has begun, and tell both."""
    cover.begun_at = now
    _tell(session, cover, BEGINS, now)


def _end(session: Session, cover: Cover, now: datetime, *, is_over: bool = True) -> None:
    """Note that a cover is over, and tell both if they were told of it; or that it fails, and tell who counts on it."""
    cover.ended_at = now
    if not is_over:
        _tell(session, cover, FAILS, now)
    elif cover.begun_at is not None:
        _tell(session, cover, ENDS, now)
    session.flush()


def _tell(session: Session, cover: Cover, kind: str, now: datetime) -> None:
    """Tell both, or whom a failure concerns, each once."""
    other = (ARRANGED, cover.made_by) if kind == FAILS else (STAND_IN, cover.stand_in_id)
    for role, person_id in ((COVERED, cover.person_id), other):
        content = {"cover_id": cover.id, "role": role}
        mark = f"{kind}:{cover.id}:{person_id}"
        outbox.add(session, mark=mark, kind=kind, now=now, person_id=person_id, content=content)


def _told(cover: Cover) -> dict[str, Any]:
    """Return what the record tells of a cover."""
    names = ("person_id", "stand_in_id", "begins_at", "ends_at", "reason")
    return {name: getattr(cover, name) for name in names}


def _record(
    session: Session,
    cover: Cover,
    action: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    by: int | None,
    now: datetime,
    place: str | None = None,
    request: str | None = None,
) -> None:
    """Put what was done about a cover on the record."""
    audit.add(
        session,
        action=action,
        subject=f"cover:{cover.id}",
        subjects=[f"person:{cover.person_id}", f"person:{cover.stand_in_id}"],
        before=before,
        after=after,
        by=by,
        place=place,
        request=request,
        now=now,
    )
