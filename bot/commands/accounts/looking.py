"""Books looked at: somebody's, and those of a team side by side."""

from dataclasses import replace
from datetime import datetime, time

from sqlalchemy.orm import Session

from bot import access
from bot.access import Ask, Rows
from bot.asking import books as asking
from bot.asking import seeing
from bot.asking.books import Wish
from bot.books import load
from bot.errors import BotError, Denied
from bot.question import Question, Reply
from bot.views.book import Attention
from bot.views.book import book as book_view
from bot.views.loads import Burden
from bot.views.loads import loads as loads_view
from storage import books, covers, people, runs
from storage.holdings import holdings
from storage.home.asleep import Asleep, asleep
from storage.home.occasions import occasions
from storage.home.pressing import Pressing, pressing
from storage.tables import Person, Run

FEW = 5
"""Customers of each kind that need attention."""

TEAM = 100
"""The most people whose loads are compared."""


def book(question: Question, wish: Wish) -> Reply:
    """Show the book of whoever asks, or of a colleague."""
    with question.sessions() as session:
        person = asking.owner(session, question, wish.who)
        run = runs.latest_classification(session)
        reply = book_view(
            question.language,
            question.policy,
            books.books(session, [person.id])[person.id],
            name=None
            if person.id == question.asker.id and not question.public
            else people.names(session, {person.id})[person.id],
            first=_attention(session, question, person, run),
            leads=access.rows(seeing.circle(session, question).role, Ask.BALANCE, question.place) is not Rows.NONE,
            as_of=run.as_of if run else None,
            today=question.today,
        )
    return replace(reply, again=f"/accounts id:{person.id}")


def team(question: Question, wish: Wish) -> Reply:
    """Show how the work lies in a team."""
    with question.sessions() as session:
        crew = asking.crew(session, question, wish.who, Ask.ACCOUNTS, most=TEAM)
        found = holdings(session, [one.id for one in crew.people])
        away = covers.running(session, question.now)
        names = people.names(session, {one.id for one in crew.people})
        run = runs.latest_classification(session)
        to_balance = _may_balance(session, question, wish)
    usual = load.usual(found[one.id] for one in crew.people if one.active)
    burdens = [
        Burden(names[one.id], found[one.id], is_away=one.id in away, has_left=not one.active)
        for one in crew.people
        if found[one.id].accounts or (one.active and one.role == "salesperson")
    ]
    reply = loads_view(
        question.language,
        burdens,
        usual=usual,
        team=crew.said,
        to_balance=to_balance,
        as_of=run.as_of if run else None,
        today=question.today,
    )
    return replace(reply, again=f"/accounts team {crew.said}".strip())


def _may_balance(session: Session, question: Question, wish: Wish) -> bool:
    """Say whether whoever asks may even out the loads of a team, and there are several to do so among."""
    try:
        crew = asking.crew(session, question, wish.who, Ask.BALANCE, most=TEAM)
    except BotError:
        return False
    return sum(one.active for one in crew.people) > 1


def _attention(session: Session, question: Question, person: Person, run: Run | None) -> Attention:
    """Return what of a book needs attention first."""
    ahead = question.policy.sensitivity.ahead_days
    dates, _ = occasions(session, of=[person.id], today=question.today, ahead=ahead, limit=FEW)
    sleepers = asleep(session, of=[person.id], as_of=run.as_of, limit=FEW) if run and run.as_of else Asleep()
    return Attention(_alerts(session, question, person), sleepers, dates)


def _alerts(session: Session, question: Question, person: Person) -> Pressing:
    """Return the alerts about somebody's customers; none where they are not for whoever asks."""
    try:
        sees = seeing.may(session, question, Ask.ALERTS)
    except Denied:
        return Pressing()
    if question.public or not sees.covers(person.id):
        return Pressing()
    began = datetime.combine(question.today, time(), question.time_zone)
    return pressing(session, of=[person.id], since=began, limit=FEW)
