"""Finding people of the sales team: by Slack id, by mention, by what somebody types."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from storage.tables import Customer, Person

MENTION = re.compile(r"<@(?P<slack_id>[A-Z0-9]+)(?:\|(?P<name>[^>]*))?>")

CLOSE_ENOUGH = 80
"""How alike, of 100, a typed name and a person's must be to be offered."""

LONGER = 1
"""By how many letters a misspelt name may be longer than it is: with more, something else stands behind it."""


def by_slack_id(session: Session, slack_id: str) -> Person | None:
    """Return the person with this Slack id."""
    return session.scalar(select(Person).where(Person.slack_id == slack_id))


def active(session: Session) -> list[Person]:
    """Return everybody who has not left, by name."""
    return list(session.scalars(select(Person).where(Person.active).order_by(Person.name, Person.id)))


def departed(session: Session, *, since: datetime) -> dict[int, datetime]:
    """Return who has left since a moment and has open accounts still, with when that was, by id."""
    keeps = exists().where(Customer.owner_id == Person.id, Customer.status == "open")
    left = select(Person.id, Person.left_at).where(~Person.active, Person.left_at >= since, keeps)
    return {person_id: at for person_id, at in session.execute(left.order_by(Person.id)) if at is not None}


def names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the names of some people by their ids; one that others have too with what means just that one if typed."""
    theirs = select(Person.name).where(Person.id.in_(ids))
    alike = session.execute(select(Person.id, Person.name, Person.email).where(Person.name.in_(theirs))).all()
    bearers = Counter(row.name for row in alike)
    return {
        row.id: row.name if bearers[row.name] == 1 else f"{row.name} ({row.email or f'id:{row.id}'})"
        for row in alike
        if row.id in ids
    }


def gone(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of some people are of the team no more."""
    return set(session.scalars(select(Person.id).where(Person.id.in_(ids), ~Person.active)))


def find(session: Session, words: str) -> list[Person]:
    """Return who may be meant by a mention, an e-mail address or a name: nobody, one, or several to choose from.

    A mention of an account that is nobody's means, by its name, at most somebody who has none.
    """
    if mention := MENTION.fullmatch(words.strip()):
        known = by_slack_id(session, mention["slack_id"])
        alike = [] if known else _by_name(session, mention["name"] or "")
        return [known] if known else [person for person in alike if person.slack_id is None]
    if "@" in words.strip().lstrip("@"):
        return _by_email(session, words.strip())
    return _by_name(session, words)


def _by_email(session: Session, address: str) -> list[Person]:
    """Return the people with this address, however it is capitalised."""
    return list(session.scalars(select(Person).where(func.lower(Person.email) == address.lower())))


def _by_name(session: Session, words: str) -> list[Person]:
    """Return who bears exactly this name, else whose name has all the words, else whose name is close to it."""
    wanted = _folded(words)
    if not wanted:
        return []
    everybody = {person: _folded(person.name) for person in session.scalars(select(Person).order_by(Person.id))}
    exact = [person for person, name in everybody.items() if name == wanted or _is_id(person, words)]
    partial = [person for person, name in everybody.items() if _fits(wanted, name, str.startswith)]
    return exact or partial or _alike(wanted, everybody)


def _alike(wanted: str, everybody: Mapping[Person, str]) -> list[Person]:
    """Return whose name is close to what was typed, the closest first: as a whole, or word by word."""
    names = {person: name for person, name in everybody.items() if len(wanted) <= len(name) + LONGER}
    likeness = {person: fuzz.ratio(wanted, name) for person, name in names.items()}
    close = (one for one, name in names.items() if likeness[one] >= CLOSE_ENOUGH or _fits(wanted, name, _is_close))
    return sorted(close, key=lambda one: -likeness[one])


def _is_id(person: Person, words: str) -> bool:
    """Say whether somebody typed the id under which a source knows the person."""
    return person.source_id == words.strip()


def _fits(wanted: str, name: str, fits: Callable[[str, str], bool]) -> bool:
    """Say whether each wanted word fits a word of the name, and no two the same: `Ed Edward` is not Edward."""
    parts = name.split()
    for word in sorted(wanted.split(), key=len, reverse=True):
        part = next((part for part in parts if fits(part, word)), None)
        if part is None:
            return False
        parts.remove(part)
    return True


def _is_close(part: str, word: str) -> bool:
    """Say whether a word may be a misspelling of another."""
    return fuzz.ratio(part, word) >= CLOSE_ENOUGH


def _folded(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading @."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s]|_", " ", letters).split())
