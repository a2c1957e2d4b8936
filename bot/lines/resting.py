"""How long an alert may rest, as people type it: `today`, `3d`, `1w`, `1m`, `visit`, or any day."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.errors import BotError
from bot.lines import days
from bot.lines.options import NotUnderstood
from bot.working_time import WorkingTime

LONGEST = timedelta(days=366)

_BEFORE = re.compile(r"^(?:(?:until|till|for) |到(?!访) ?)")
_VISIT = frozenset({"visit", "next visit", "the next visit", "they next visit", "下次到访", "到访"})
_SPAN = re.compile(r"([1-9]\d{0,2})\s*(d|days?|w|weeks?|m|months?|天|日|周|个?月)")


class NotAhead(BotError):
    """A day to rest until that is not ahead, or further than anybody looks."""

    def __init__(self) -> None:
        super().__init__("An alert can rest until a day of the next twelve months.")


def rest(words: Sequence[str], *, now: datetime, works: WorkingTime, usage: str) -> datetime | None:
    """Return when work begins on the day until which an alert shall rest; None: until the customer's next visit.

    Days are working days of whoever rests; weeks and months end on the first working day from then on. What rests for
    today, perhaps as `friday` on a Friday, rests until the next working day.

    Raises:
        NotUnderstood: the words name no such time.
        NotAhead: it is over, or more than a year ahead.
    """
    said, today = _BEFORE.sub("", " ".join(words).casefold()), now.astimezone(works.zone).date()
    if said in _VISIT:
        return None
    if span := _SPAN.fullmatch(said):
        number, unit = int(span[1]), span[2][-1 if span[2].endswith("月") else 0]
        if unit in "d天日":
            return _within(works.add_working_days(now, min(number, LONGEST.days)), now)
        ahead = today + timedelta(weeks=number) if unit in "w周" else days.months_on(today, min(number, 24))
        return _within(works.next_moment(works.day_start(ahead)), now)
    if not said:
        raise NotUnderstood("…", nearest="3d", usage=usage)
    if (until := days.day(said, today=today)) is None:
        raise NotUnderstood(said, nearest="monday", usage=usage)
    if until == today:
        return works.add_working_days(now, 1)
    if not today < until <= today + LONGEST:
        raise NotAhead
    return _within(works.next_moment(works.day_start(until)), now)


def _within(until: datetime, now: datetime) -> datetime:
    """Return a moment that lies ahead, and not too far."""
    if not now < until < now + LONGEST + timedelta(days=14):
        raise NotAhead
    return until
