"""Invent the demo business: people, customers and three years of visits ending today, the same for the same day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from bot.demo.words import FIRST_WORDS, HANZI_FIRST, HANZI_KIND, KINDS, REGIONS

DAYS = 3 * 365


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
    Person("1", "Grace Whitfield", "grace@harbour.example", "manager", "", "en", "Europe/London"),
    Person("2", "Maria Santos", "maria@harbour.example", "lead", "1", "en", "Europe/London"),
    Person("3", "陈志远", "chen@harbour.example", "lead", "1", "zh", "Asia/Shanghai"),
    Person("4", "Joe Marsh", "joe@harbour.example", "salesperson", "2", "en", "Europe/London"),
    Person("5", "Amara Okafor", "amara@harbour.example", "salesperson", "2", "en", "Europe/London"),
    Person("6", "Tom Lindqvist", "tom@harbour.example", "salesperson", "2", "en", "Europe/Berlin"),
    Person("7", "李静", "lijing@harbour.example", "salesperson", "3", "zh", "Asia/Shanghai"),
    Person("8", "Priya Nair", "priya@harbour.example", "salesperson", "3", "en", "Asia/Singapore"),
)


def customers(random: Random, *, count: int) -> Iterator[tuple[Customer, Habit]]:
    """Yield customers with their habits; a few closed, a few without owner."""
    names = _names(random)
    habits = [habit for habit in HABITS.values() for _ in range(habit.share)]
    owners = [person.id for person in TEAM if person.role == "salesperson"]
    for number in range(count):
        name, alias, industry = next(names)
        region = random.choice(list(REGIONS))
        yield (
            Customer(
                id=f"C{number + 1:04}",
                name=name,
                owner="" if random.random() < 0.02 else random.choice(owners),
                region=region,
                city=random.choice(REGIONS[region]),
                industry=industry,
                status="closed" if random.random() < 0.02 else "open",
                alias=alias,
            ),
            habits[number % len(habits)],
        )


def receipts(random: Random, customer: Customer, habit: Habit, *, today: date) -> Iterator[Receipt]:
    """Yield the receipts of one customer, day after day, with a refund now and then."""
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


def _visits(random: Random, habit: Habit, gap: float) -> Iterator[int]:
    """Yield how many days ago each visit was, the longest ago first."""
    turn, days_ago = random.randint(*habit.turn), DAYS - random.uniform(0, gap)
    if habit is HABITS["back"]:
        yield from range(DAYS, DAYS // 2, -round(gap))
    while days_ago >= 0:
        pace = habit.pace[days_ago < turn]
        if pace:
            yield int(days_ago)
        days_ago -= max(1.0, random.gammavariate(6, gap * pace / 6)) if pace else 1


def _names(random: Random) -> Iterator[tuple[str, str, str]]:
    """Yield name, alias and industry, each name once: one in ten Chinese, the best known first."""
    yield "中成大酒店", "Zhongcheng Grand Hotel", "Hotel"
    latin = [(f"{first} {kind}", "", industry) for first, (kind, industry) in product(FIRST_WORDS, KINDS.items())]
    hanzi = [(first + kind, "", industry) for first, (kind, industry) in product(HANZI_FIRST, HANZI_KIND.items())]
    random.shuffle(latin)
    random.shuffle(hanzi)
    while True:
        for _ in range(9):
            yield latin.pop()
        yield hanzi.pop()
