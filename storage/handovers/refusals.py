"""Why a handover does not go on: each refusal with what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from storage.alerts.who import Who
from storage.handovers.shown import Shown
from storage.sight import Sight


@dataclass(frozen=True)
class MovedOn:
    """An account that is not where it was expected: whose it is, since when; None where the record does not say.

    `is_known` says that whoever hears of it may know whose it is.
    """

    customer_id: int
    customer: str
    holder: Who | None
    since: datetime | None
    is_known: bool = True

    def within(self, sees: Sight) -> MovedOn:
        """Return it as it is told to somebody who may know of these customers whose they are."""
        if sees.covers(self.holder.id if self.holder else None):
            return self
        return replace(self, holder=None, since=None, is_known=False)


class Refused(Exception):
    """A handover does not go on; nothing has changed."""


class Unknown(Refused):
    """There is no such handover."""

    def __init__(self, handover_id: int) -> None:
        super().__init__(f"there is no handover {handover_id}")
        self.handover_id = handover_id


class NothingToMove(Refused):
    """Every account is whose it was to be already."""


class Gone(Refused):
    """Some who were to get accounts, or to stand in, are not of the team any more."""

    def __init__(self, people: tuple[Who, ...]) -> None:
        super().__init__(f"gone: {', '.join(one.name for one in people)}")
        self.people = people


class Conflict(Refused):
    """Accounts have moved on since it was proposed."""

    def __init__(self, moved_on: tuple[MovedOn, ...]) -> None:
        super().__init__(f"{len(moved_on)} accounts have moved on")
        self.moved_on = moved_on


class Changed(Refused):
    """What was shown to whoever confirmed last does not hold any more."""

    def __init__(self, before: Shown, after: Shown) -> None:
        super().__init__("what was shown has changed")
        self.before, self.after = before, after


class Overtaken(Refused):
    """A handover is not as it was seen: `holder` has decided about it, or where that is None, it only changed since."""

    def __init__(self, handover_id: int, state: str, version: int, holder: Who | None, since: datetime | None) -> None:
        super().__init__(f"handover {handover_id} is {state}, version {version}")
        self.handover_id, self.state, self.version = handover_id, state, version
        self.holder, self.since = holder, since


class OwnApproval(Refused):
    """Nobody approves what they asked for themselves."""


class TooLate(Refused):
    """A handover can be undone for so long, and the time is over."""

    def __init__(self, handover_id: int, until: datetime) -> None:
        super().__init__(f"handover {handover_id} could be undone until {until}")
        self.handover_id, self.until = handover_id, until
