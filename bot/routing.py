"""Who hears of an alert, and why they: decided here, performed by jobs; pure.

The owner hears it, and whoever has chosen to hear of the owner's alerts. What has no owner goes to the leads; what its
owner cannot hear any more goes to their lead, then up the managers, then to the administrators. While somebody stands
in for somebody, what the one would hear goes to the other.
"""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.access import HEADS
from bot.hearing import Hearing, Mode, Scope
from segmentation.rule import Severity
from segmentation.rules import RULES


class Why(StrEnum):
    """Why somebody hears of an alert."""

    OWNER = "owner"
    UNOWNED = "unowned"
    INSTEAD = "instead"
    COVER = "cover"
    TEAM = "team"
    ALL = "all"


LISTENING = frozenset({Why.TEAM, Why.ALL})
"""Why somebody hears of an alert who is not asked to take it."""


@dataclass(frozen=True)
class Member:
    """Somebody of the sales team; `is_reachable` if they are active and in Slack, `covered_by` who stands in now.

    `led_by` lead the team they are in, and the teams it is part of, the nearest first.
    """

    id: int
    name: str
    role: str
    manager_id: int | None
    is_reachable: bool
    hearing: Hearing
    covered_by: int | None = None
    led_by: tuple[int, ...] = ()


Team = Mapping[int, Member]


@dataclass(frozen=True)
class Told:
    """One who hears of an alert, by direct message or in their channel, now or in the digest.

    `instead_of` is the name of whoever would have heard it and cannot; `listens` if that one only wanted to hear of it.
    """

    person_id: int
    mode: Mode
    why: Why
    channel: str | None = None
    instead_of: str | None = None
    listens: bool = False


def route(rule: str, severity: Severity, owner_id: int | None, team: Team, *, actor: int | None = None) -> list[Told]:
    """Return who hears of an alert, each once; nobody only where nobody can, or nobody wants to.

    Args:
        actor: whoever brought it about: they know.
    """
    told: dict[int, Told] = {}
    everybody = (*_responsible(rule, severity, owner_id, team), *_interested(rule, severity, owner_id, team))
    for one in (_stood_in(one, team) for one in everybody):
        if one.mode is not Mode.OFF and one.person_id != actor:
            told.setdefault(one.person_id, one)
    return list(told.values())


def severity(rule: str | None) -> Severity:
    """Return how much the alerts of a rule matter; of one that there is no more, or of none, little."""
    return RULES[rule].severity if rule in RULES else Severity.NOTICE


def stand_in(person_id: int, team: Team) -> Member | None:
    """Return who hears for somebody now: their stand-in, or, where that one is covered as well, the stand-in's own.

    Of those who stand in for one another in a ring, each hears for one.
    """
    first = last = _covering(person_id, team)
    passed = {person_id}
    while last and last.id not in passed:
        passed.add(last.id)
        if (further := _covering(last.id, team)) is None:
            return last
        last = further
    return first


def covered(person_id: int, team: Team) -> list[Member]:
    """Return for whom somebody hears now, besides for themselves."""
    return [one for one in team.values() if (by := stand_in(one.id, team)) and by.id == person_id]


def heirs(person_id: int, team: Team, *, gone: Collection[int] = ()) -> Iterator[Member]:
    """Yield who hears for somebody, the nearest first: the stand-in, the chain up, administrators, managers, leads."""
    seen = {person_id, *gone}
    near = [one for one in (stand_in(person_id, team),) if one]
    for one in (
        *near,
        *above(person_id, team),
        *_of_role("admin", team),
        *_of_role("manager", team),
        *_of_role("lead", team),
    ):
        if one.id not in seen and one.is_reachable:
            seen.add(one.id)
            yield one


def leads(person_id: int, team: Team) -> Iterator[Member]:
    """Yield who leads somebody and can hear, the nearest first: whoever is above them, then whoever leads anybody."""
    others = (one for one in heirs(person_id, team) if one.role in {"lead", *HEADS})
    return (one for one in (*above(person_id, team), *others) if one.is_reachable)


def above(person_id: int, team: Team) -> list[Member]:
    """Return whom somebody reports to, the nearest first; a chain that bites its tail ends there.

    That is their manager, then whoever leads their team, then whom these report to in turn.
    """
    chain: dict[int, Member] = {}
    ahead = _next_above(person_id, team)
    while ahead:
        nearest = ahead.pop(0)
        if nearest.id != person_id and nearest.id not in chain:
            chain[nearest.id] = nearest
            ahead += _next_above(nearest.id, team)
    return list(chain.values())


def below(person_id: int, team: Team) -> frozenset[int]:
    """Return who reports to somebody, at whatever distance."""
    return beneath(person_id, {one.id: {one.manager_id or 0, *one.led_by} for one in team.values()})


def beneath(person_id: int, heads: Mapping[int, Set[int]]) -> frozenset[int]:
    """Return everybody below somebody, at whatever distance, but who is above them, or below only by way of those.

    So of people who report to one another in a ring nobody is below another.

    Args:
        heads: who is directly above each.
    """
    under: dict[int, set[int]] = {}
    for one, above_them in heads.items():
        for head in above_them:
            under.setdefault(head, set()).add(one)
    return _reached(person_id, under, without=_reached(person_id, heads, without=frozenset()))


def _reached(person_id: int, ways: Mapping[int, Set[int]], *, without: Set[int]) -> frozenset[int]:
    """Return whom one comes to from somebody, never by way of them again or of some others."""
    found, newest = {person_id}, {person_id}
    while newest:
        newest = {further for one in newest for further in ways.get(one, ())} - found - without
        found |= newest
    return frozenset(found - {person_id})


def cares_for(member: Member, team: Team) -> set[int] | None:
    """Return the owners whose customers somebody is told of in a digest, themselves among them; None for all.

    Whoever stands in for somebody is told of theirs as well.
    """
    owners: set[int] = set()
    for one in (member, *covered(member.id, team)):
        under = below(one.id, team)
        if one.hearing.is_head and (not under or one.hearing.scope is Scope.ALL):
            return None
        owners |= {one.id, *under}
    return owners


def is_told_of_all(member: Member, team: Team) -> bool:
    """Say whether somebody looks after other people's customers, or stands in for one who does."""
    return any(one.hearing.is_head for one in (member, *covered(member.id, team)))


def keepers(team: Team) -> list[Member]:
    """Return who looks after the bot: administrators, else managers, else leads."""
    groups = (list(_of_role(role, team)) for role in ("admin", "manager", "lead"))
    return next((group for group in groups if group), [])


def _next_above(person_id: int, team: Team) -> list[Member]:
    """Return the manager of somebody, and who leads them."""
    known = team.get(person_id)
    near = (known.manager_id or 0, *known.led_by) if known else ()
    return [team[one] for one in near if one in team]


def _covering(person_id: int, team: Team) -> Member | None:
    """Return who stands in for somebody now, and can hear."""
    known = team.get(person_id)
    by = team.get(known.covered_by) if known and known.covered_by is not None else None
    return by if by and by.is_reachable else None


def _stood_in(told: Told, team: Team) -> Told:
    """Return who hears instead of somebody who is covered, when they would: where there is no digest, at once."""
    by = stand_in(told.person_id, team)
    if by is None or told.channel:
        return told
    mode = Mode.NOW if told.mode is Mode.DIGEST and not by.hearing.digest else told.mode
    absent, listens = team[told.person_id].name, told.why in LISTENING
    return replace(told, person_id=by.id, mode=mode, why=Why.COVER, instead_of=absent, listens=listens)


def _responsible(rule: str, severity: Severity, owner_id: int | None, team: Team) -> Iterator[Told]:
    """Yield the owner, or whoever has to hear it in their place."""
    if owner_id is None or owner_id not in team:
        leads = [*_of_role("lead", team)] or [*_of_role("manager", team)] or [*_of_role("admin", team)]
        yield from (Told(lead.id, _at_least_digest(lead, rule, severity), Why.UNOWNED) for lead in leads)
    elif (owner := team[owner_id]).is_reachable:
        yield Told(owner.id, _own(owner, rule, severity), Why.OWNER)
    elif heir := next(heirs(owner.id, team), None):
        yield Told(heir.id, _at_least_digest(heir, rule, severity), Why.INSTEAD, instead_of=owner.name)


def _own(owner: Member, rule: str, severity: Severity) -> Mode:
    """Return when an owner hears; where there is no digest, what matters comes at once."""
    mode = owner.hearing.mode(rule, severity)
    is_lost = mode is Mode.DIGEST and not owner.hearing.digest and severity > Severity.NOTICE
    return Mode.NOW if is_lost else mode


def _interested(rule: str, severity: Severity, owner_id: int | None, team: Team) -> Iterator[Told]:
    """Yield whoever has chosen to hear of other people's alerts, a lead's team in the channel that the lead named."""
    chain = {one.id for one in above(owner_id, team)} if owner_id is not None else set()
    for member in team.values():
        hearing = member.hearing
        if not member.is_reachable or member.id == owner_id:
            continue
        if hearing.channel and member.id in chain:
            yield _in_channel(member.id, hearing, rule, severity)
        elif hearing.scope is Scope.ALL or (hearing.scope is Scope.TEAM and _leads_all(member, team)):
            yield Told(member.id, hearing.mode(rule, severity), Why.ALL)
        elif hearing.scope is Scope.TEAM and member.id in chain:
            yield Told(member.id, hearing.mode(rule, severity), Why.TEAM)


def _in_channel(person_id: int, hearing: Hearing, rule: str, severity: Severity) -> Told:
    """Return how a lead's channel hears of a rule: it reads no digest, so what can wait is for the lead's own."""
    if hearing.wants_now(rule, severity):
        return Told(person_id, Mode.NOW, Why.TEAM, channel=hearing.channel)
    return Told(person_id, hearing.mode(rule, severity), Why.TEAM)


def _at_least_digest(member: Member, rule: str, severity: Severity) -> Mode:
    """Return when somebody hears what nobody else would."""
    mode = member.hearing.mode(rule, severity)
    if mode is Mode.NOW:
        return mode
    return Mode.DIGEST if member.hearing.digest else Mode.NOW


def _leads_all(member: Member, team: Team) -> bool:
    """Say whether a manager's team is everybody, because nobody is known to report to them."""
    return member.role == "manager" and not any(one.manager_id == member.id for one in team.values())


def _of_role(role: str, team: Team) -> Iterator[Member]:
    """Yield the reachable people of a role."""
    return (one for one in team.values() if one.role == role and one.is_reachable)
