"""Who looks at Home, and how far they look."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import access
from bot.access import Ask, Role, Rows
from bot.asking import seeing
from bot.question import Question
from bot.views.home.layout import Onlooker
from storage.home.accounts import Accounts, accounts
from storage.home.stand_in import StandIn, running
from storage.home.state import latest_day

FEW = 5
"""Rows of a list; whoever wants more asks for the whole of it."""


@dataclass(frozen=True)
class Looker:
    """Somebody of the team (`me`) with their role, as far as it shows on Home.

    `mine` are the ids of those whose customers they take care of: their own, and of whom they stand in for (`covers`).
    `owners` are those whose customers they look after, None for everybody's, with `unowned` also those of nobody;
    `team` are everybody below them, and themselves. `away` are the covers that run for these, by whoever is covered.
    `accounts` are those of `owners`, none where these are everybody.
    """

    question: Question
    me: int
    role: Role
    mine: Set[int]
    team: Set[int]
    owners: Set[int] | None
    unowned: bool
    covers: Sequence[StandIn]
    away: Mapping[int, StandIn]
    as_of: date | None
    accounts: Accounts

    @property
    def onlooker(self) -> Onlooker:
        """Who they are to what is drawn."""
        return Onlooker(self.me, self.mine)


def looker(session: Session, question: Question) -> Looker | None:
    """Return who looks at Home; None if they are not of the team."""
    circle = seeing.circle(session, question)
    if circle.me is None or access.rows(circle.role, Ask.HOME, question.place) is Rows.NONE:
        return None
    looked_after = access.within(circle, Ask.ALERTS, question.place, colleagues=False)
    covers, team, as_of = running(session, now=question.now), {circle.me, *circle.below}, latest_day(session)
    owners, day = looked_after.owners, as_of or question.today
    return Looker(
        question=question,
        me=circle.me,
        role=circle.role,
        mine={circle.me, *circle.covered},
        team=team,
        owners=owners,
        unowned=looked_after.unowned,
        covers=[one for one in covers if one.stand_in_id == circle.me],
        away={one.person_id: one for one in covers if one.person_id in team},
        as_of=as_of,
        accounts=Accounts() if owners is None else accounts(session, owners, as_of=day, limit=FEW),
    )
