"""Who looks at Home, and how far they look."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.access import Ask, Role
from bot.asking import seeing
from bot.question import Question
from bot.routing import Member, Team
from storage import runs
from storage.home.stand_in import StandIn, running


@dataclass(frozen=True)
class Looker:
    """Somebody of the team with their role, as far as it shows on Home.

    `mine` are the ids of those whose customers they take care of: their own, and of whom they stand in for (`covers`).
    `owners` are those whose customers they look after, None for everybody's, with `unowned` also those of nobody;
    `below` are the people of their team, among `everybody`. `away` are the covers that run for these or themselves, by
    whoever is covered.
    """

    question: Question
    me: Member
    everybody: Team
    role: Role
    mine: Set[int]
    below: Set[int]
    owners: Set[int] | None
    unowned: bool
    covers: Sequence[StandIn]
    away: Mapping[int, StandIn]
    as_of: date | None

    @property
    def team(self) -> Set[int]:
        """The ids of everybody of their team, with themselves."""
        return {self.me.id, *self.below}


def looker(session: Session, question: Question) -> Looker:
    """Return who looks at Home.

    Raises:
        Denied: they are not of the team.
    """
    seeing.may(session, question, Ask.HOME)
    everybody, circle = seeing.everyone(session, question), seeing.circle(session, question)
    me = everybody[circle.me or 0]
    looked_after = seeing.may(session, question, Ask.ALERTS)
    covers = running(session, now=question.now)
    run = runs.latest_classification(session)
    return Looker(
        question=question,
        me=me,
        everybody=everybody,
        role=circle.role,
        mine={me.id, *circle.covered},
        below=circle.below,
        owners=looked_after.owners,
        unowned=looked_after.unowned,
        covers=[one for one in covers if one.stand_in_id == me.id],
        away={one.person_id: one for one in covers if one.person_id in {me.id, *circle.below}},
        as_of=run.as_of if run else None,
    )
