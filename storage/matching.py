"""Who of the team is who in Slack, and what follows from what Slack tells of them: decided here, performed by `roster`.

A guest, a bot and somebody of another workspace are never matched. Who was matched by e-mail stays so only while the
administrator allows it and the addresses are equal; an address that Slack does not tell is no reason to end a match.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from storage.staff import EMAIL, GROUP, ROLES, SLACK
from storage.tables import Person, SlackGroup, SlackMember


@dataclass(frozen=True)
class Leaves:
    """Somebody's account is closed."""

    person: Person


@dataclass(frozen=True)
class Returns:
    """Somebody's account, which was closed, is open again."""

    person: Person


@dataclass(frozen=True)
class Unmatched:
    """An account is somebody's no more."""

    person: Person


@dataclass(frozen=True)
class Matched:
    """An account is somebody's, by its address."""

    person: Person
    slack_id: str


Decision = Leaves | Returns | Unmatched | Matched


def is_welcome(member: SlackMember | None) -> bool:
    """Say whether somebody may be of the team at all: known to Slack, of this workspace, no guest, no bot, not gone."""
    return member is not None and not (is_outside(member) or member.is_deleted)


def is_outside(member: SlackMember) -> bool:
    """Say whether somebody is a guest, a bot, or of another workspace."""
    return member.is_guest or member.is_bot or member.is_foreign


def decide(people: Collection[Person], members: Mapping[str, SlackMember], *, by_email: bool) -> Iterator[Decision]:
    """Yield what follows from what Slack tells of its members.

    Args:
        people: everybody, also those who have left.
        members: all members by their Slack ids.
        by_email: whether people are matched by their addresses.
    """
    decided = [one for person in people for one in _of_account(person, members.get(person.slack_id or ""), by_email)]
    yield from decided
    if by_email:
        let_go = {one.person.id for one in decided if isinstance(one, Unmatched)}
        yield from _by_address(people, members, let_go)


def _of_account(person: Person, member: SlackMember | None, by_email: bool) -> Iterator[Decision]:
    """Yield what follows from the account that is somebody's so far."""
    if member is None:
        return
    if is_outside(member):
        yield Unmatched(person)
    elif member.is_deleted:
        if person.active:
            yield Leaves(person)
    elif person.matched_by == EMAIL and not (by_email and _is_same(person.email, member.email)):
        yield Unmatched(person)
    elif not person.active and person.left_by == SLACK:
        yield Returns(person)


def _is_same(known: str | None, told: str | None) -> bool:
    """Say whether an address is still the one that Slack tells, as far as it tells any."""
    return told is None or _folded(known) == _folded(told)


def _by_address(
    people: Collection[Person], members: Mapping[str, SlackMember], let_go: Collection[int]
) -> Iterator[Matched]:
    """Yield who is found by an address that nobody else has, on either side."""
    taken = {person.slack_id for person in people if person.id not in let_go}
    theirs = Counter(_folded(person.email) for person in people if person.active)
    accounts = [one for one in members.values() if is_welcome(one) and one.email]
    alike = Counter(_folded(one.email) for one in accounts)
    by_address = {_folded(one.email): one for one in accounts if one.slack_id not in taken}
    for person in people:
        address = _folded(person.email)
        is_free = person.active and (person.slack_id is None or person.id in let_go)
        if is_free and address in by_address and theirs[address] == alike[address] == 1:
            yield Matched(person, by_address[address].slack_id)


def _folded(address: str | None) -> str:
    """Return an address as it is compared."""
    return (address or "").strip().casefold()


@dataclass(frozen=True)
class Gift:
    """What user groups give one of their members: a role and a place in a team, each with the group it comes from."""

    role: str | None = None
    role_group: str | None = None
    team_id: int | None = None
    team_group: str | None = None

    def joined(self, other: "Gift") -> "Gift":
        """Return the higher role of two, and the place that comes first."""
        role = max(self, other, key=lambda one: rank(one.role))
        team = self if self.team_id is not None else other
        return Gift(role.role, role.role_group, team.team_id, team.team_group)


def rank(role: str | None) -> int:
    """Return how much a role has to say; none has least."""
    return ROLES.index(role) if role in ROLES else -1


def gifts(groups: Iterable[SlackGroup], memberships: Mapping[str, Collection[str]]) -> dict[str, Gift]:
    """Return what user groups give, by Slack id: of several roles the highest, of several teams the first by handle."""
    given: dict[str, Gift] = {}
    for group in sorted(groups, key=lambda one: (one.handle, one.slack_id)):
        role_group = group.slack_id if group.role else None
        team_group = group.slack_id if group.team_id is not None else None
        gift = Gift(group.role, role_group, group.team_id, team_group)
        for slack_id in memberships.get(group.slack_id, ()):
            given[slack_id] = given.get(slack_id, Gift()).joined(gift)
    return given


def received(person: Person, gift: Gift, *, former: str = ROLES[0]) -> dict[str, str | int | None]:
    """Return what changes for a person by what groups give: what was set by hand stays, unless a role is higher.

    Args:
        former: the role that the person had before a group gave one, and has again without it.
    """
    changes: dict[str, str | int | None] = {}
    own = rank(former if person.role_group else person.role)
    if gift.role and (rank(gift.role) > own or (person.role_group and rank(gift.role) == own)):
        changes |= {"role": gift.role, "role_group": gift.role_group}
    elif person.role_group:
        changes |= {"role": former, "role_group": None}
    if gift.team_id is not None and (person.team_group or person.team_id is None):
        changes |= {"team_id": gift.team_id, "team_group": gift.team_group}
    elif person.team_group and gift.team_id is None:
        changes |= {"team_id": None, "team_group": None}
    return changes


def has_left_group(person: Person, gift: Gift) -> bool:
    """Say whether somebody was of the team only by a group, and is in none any more."""
    return person.active and person.matched_by == GROUP and gift.role is None


def is_back_in_group(person: Person, gift: Gift) -> bool:
    """Say whether somebody who had left the group by which they were of the team is in one again."""
    return not person.active and person.left_by == GROUP and gift.role is not None
