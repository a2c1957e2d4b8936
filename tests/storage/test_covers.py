"""Who stands in for whom, and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from storage import audit, covers
from storage.covers import Impossible, Over, Overlap
from storage.tables import AuditEntry, Message, Person
from tests.business import person, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, working

PETRA, JOE, MARIA = 1, 2, 3
FRIDAY = NOW + timedelta(days=4)
A_MOMENT = timedelta(seconds=1)


@pytest.fixture
def team(engine: Engine) -> Engine:
    """Petra, Joe and Maria."""
    names = enumerate(("Petra", "Joe", "Maria"), 1)
    remember(engine, *(person(number, name, slack_id=f"U{number}") for number, name in names))
    return engine


def told(engine: Engine) -> list[tuple[str, int | None, str]]:
    """Return who is told what about being covered or standing in."""
    with working(engine) as session:
        rows = session.scalars(select(Message).order_by(Message.id))
        return [(row.kind, row.person_id, row.content["role"]) for row in rows]


def test_a_cover_begins_and_ends_by_itself_and_both_are_told_once(team: Engine) -> None:
    tomorrow = NOW + timedelta(days=1)
    with working(team) as session:
        one = covers.make(session, JOE, MARIA, begins_at=tomorrow, ends_at=FRIDAY, by=PETRA, now=NOW, request="click")
        again = covers.make(session, JOE, MARIA, begins_at=tomorrow, ends_at=FRIDAY, by=PETRA, now=NOW, request="click")
        assert again.id == one.id
        assert covers.running(session, NOW) == {}
        assert covers.running(session, tomorrow) == covers.running(session, FRIDAY - A_MOMENT) == {JOE: MARIA}
        assert covers.running(session, FRIDAY) == {}
    assert told(team) == []

    for moment in (NOW, tomorrow, tomorrow, FRIDAY - A_MOMENT):
        with working(team) as session:
            covers.turn(session, now=moment)
    begun = [("cover_begins", JOE, "covered"), ("cover_begins", MARIA, "stand_in")]
    assert told(team) == begun
    for _ in range(2):
        with working(team) as session:
            covers.turn(session, now=FRIDAY)
    assert told(team) == [*begun, ("cover_ends", JOE, "covered"), ("cover_ends", MARIA, "stand_in")]
    with working(team) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [(entry.action, entry.person_id) for entry in entries] == [("cover.made", PETRA), ("cover.ended", None)]
        assert audit.verify(session).broken is None


def test_a_cover_that_begins_now_is_told_of_at_once_and_can_be_ended_early(team: Engine) -> None:
    with working(team) as session:
        number = covers.make(session, JOE, MARIA, begins_at=NOW, ends_at=FRIDAY, by=JOE, now=NOW).id
    assert len(told(team)) == 2
    with working(team) as session:
        covers.end(session, number, by=PETRA, now=NOW + A_MOMENT)
        assert covers.running(session, NOW + A_MOMENT) == {}
        with pytest.raises(Over):
            covers.end(session, number, by=PETRA, now=NOW + A_MOMENT)
        with pytest.raises(covers.Unknown):
            covers.end(session, 404, by=PETRA, now=NOW)
    assert [kind for kind, *_ in told(team)] == ["cover_begins"] * 2 + ["cover_ends"] * 2


def test_what_is_ended_before_it_begins_is_told_to_nobody(team: Engine) -> None:
    with working(team) as session:
        one = covers.make(session, JOE, MARIA, begins_at=FRIDAY, ends_at=FRIDAY + A_MOMENT, by=PETRA, now=NOW)
        covers.end(session, one.id, by=PETRA, now=NOW)
        covers.turn(session, now=FRIDAY)
    assert told(team) == []


def test_a_cover_whose_stand_in_leaves_ends_and_whoever_counts_on_it_is_told(team: Engine) -> None:
    with working(team) as session:
        for who, begins_at in ((JOE, NOW), (JOE, FRIDAY), (PETRA, FRIDAY)):
            until = begins_at + timedelta(days=1)
            covers.make(session, who, MARIA, begins_at=begins_at, ends_at=until, by=PETRA, now=NOW)
        session.get_one(Person, MARIA).active = False
    for moment in (NOW, NOW, FRIDAY, FRIDAY + timedelta(days=9)):
        with working(team) as session:
            covers.turn(session, now=moment)
            assert covers.ahead(session, moment) == []
    for_joe = [("cover_fails", JOE, "covered"), ("cover_fails", PETRA, "arranged")]
    assert told(team)[2:] == [*for_joe, *for_joe, ("cover_fails", PETRA, "covered")]


@on_sqlite
def test_who_stands_in_for_a_stand_in_stands_in_for_all_of_them(team: Engine) -> None:
    with working(team) as session:
        for who, by in ((JOE, MARIA), (MARIA, PETRA)):
            covers.make(session, who, by, begins_at=NOW, ends_at=FRIDAY, by=PETRA, now=NOW)
        standing_in = {one: covers.stood_in_for(session, one, NOW) for one in (PETRA, MARIA, JOE)}
        assert standing_in == {PETRA: {MARIA, JOE}, MARIA: {JOE}, JOE: set()}
        assert covers.stood_in_for(session, PETRA, FRIDAY) == set()
        with pytest.raises(Impossible, match="each_other"):
            covers.make(session, PETRA, JOE, begins_at=FRIDAY - A_MOMENT, ends_at=FRIDAY, by=PETRA, now=NOW)
        assert covers.make(session, PETRA, JOE, begins_at=FRIDAY, ends_at=FRIDAY + A_MOMENT, by=PETRA, now=NOW)


@on_sqlite
def test_nobody_is_covered_by_two_nor_by_themselves_nor_by_whom_they_cover_nor_by_who_cannot_hear(team: Engine) -> None:
    with working(team) as session:
        first = covers.make(session, JOE, MARIA, begins_at=NOW, ends_at=FRIDAY, by=PETRA, now=NOW)
        with pytest.raises(Overlap) as refused:
            covers.make(session, JOE, PETRA, begins_at=FRIDAY - A_MOMENT, ends_at=FRIDAY, by=PETRA, now=NOW)
        assert refused.value.cover is first
        assert covers.make(session, JOE, PETRA, begins_at=FRIDAY, ends_at=FRIDAY + A_MOMENT, by=PETRA, now=NOW)
        session.get_one(Person, PETRA).active, session.get_one(Person, MARIA).slack_id = False, None
        for who, by, ends_at, why in (
            (MARIA, MARIA, FRIDAY, "itself"),
            (MARIA, JOE, FRIDAY, "each_other"),
            (MARIA, PETRA, FRIDAY, "gone"),
            (MARIA, 404, FRIDAY, "gone"),
            (MARIA, JOE, NOW, "no_time"),
            (JOE, MARIA, FRIDAY, "unreachable"),
        ):
            with pytest.raises(Impossible) as impossible:
                covers.make(session, who, by, begins_at=NOW - A_MOMENT, ends_at=ends_at, by=PETRA, now=NOW)
            assert impossible.value.why == why
