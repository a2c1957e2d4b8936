"""What to do next about the messages that are due for one person or channel; pure.

At most so many alerts a day go out, those that matter most first; what is beyond goes into the digest, or waits for the
next day where there is none. What comes hours late, as Slack or the bot was away, comes as one message; and nothing
that is late, or was due outside of working time as it is now, comes outside of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.hearing import Hearing
from bot.working_time import WorkingTime
from segmentation.rule import Severity
from storage.outbox import OVER

ALERT = "alert"
DIGEST = "digest"
CATCH_UP = "catch_up"
ABOUT_ONE = frozenset({ALERT, "escalation", "reminder"})
"""The kinds of messages that tell of one alert, and can be told of together."""

AT_WORK = frozenset(
    {
        *("access_request", "approval", "cover_begins", "cover_ends", "cover_fails"),
        *("departure", "handover_news", "handover_note"),
    }
)
"""The kinds of messages that whoever decides on them sends at any hour, and that are read at work."""

FOR_WORK = ABOUT_ONE | {CATCH_UP, "notice"}
"""The kinds of messages that are made due in working time, which may be another by the time they are sent."""

OVERDUE = timedelta(hours=1)
"""What is later than this no longer goes out at any hour."""

LATE = timedelta(hours=3)
MOST_LATE = 3
"""More messages than this, later than that, become one."""


@dataclass(frozen=True)
class Due:
    """A message that is due.

    `since` is when it was due at first. `is_tried` says that it may have arrived already, `is_needed` that its alert
    is still to be told; `severity` and `value` rank alerts.
    """

    id: int
    kind: str
    since: datetime
    is_tried: bool = False
    is_needed: bool = True
    severity: Severity = Severity.NOTICE
    value: Decimal = Decimal(0)


@dataclass(frozen=True)
class LookFor:
    """See whether these have arrived."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Drop:
    """Nobody needs these any more."""

    ids: tuple[int, ...]
    because: str


@dataclass(frozen=True)
class PutOff:
    """These are for working time; `anew` if they are not late then, because there was no room for them before."""

    ids: tuple[int, ...]
    until: datetime
    anew: bool = False


@dataclass(frozen=True)
class CatchUp:
    """These become one message."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Fold:
    """These are for the digest."""

    ids: tuple[int, ...]


@dataclass(frozen=True)
class Send:
    """This one goes out."""

    ids: tuple[int]


Step = LookFor | Drop | PutOff | CatchUp | Fold | Send


def next_step(due: Sequence[Due], *, hearing: Hearing | None, told_today: int, now: datetime) -> Step:
    """Return what to do next about what is due for one destination; afterwards it is asked again.

    Args:
        due: at least one message, the longest due first.
        hearing: how the person hears; None for a channel of nobody's.
        told_today: how many alerts went there today, as the person's day goes.
    """
    if unneeded := [one for one in due if not (one.is_needed or one.is_tried)]:
        return Drop(_ids(unneeded), OVER)
    if tried := [one for one in due if one.is_tried]:
        return LookFor(_ids(tried))
    if digests := [one for one in due if one.kind == DIGEST][:-1]:
        return Drop(_ids(digests), "a newer one follows")
    works = hearing.working_time if hearing else None
    if works and not works.is_working(now) and (rest := _to_be_read_at_work(due, works, now)):
        return PutOff(_ids(rest), works.next_moment(now))
    if late := _to_be_told_together(due, works, now):
        return CatchUp(_ids(late))
    if others := [one for one in due if one.kind != ALERT]:
        return Send((others[0].id,))
    if hearing and told_today >= hearing.daily_limit:
        return _beyond(due, hearing, now)
    return Send((max(due, key=lambda one: (one.severity, one.value, -one.id)).id,))


def _beyond(due: Sequence[Due], hearing: Hearing, now: datetime) -> Step:
    """Return what becomes of alerts for which a day has no room; whoever wants none and no digest has the list."""
    if hearing.digest or not hearing.daily_limit:
        return Fold(_ids(due))
    return PutOff(_ids(due), hearing.working_time.add_working_days(now, 1), anew=True)


def _to_be_told_together(due: Sequence[Due], works: WorkingTime | None, now: datetime) -> list[Due]:
    """Return the many that are late; where others have been put together and wait yet, however few, with those.

    Nobody could have read before work began what was due before that.
    """
    late = [
        one
        for one in due
        if one.kind in ABOUT_ONE and now - (works.next_moment(one.since) if works else one.since) > LATE
    ]
    together = [one for one in due if one.kind == CATCH_UP]
    return [*together, *late] if len(late) > (0 if together else MOST_LATE) or len(together) > 1 else []


def _to_be_read_at_work(due: Sequence[Due], works: WorkingTime, now: datetime) -> list[Due]:
    """Return what does not go out at any hour: the overdue, what can wait, and what was never due at work."""
    return [
        one
        for one in due
        if now - one.since > OVERDUE
        or one.kind in AT_WORK
        or (one.kind in FOR_WORK and not works.is_working(one.since))
    ]


def _ids(due: Sequence[Due]) -> tuple[int, ...]:
    """Return which messages these are."""
    return tuple(one.id for one in due)
