"""Four weeks of a business in London and New York, hour by hour, and all that each of its people was told.

In London the clocks change on 25 October, in New York on 1 November; there 12 October is a holiday. Diaries are in the
time of whoever keeps them; behind an arrow is how a message has changed since, for the last time. How the business goes
is told in `story_business`.
"""

from collections.abc import Iterator
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

STAFF = {
    "grace": ("Grace Whitfield", "manager", "", LONDON),
    "ada": ("Ada Quinn", "admin", "", LONDON),
    "emma": ("Emma Clarke", "salesperson", "maria", LONDON),
    "tom": ("Tom Baker", "salesperson", "maria", LONDON),
    "maria": ("Maria Santos", "lead", "grace", NEW_YORK),
    "joe": ("Joe Marsh", "salesperson", "maria", NEW_YORK),
    "nina": ("Nina Roth", "manager", "", NEW_YORK),
    "otis": ("Otis Reed", "salesperson", "nina", NEW_YORK),
}

NO_FILES = (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 5))
"""Days of which the tills tell late."""


def staff(story: Story, *names: str, active: str = "yes") -> None:
    """Import the people's file."""
    rows = [(name, *STAFF[name][:3], STAFF[name][3].key, f"U0{name.upper()}", active) for name in names]
    story.imports(importing.people, ("id", "name", "role", "manager", "time_zone", "slack_id", "active"), rows)


def owners(story: Story, *rows: tuple[str, str, date | None]) -> None:
    """Import the customers' file: names, owners, birthdays."""
    columns = ("id", "name", "owner", "birthday")
    story.imports(importing.customers, columns, [(name, name, owner, born or "") for name, owner, born in rows])


def leaves(name: str) -> Act:
    """Let somebody leave: the people's file says so, and their account in Slack is closed."""

    def left(story: Story) -> None:
        staff(story, name, active="no")
        story.workspace.deactivates(name)

    return left


def tills() -> dict[datetime, Act]:
    """Return what the tills of each day tell in the night, but for those that tell late."""
    taken = receipts()
    days = [STORY_BEGINS + DAY * number for number in range(-1, (STORY_ENDS - STORY_BEGINS).days)]
    late = {at("Fri 06 Nov 15:00", LONDON): feeds(taken, NO_FILES)}
    nights = {day: datetime(day.year, day.month, day.day, 2, tzinfo=LONDON) + DAY for day in days}
    return late | {night: feeds(taken, [day]) for day, night in nights.items() if day not in NO_FILES}


@pytest.fixture
def business(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Story]:
    """The business on the morning before the story, classified for the first time."""
    begins = datetime(2026, 10, 11, 3, tzinfo=LONDON)
    people = {name: zone for name, (*_, zone) in STAFF.items()}
    with story(sqlite_engine, tmp_path, begins=begins, zone=LONDON, people=people) as told:
        staff(told, *STAFF)
        owners(told, *((one.name, one.owner, one.birthday) for one in everybody()))
        told.takes_in(row for day, rows in sorted(receipts().items()) for row in rows if day < begins.date())
        told.classifies()
        yield told


ACTS: dict[datetime, Act] = {
    at("Mon 12 Oct 08:00", LONDON): types("ada", "/alerts settings set digest off"),
    at("Mon 12 Oct 08:05", LONDON): types("ada", "/people policy vips no"),
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
    at("Tue 20 Oct 17:00", LONDON): leaves("tom"),
    at("Wed 21 Oct 20:00", LONDON): lambda story: owners(story, ("Orphan Trading", "", None)),
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
    at("Mon 26 Oct 11:00", NEW_YORK): snoozes("maria", "Corner Deli", "3 working days"),
    at("Tue 27 Oct 10:00", NEW_YORK): takes("joe", "Elm Market"),
    at("Thu 29 Oct 09:30", LONDON): logs("emma", "Mill & Sons", "A voucher", "Price"),
    at("Fri 30 Oct 09:30", LONDON): presses("emma", "Grand Café", "I'll take it"),
    at("Fri 30 Oct 09:30", NEW_YORK): chooses(
        "maria", "Corner Deli", "Reassign…", **{"Who looks after the customer from now on?": "Joe Marsh"}
    ),
    # In New York the clocks change on Sunday morning.
    at("Mon 02 Nov 15:00", LONDON): visit("Silver Spoon", 10800),
    at("Mon 02 Nov 11:00", NEW_YORK): presses("maria", "Silver Spoon", "I'll take it"),
}

DIARIES = {
    # Grace leads everybody in London and, through Maria, in New York: a digest on each working day at nine.
    "grace": """
Mon 12 Oct 09:00  1 VIP is dormant or worse; $22,230 a year at risk.
                  • Linden Foods is coming less often.
Tue 13 Oct 09:00  1 VIP is dormant or worse; $22,230 a year at risk.
Wed 14 Oct 09:00  1 VIP is dormant or worse; $22,230 a year at risk.
Thu 15 Oct 09:00  1 VIP is dormant or worse; $22,230 a year at risk.
Fri 16 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk. 2 are new.
Mon 19 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk.
                  • Harbour Hotel is coming less often.
                  • Mill & Sons is coming less often.
                  • Ski Lodge is coming less often.
                  • Sunrise Bakery has become a VIP.
Mon 19 Oct 14:00  Linden Foods is coming less often.
                  It comes to you because Maria Santos has not taken it in time.
                  → Last contact: a visit on Oct 22, 2026 by Grace Whitfield: moved away.
                  → Grace Whitfield gave the customer up for lost. (2026-10-23 09:00 UTC)
Tue 20 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk.
Wed 21 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk.
                  • Blue Door has become a VIP.
Thu 22 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk.
Fri 23 Oct 09:00  3 VIPs are dormant or worse; $66,690 a year at risk.
Mon 26 Oct 09:00  5 VIPs are dormant or worse; $108,213 a year at risk. 4 are new.
                  • North Pier is coming less often.
                  • Harbour Hotel is back after 15 days. Last contact: a call on Oct 20, 2026 by Emma Clarke: service.
                  • South Pier is coming less often.
                  • East Pier is coming less often.
                  • West Pier is coming less often.
                  • Hudson Grill has become a VIP.
                  • Elm Market has become a VIP.
                  • Nobody looks after Corner Deli, a VIP.
                  • Bright Events, a new customer, spends like a VIP.
Tue 27 Oct 09:00  5 VIPs are dormant or worse; $108,213 a year at risk.
Wed 28 Oct 09:00  5 VIPs are dormant or worse; $108,213 a year at risk.
Thu 29 Oct 09:00  5 VIPs are dormant or worse; $108,213 a year at risk.
Fri 30 Oct 09:00  5 VIPs are dormant or worse; $108,213 a year at risk.
                  • Birthday of Grand Café on Nov 5, 2026.
Mon 02 Nov 09:00  1 VIP is dormant or worse; $22,035 a year at risk.
                  • North Pier is back after 3 weeks.
                  • South Pier is back after 3 weeks.
                  • East Pier is back after 3 weeks.
                  • West Pier is back after 3 weeks.
Mon 02 Nov 14:00  Bright Events, a new customer, spends like a VIP.
                  It comes to you because Maria Santos has not taken it in time.
Tue 03 Nov 09:00  1 VIP is dormant or worse; $22,035 a year at risk.
Wed 04 Nov 09:00  1 VIP is dormant or worse; $22,035 a year at risk.
Thu 05 Nov 09:00  1 VIP is dormant or worse; $22,035 a year at risk.
Fri 06 Nov 09:00  1 VIP is dormant or worse; $22,035 a year at risk.
""",
    # Ada looks after the bot, and wants no digest: she hears only that the till's files are late. Who looks after a VIP
    # she leaves to the leads.
    "ada": """
Mon 12 Oct 08:00  (only you see this) Saved.
                  This is how you hear of alerts from now on
Mon 12 Oct 08:05  (only you see this) Saved.
                  This holds for everybody from now on.
Thu 05 Nov 09:00  The data is late: no visit is known after Nov 2, 2026.
                  Please look at the import.
""",
    # Emma sells in London.
    "emma": """
Mon 19 Oct 09:00  Harbour Hotel is coming less often.
                  You are its owner.
                  → Last contact: a call on Oct 20, 2026 by Emma Clarke: service.
                  → The customer is back to what is usual. (2026-11-07 03:00 UTC)
Mon 19 Oct 09:00  Mill & Sons is coming less often.
                  You are its owner.
                  → Last contact: a voucher on Oct 29, 2026 by Emma Clarke: price.
                  → Emma Clarke has had this since 2026-10-29 09:30 UTC.
Mon 19 Oct 09:00  Sunrise Bakery has become a VIP.
                  You are its owner.
                  → Emma Clarke has had this since 2026-10-19 08:30 UTC.
Tue 20 Oct 12:07  Blue Door has become a VIP.
                  You are its owner.
                  → Maria Santos has had this since 2026-10-22 14:05 UTC.
Thu 22 Oct 15:00  Orphan Trading is yours now, from nobody.
Mon 26 Oct 09:00  1 alert for your digest:
                  • Harbour Hotel is back after 15 days. Last contact: a call on Oct 20, 2026 by Emma Clarke: service.
Thu 29 Oct 09:00  Mill & Sons is coming less often.
                  You had snoozed this until now.
                  → Last contact: a voucher on Oct 29, 2026 by Emma Clarke: price.
                  → Emma Clarke has had this since 2026-10-29 09:30 UTC.
Fri 30 Oct 09:00  Birthday of Grand Café on Nov 5, 2026.
                  You are its owner.
                  → The customer is back to what is usual. (2026-11-08 03:00 UTC)
""",
    # Maria leads from New York: what nobody owns, what nobody takes, what was for somebody who has left.
    "maria": """
Thu 15 Oct 09:00  Linden Foods is coming less often.
                  It comes to you because Joe Marsh has not taken it in time.
                  → Last contact: a visit on Oct 22, 2026 by Grace Whitfield: moved away.
                  → Grace Whitfield gave the customer up for lost. (2026-10-23 09:00 UTC)
Tue 20 Oct 13:00  Tom Baker has left the sales team.
Thu 22 Oct 09:00  Blue Door has become a VIP.
                  It comes to you because Emma Clarke has not taken it in time.
                  → Maria Santos has had this since 2026-10-22 14:05 UTC.
Thu 22 Oct 09:00  Nobody looks after Orphan Trading, a VIP.
                  As it has no owner, it comes to you.
                  → Orphan Trading, a VIP whom nobody looked after, has been handed over.
                    Emma Clarke is its owner.
                  → This is no longer so. (2026-10-23 02:00 UTC)
Mon 26 Oct 09:00  Nobody looks after Corner Deli, a VIP.
                  It comes to you because Tom Baker cannot be told.
                  → Corner Deli, a VIP whom nobody looked after, has been handed over.
                    It comes to you because Tom Baker cannot be told.
                  → This is no longer so. (2026-10-31 03:00 UTC)
Thu 29 Oct 09:00  Nobody looks after Corner Deli, a VIP.
                  You had snoozed this until now.
                  → Corner Deli, a VIP whom nobody looked after, has been handed over.
                    You had snoozed this until now.
                  → This is no longer so. (2026-10-31 03:00 UTC)
Thu 29 Oct 09:00  Bright Events, a new customer, spends like a VIP.
                  It comes to you because Joe Marsh has not taken it in time.
                  → Nobody had taken this in time: Grace Whitfield was told. (2026-11-02 14:00 UTC)
Mon 02 Nov 10:00  Silver Spoon, a new customer, spends like a VIP.
                  As it has no owner, it comes to you.
                  → Maria Santos has had this since 2026-11-02 16:00 UTC.
""",
    # Joe sells in New York, where Columbus Day is a holiday. On one Monday he has seven alerts: five come, two wait.
    "joe": """
Tue 13 Oct 09:00  Linden Foods is coming less often.
                  You are its owner.
                  → Last contact: a visit on Oct 22, 2026 by Grace Whitfield: moved away.
                  → Grace Whitfield gave the customer up for lost. (2026-10-23 09:00 UTC)
Mon 19 Oct 09:00  Ski Lodge is coming less often.
                  You are its owner.
                  → Joe Marsh closed this: they come in their season. (2026-10-19 14:00 UTC)
Mon 26 Oct 09:00  North Pier is coming less often.
                  You are its owner.
                  → Joe Marsh has had this since 2026-10-26 14:00 UTC.
Mon 26 Oct 09:00  South Pier is coming less often.
                  You are its owner.
                  → Joe Marsh has had this since 2026-10-26 14:00 UTC.
Mon 26 Oct 09:00  East Pier is coming less often.
                  You are its owner.
                  → Joe Marsh has had this since 2026-10-26 14:00 UTC.
Mon 26 Oct 09:00  West Pier is coming less often.
                  You are its owner.
                  → Joe Marsh has had this since 2026-10-26 14:00 UTC.
Mon 26 Oct 09:00  Hudson Grill has become a VIP.
                  You are its owner.
                  → Joe Marsh has had this since 2026-10-26 14:05 UTC.
Mon 26 Oct 10:00  (only you see this) Yours now: North Pier (8), South Pier (9), East Pier (10), West Pier (11).
Tue 27 Oct 09:00  2 alerts for your digest:
                  • Elm Market has become a VIP.
                  • Bright Events, a new customer, spends like a VIP.
Tue 27 Oct 10:00  (only you see this) Yours now: Elm Market (14).
Fri 30 Oct 09:30  Corner Deli is yours now, from Tom Baker.
Mon 02 Nov 09:00  4 alerts for your digest:
                  • North Pier is back after 3 weeks.
                  • South Pier is back after 3 weeks.
                  • East Pier is back after 3 weeks.
                  • West Pier is back after 3 weeks.
""",
    # Nina leads another team in New York, has nothing to report, and soon does not want to hear that any more.
    "nina": """
Tue 13 Oct 09:00  Nothing to report: no VIP is dormant.
Wed 14 Oct 09:00  Nothing to report: no VIP is dormant.
Thu 15 Oct 09:00  Nothing to report: no VIP is dormant.
Fri 16 Oct 09:00  Nothing to report: no VIP is dormant.
Fri 16 Oct 12:00  (only you see this) Saved.
                  This is how you hear of alerts from now on
""",
    # Tom has left before anything happened, and to the customers of Otis nothing does.
    "tom": "",
    "otis": "",
}


def test_four_weeks(business: Story) -> None:
    business.plays(at("Mon 12 Oct 00:00", LONDON), at("Sun 08 Nov 23:00", LONDON), {**tills(), **ACTS})

    for name in STAFF:
        assert business.diary(name) == DIARIES[name].strip("\n"), name
