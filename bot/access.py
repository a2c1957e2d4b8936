"""Who may do what, with whose customers, and where: nobody anything, unless it is granted in `GRANTS`; pure.

Rows are the customers that somebody may do a thing with: *mine* are one's own; *team* also those of everybody below,
by the chain of managers and by the teams nested in one's own, and those of nobody; *all* are all. What somebody was
told of, in an alert, is theirs to see and to act on. Who stands in for a colleague sees and does what the colleague
could, but gives nothing away; and what of colleagues' customers may be seen, the administrator decides.

A stranger is whoever is not of the team, or has left, a guest, a bot, or somebody of another workspace: they may
nothing. What counts is who asks or presses now, not whom a message was for.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum, auto

from storage.sight import EVERYTHING, NOTHING, Sight

HEADS = frozenset({"manager", "admin"})
"""The roles that look after everything."""


class Role(StrEnum):
    """What somebody is; the operator has the terminal, and so the database, and gives no name."""

    STRANGER = "stranger"
    SALESPERSON = "salesperson"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    OPERATOR = "operator"


class Place(StrEnum):
    """Where somebody asks; in a shared channel there are people of other companies."""

    DIRECT = "direct message"
    PRIVATE = "private channel"
    PUBLIC = "public channel"
    SHARED = "shared channel"
    TERMINAL = "terminal"


class Rows(IntEnum):
    """With whose customers somebody may do a thing: each holds the one before."""

    NONE = 0
    MINE = 1
    TEAM = 2
    ALL = 3


class Ask(Enum):
    """What somebody may want."""

    CUSTOMER = auto()
    DORMANT = auto()
    ACCOUNTS = auto()
    ALERTS = auto()
    ACT = auto()
    HAND_OVER = auto()
    ASSIGN = auto()
    COVER = auto()
    BALANCE = auto()
    APPROVE = auto()
    HEARING = auto()
    PEOPLE = auto()
    CHANGE_PEOPLE = auto()
    POLICY = auto()
    AUDIT = auto()
    HOME = auto()
    SHARE = auto()


PRIVATELY = frozenset({Place.DIRECT, Place.PRIVATE, Place.TERMINAL})
"""Where nobody comes by who was not asked in."""

ANYWHERE = PRIVATELY | {Place.PUBLIC}
"""Where answers are for the asker alone, or everybody is of this company; a shared channel is nowhere."""


@dataclass(frozen=True)
class Grant:
    """How far each role reaches with an ask, where it may be asked, and what widens it.

    `stands_in` says that a stand-in reaches as far as whom they stand in for; `of_colleagues` that the administrator
    decides about colleagues' customers; `if_told` that it is also for what somebody was told of.
    """

    salesperson: Rows = Rows.NONE
    lead: Rows = Rows.NONE
    manager: Rows = Rows.NONE
    admin: Rows = Rows.NONE
    operator: Rows = Rows.NONE
    stranger: Rows = Rows.NONE
    where: Set[Place] = ANYWHERE
    stands_in: bool = False
    of_colleagues: bool = False
    if_told: bool = False


NONE, MINE, TEAM, ALL = Rows

GRANTS: Mapping[Ask, Grant] = {
    #                    salesperson, lead, manager, admin, operator
    Ask.CUSTOMER: Grant(MINE, TEAM, ALL, ALL, ALL, stands_in=True, of_colleagues=True),
    Ask.DORMANT: Grant(MINE, TEAM, ALL, ALL, ALL, stands_in=True, of_colleagues=True),
    Ask.ACCOUNTS: Grant(MINE, TEAM, ALL, ALL, ALL, stands_in=True, of_colleagues=True),
    Ask.ALERTS: Grant(MINE, TEAM, ALL, ALL, ALL, stands_in=True, if_told=True),
    Ask.ACT: Grant(MINE, TEAM, ALL, ALL, stands_in=True, if_told=True),
    Ask.HAND_OVER: Grant(MINE, TEAM, ALL, ALL),
    Ask.ASSIGN: Grant(MINE, TEAM, ALL, ALL),
    Ask.COVER: Grant(MINE, TEAM, ALL, ALL),
    Ask.BALANCE: Grant(NONE, TEAM, ALL, ALL),
    Ask.APPROVE: Grant(NONE, NONE, ALL, ALL),
    Ask.HEARING: Grant(MINE, MINE, MINE, MINE),
    Ask.PEOPLE: Grant(MINE, TEAM, ALL, ALL, ALL),
    Ask.CHANGE_PEOPLE: Grant(NONE, NONE, TEAM, ALL, ALL),
    Ask.POLICY: Grant(NONE, NONE, NONE, ALL, ALL),
    Ask.AUDIT: Grant(NONE, NONE, ALL, ALL, ALL, where=PRIVATELY),
    Ask.HOME: Grant(MINE, TEAM, ALL, ALL, where={Place.DIRECT}),
    Ask.SHARE: Grant(MINE, TEAM, ALL, ALL, where={Place.PRIVATE, Place.PUBLIC}),
}
"""What is granted: nothing else is."""


@dataclass(frozen=True)
class Circle:
    """Who somebody is, and whose customers are near to them: of whom they stand in for now, and of those below."""

    role: Role
    me: int | None = None
    covered: Set[int] = frozenset()
    below: Set[int] = frozenset()


def role(word: str, *, leads: bool) -> Role:
    """Return the role of one of the team by the word stored for it; whom others report to is a lead at least."""
    known = Role(word) if word in {"lead", *HEADS} else Role.SALESPERSON
    return Role.LEAD if leads and known is Role.SALESPERSON else known


def rows(who: Role, ask: Ask, place: Place) -> Rows:
    """Return with whose customers a role may do something in a place."""
    grant = GRANTS.get(ask, Grant())
    reach: Rows = getattr(grant, who.value)
    return reach if place in grant.where else Rows.NONE


def within(who: Circle, ask: Ask, place: Place, *, colleagues: bool) -> Sight:
    """Return the customers with which somebody may do something.

    Args:
        colleagues: whether the administrator lets everybody see the customers of all.
    """
    reach, grant = rows(who.role, ask, place), GRANTS.get(ask, Grant())
    if reach is Rows.NONE:
        return NOTHING
    if reach is Rows.ALL or (colleagues and grant.of_colleagues):
        return EVERYTHING
    mine = {who.me} if who.me is not None else set()
    near = mine | who.covered if grant.stands_in else mine
    is_of_team = reach is Rows.TEAM
    return Sight(frozenset(near | who.below if is_of_team else near), unowned=is_of_team)
