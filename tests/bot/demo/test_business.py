"""The made-up business: the same story on any day, and what goes on in it."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.demo import business, files, world
from bot.demo.workspace import workspace
from bot.demo.world import World

TODAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The business as it is brought in, with few customers."""
    made = tmp_path_factory.mktemp("business")
    files.write(made, today=TODAY, count=12)
    return made


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_story_is_the_same_on_any_day() -> None:
    def told(today: date) -> list[tuple[int, str]]:
        customer, habit = next(iter(business.customers(Random(1), count=1)))
        return [((today - one.date).days, one.amount) for one in business.receipts(customer, habit, today=today)]

    assert told(TODAY) == told(TODAY + timedelta(days=100))


def test_visits_up_to_today_are_history_and_the_rest_is_to_come(folder: Path) -> None:
    assert max(row["date"] for row in rows(folder / "visits.csv")) <= str(TODAY)
    assert min(row["date"] for row in rows(folder / files.COMING)) > str(TODAY)


def test_the_world_feeds_each_day_once(folder: Path) -> None:
    ahead, first = World(fed_to=TODAY).feed(folder, until=TODAY + timedelta(days=7))
    assert first
    week = rows(first)
    further, second = ahead.feed(folder, until=TODAY + timedelta(days=14))
    assert second
    both = [*week, *rows(second)]

    expected = [row for row in rows(folder / files.COMING) if row["date"] <= str(TODAY + timedelta(days=14))]
    assert both == expected
    assert further.feed(folder, until=TODAY + timedelta(days=14)) == (further, None)


def test_while_the_feed_is_late_nothing_comes_and_afterwards_all_of_it(folder: Path) -> None:
    late = World(fed_to=TODAY, is_late=True)
    assert late.feed(folder, until=TODAY + timedelta(days=30)) == (late, None)
    _, feed = World(fed_to=late.fed_to).feed(folder, until=TODAY + timedelta(days=30))
    assert feed
    month = str(TODAY + timedelta(days=30))
    assert rows(feed) == [row for row in rows(folder / files.COMING) if row["date"] <= month]


def test_who_has_stopped_comes_no_more(folder: Path) -> None:
    busiest = max({row["customer"] for row in rows(folder / files.COMING)})
    _, feed = World(fed_to=TODAY, stopped=(busiest,)).feed(folder, until=TODAY + timedelta(days=200))
    assert feed
    assert busiest not in {row["customer"] for row in rows(feed)}


def test_the_world_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    left = World(TODAY, is_late=True, stopped=("C1", "C2"))
    world.write(tmp_path, left)
    assert world.read(tmp_path) == left


def test_everybody_of_the_sales_team_is_in_the_workspace_under_the_same_id(folder: Path) -> None:
    members = {person["id"]: person for person in workspace(Path("demo"))["people"]}
    assert {one.slack_id for one in business.TEAM} <= members.keys()
    assert {person["team"] for person in rows(folder / "people.csv")} == {"", "EMEA", "Asia"}
    assert [members[one.slack_id]["is_deactivated"] for one in business.TEAM if one.id == business.DEPARTED] == [True]


def test_what_can_be_made_to_happen_is_about_vips_with_somebody_who_looks_after_them() -> None:
    book = {customer.name: (customer, habit) for customer, habit in business.customers(Random(20_26), count=400)}
    named = [field["value"] for happening in workspace(Path("demo"))["actions"] for field in happening["fields"]]
    there = [book[name] for name in named if name in book]
    assert [habit.ticket[0] > 1_000 for _, habit in there] == [True, True]
    assert not {customer.owner for customer, _ in there} & {"", business.DEPARTED}
