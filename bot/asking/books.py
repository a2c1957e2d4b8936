"""What people type behind `/accounts`: whose book, or how the work lies in a team, or is to be evened out there."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot import access
from bot.access import Ask, Role, Rows
from bot.asking import members, seeing
from bot.asking.seeing import WhoAsks
from bot.errors import BotError, Denied
from bot.lines.options import NotUnderstood
from bot.question import Question
from bot.routing import below
from bot.telling.blocks import plain
from storage import teams
from storage.tables import Customer, Person

USAGE = "/accounts [@maria], /accounts team [East], /accounts balance [East] [within 10%], /accounts help"

VERBS: Mapping[str, str] = {
    **{verb: verb for verb in ("team", "balance", "help")},
    "团队": "team",
    "平衡": "balance",
    "均衡": "balance",
    "?": "help",
    "帮助": "help",
}
"""What can be asked, beside whose book."""

MINE = frozenset({"", "mine", "my", "我的"})

_WITHIN = re.compile(
    r"(?:^|(?<=\s))(?:within\s*|±\s*|在\s*)?(\d{1,3})\s*%(?:\s*(?:以内|之内|内))?(?=\s|$)", re.IGNORECASE
)

WIDEST = 100
"""The most that loads may be allowed to differ from the mean, in per cent."""


class NotYourBook(Denied):
    """The book is asked for of somebody whose customers whoever asks may not see."""

    def __init__(self, name: str) -> None:
        super().__init__("What {name} looks after is for them and whoever leads them.", name=plain(name))


class NobodyBelow(Denied):
    """A team is asked for by somebody who leads none."""

    def __init__(self) -> None:
        super().__init__("Nobody of the sales team reports to you: `/accounts` shows your own book.")


class NoSuchTeam(BotError):
    """There is no team of this name with anybody whom the asker looks after."""

    def __init__(self, name: str) -> None:
        super().__init__("I know no team called “{name}” that you look after.", name=plain(name))


class TooMany(BotError):
    """A team is too large to be looked at as one."""

    def __init__(self, most: int) -> None:
        super().__init__("That is more than {n} people: name a team, as in `/accounts team East`.", n=most)


@dataclass(frozen=True)
class Wish:
    """What is asked for: a `verb`, about somebody or a team as typed; `within` is how far loads may differ, a part."""

    verb: str = "book"
    who: str = ""
    within: float | None = None


@dataclass(frozen=True)
class Crew:
    """The people of a team, by name: whoever is of the sales team, and whoever has left but has accounts still.

    `said` is the name of the team as typed; nothing for one's own.
    """

    said: str
    people: Sequence[Person]


def understood(words: str) -> Wish:
    """Return what is asked for.

    Raises:
        NotUnderstood: the words mean nothing.
    """
    text = " ".join(unicodedata.normalize("NFKC", words).split())
    first, _, rest = text.partition(" ")
    verb = VERBS.get(first.casefold())
    if verb is None:
        return Wish(who="" if text.casefold() in MINE else text.strip('"'))
    if verb != "balance":
        return Wish(verb, _team(rest))
    within = _WITHIN.search(rest)
    if within is None:
        return Wish(verb, _team(rest))
    if int(within[1]) > WIDEST:
        raise NotUnderstood(within[0], nearest="within 10%", usage=USAGE)
    return Wish(verb, _team(rest[: within.start()] + rest[within.end() :]), int(within[1]) / 100)


def _team(said: str) -> str:
    """Return the name of a team as typed, without what may stand before it."""
    return re.sub(r"^(?:team|团队)(?:\s+|$)", "", said.strip(), flags=re.IGNORECASE).strip(' "')


def owner(session: Session, question: Question, who: str) -> Person:
    """Return whose book is asked for.

    Raises:
        WhoAsks: their own, and nobody knows who they are.
        NotYourBook: whoever asks may not see it.
    """
    sees = seeing.may(session, question, Ask.ACCOUNTS)
    if not who and question.asker.id is None:
        raise WhoAsks
    person = members.meant(session, who or "me", me=question.asker.id)
    if not sees.covers(person.id):
        raise NotYourBook(person.name)
    return person


def crew(session: Session, question: Question, said: str, ask: Ask, *, most: int) -> Crew:
    """Return a team that whoever asks looks after: the one of a name, else their own; of heads without any, everybody.

    Raises:
        NobodyBelow, NoSuchTeam: there is none.
        TooMany: it has more than `most` people.
        NotForAll: the answer is for others too, and somebody of them may not see all of it.
    """
    sees, circle = seeing.may(session, question, ask), seeing.circle(session, question)
    if access.rows(circle.role, ask, question.place) < Rows.TEAM:
        raise NobodyBelow
    people = select(Person).where(or_(Person.active, exists().where(Customer.owner_id == Person.id)))
    if said:
        people = people.where(Person.team_id.in_(_of_name(session, said)))
    elif near := circle.below or below(circle.me or 0, seeing.everyone(session, question)):
        people = people.where(Person.id.in_({*near, circle.me}))
    elif circle.role is Role.LEAD:
        raise NobodyBelow
    everybody = session.scalars(people.order_by(Person.name, Person.id)).all()
    found = [one for one in everybody if sees.covers(one.id)]
    if question.public and (unseen := next((one for one in everybody if one not in found), None)):
        seeing.show(session, question, ask, unseen.id)
    if not found:
        raise NoSuchTeam(said)
    if len(found) > most:
        raise TooMany(most)
    return Crew(said, found)


def _of_name(session: Session, said: str) -> set[int]:
    """Return a team by its name, and those within it."""
    named = teams.named(session, said)
    if named is None:
        raise NoSuchTeam(said)
    return teams.within(teams.every(session), named.id)
