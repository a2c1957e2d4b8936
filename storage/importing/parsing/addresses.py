"""Where somebody is reached, as people write it: e-mail addresses, Slack ids, time zones."""

import re
from functools import cache
from zoneinfo import available_timezones

_ADDRESS = re.compile(r"[^\s@<>|,;]+@[^\s@<>|,;]+\.[^\s@<>|,;]+")
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{2,}", re.IGNORECASE)


def address(written: str) -> str | None:
    """Return an e-mail address; None for what is none."""
    return written if _ADDRESS.fullmatch(written) else None


def account(written: str) -> str | None:
    """Return a Slack id in capitals; None for what is none, and for a word of small letters, which is a handle."""
    is_id = _ACCOUNT.fullmatch(written) and (written.isupper() or any(sign.isdigit() for sign in written))
    return written.upper() if is_id else None


def time_zone(written: str) -> str | None:
    """Return the name of a time zone, whatever its capitals, with blanks or underscores; None for what is none."""
    return _zones().get("_".join(written.casefold().replace(" /", "/").replace("/ ", "/").split()))


@cache
def _zones() -> dict[str, str]:
    """Return the names of all time zones by themselves in small letters."""
    return {name.casefold(): name for name in available_timezones()}
