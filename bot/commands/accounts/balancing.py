"""Loads evened out: the fewest hand-overs that do it are proposed, to be looked at and confirmed like any other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import books as asking
from bot.asking import foreseeing, handing, seeing
from bot.asking.books import Wish
from bot.books.balancing import TOLERANCE, Balance, balance
from bot.books.homes import Homes, homes_of
from bot.errors import BotError
from bot.question import Question, Reply
from bot.views.balance import balance as balance_view
from bot.views.balance import told
from bot.views.handover import May
from bot.views.handover import handover as handover_view
from storage import books, covers, runs
from storage.books import Account
from storage.handovers import proposal, words
from storage.handovers.refusals import Refused
from storage.tables import Person

TEAM = 50
"""The most people whose loads are evened out."""


class NobodyToBalance(BotError):
    """There are not two people among whom loads could be evened out."""

    def __init__(self) -> None:
        super().__init__("It takes at least two people who are there to even out loads.")


@dataclass(frozen=True)
class _Team:
    """Who keeps accounts, who is away, who has left; the accounts in question, and where the keepers are at home."""

    keepers: Sequence[Person]
    away: Sequence[Person]
    left: Sequence[Person]
    accounts: Sequence[Account]
    homes: Homes
    as_of: date | None


def balanced(question: Question, wish: Wish) -> Reply:
    """Propose the fewest hand-overs that even out the loads of a team; while it thinks, it holds no connection."""
    within = TOLERANCE if wish.within is None else wish.within
    with question.sessions() as session:
        team = _team(session, question, wish.who)
    if len(team.keepers) < 2:
        raise NobodyToBalance
    found = balance(team.accounts, [one.id for one in team.keepers], tolerance=within, homes=team.homes)
    if found.moves:
        return _proposed(question, team, found, within)
    away = [one.name for one in team.away]
    return balance_view(question.language, found, within=within, away=away, as_of=team.as_of, today=question.today)


def _team(session: Session, question: Question, said: str) -> _Team:
    """Return the team: those who are away keep their books, and whoever has left keeps none."""
    crew = asking.crew(session, question, said, Ask.BALANCE, most=TEAM)
    absent = covers.running(session, question.now)
    away = [one for one in crew.people if one.active and one.id in absent]
    found = books.accounts(session, [one.id for one in crew.people if one not in away])
    owners = {one.owner_id for one in found}
    there = [one for one in crew.people if one.active and one not in away]
    keepers = [one for one in there if one.id in owners or _may_begin(one)]
    run = runs.latest_classification(session)
    return _Team(
        keepers=keepers,
        away=away,
        left=[one for one in crew.people if not one.active and one.id in owners],
        accounts=found,
        homes=homes_of(found, [one.id for one in keepers], {one.id: one.territory for one in keepers}),
        as_of=run.as_of if run else None,
    )


def _may_begin(person: Person) -> bool:
    """Say whether somebody without accounts may be given some: salespeople, but those who were given no territory."""
    return person.role == "salesperson" and person.territory != ""


def _proposed(question: Question, team: _Team, found: Balance, within: float) -> Reply:
    """Propose the moves, and show what they would do."""
    above = told(
        question.language,
        found,
        within=within,
        away=[one.name for one in team.away],
        left=[one.name for one in team.left],
    )
    try:
        with question.sessions() as session, session.begin():
            me, everybody = seeing.known(session, question), seeing.everyone(session, question)
            made = proposal.propose(
                session, found.moves, by=me.id, now=question.now, kind=words.BALANCE, request=question.request
            )
            session.flush()
            standing = handing.stand(session, question, made.id)
            return handover_view(
                question.language,
                question.policy,
                standing.found,
                foreseeing.foreseen(session, question, standing.found),
                may=May(confirm=True, cancel=True),
                needed=handing.needed(session, made.id, me.id, everybody, now=question.now),
                above=above,
                as_of=team.as_of,
                today=question.today,
            )
    except Refused as refused:
        raise handing.told(question, refused) from None
