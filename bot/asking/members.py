"""Who of the sales team is meant, by `id:NUMBER`, mention, e-mail address or name."""

import re
from collections import Counter
from collections.abc import Iterable

from sqlalchemy.orm import Session

from bot.asking.scoping import UnknownPerson
from bot.errors import BotError
from bot.telling.blocks import plain
from storage import people
from storage.tables import Person

CHOSEN = re.compile(r"id:(\d{1,18})")
"""Somebody chosen in a form."""

ME = frozenset({"me", "myself", "我"})


class HasLeft(BotError):
    """Somebody is meant who is not of the team any more."""

    def __init__(self, name: str) -> None:
        super().__init__("{name} has left the sales team.", name=plain(name))


def meant(session: Session, said: str, *, me: int | None = None) -> Person:
    """Return who is meant, of all who are or were of the team; `me` is who asks.

    Raises:
        UnknownPerson: it may be nobody, or several.
    """
    if said.casefold() in ME and me is not None:
        return session.get_one(Person, me)
    number = CHOSEN.fullmatch(said)
    known = session.get(Person, int(number[1])) if number else None
    found = ([known] if known else []) if number else people.find(session, said)
    active = [person for person in found if person.active]
    chosen = active if len(active) == 1 else found
    if len(chosen) != 1:
        raise UnknownPerson(said, perhaps=[person.name for person in found[:5]])
    return chosen[0]


def there(session: Session, said: str, *, me: int | None = None) -> Person:
    """Return who is meant, and is of the team.

    Raises:
        UnknownPerson: it may be nobody, or several.
        HasLeft: they are not any more.
    """
    person = meant(session, said, me=me)
    if not person.active:
        raise HasLeft(person.name)
    return person


def offered(session: Session, words: str, *, most: int) -> dict[str, str]:
    """Return those of the team whose names fit what is typed, everybody where nothing is, as `id:NUMBER` by name.

    Those of equal names are told apart by their addresses.
    """
    team = people.active(session)
    fitting = {person.id for person in people.find(session, words)} if words.strip() else None
    fits = [person for person in team if fitting is None or person.id in fitting]
    times = Counter(person.name for person in fits)
    return {one.name if times[one.name] == 1 else _told_apart(one): f"id:{one.id}" for one in fits[:most]}


def _told_apart(person: Person) -> str:
    """Return a name with what nobody else has."""
    return f"{person.name} ({person.email or person.id})"


def all_there(session: Session, said: Iterable[str], *, me: int | None = None) -> list[Person]:
    """Return everybody who is meant, each once; see `there`."""
    return list(dict.fromkeys(there(session, one, me=me) for one in said))
