"""The business of the story: sixteen VIPs, four customers who grow, some hundred others, and the days they came."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random

OPENED = date(2024, 9, 2)
STORY_BEGINS, STORY_ENDS = date(2026, 10, 12), date(2026, 11, 8)
DAY = timedelta(days=1)

OTHERS = 110
"""Customers in the background."""

Days = tuple[date, date]
"""From a day to another, both included."""


@dataclass(frozen=True)
class Regular:
    """A customer who comes in a rhythm: so many days between visits, over and over, with so much spent each time.

    `away` are days without a visit, `also` days with one out of rhythm; `spends_since` is what a visit brings from a
    day on.
    """

    name: str
    owner: str
    gaps: tuple[int, ...] = ()
    spends: int = 0
    first: date = OPENED
    away: tuple[Days, ...] = ()
    also: tuple[date, ...] = ()
    spends_since: tuple[date, int] | None = None
    birthday: date | None = None

    def visits(self) -> Iterator[tuple[date, int]]:
        """Yield the days on which they come, with what they spend, to the end of the story."""
        yield from ((day, self.spends) for day in self.also)
        day, gaps = self.first, cycle(self.gaps)
        while self.gaps and day <= STORY_ENDS:
            if not any(first <= day <= last for first, last in self.away):
                changed = self.spends_since and day >= self.spends_since[0]
                yield day, self.spends_since[1] if changed and self.spends_since else self.spends
            day += DAY * next(gaps)


def _from(first: date) -> tuple[Days, ...]:
    """Return all days from one on."""
    return ((first, STORY_ENDS),)


WEEKLY = (7, 6, 8, 7)
TWICE_A_WEEK = (3, 4)
NEARLY_DAILY = (1, 2, 2, 1, 3)
CHRISTMAS = date(2025, 12, 22), date(2026, 1, 4)
PIERS = date(2024, 8, 31)

VIPS = (
    Regular(
        "Harbour Hotel",
        "emma",
        NEARLY_DAILY,
        115,
        OPENED - 2 * DAY,
        away=(CHRISTMAS, (date(2026, 10, 9), date(2026, 10, 22))),
    ),
    Regular("Linden Foods", "joe", (1, 2), 95, OPENED + 2 * DAY, away=(CHRISTMAS, *_from(date(2026, 10, 2)))),
    Regular("Mill & Sons", "emma", NEARLY_DAILY, 113, OPENED - 2 * DAY, away=(CHRISTMAS, *_from(date(2026, 10, 9)))),
    Regular("Ski Lodge", "joe", (7,), 404, PIERS + DAY, away=_from(date(2026, 10, 5))),
    Regular("Orphan Trading", "emma", WEEKLY, 396),
    Regular("Corner Deli", "tom", WEEKLY, 397),
    Regular(
        "Grand Café",
        "emma",
        (12, 11, 13),
        690,
        OPENED + 4 * DAY,
        away=((date(2026, 10, 19), date(2026, 10, 30)),),
        also=(date(2026, 10, 31),),
        birthday=date(1970, 11, 5),
    ),
    Regular("North Pier", "joe", (7,), 408, PIERS, away=((date(2026, 10, 11), date(2026, 10, 30)),)),
    Regular("South Pier", "joe", (7,), 407, PIERS, away=((date(2026, 10, 11), date(2026, 10, 30)),)),
    Regular("East Pier", "joe", (7,), 406, PIERS, away=((date(2026, 10, 11), date(2026, 10, 30)),)),
    Regular("West Pier", "joe", (7,), 405, PIERS, away=((date(2026, 10, 11), date(2026, 10, 30)),)),
    Regular("Abbey Inn", "emma", WEEKLY, 398, OPENED + DAY),
    Regular("Bell Tower", "otis", WEEKLY, 399, OPENED + 2 * DAY),
    Regular("Castle Rooms", "emma", WEEKLY, 400, OPENED + 3 * DAY),
    Regular("Dover House", "otis", WEEKLY, 401, OPENED + 4 * DAY),
    Regular("Eagle Star", "emma", WEEKLY, 402, OPENED + 5 * DAY),
)

GROWING = tuple(
    Regular(name, owner, WEEKLY, 290, OPENED + number * DAY, spends_since=(date(2026, 4, 20), 395))
    for number, (name, owner) in enumerate(
        {"Sunrise Bakery": "emma", "Blue Door": "emma", "Elm Market": "joe", "Hudson Grill": "joe"}.items()
    )
)

NEW = (Regular("Bright Events", "joe"), Regular("Silver Spoon", ""))

SALESPEOPLE = ("emma", "joe")


def others() -> Iterator[Regular]:
    """Yield the customers in the background: each with a rhythm and a purse; one in four has gone meanwhile."""
    chance = Random(4)
    for number in range(OTHERS):
        gaps = tuple(chance.randint(3, 14) for _ in range(7))
        first = OPENED + DAY * chance.randint(0, 240 if number % 3 else 500)
        gone = first + DAY * chance.randint(150, 700)
        away = _from(gone) if number % 4 == 0 and gone < date(2026, 7, 1) else ()
        yield Regular(f"Regular {number + 1}", SALESPEOPLE[number % 2], gaps, chance.randint(30, 83), first, away)


def everybody() -> Sequence[Regular]:
    """Return all customers."""
    return (*VIPS, *GROWING, *NEW, *others())


Receipt = tuple[str, date, int]


def receipts() -> dict[date, list[Receipt]]:
    """Return what the tills take on each day."""
    taken: dict[date, list[Receipt]] = {}
    for one in everybody():
        for day, amount in one.visits():
            taken.setdefault(day, []).append((one.name, day, amount))
    return taken


def write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write rows as the business's other systems do."""
    with file.open("w", newline="", encoding="utf-8") as open_file:
        csv.writer(open_file).writerows((columns, *rows))
    return file
