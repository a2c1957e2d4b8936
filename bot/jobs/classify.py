"""Classify everybody, daily or when somebody wants it."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Engine

from bot.settings import Settings
from storage import profiles
from storage.outcome import Outcome


def classify(engine: Engine, settings: Settings, *, now: Callable[[], datetime], as_of: date | None = None) -> Outcome:
    """Classify everybody as of the end of a day, by default the day it is for the business, and say what moved."""
    today = now().astimezone(settings.time_zone).date()
    return profiles.classify(engine, as_of=as_of or today, policy=settings.policy, now=now)
