"""What the administrator has decided for the whole team, with sensible values where nothing was decided.

To add a decision: a field of `Governance`, its value as people type it in `READ`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import BotError
from storage import choices


class Colleagues(StrEnum):
    """May salespeople see the customers of colleagues: all of them, by name and owner only, or not at all."""

    YES = "yes"
    NAMES = "names"
    NO = "no"


@dataclass(frozen=True)
class Governance:
    """What holds for everybody.

    A handover of more than `approve_accounts` accounts, or of more value in 365 days than `approve_value`, or with
    `approve_vips` of any VIP, needs approval within `approval_hours`. `digest_hour` and `daily_limit` are for whoever
    has not chosen any.
    """

    colleagues: Colleagues = Colleagues.YES
    approve_accounts: int = 20
    approve_value: Decimal = Decimal(50_000)
    approve_vips: bool = True
    approval_hours: int = 48
    digest_hour: int | None = None
    daily_limit: int | None = None


class NoSuchChoice(BotError):
    """Something is to be decided that cannot be, or not so."""

    def __init__(self, name: str, said: str, *, possible: str) -> None:
        told = {"name": name, "said": said, "possible": possible}
        super().__init__("“{said}” is not possible for {name}: {possible}.", **told)


def read(session: Session) -> Governance:
    """Return what holds: what was decided, as far as it makes sense, and what comes by itself."""
    made = {name: _read(name, str(value).casefold()) for name, value in choices.read(session).items() if name in READ}
    return Governance(**{name: value for name, value in made.items() if value is not None})


def chosen(name: str, said: str) -> Any:
    """Return what somebody has typed for a choice, as `storage.choices` keeps it.

    Raises:
        NoSuchChoice: there is no such choice, or it cannot be that.
    """
    if name not in READ:
        raise NoSuchChoice(name, said, possible=", ".join(READ))
    is_clear = READ[name] is not _amount or TYPED_AMOUNT.fullmatch(said.strip())
    if (value := _read(name, said.strip().casefold()) if is_clear else None) is None:
        raise NoSuchChoice(CALLED.get(name, name), said, possible=POSSIBLE[name])
    return str(value) if isinstance(value, Decimal | StrEnum) else value


def _read(name: str, said: str) -> Any:
    """Return what a text means for a choice; None where it means nothing."""
    try:
        return READ[name](said)
    except (ValueError, KeyError, InvalidOperation):
        return None


def _whole(low: int, high: int, said: str) -> int:
    """Return a whole number within bounds."""
    if not said.isascii() or not said.isdecimal() or not low <= int(said[:12]) <= high:
        raise ValueError(said)
    return int(said)


def _amount(said: str) -> Decimal:
    """Return an amount of money that is not below zero."""
    amount = Decimal(said.replace(",", ""))
    if not amount.is_finite() or not 0 <= amount <= MOST:
        raise ValueError(said)
    return amount


MOST = Decimal(10) ** 12
TYPED_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?")
"""An amount as people type it: `1.000,50` and `1,5` are not taken for something else."""

YES_OR_NO = {"yes": True, "true": True, "on": True, "是": True, "no": False, "false": False, "off": False, "否": False}

READ: Mapping[str, Callable[[str], Any]] = {
    "colleagues": Colleagues,
    "approve_accounts": partial(_whole, 0, 1_000_000),
    "approve_value": _amount,
    "approve_vips": YES_OR_NO.__getitem__,
    "approval_hours": partial(_whole, 1, 24 * 30),
    "digest_hour": partial(_whole, 0, 23),
    "daily_limit": partial(_whole, 0, 100),
}
"""How each choice is read, from what people type and from what is kept."""

CALLED: Mapping[str, str] = {
    "approve_accounts": "accounts",
    "approve_value": "value",
    "approve_vips": "vips",
    "approval_hours": "hours",
    "digest_hour": "digest",
    "daily_limit": "limit",
}
"""What choices are called where people type, if not by their names."""

POSSIBLE: Mapping[str, str] = {
    "colleagues": "yes, names, no",
    "approve_accounts": "0-1000000",
    "approve_value": f"0-{MOST}",
    "approve_vips": "yes, no",
    "approval_hours": "1-720",
    "digest_hour": "0-23",
    "daily_limit": "0-100",
}
"""What each choice may be."""
