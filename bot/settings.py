"""One frozen `Settings`, and the only reader of the environment.

To add a setting: one field here, one line in `.env.example` (a test holds the two together).
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import list_currencies
from dotenv import dotenv_values
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.locale import LANGUAGES, Language
from segmentation.models.abc import Abc
from segmentation.models.activity import Activity
from segmentation.models.lifecycle import Lifecycle
from segmentation.models.rfm import Rfm
from segmentation.models.value_group import ValueGroup
from segmentation.profile import Policy
from segmentation.rhythm import Rhythm
from segmentation.sensitivity import Sensitivity

UTC = ZoneInfo("UTC")


class InvalidSettings(Exception):
    """Settings that cannot be used: every mistake at once, each with the value found."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("These settings cannot be used:\n" + "\n".join(f"  {mistake}" for mistake in mistakes))
        self.mistakes = mistakes


def _setting(default: object, read: Callable[[str], object], *, secret: bool = False) -> Any:
    """Declare a field that `read` makes of its variable's text, raising ValueError with what is wanted."""
    return field(default=default, metadata={"read": read, "secret": secret}, repr=not secret)


def _database(text: str) -> str:
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        backend = ""
    if backend not in {"sqlite", "postgresql", "postgres"} or text.rstrip("/").endswith((":memory:", "sqlite:")):
        raise ValueError("must be an address like sqlite:///var/regulars.db or postgresql://user:password@host/name")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    return partial(_chosen, choices)


def _chosen(choices: tuple[str, ...], text: str) -> str:
    if text not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}")
    return text


def _time_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("must be a time zone such as Europe/Berlin or Asia/Shanghai") from None


def _currency(text: str) -> str:
    if text.upper() not in list_currencies():
        raise ValueError("must be a currency code such as USD, EUR or CNY")
    return text.upper()


def _number(low: float, high: float, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise ValueError(f"must be a number from {low:g} to {high:g}")
    return number


def _whole(low: int, high: int, text: str) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ValueError(f"must be a whole number from {low} to {high}")
    return int(text)


def _falling(count: int, text: str) -> tuple[float, ...]:
    numbers = tuple(_number(0, 10_000, part) for part in text.split(","))
    if len(numbers) != count or list(numbers) != sorted(set(numbers), reverse=True):
        raise ValueError(f"must be {count} numbers, each smaller than the one before, with commas between them")
    return numbers


def _falling_shares(count: int, text: str) -> tuple[float, ...]:
    shares = _falling(count, text)
    if shares[0] > 1:
        raise ValueError("must be shares from 0 to 1")
    return shares


def _rising(count: int, text: str) -> tuple[float, ...]:
    numbers = tuple(_number(0, 10_000, part) for part in text.split(","))
    if len(numbers) != count or list(numbers) != sorted(set(numbers)):
        raise ValueError(f"must be {count} numbers, each larger than the one before, with commas between them")
    return numbers


def _starting(prefix: str, text: str) -> str:
    if not text.startswith(prefix):
        raise ValueError(f"must start with {prefix}")
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch("[a-z0-9_-]{1,20}", text):
        raise ValueError("must be up to 20 small letters, digits, - or _")
    return text


def _yes_or_no(text: str) -> bool:
    return _chosen(("yes", "no"), text) == "yes"


def _members(text: str) -> frozenset[str]:
    ids = frozenset(part.strip() for part in text.split(","))
    if not all(re.fullmatch("[UW][A-Z0-9]{2,}", one) for one in ids):
        raise ValueError("must be Slack member ids such as U012AB3CD, with commas between them")
    return ids


def _secret(text: str) -> str:
    if len(text) < 16:
        raise ValueError("must have at least 16 characters; `openssl rand -hex 32` makes one")
    return text


def _address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise ValueError("must be an address starting with https://")
    return text.rstrip("/")


_share = partial(_number, 0.01, 1)


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations."""

    database_url: str = _setting("sqlite:///var/regulars.db", _database, secret=True)
    time_zone: ZoneInfo = _setting(UTC, _time_zone)  # noqa: RUF009 - a constant
    currency: str = _setting("USD", _currency)
    language_code: str = _setting("en", _one_of(*LANGUAGES))

    slack_bot_token: str | None = _setting(None, partial(_starting, "xoxb-"), secret=True)
    slack_signing_secret: str | None = _setting(None, str, secret=True)
    slack_app_token: str | None = _setting(None, partial(_starting, "xapp-"), secret=True)
    slack_api_url: str = _setting("https://slack.com/api", _address)
    public_url: str | None = _setting(None, _address)
    command_prefix: str = _setting("", _prefix)
    port: int = _setting(3000, partial(_whole, 0, 65535))
    api_secret: str | None = _setting(None, _secret, secret=True)
    classify_at_hour: int = _setting(3, partial(_whole, 0, 23))

    admins: frozenset[str] = _setting(frozenset(), _members)
    match_people_by_email: bool = _setting(False, _yes_or_no)

    abc_a_share: float = _setting(0.80, _share)
    abc_b_share: float = _setting(0.95, _share)
    rfm_window_days: int | None = _setting(None, partial(_whole, 1, 10_000))
    mvc_share: float = _setting(0.50, _share)
    mgc_reach: float = _setting(0.80, _share)
    tier_leave_share: float = _setting(0.90, _share)
    activity_policy: str = _setting("cadence", _one_of("cadence", "month", "30d"))
    activity_visits: tuple[float, ...] = _setting((6, 4, 2), partial(_falling, 3))
    activity_lateness: tuple[float, ...] = _setting((1.5, 2, 3, 4, 6), partial(_rising, 5))
    rhythm_floor_days: int = _setting(3, partial(_whole, 1, 365))
    patience_days: int = _setting(7, partial(_whole, 0, 365))
    lapsing_lateness: tuple[float, ...] = _setting((2, 4), partial(_rising, 2))
    lost_days: int = _setting(90, partial(_whole, 1, 10_000))

    slipping_risk: tuple[float, ...] = _setting((0.70, 0.40), partial(_falling_shares, 2))
    new_customer_days: int = _setting(60, partial(_whole, 1, 365))
    important_date_days: int = _setting(7, partial(_whole, 1, 60))
    handover_days: int = _setting(3, partial(_whole, 0, 30))
    escalate_after_days: int = _setting(2, partial(_whole, 1, 30))

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, file: Path | None = Path(".env")) -> "Settings":
        """Read the settings from `.env` and the environment; the environment wins, empty means unset.

        Raises:
            InvalidSettings: with every mistake found.
        """
        written = {**kept_in(file), **(os.environ if environment is None else environment)}
        values: dict[str, object] = {}
        mistakes = []
        for one in fields(cls):
            if text := (written.get(variable(one)) or "").strip():
                try:
                    values[one.name] = one.metadata["read"](text)
                except ValueError as mistake:
                    found = "" if one.metadata["secret"] else f"; it is {text!r}"
                    mistakes.append(f"{variable(one)} {mistake}{found}")
        settings = cls(**values)  # type: ignore[arg-type]
        if settings.abc_a_share > settings.abc_b_share:
            mistakes.append("ABC_A_SHARE must not be larger than ABC_B_SHARE")
        if mistakes:
            raise InvalidSettings(mistakes)
        return settings

    @cached_property
    def policy(self) -> Policy:
        """How this business segments its customers."""
        visits, late = [int(number) for number in self.activity_visits], self.activity_lateness
        lapsing, lost = self.lapsing_lateness
        rhythm = Rhythm(floor_days=self.rhythm_floor_days)
        return Policy(
            abc=Abc(a_share=self.abc_a_share, b_share=self.abc_b_share),
            rfm=Rfm(days=self.rfm_window_days),
            value_group=ValueGroup(share=self.mvc_share, reach=self.mgc_reach, stay=self.tier_leave_share),
            activity=Activity(
                normal_visits=visits[0],
                resting_visits=visits[1],
                dormant_visits=visits[2],
                normal_lateness=late[0],
                resting_lateness=late[1],
                dormant_lateness=late[2],
                shock_lateness=late[3],
                dead_lateness=late[4],
                patience_days=self.patience_days,
                rhythm=rhythm,
                displayed=f"activity_{self.activity_policy}",
            ),
            lifecycle=Lifecycle(lapsing, lost, self.lost_days, rhythm),
            sensitivity=Sensitivity(
                slipping_risk=self.slipping_risk[0],
                steady_risk=self.slipping_risk[1],
                new_days=self.new_customer_days,
                ahead_days=self.important_date_days,
                handover_days=self.handover_days,
            ),
        )

    @property
    def language(self) -> Language:
        """The language of people whose own is unknown."""
        return self.spoken(None)

    def spoken(self, code: str | None) -> Language:
        """Return a person's language, or the business's where theirs is unknown."""
        chosen = LANGUAGES.get(code or "", LANGUAGES[self.language_code])
        return Language(chosen.code, chosen.locale, self.currency)


def clock_file() -> Path | None:
    """Return the file by which the clock is moved on, where somebody tries things out; see `docs/playground.md`."""
    file = os.environ.get("CLOCK_FILE")
    return Path(file) if file else None


def kept_in(file: Path | None) -> Mapping[str, str | None]:
    """Return the variables in a file such as `.env`, none if it is not there.

    Raises:
        InvalidSettings: it is no text in UTF-8.
    """
    try:
        return dotenv_values(file) if file else {}
    except UnicodeDecodeError:
        raise InvalidSettings([f"{file} is not in UTF-8: save it as UTF-8"]) from None


def variable(setting: Field[Any]) -> str:
    """Return the name of the variable that a setting is read from."""
    return setting.name.upper()
