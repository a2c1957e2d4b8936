"""What goes out next to one person."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.delivering.attention import CatchUp, Drop, Due, Fold, LookFor, PutOff, Send, Step, next_step
from bot.hearing import Hearing
from bot.working_time import WorkingTime
from segmentation.rule import Severity

HEARS = Hearing(WorkingTime(ZoneInfo("UTC")))
NOW = datetime(2025, 12, 1, 15, tzinfo=UTC)  # a Monday
NIGHT = datetime(2025, 12, 1, 22, tzinfo=UTC)


def due(number: int, *, hours: float = 0, kind: str = "alert", now: datetime = NOW, **values: object) -> Due:
    """Return a message that has been due for some hours."""
    return Due(number, kind, now - timedelta(hours=hours), **values)  # type: ignore[arg-type]


def step(*waiting: Due, told_today: int = 0, now: datetime = NOW) -> Step:
    """Return what to do next."""
    return next_step(waiting, hearing=HEARS, told_today=told_today, now=now)


def test_what_matters_most_goes_first() -> None:
    small, large = (
        due(1, value=Decimal(9), severity=Severity.OPPORTUNITY),
        due(2, value=Decimal(1), severity=Severity.URGENT),
    )

    assert step(small, large) == Send((2,))
    assert step(small, due(3, value=Decimal(10), severity=Severity.OPPORTUNITY)) == Send((3,))


def test_when_the_days_number_is_reached_the_rest_is_for_the_digest() -> None:
    assert step(due(1), due(2), told_today=5) == Fold((1, 2))
    assert step(due(1), due(2, kind="escalation"), told_today=5) == Send((2,))


def test_without_a_digest_the_rest_waits_for_the_next_day_and_is_not_late_then() -> None:
    friday = NOW + timedelta(days=4)
    hears = replace(HEARS, digest=False)
    beyond = next_step([due(1, now=friday), due(2, now=friday)], hearing=hears, told_today=5, now=friday)
    assert beyond == PutOff((1, 2), datetime(2025, 12, 8, 9, tzinfo=UTC), anew=True)
    assert next_step([due(1)], hearing=replace(hears, daily_limit=0), told_today=0, now=NOW) == Fold((1,))


def test_what_may_have_arrived_is_looked_for_before_anything_else() -> None:
    assert step(due(1, is_tried=True, is_needed=False), due(2)) == LookFor((1,))


def test_what_is_over_is_not_told() -> None:
    assert isinstance(step(due(1, is_needed=False), due(2)), Drop)


def test_notes_of_handovers_and_approvals_are_read_at_work() -> None:
    assert step(due(1, kind="approval", now=NIGHT), now=NIGHT) == PutOff((1,), datetime(2025, 12, 2, 9, tzinfo=UTC))
    assert step(due(1, kind="handover_note")) == Send((1,))


def test_what_is_hours_late_comes_as_one_message_and_in_working_time() -> None:
    assert step(*(due(number, hours=4) for number in range(4))) == CatchUp((0, 1, 2, 3))
    assert step(*(due(number, hours=4) for number in range(3))) == Send((0,))
    late = step(due(1, hours=13, now=NIGHT), now=NIGHT)
    assert late == PutOff((1,), datetime(2025, 12, 2, 9, tzinfo=UTC))


def test_who_works_elsewhere_by_now_reads_at_work_there_and_is_told_of_nothing_late() -> None:
    there = Hearing(WorkingTime(ZoneInfo("America/New_York")))
    morning, nine = datetime(2025, 12, 1, 9, tzinfo=UTC), datetime(2025, 12, 1, 14, tzinfo=UTC)
    waiting = [due(number, kind=kind, now=morning) for number, kind in enumerate(("alert", "reminder", "notice") * 2)]
    assert next_step(waiting, hearing=there, told_today=0, now=morning) == PutOff(tuple(range(6)), nine)
    assert next_step(waiting, hearing=there, told_today=0, now=nine) == Send((1,))


def test_what_is_late_joins_what_has_been_put_together_and_waits_yet() -> None:
    together = due(9, kind="catch_up")

    assert step(together, due(1, hours=4), due(2)) == CatchUp((9, 1))
    assert step(together, due(8, kind="catch_up")) == CatchUp((9, 8))
    assert step(together, due(1)) == Send((9,))


def test_a_notice_is_told_by_itself_however_late() -> None:
    assert step(*(due(number, hours=4, kind="notice") for number in range(4))) == Send((0,))


def test_of_two_digests_the_newer_one_is_told() -> None:
    assert isinstance(step(due(1, kind="digest", hours=2), due(2, kind="digest")), Drop)


waiting = st.lists(
    st.builds(
        Due,
        id=st.integers(1, 10_000),
        kind=st.sampled_from(["alert", "alert", "alert", "escalation", "digest", "catch_up"]),
        since=st.integers(0, 60).map(lambda hours: NOW - timedelta(hours=hours)),
        is_tried=st.booleans(),
        is_needed=st.booleans(),
        severity=st.sampled_from(Severity),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(waiting, st.booleans())
def test_asked_again_and_again_it_comes_to_an_end_and_never_floods(all_due: Sequence[Due], by_night: bool) -> None:
    now, left, told = NIGHT if by_night else NOW, list(all_due), 0
    for _ in range(2 * len(left)):
        if not left:
            break
        done = next_step(left, hearing=HEARS, told_today=told, now=now)
        assert done.ids
        told += sum(isinstance(done, Send) and one.kind == "alert" for one in left if one.id in done.ids)
        left = [one for one in left if one.id not in done.ids]
    assert not left
    assert told <= HEARS.daily_limit
