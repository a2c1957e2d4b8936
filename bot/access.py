"""Who may do what about an alert: nobody anything, unless it is granted here.

| who                                                        | see | act | hand over |
|---|---|---|---|
| a stranger, or somebody who has left                       |     |     |           |
| a colleague whom the alert has nothing to do with          |     |     |           |
| who was told of it, themselves or in the channel they ask in | yes | yes |         |
| a lead who was told of a customer whom nobody owns         | yes | yes | yes       |
| whose customer it is                                       | yes | yes | yes       |
| who leads the owner, at whatever distance                  | yes | yes | yes       |
| a manager or an administrator                              | yes | yes | yes       |

To act is to take, release, snooze, wake, log, dismiss, undo; to hand over is to give the customer another owner. What
counts is who presses now, not whom the message was for.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import Enum, auto

HEADS = frozenset({"manager", "admin"})
"""The roles that look after everything."""


class Action(Enum):
    """What somebody may want to do about an alert."""

    SEE = auto()
    ACT = auto()
    HAND_OVER = auto()


class Standing(Enum):
    """How somebody stands to an alert."""

    STRANGER = auto()
    COLLEAGUE = auto()
    HEARER = auto()
    OWNER = auto()
    ABOVE = auto()
    HEAD = auto()


@dataclass(frozen=True)
class Circle:
    """The people around an alert, by their ids: who owns the customer, who leads that person, who was told of it."""

    owner: int | None
    above: Set[int] = frozenset()
    hearers: Set[int] = frozenset()


GRANTS: Mapping[Standing, Set[Action]] = {
    Standing.STRANGER: frozenset(),
    Standing.COLLEAGUE: frozenset(),
    Standing.HEARER: {Action.SEE, Action.ACT},
    Standing.OWNER: frozenset(Action),
    Standing.ABOVE: frozenset(Action),
    Standing.HEAD: frozenset(Action),
}


def standing(person_id: int | None, role: str, circle: Circle) -> Standing:
    """Return how somebody stands to an alert; `person_id` is None for whom the team does not know."""
    if person_id is None:
        return Standing.STRANGER
    if role in HEADS:
        return Standing.HEAD
    is_for_leads = circle.owner is None and person_id in circle.hearers
    if person_id in circle.above or (is_for_leads and role == "lead"):
        return Standing.ABOVE
    if person_id == circle.owner:
        return Standing.OWNER
    return Standing.HEARER if person_id in circle.hearers else Standing.COLLEAGUE


def may(person_id: int | None, role: str, action: Action, circle: Circle) -> bool:
    """Say whether somebody may do something about an alert."""
    return action in GRANTS[standing(person_id, role, circle)]
