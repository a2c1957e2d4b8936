"""Who is below whom: the same for what people see as for what they hear."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from bot.access import HEADS
from bot.asking.seeing import circle_of
from bot.routing import below, beneath
from bot.team import team
from storage.tables import Table, Team
from tests.business import person

NOW = datetime(2025, 11, 30, 12, tzinfo=UTC)

roles = st.sampled_from(["salesperson", "lead", "manager"])
teams = st.none() | st.integers(1, 3)
people = st.lists(st.tuples(roles, st.none() | st.integers(1, 6), teams, st.booleans()), min_size=6, max_size=6)


@given(people=people, parents=st.tuples(st.none(), st.none() | st.just(1), st.none() | st.sampled_from([1, 2])))
@settings(max_examples=60, deadline=None)
def test_whoever_hears_of_somebodys_customers_from_above_may_see_them(
    people: Sequence[tuple[str, int | None, int | None, bool]], parents: Sequence[int | None]
) -> None:
    with Session(_empty()) as session:
        session.add_all(Team(id=one, name=f"T{one}", parent_id=parent) for one, parent in enumerate(parents, 1))
        for number, (role, manager, within, active) in enumerate(people, 1):
            values = {
                "role": role,
                "manager_id": manager,
                "team_id": within,
                "active": active,
                "slack_id": f"U{number}",
            }
            session.add(person(number, f"P{number}", **values))
        session.flush()
        everybody = team(session, business_zone=ZoneInfo("UTC"), now=NOW)
        for one in everybody.values():
            if one.is_reachable and one.role not in HEADS:
                assert circle_of(session, one.id, NOW).below == below(one.id, everybody)


def test_a_ring_of_people_who_report_to_one_another_widens_nobodys_sight() -> None:
    heads = {1: {4}, 2: {1}, 4: {2}, 5: {4}, 6: set[int](), 7: {6, 2}, 8: {7}}
    assert [beneath(one, heads) for one in (1, 2, 4, 6, 7)] == [frozenset(), {7, 8}, {5}, {7, 8}, {8}]


@cache
def _empty() -> Engine:
    """Return a database with all tables, in which nothing stays."""
    engine = create_engine("sqlite://")
    Table.metadata.create_all(engine)
    return engine
