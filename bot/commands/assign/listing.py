"""Accounts by a list: a file, or lines that somebody pasted; either all of it can be used, or nothing is proposed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from bot.access import Ask
from bot.asking import choosing, dealing, members, seeing
from bot.asking.choosing import NoneThere
from bot.asking.dealing import TERRITORY, Deal
from bot.errors import BotError
from bot.lines.assigning import Wish
from bot.lines.meaning import Which
from bot.question import Question
from bot.telling.blocks import plain
from storage import books, people
from storage.importing import assignments
from storage.importing.assignments import Assignment
from storage.importing.outcome import Options, Unreadable

TOLD = 10
"""The most lines that are told to be wrong."""

_BETWEEN = tuple(map(re.compile, (r"\s*(?:\t|→|->|=>)\s*", r"\s*[;；]\s*", r"\s*[,，、]\s*")))
"""What stands between a customer and who gets it: the first of these that there is, since names have commas too."""


class NoFile(BotError):
    """A file is spoken of, and none is there."""

    def __init__(self) -> None:
        super().__init__("There is no file here: use *Hand over…* under `/assign help`, or `regulars assign FILE`.")


class Unusable(BotError):
    """A file cannot be read."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "The list cannot be used: {reason} It needs a column called customer, with names or ids, and may have one "
            "called new owner; CSV in UTF-8 or Excel.",
            reason=reason,
        )


class Wrong(BotError):
    """Some lines of a list cannot be used."""

    def __init__(self, wrong: Sequence[str], *, of: int) -> None:
        first, more = "\n".join(wrong[:TOLD]), len(wrong) - TOLD
        told = {"n": len(wrong), "of": of, "lines": f"{first}\n…" if more > 0 else first}
        super().__init__("{n} of {of} lines cannot be used, so nothing is proposed:\n{lines}", **told)


class ToWhom(BotError):
    """A line does not say who gets the account, and nobody else does."""

    def __init__(self) -> None:
        super().__init__("nobody is named to get it")


class GivenTwice(BotError):
    """A line gives a customer to somebody else than a line before it."""

    def __init__(self, customer: str, line: int) -> None:
        super().__init__("{name} goes to somebody else in line {line}", name=plain(customer), line=line)


@dataclass(frozen=True)
class Line:
    """A line that can be used: which customer, and who gets it, if it says so."""

    number: int
    customer_id: int
    to: int | None


def dealt(session: Session, question: Question, wish: Wish) -> Deal:
    """Return who gets which account of a list; where lines do not say so, whom the wish names.

    Raises:
        NoFile, Unusable, Wrong: it cannot be used.
    """
    to = [one.id for one in members.all_there(session, wish.to, me=question.asker.id)]
    has_receivers = bool(to) or wish.by == TERRITORY
    said = (
        _attached(question, has_receivers=has_receivers)
        if wish.accounts.which is Which.FILE
        else _pasted(wish.accounts.names)
    )
    if not said:
        raise NoneThere
    lines = _understood(session, question, said, has_receivers=has_receivers)
    told = {line.customer_id: line.to for line in lines if line.to is not None}
    rest = [line.customer_id for line in lines if line.to is None]
    deal = dealing.deal(session, rest, to, by=wish.by) if rest else Deal({}, {})
    return Deal({**deal.moves, **told}, deal.left_out)


def by_owner(session: Session, ids: Sequence[int]) -> Mapping[str | None, tuple[int, int]]:
    """Return how many accounts each owner has of some, and their value in ten-thousandths, the most first."""
    found = books.these(session, ids)
    counts, values = Counter(one.owner_id for one in found), Counter[int | None]()
    for one in found:
        values[one.owner_id] += one.value
    names = people.names(session, {one for one in counts if one is not None})
    return {
        names.get(person) if person is not None else None: (count, values[person])
        for person, count in counts.most_common()
    }


def _understood(session: Session, question: Question, said: Sequence[Assignment], *, has_receivers: bool) -> list[Line]:
    """Return lines with the customers and people that they mean.

    Raises:
        Wrong: some cannot be used.
    """
    person = cache(lambda name: members.there(session, name, me=question.asker.id).id)
    sees, gives = seeing.sight(session, question), seeing.may(session, question, Ask.ASSIGN)
    lines: dict[int, Line] = {}
    wrong: list[str] = []
    for one in said:
        try:
            if one.to is None and not has_receivers:
                raise ToWhom
            customer = choosing.exactly(session, one.customer, sees=sees, gives=gives)
            line = Line(one.line, customer.id, person(one.to) if one.to else None)
            if (first := lines.setdefault(customer.id, line)).to != line.to:
                raise GivenTwice(customer.name, first.number)
        except BotError as error:
            told = question.language.say("line {line}: {reason}", line=one.line, reason=error.told(question.language))
            wrong.append(told)
    if wrong:
        raise Wrong(wrong, of=len(said))
    return list(lines.values())


def _pasted(lines: Sequence[str]) -> list[Assignment]:
    """Return pasted lines: a customer, and behind a tab or arrow, or else a semicolon or a comma, who gets it."""
    found = []
    for number, line in enumerate(lines, start=1):
        between = next((one for one in _BETWEEN if one.search(line.strip())), _BETWEEN[-1])
        parts = [part for part in between.split(line.strip()) if part]
        if parts:
            found.append(Assignment(number, parts[0], parts[1] if len(parts) > 1 else None))
    return found


def _attached(question: Question, *, has_receivers: bool) -> list[Assignment]:
    """Return the lines of the file that came with a question."""
    if question.attached is None:
        raise NoFile
    file = question.attached()
    with TemporaryDirectory() as folder:
        path = Path(folder) / (plain(Path(file.name).name) or "list")
        path.write_bytes(file.content)
        try:
            options = Options(question.today, lambda: question.now)
            return assignments.read(path, options, names_owners=has_receivers)
        except Unreadable as why:
            raise Unusable(str(why)) from None
