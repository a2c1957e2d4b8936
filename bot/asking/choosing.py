"""Which customers somebody means who gives accounts away, as far as they are theirs to give."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.access import Ask, Role
from bot.asking import members, scoping, seeing
from bot.asking.handing import NotYoursToGive
from bot.errors import BotError
from bot.lines.meaning import NOBODY, Accounts, Which
from bot.question import Question
from bot.telling.blocks import plain
from storage import customers, selecting
from storage.customers import Found, Resolution
from storage.selecting import Among
from storage.sight import Sight

_BETWEEN = re.compile(r"[,、;](?:\s*and\s)?|\s(?:and|和|及|与)\s")
"""What may stand between names where they are several."""


class NotSure(BotError):
    """A name, perhaps one of several `names`, may mean several customers, or none: `resolution` offers whom."""

    def __init__(self, name: str, resolution: Resolution, *, names: Sequence[str] = ()) -> None:
        super().__init__("I know no customer called “{name}”; part of a name is enough.", name=plain(name))
        self.name, self.resolution, self.names = name, resolution, names or (name,)


class NotExactly(BotError):
    """A line of a list names no customer, or several."""

    def __init__(self, name: str, *, several: bool) -> None:
        if several:
            super().__init__("several customers are called “{name}”: write an id instead", name=plain(name))
        else:
            super().__init__("no customer has just the name or the id “{name}”", name=plain(name))


class NoneThere(BotError):
    """There are no such accounts."""

    def __init__(self) -> None:
        super().__init__("There are no such accounts: nothing to hand over.")


@dataclass(frozen=True)
class Chosen:
    """The customers that are meant, by number; `name` is that of a single one."""

    ids: Sequence[int]
    name: str | None = None


def chosen(session: Session, question: Question, accounts: Accounts) -> Chosen:
    """Return the customers that are meant, all of them for the asker to give away.

    Raises:
        NotSure, NoneThere: it is not clear which, or there are none.
        UnknownPerson, UnknownRegion: nobody is called so, or no region.
        NotYoursToGive: they are somebody else's.
    """
    sees = seeing.may(session, question, Ask.ASSIGN)
    if accounts.which is Which.NAMED:
        return _named(session, question, accounts.names)
    among = _among(session, question, accounts, sees)
    found = {
        Which.ALL: selecting.everything,
        Which.ASLEEP: selecting.asleep,
        Which.MISPLACED: selecting.misplaced,
    }[accounts.which](session, among)
    if not found:
        raise NoneThere
    return Chosen(found[: accounts.most])


def to_give(session: Session, question: Question, customer_ids: Collection[int]) -> set[int]:
    """Return those of some customers that whoever asks may give away, of those who look after others' accounts."""
    if question.public or seeing.circle(session, question).role not in {Role.LEAD, Role.MANAGER, Role.ADMIN}:
        return set()
    return selecting.among_these(session, seeing.may(session, question, Ask.ASSIGN), customer_ids)


def named(session: Session, question: Question, name: str, *, among: Sequence[str] = ()) -> Found:
    """Return the customer that a name means, for the asker to give away.

    Args:
        among: the names that were typed, if there are more.

    Raises:
        NotSure: it may mean several, or none.
        NotYoursToGive: it is somebody else's.
    """
    resolution = customers.resolve(session, name, sight=seeing.sight(session, question))
    if resolution.customer is None:
        raise NotSure(name, resolution, names=among)
    return _given(resolution.customer, seeing.may(session, question, Ask.ASSIGN))


def is_name(session: Session, question: Question, words: str) -> bool:
    """Say whether these words are just the name of one customer whom the asker may see."""
    found = customers.resolve(session, words, sight=seeing.sight(session, question), exactly=True)
    return found.customer is not None and found.exact


def exactly(session: Session, name: str, *, sees: Sight, gives: Sight) -> Found:
    """Return the customer whose name or id this is, to the letter: sure enough where nobody looks at each.

    Args:
        sees: the customers whom the asker may see.
        gives: those whom they may give away.

    Raises:
        NotExactly: nobody is called so, or several are.
        NotYoursToGive: it is somebody else's.
    """
    resolution = customers.resolve(session, name, sight=sees, exactly=True)
    if resolution.customer is None or not resolution.exact:
        raise NotExactly(name, several=bool(resolution.candidates))
    return _given(resolution.customer, gives)


def _given(found: Found, gives: Sight) -> Found:
    """Return a customer that the asker may give away."""
    if not gives.covers(found.owner_id):
        raise NotYoursToGive(found.owner)
    return found


def _named(session: Session, question: Question, names: Sequence[str]) -> Chosen:
    """Return customers by their names; a text with commas, or `and`, may be one name or several."""
    try:
        found = [named(session, question, name, among=names) for name in names]
    except NotSure as unsure:
        parts = [part.strip() for name in names for part in _BETWEEN.split(name) if part.strip()]
        if len(parts) == len(names) or unsure.resolution.candidates:
            raise
        found = [named(session, question, part, among=parts) for part in parts]
    return Chosen(list(dict.fromkeys(one.id for one in found)), found[0].name if len(found) == 1 else None)


def _among(session: Session, question: Question, accounts: Accounts, sees: Sight) -> Among:
    """Return among which customers is looked."""
    regions = scoping.regions(session, accounts.region, sees) if accounts.region else ()
    if accounts.of == NOBODY:
        if not sees.unowned:
            raise NotYoursToGive(None)
        return Among(sees, nobody=True, regions=regions)
    if accounts.of is None:
        return Among(sees, regions=regions)
    owner = members.meant(session, accounts.of, me=question.asker.id)
    if not sees.covers(owner.id):
        raise NotYoursToGive(owner.name)
    return Among(sees, owner_id=owner.id, regions=regions)
