"""How somebody wants to hear of alerts: what they chose, and sensible defaults for the rest; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.access import HEADS
from bot.governance import Colleagues, Governance
from bot.working_time import WorkingTime, country_of, is_country
from segmentation.rule import Severity
from storage.tables import Hearing as Stored
from storage.tables import Person, RuleChoice

Choice = TypeVar("Choice", bound=StrEnum)

DAILY_LIMIT = 5
DIGEST_HOUR = 9
WORK_FROM, WORK_TO = 9, 18


class Mode(StrEnum):
    """When somebody hears of a rule's alerts."""

    NOW = "now"
    DIGEST = "digest"
    OFF = "off"


class Scope(StrEnum):
    """Whose alerts somebody hears of."""

    MINE = "mine"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True)
class Hearing:
    """How one person hears: whose alerts, how many a day, when, and where.

    `channel` is where a lead has the team's alerts posted, as long as everybody may see the customers of colleagues:
    else the lead hears of them. `choices` are the rules somebody has decided about.
    `quiet_line` is the line that says that there is nothing to report.
    """

    working_time: WorkingTime
    scope: Scope = Scope.MINE
    daily_limit: int = DAILY_LIMIT
    digest: bool = True
    digest_hour: int = DIGEST_HOUR
    quiet_line: bool = True
    channel: str | None = None
    choices: Mapping[str, Mode] = field(default_factory=dict)
    is_head: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The time zone somebody works in."""
        return self.working_time.zone

    def mode(self, rule: str, severity: Severity) -> Mode:
        """Return when the alerts of a rule are heard."""
        return self.choices.get(rule, default_mode(severity, is_head=self.is_head))

    def wants_now(self, rule: str, severity: Severity) -> bool:
        """Say whether a rule's alerts are worth being posted in the channel at once."""
        return self.choices.get(rule, default_mode(severity, is_head=False)) is Mode.NOW


def default_mode(severity: Severity, *, is_head: bool) -> Mode:
    """Return when alerts are heard by whoever has not chosen: what can wait is for the digest, and all for managers."""
    return Mode.DIGEST if is_head or severity is Severity.NOTICE else Mode.NOW


def hearing(
    person: Person,
    stored: Stored | None,
    choices: Iterable[RuleChoice],
    *,
    business_zone: ZoneInfo,
    house: Governance | None = None,
) -> Hearing:
    """Return how a person hears: as they chose where that makes sense, else as the administrator did, else as usual."""
    usual = house or Governance()
    chosen = stored or Stored()
    is_head = person.role in HEADS
    channel = chosen.channel if usual.colleagues is Colleagues.YES else None
    scope = _scope(person.role, _one_of(Scope, chosen.scope))
    return Hearing(
        working_time=_working_time(chosen, _zone(person.time_zone, business_zone)),
        scope=Scope.TEAM if chosen.channel and not channel and scope is Scope.MINE else scope,
        daily_limit=_between(0, chosen.daily_limit, 100, otherwise=_or(usual.daily_limit, DAILY_LIMIT)),
        digest=True if chosen.digest is None else chosen.digest,
        digest_hour=_between(0, chosen.digest_hour, 23, otherwise=_or(usual.digest_hour, DIGEST_HOUR)),
        quiet_line=True if chosen.quiet_line is None else chosen.quiet_line,
        channel=channel or None,
        choices={choice.rule: mode for choice in choices if (mode := _one_of(Mode, choice.mode))},
        is_head=is_head,
    )


def _scope(role: str, chosen: Scope | None) -> Scope:
    """Return whose alerts somebody hears of: everybody's only as long as they are a manager or administrator."""
    if chosen is None or (chosen is Scope.ALL and role not in HEADS):
        return Scope.TEAM if role == "manager" else Scope.MINE
    return chosen


def _working_time(chosen: Stored, zone: ZoneInfo) -> WorkingTime:
    """Return when somebody works; hours that end before they begin are no choice."""
    first = _between(0, chosen.work_from, 23, otherwise=WORK_FROM)
    last = _between(1, chosen.work_to, 24, otherwise=WORK_TO)
    if first >= last:
        first, last = WORK_FROM, WORK_TO
    days = frozenset(int(day) - 1 for day in chosen.work_days or "" if day in "1234567")
    country = chosen.country if chosen.country and is_country(chosen.country) else country_of(zone)
    return WorkingTime(zone, first, last, days or None, country)


def _zone(name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """Return a time zone by its name, if there is one."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def _one_of(kind: type[Choice], word: str | None) -> Choice | None:
    """Return the choice that a word names; None for other words."""
    return kind(word) if word in set(kind) else None


def _or(decided: int | None, otherwise: int) -> int:
    """Return what was decided, if anything was."""
    return otherwise if decided is None else decided


def _between(low: int, number: int | None, high: int, *, otherwise: int) -> int:
    """Return a number if it lies within bounds."""
    return number if number is not None and low <= number <= high else otherwise
