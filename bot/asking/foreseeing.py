"""What a handover would do, as far as whoever asks may see it: not the books of those whose accounts they may not."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import HEADS, Ask, Role
from bot.asking import seeing
from bot.books import load
from bot.question import Question
from bot.telling.consequences import Foreseen
from storage.handovers import preview, words
from storage.handovers.lists import HandoverView
from storage.handovers.preview import Preview
from storage.holdings import holdings
from storage.sight import Sight
from storage.tables import Person

AHEAD = frozenset({*words.PENDING, *words.RENEWABLE})
"""The states of handovers that may still be done."""


def foreseen(session: Session, question: Question, found: HandoverView) -> Foreseen | None:
    """Return what a handover would do; None if it is over."""
    if found.state not in AHEAD:
        return None
    sees = seeing.may(session, question, Ask.ACCOUNTS)
    whole = preview.preview(session, found.id, now=question.now)
    leads = seeing.circle(session, question).role not in {Role.SALESPERSON, Role.STRANGER}
    return Foreseen(within(whole, sees), median(session, whole) if leads else None)


def within(whole: Preview, sees: Sight) -> Preview:
    """Return what a handover would do without the books out of sight, nor what is said of the regions in them."""
    return replace(
        whole,
        books=tuple(change for change in whole.books if sees.covers(change.person.id)),
        cautions=tuple(one for one in whole.cautions if one.kind != preview.UNUSUAL or sees.covers(one.person.id)),
    )


def median(session: Session, found: Preview) -> float | None:
    """Return the load in the middle of the team: who gives or gets, and who shares a team or a manager with them."""
    ids = [change.person.id for change in found.books]
    people = session.scalars(select(Person).where(Person.active, Person.role.not_in(HEADS))).all()
    near = [one for one in people if one.id in ids]
    teams, managers = {one.team_id for one in near} - {None}, {one.manager_id for one in near} - {None}
    team = [one.id for one in people if one.team_id in teams or one.manager_id in managers or one in near]
    loads = [load.load(held) for held in holdings(session, team).values()]
    return load.median(loads) if len(loads) > 1 else None
