"""What a handover would do, as far as whoever asks may see it: not the books of those whose accounts they may not."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import Ask, Role
from bot.asking import seeing
from bot.books import load
from bot.question import Question
from bot.telling.consequences import Foreseen
from storage.handovers import preview, words
from storage.handovers.lists import HandoverView
from storage.handovers.preview import Preview
from storage.holdings import holdings
from storage.sight import EVERYTHING, Sight
from storage.tables import Person

AHEAD = frozenset({*words.PENDING, *words.RENEWABLE})
"""The states of handovers that may still be done."""


def foreseen(session: Session, question: Question, found: HandoverView) -> Foreseen | None:
    """Return what a handover would do; None if it is over."""
    if found.state not in AHEAD:
        return None
    sees = seeing.may(session, question, Ask.ACCOUNTS)
    whole = preview.preview(session, found.id, now=question.now)
    seen = within(whole, sees)
    leads = seeing.circle(session, question).role not in {Role.SALESPERSON, Role.STRANGER}
    return Foreseen(seen, usual(session, seen, sees) if leads else None)


def within(whole: Preview, sees: Sight) -> Preview:
    """Return what a handover would do without the books out of sight, nor what is said of the regions in them."""
    return replace(
        whole,
        books=tuple(change for change in whole.books if sees.covers(change.person.id)),
        cautions=tuple(one for one in whole.cautions if one.kind != preview.UNUSUAL or sees.covers(one.person.id)),
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
