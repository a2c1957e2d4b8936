"""Invent the demo business: people, customers, three years of visits ending today, and what comes after.

Told in days before today, so it is the same story on any day. Each customer is invented apart from the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from math import floor
from random import Random

from bot.demo.words import FIRST_WORDS, HANZI_FIRST, HANZI_KIND, KINDS, REGIONS

DAYS = 3 * 365
COMING_DAYS = 400
"""How far ahead the visits to come are known, for whoever moves the clock on."""


@dataclass(frozen=True)
class Person:
    """A row of `people.csv`."""

    id: str
    name: str
    email: str
    role: str
    manager: str
    language: str
    time_zone: str
    slack_id: str
    team: str = ""


@dataclass(frozen=True)
class Customer:
    """A row of `customers.csv`."""

    id: str
    name: str
    owner: str
    region: str
    city: str
    industry: str
    status: str = "open"
    alias: str = ""


@dataclass(frozen=True)
class Receipt:
    """A row of `visits.csv`."""

    receipt: str
    customer: str
    date: date
    amount: str
    margin: str
    cost: str
    channel: str


@dataclass(frozen=True)
class Habit:
    """How a kind of customer behaves: `share` in 100 customers, days between visits, spend, and what changed when.

    `turn` is how many days ago things changed, `pace` what the days between visits were multiplied by before and after
    (0: no visits).
    """

    share: int
    gap: tuple[float, float]
    ticket: tuple[float, float]
    pace: tuple[float, float] = (1, 1)
    turn: tuple[int, int] = (DAYS, DAYS)
    margin: float = 0.28
    service: float = 12


HABITS = {
    "slipping": Habit(4, (4, 8), (2_500, 6_000), (1, 5), (16, 28)),
    "regular": Habit(22, (6, 14), (300, 1_200)),
    "large": Habit(6, (3, 7), (1_500, 5_000)),
    "occasional": Habit(28, (20, 60), (150, 900)),
    "fading": Habit(10, (7, 20), (400, 2_500), (1, 3.5), (40, 160)),
    "growing": Habit(5, (6, 12), (1_200, 2_800), (3, 0.8), (120, 170)),
    "gone": Habit(10, (12, 30), (200, 900), (1, 0), (150, 700)),
    "back": Habit(3, (8, 16), (400, 1_500), (0, 1), (20, 80)),
    "new": Habit(4, (12, 25), (300, 1_500), (0, 1), (40, 300)),
    "costly": Habit(3, (10, 20), (60, 160), margin=0.10, service=30),
    "prospect": Habit(5, (1, 1), (1, 1), (0, 0)),
}
"""The kinds of customers; the first is met first."""

TEAM = (
    Person("1", "Grace Whitfield", "grace@harbour.example", "manager", "", "en", "Europe/London", "U0GRACE"),
    Person("2", "Maria Santos", "maria@harbour.example", "lead", "1", "en", "Europe/London", "U0MARIA", "EMEA"),
    Person("3", "陈志远", "chen@harbour.example", "lead", "1", "zh", "Asia/Shanghai", "U0CHEN", "Asia"),
    Person("4", "Joe Marsh", "joe@harbour.example", "salesperson", "2", "en", "Europe/London", "U0JOE", "EMEA"),
    Person("5", "Amara Okafor", "amara@harbour.example", "salesperson", "2", "en", "Europe/London", "U0AMARA", "EMEA"),
    Person("6", "Tom Lindqvist", "tom@harbour.example", "salesperson", "2", "en", "Europe/Berlin", "U0TOM", "EMEA"),
    Person("7", "李静", "lijing@harbour.example", "salesperson", "3", "zh", "Asia/Shanghai", "U0LIJING", "Asia"),
    Person("8", "Priya Nair", "priya@harbour.example", "salesperson", "3", "en", "Asia/Singapore", "U0PRIYA", "Asia"),
    Person("9", "Ben Carter", "ben@harbour.example", "salesperson", "2", "en", "Europe/London", "U0BEN", "EMEA"),
    Person("10", "Nora Ellis", "nora@harbour.example", "admin", "", "en", "Europe/London", "U0NORA"),
)

DEPARTED = "9"
"""Who has left the company; the customer file does not know yet."""


@dataclass(frozen=True)
class Story:
    """A customer worth finding: who looks closely sees why."""

    name: str
    alias: str
    industry: str
    habit: str
    owner: str | None = None
    ticket: float | None = None


STORIES = (
    Story("中成大酒店", "Zhongcheng Grand Hotel", "Hotel", "slipping"),
    Story("Acme Canteen", "Acme", "Catering", "growing", owner="4", ticket=5_535),
    Story("Pier Nine Hotel", "Pier 9", "Hotel", "large", owner="", ticket=3_900),
    Story("Castle Kitchens", "", "Catering", "large", owner=DEPARTED, ticket=4_100),
)
"""A VIP who slips away, a customer about to become one, a VIP nobody looks after, and one of somebody who has left."""


def customers(random: Random, *, count: int) -> Iterator[tuple[Customer, Habit]]:
    """Yield customers with their habits; a few closed, a few without owner."""
    names = _names(random)
    for number in range(count):
        story = STORIES[number] if number < len(STORIES) else _everyday(number, next(names))
        owner, region = _owner(random), random.choice(list(REGIONS))
        city, is_closed = random.choice(REGIONS[region]), random.random() < 0.02
        yield (
            Customer(
                id=f"C{number + 1:04}",
                name=story.name,
                owner=owner if story.owner is None else story.owner,
                region=region,
                city=city,
                industry=story.industry,
                status="closed" if is_closed else "open",
                alias=story.alias,
            ),
            _told(story),
        )


def receipts(customer: Customer, habit: Habit, *, today: date) -> Iterator[Receipt]:
    """Yield the receipts of one customer, day after day and on into the future, with a refund now and then."""
    random = Random(customer.id)  # noqa: S311 - a story, not a secret
    gap, ticket = random.uniform(*habit.gap), random.uniform(*habit.ticket)
    channel = random.choice(("counter", "delivery", "online"))
    for number, days_ago in enumerate(_visits(random, habit, gap), start=1):
        amount = ticket * random.lognormvariate(0, 0.35) * (-0.2 if number % 29 == 0 else 1)
        yield Receipt(
            receipt=f"{customer.id}-{number}",
            customer=customer.id,
            date=today - timedelta(days=days_ago),
            amount=f"{amount:.2f}",
            margin=f"{amount * habit.margin:.2f}",
            cost=f"{habit.service:.2f}",
            channel=channel,
        )


def _everyday(number: int, name: tuple[str, str]) -> Story:
    """Return a customer of the kind whose turn it is."""
    kinds = [kind for kind, habit in HABITS.items() for _ in range(habit.share)]
    return Story(name[0], "", name[1], kinds[number % len(kinds)])


def _told(story: Story) -> Habit:
    """Return the habit of a story, with its ticket."""
    habit = HABITS[story.habit]
    return replace(habit, ticket=(story.ticket, story.ticket)) if story.ticket else habit


def _owner(random: Random) -> str:
    """Return who looks after a customer: most often somebody."""
    return "" if random.random() < 0.02 else random.choice([one.id for one in TEAM if one.role == "salesperson"])


def _visits(random: Random, habit: Habit, gap: float) -> Iterator[int]:
    """Yield how many days ago each visit was, the longest ago first."""
    turn, days_ago = random.randint(*habit.turn), DAYS - random.uniform(0, gap)
    if habit == HABITS["back"]:
        yield from range(DAYS, DAYS // 2, -round(gap))
    while days_ago >= -COMING_DAYS:
        pace = habit.pace[days_ago < turn]
        if pace:
            yield floor(days_ago)
        days_ago -= max(1.0, random.gammavariate(6, gap * pace / 6)) if pace else 1


def _names(random: Random) -> Iterator[tuple[str, str]]:
    """Yield name and industry, each name once: one in ten Chinese."""
    latin = [(f"{first} {kind}", industry) for first, (kind, industry) in product(FIRST_WORDS, KINDS.items())]
    hanzi = [(first + kind, industry) for first, (kind, industry) in product(HANZI_FIRST, HANZI_KIND.items())]
    random.shuffle(latin)
    random.shuffle(hanzi)
    while True:
        for _ in range(9):
            yield latin.pop()
        yield hanzi.pop()
