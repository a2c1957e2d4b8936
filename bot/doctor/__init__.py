"""What is wrong with an installation, and what to do about it. To add a check: one function in `CHECKS`.

Without a Slack token nothing here needs the network.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.doctor.finding import Finding, Level
from bot.doctor.house import stored, time_zone
from bot.doctor.slack import connected
from bot.settings import InvalidSettings, Settings

__all__ = ["CHECKS", "Finding", "Level", "examine"]

CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (time_zone, stored, connected)


def examine(environment: Mapping[str, str] | None = None, file: Path | None = Path(".env")) -> Iterator[Finding]:
    """Yield what is found, from the settings on; settings that cannot be read are all that can be said."""
    try:
        settings = Settings.read(environment, file)
    except InvalidSettings as invalid:
        for mistake in invalid.mistakes:
            yield Finding(Level.FAIL, "settings", mistake, "Correct it in .env or in the environment.")
        return
    yield Finding(Level.OK, "settings", "all can be read")
    for check in CHECKS:
        yield from check(settings)
