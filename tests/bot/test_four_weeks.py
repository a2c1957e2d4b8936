"""Four weeks of a business in London and New York, hour by hour, and all that each of its people was told."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from storage import importing
from tests.bot.story import (
    Act,
    Story,
    at,
    chooses,
    feeds,
    hands_over,
    logs,
    presses,
    snoozes,
    story,
    takes,
    types,
    visit,
)
from tests.bot.story_business import STORY_BEGINS, STORY_ENDS, everybody, receipts

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
DAY = timedelta(days=1)

PEOPLE = {"grace": LONDON, "ada": LONDON, "emma": LONDON, "tom": LONDON, "maria": NEW_YORK, "joe": NEW_YORK, "nina": NEW_YORK, "otis": NEW_YORK}

STAFF = (
    ("grace", "Grace Whitfield", "manager", "", "Europe/London", "U0GRACE", "yes"),
    ("ada", "Ada Quinn", "admin", "", "Europe/London", "U0ADA", "yes"),
    ("maria", "Maria Santos", "lead", "grace", "America/New_York", "U0MARIA", "yes"),
    ("joe", "Joe Marsh", "salesperson", "maria", "America/New_York", "U0JOE", "yes"),
    ("emma", "Emma Clarke", "salesperson", "maria", "Europe/London", "U0EMMA", "yes"),
    ("nina", "Nina Roth", "manager", "", "America/New_York", "U0NINA", "yes"),
    ("otis", "Otis Reed", "salesperson", "nina", "America/New_York", "U0OTIS", "yes"),
    ("tom", "Tom Baker", "salesperson", "maria", "Europe/London", "U0TOM", "yes"),
)
STAFF_COLUMNS = ("id", "name", "role", "manager", "time_zone", "slack_id", "active")

NO_FILES = (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 5))

@pytest.fixture
def business(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Story]:
    begins = datetime(2026, 10, 11, 3, tzinfo=LONDON)
    with story(sqlite_engine, tmp_path, begins=begins, zone=LONDON, people=PEOPLE) as told:
        taken = receipts()
        told.imports(importing.people, STAFF_COLUMNS, STAFF)
        told.imports(importing.customers, ("id", "name", "owner", "birthday"), ((one.name, one.name, one.owner, one.birthday or "") for one in everybody()))
        told.takes_in(row for day, rows in sorted(taken.items()) for row in rows if day < begins.date())
        told.classifies()
        yield told


def tills() -> dict[datetime, Act]:
    taken = receipts()
    days = [STORY_BEGINS + DAY * number for number in range(-1, (STORY_ENDS - STORY_BEGINS).days + 1)]
    files = {day: feeds(taken, [day]) for day in days if day not in NO_FILES}
    return {datetime(day.year, day.month, day.day, 2, tzinfo=LONDON) + DAY: file for day, file in files.items()} | {
        at("Fri 06 Nov 15:00", LONDON): feeds(taken, NO_FILES)
    }


def leaves(name: str, staff: Sequence[Sequence[str]]) -> Act:
    """Let somebody leave: the people's file says so, and their account in Slack is closed."""

    def left(story: Story) -> None:
        story.imports(importing.people, STAFF_COLUMNS, [(*row[:-1], "no") for row in staff if row[0] == name])
        story.workspace.deactivates(name)

    return left


def owned(customer: str, owner: str) -> Act:
    """Let the customers' file say who owns a customer."""
    return lambda story: story.imports(importing.customers, ("id", "name", "owner"), [(customer, customer, owner)])


ACTS = {
    at("Mon 12 Oct 08:00", LONDON): types("ada", "/alerts settings set digest off"),
    at("Fri 16 Oct 12:00", NEW_YORK): types("nina", "/alerts settings set quiet off"),
    at("Sat 17 Oct 21:40", LONDON): visit("Sunrise Bakery", 3200),
    # The second week.
    at("Mon 19 Oct 09:30", LONDON): presses("emma", "Sunrise Bakery", "I'll take it"),
    at("Mon 19 Oct 09:35", LONDON): presses("emma", "Harbour Hotel", "I'll take it"),
    at("Mon 19 Oct 09:40", LONDON): snoozes("emma", "Mill & Sons", "2026-10-29"),
    at("Mon 19 Oct 10:00", NEW_YORK): chooses(
        "joe",
        "Ski Lodge",
        "Known absence…",
        **{"Why do they not come?": "They come in their season", "Last day away": "2026-11-30"},
    ),
    at("Mon 19 Oct 16:00", LONDON): presses("grace", "Linden Foods", "I'll take it"),
    at("Tue 20 Oct 11:00", LONDON): logs("emma", "Harbour Hotel", "A call", "Service"),
    at("Tue 20 Oct 12:07", LONDON): visit("Blue Door", 3200),
    at("Tue 20 Oct 12:10", LONDON): presses("emma", "Blue Door", "I'll take it"),
    at("Tue 20 Oct 16:00", LONDON): presses("emma", "Blue Door", "Give it back"),
    at("Tue 20 Oct 17:00", LONDON): leaves("tom", STAFF),
    at("Wed 21 Oct 11:00", NEW_YORK): snoozes("maria", "Corner Deli", "3 working days"),
    at("Wed 21 Oct 20:00", LONDON): owned("Orphan Trading", ""),
    at("Thu 22 Oct 10:00", NEW_YORK): hands_over("maria", "Orphan Trading", "Emma Clarke"),
    at("Thu 22 Oct 10:05", NEW_YORK): presses("maria", "Blue Door", "I'll take it"),
    at("Thu 22 Oct 16:00", LONDON): logs("grace", "Linden Foods", "A visit", "Moved away"),
    at("Fri 23 Oct 10:00", LONDON): chooses("grace", "Linden Foods", "Lost for good"),
    # In London the clocks change on Sunday morning.
    at("Sun 25 Oct 15:00", NEW_YORK): visit("Elm Market", 3200),
    at("Sun 25 Oct 15:10", NEW_YORK): visit("Hudson Grill", 3300),
    at("Sun 25 Oct 15:20", NEW_YORK): visit("Bright Events", 10700),
    at("Mon 26 Oct 10:00", NEW_YORK): takes("joe", "North Pier", "South Pier", "East Pier", "West Pier"),
    at("Mon 26 Oct 10:05", NEW_YORK): presses("joe", "Hudson Grill", "I'll take it"),
    at("Tue 27 Oct 09:30", NEW_YORK): chooses(
        "maria", "Corner Deli", "Reassign…", **{"Who looks after the customer from now on?": "Joe Marsh"}
    ),
    at("Tue 27 Oct 10:00", NEW_YORK): takes("joe", "Elm Market"),
    at("Thu 29 Oct 09:30", LONDON): logs("emma", "Mill & Sons", "A voucher", "Price"),
    at("Fri 30 Oct 09:30", LONDON): presses("emma", "Grand Café", "I'll take it"),
    # In New York the clocks change on Sunday morning.
    at("Mon 02 Nov 15:00", LONDON): visit("Silver Spoon", 10800),
    at("Mon 02 Nov 11:00", NEW_YORK): presses("maria", "Silver Spoon", "I'll take it"),
}


def test_four_weeks(business: Story) -> None:
    business.plays(at("Mon 12 Oct 00:00", LONDON), at("Sun 08 Nov 23:00", LONDON), {**tills(), **ACTS})
    for name in PEOPLE:
        print(f"\n=== {name}\n{business.diary(name)}")
