"""Who of the sales team is meant, by `id:NUMBER`, mention, e-mail address or name."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from bot.errors import BotError
from bot.telling.blocks import plain
from storage import people
from storage.people import MENTION
from storage.tables import Person

CHOSEN = re.compile(r"id:(\d{1,18})")
"""Somebody chosen in a form."""

TOLD_APART = re.compile(r".*\((id:\d{1,18}|[^\s()]+@[^\s()]+)\)")
"""Somebody as `told_apart` writes them, with what means just that one."""

ME = frozenset({"me", "myself", "我"})


class UnknownPerson(BotError):
    """Nobody of the team, or more than one, is called what was typed."""

    def __init__(self, name: str, *, perhaps: Sequence[str] = ()) -> None:
        mention = MENTION.fullmatch(name)
        said = plain(mention["name"] or mention["slack_id"] if mention else name)
        if perhaps:
            super().__init__("Which “{name}” do you mean: {names}?", name=said, names=", ".join(perhaps))
        else:
            super().__init__("I know nobody called “{name}” in the sales team.", name=said)


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
    if apart := TOLD_APART.fullmatch(said):
        said = apart[1]
    number = CHOSEN.fullmatch(said)
    known = session.get(Person, int(number[1])) if number else None
    found = ([known] if known else []) if number else people.find(session, said)
    active = [person for person in found if person.active]
    chosen = active if len(active) == 1 else found
    if len(chosen) != 1:
        raise UnknownPerson(said, perhaps=told_apart(found)[:5])
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
    return {name: f"id:{one.id}" for name, one in zip(told_apart(fits)[:most], fits, strict=False)}


def told_apart(found: Sequence[Person]) -> list[str]:
    """Return the names of people, equal ones each with what somebody can type who means just that one."""
    times = Counter(person.name for person in found)
    typed = {person.id: person.email or f"id:{person.id}" for person in found}
    return [one.name if times[one.name] == 1 else f"{one.name} ({typed[one.id]})" for one in found]


def all_there(session: Session, said: Iterable[str], *, me: int | None = None) -> list[Person]:
    """Return everybody who is meant, each once; see `there`."""
    return list(dict.fromkeys(there(session, one, me=me) for one in said))
