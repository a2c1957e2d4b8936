"""What is wrong with an installation, and what to do about it. To add a check: one function in `CHECKS`.

Without a Slack token nothing here needs the network.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path

from bot.doctor.finding import Finding, Level
from bot.doctor.house import stored, time_zone
from bot.doctor.slack import connected
from bot.settings import InvalidSettings, Settings, kept_in, variable

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
    yield from _misspelt(file)
    for check in CHECKS:
        yield from check(settings)


def _misspelt(file: Path | None) -> Iterator[Finding]:
    """Find variables that are no settings and look like some: nothing else would ever tell of them."""
    known = [variable(setting) for setting in fields(Settings)]
    for name in kept_in(file):
        if name not in known and (near := _nearest(name.upper(), known)):
            yield Finding(Level.WARN, "settings", f"{name} is no setting; perhaps {near}", f"Correct it in {file}.")


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """Return the setting that is called so but for a letter or one of its words; None for names of other programs."""
    words = set(name.split("_"))
    lacking = [one for one in known if "_" in one and len(words ^ set(one.split("_"))) == 1]
    if len(words) == 1:
        lacking = [one for one in lacking if one.startswith(name)]
    alike = get_close_matches(name, known, n=1, cutoff=0.85) or get_close_matches(name, lacking, n=1, cutoff=0)
    return alike[0] if alike else None
