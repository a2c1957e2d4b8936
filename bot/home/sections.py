"""The sections of Home: each reads what it shows and draws it, or nothing; and who sees which, in which order.

To add a section: a function here, what it draws in `bot.views.home`, and its place in `SECTIONS`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

from sqlalchemy.orm import Session

from bot import governance
from bot.access import HEADS, Role
from bot.books import load
from bot.home.looker import FEW, Looker
from bot.team import hearing_of
from bot.telling.blocks import Part
from bot.views.home import books, business, customers, house
from bot.views.home.alerts import alerts as alerts_view
from bot.views.home.approvals import approvals as approvals_view
from bot.views.home.books import Burden
from storage import people
from storage.holdings import together
from storage.home import moves as moving
from storage.home.asleep import asleep as sleepers
from storage.home.occasions import occasions as near
from storage.home.pressing import pressing
from storage.home.state import asking, state
from storage.home.waiting import waiting

Section = Callable[[Session, Looker], list[Part]]

TEAM = 15
"""The people of a team whose load is shown."""


def alerts(session: Session, who: Looker) -> list[Part]:
    """Show what should be done first."""
    question = who.question
    began = datetime.combine(question.today, time(), question.time_zone)
    found = pressing(session, of=who.owners, unowned=who.unowned, since=began, limit=FEW)
    return alerts_view(question.language, question.policy, found, who.onlooker, as_of=who.as_of or question.today)


def occasions(session: Session, who: Looker) -> list[Part]:
    """Show whose birthday or anniversary is near."""
    question, ahead = who.question, who.question.policy.sensitivity.ahead_days
    found, total = near(session, of=who.owners or (), today=question.today, ahead=ahead, limit=FEW)
    return customers.occasions(question.language, found, total, who.onlooker, today=question.today)


def asleep(_session: Session, who: Looker) -> list[Part]:
    """Show who of one's customers is falling asleep."""
    question, found = who.question, who.accounts.asleep
    return customers.asleep(question.language, question.policy, found, who.onlooker) if who.as_of else []


def best_asleep(session: Session, who: Looker) -> list[Part]:
    """Show who of the best customers is falling asleep."""
    if who.as_of is None:
        return []
    found, question = sleepers(session, of=None, as_of=who.as_of, limit=FEW), who.question
    return customers.asleep(question.language, question.policy, found, who.onlooker, vips=True)


def moves(session: Session, who: Looker) -> list[Part]:
    """Show who changed tier this week."""
    if who.as_of is None:
        return []
    found, total = moving.movers(session, of=who.owners or (), as_of=who.as_of, limit=FEW)
    return customers.movers(who.question.language, who.question.policy, found, total, who.onlooker)


def book(_session: Session, who: Looker) -> list[Part]:
    """Show in one chart what somebody looks after."""
    question, mine = who.question, who.accounts.held[who.me]
    return books.book(question.language, question.policy, mine, question.language.say("My accounts"))


def team(session: Session, who: Looker) -> list[Part]:
    """Show how the work lies in a team, and in one chart what the whole of it looks after."""
    question, carried = who.question, {person: who.accounts.held[person] for person in who.team}
    loads = {person: load.load(each) for person, each in carried.items() if each.accounts}
    gone = people.gone(session, who.team)
    usual = load.usual(each for person, each in carried.items() if person not in gone)
    heaviest = sorted(loads, key=lambda person: (-loads[person], person))
    names = people.names(session, heaviest[:TEAM])
    burdens = [
        Burden(
            name=names[person],
            held=carried[person],
            contacts=loads[person],
            above=load.against(loads[person], usual),
            stood_in_by=who.away[person].stand_in if person in who.away else None,
            has_left=person in gone,
        )
        for person in heaviest[:TEAM]
    ]
    table = books.team(question.language, burdens, more=len(heaviest) - len(burdens))
    title, everything = question.language.say("The team's accounts"), together(carried.values())
    return [*table, *books.book(question.language, question.policy, everything, title)]


def approvals(session: Session, who: Looker) -> list[Part]:
    """Show which handovers wait: for whoever may approve them still, and of whoever asked for them."""
    decides = who.role in HEADS
    found = [one for one in waiting(session) if (decides and who.me in one.approvers) or one.asked_by_id in who.team]
    return approvals_view(who.question.language, found[:FEW], total=len(found), me=who.me)


def movement(session: Session, who: Looker) -> list[Part]:
    """Show how the whole business moved between tiers this week."""
    if who.as_of is None:
        return []
    found = moving.movement(session, as_of=who.as_of)
    return business.movement(who.question.language, who.question.policy, found)


def digest(session: Session, who: Looker) -> list[Part]:
    """Show what somebody hears, and when."""
    hearing = hearing_of(session, who.me, business_zone=who.question.time_zone)
    return business.digest(who.question.language, hearing) if hearing else []


def requests(session: Session, who: Looker) -> list[Part]:
    """Show who asks to be let in."""
    found, total = asking(session, limit=FEW)
    return house.requests(who.question.language, found, total)


def data(session: Session, who: Looker) -> list[Part]:
    """Show how the data stands."""
    return house.data(who.question.language, state(session, now=who.question.now), today=who.question.today)


def policy(session: Session, who: Looker) -> list[Part]:
    """Show what was decided for everybody."""
    return house.policy(who.question.language, governance.read(session))


SECTIONS: Mapping[Role, Sequence[Section]] = {
    Role.SALESPERSON: (alerts, occasions, asleep, moves, book),
    Role.LEAD: (approvals, alerts, occasions, asleep, moves, team),
    Role.MANAGER: (approvals, movement, alerts, best_asleep, digest),
    Role.ADMIN: (requests, approvals, data, policy, movement, alerts, digest),
}
"""What each role sees, the most important first."""
