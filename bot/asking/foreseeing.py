"""What a handover would do, as far as whoever asks may see it: not the books of those whose accounts they may not."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Ask, Role
from bot.asking import rights, seeing
from bot.books import load
from bot.question import Question
from bot.telling.consequences import Foreseen
from storage.handovers import preview, words
from storage.handovers.lists import HandoverView
from storage.handovers.preview import Preview
from storage.holdings import holdings
from storage.sight import EVERYTHING, NOTHING, Sight
from storage.tables import Person

AHEAD = frozenset({*words.PENDING, *words.RENEWABLE})
"""The states of handovers that may still be done."""


def foreseen(session: Session, question: Question, found: HandoverView) -> Foreseen | None:
    """Return what a handover would do; None if it is over."""
    if found.state not in AHEAD:
        return None
    books, seen = seeing.may(session, question, Ask.ACCOUNTS), seeing.sight(session, question)
    whole = preview.preview(session, found.id, now=question.now, sees=seen)
    shown = _within(whole, books, seeing.named(session, seen))
    leads = seeing.circle(session, question).role not in {Role.SALESPERSON, Role.STRANGER}
    return Foreseen(
        shown, usual(session, shown, books) if leads else None, rights.lapsed(session, found, now=question.now)
    )


def told(session: Session, hearer_id: int, found: HandoverView, *, with_books: bool, now: datetime) -> Foreseen | None:
    """Return what a handover would do, as somebody is told of it in a message; None if it is over."""
    if found.state not in AHEAD:
        return None
    seen = seeing.reach(session, hearer_id, Ask.CUSTOMER, now)
    whole = preview.preview(session, found.id, now=now, sees=seen)
    shown = _within(whole, EVERYTHING if with_books else NOTHING, seeing.named(session, seen))
    return Foreseen(shown, usual(session, shown) if with_books else None, rights.lapsed(session, found, now=now))


def _within(whole: Preview, books: Sight, names: Sight) -> Preview:
    """Return what a handover would do without the books out of sight, nor what is said of the regions in them.

    Args:
        names: the customers of whom may be known whose they are.
    """
    return replace(
        whole,
        books=tuple(change for change in whole.books if books.covers(change.person.id)),
        cautions=tuple(one for one in whole.cautions if one.kind != preview.UNUSUAL or books.covers(one.person.id)),
        moved_on=tuple(one.within(names) for one in whole.moved_on),
    )


def usual(session: Session, found: Preview, sees: Sight = EVERYTHING) -> float | None:
    """Return the load in the middle of the team: of whose books change, and who share a team or a manager with them.

    Args:
        sees: whose books count; fewer than two have no middle.
    """
    ids = {change.person.id for change in found.books}
    people = [one for one in session.scalars(select(Person).where(Person.active)) if sees.covers(one.id)]
    near = [one for one in people if one.id in ids]
    teams, managers = {one.team_id for one in near} - {None}, {one.manager_id for one in near} - {None}
    team = [one.id for one in people if one.team_id in teams or one.manager_id in managers or one in near]
    held = [each for each in holdings(session, team).values() if each.accounts]
    return load.usual(held) if len(held) > 1 else None
