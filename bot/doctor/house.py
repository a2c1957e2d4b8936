"""What can be seen without Slack: the time zone, the database, what was imported and classified."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, select
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.doctor.delivery import messages
from bot.doctor.finding import Finding, Level
from bot.doctor.people import people
from bot.settings import Settings
from storage import database, runs
from storage.tables import Run

CLASSIFICATION_AGE = timedelta(days=2)

_IMPORTS = (Run.kind != runs.CLASSIFICATION) & Run.finished_at.is_not(None)


def time_zone(settings: Settings) -> Iterator[Finding]:
    """Look at the business's time zone."""
    now = f"{settings.time_zone.key}, where it is {clock.now().astimezone(settings.time_zone):%Y-%m-%d %H:%M}"
    if settings.time_zone.key == "UTC":
        yield Finding(Level.WARN, "time zone", now, "Set TIME_ZONE to where the business is: days begin there.")
    else:
        yield Finding(Level.OK, "time zone", now)


def stored(settings: Settings) -> Iterator[Finding]:
    """Look at the database and what is in it."""
    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    if _is_missing(settings.database_url):
        yield Finding(Level.FAIL, "database", f"{shown} does not exist", "Run `regulars release`; it makes the tables.")
        return
    try:
        engine = database.connect(settings.database_url)
        behind = database.pending(engine)
    except (SQLAlchemyError, OSError, ImportError) as failure:
        reason = str(getattr(failure, "orig", failure)).partition("\n")[0]
        yield Finding(Level.FAIL, "database", f"{shown}: {reason}", "Check DATABASE_URL and that the server runs.")
        return
    yield Finding(Level.OK, "database", f"{shown} answers")
    if behind:
        yield Finding(Level.FAIL, "tables", "are older than the program", "Run `regulars release`.")
        return
    yield Finding(Level.OK, "tables", "are up to date")
    with database.sessions(engine)() as session:
        yield from _imported(session.scalar(select(Run).where(_IMPORTS).order_by(Run.id.desc()).limit(1)))
        yield from _classified(runs.latest_classification(session))
        yield from messages(session)
        yield from people(session, settings)
    engine.dispose()


def _imported(last: Run | None) -> Iterator[Finding]:
    """Look at the last import."""
    if last is None:
        yield Finding(Level.WARN, "import", "nothing yet", "Run `regulars import customers FILE`, then visits.")
    else:
        yield Finding(Level.OK, "import", f"last of {last.kind} on {_when(last)}")


def _classified(last: Run | None) -> Iterator[Finding]:
    """Look at the last classification."""
    if last is None:
        yield Finding(Level.WARN, "classification", "none yet", "Run `regulars classify`.")
    elif clock.now() - last.started_at > CLASSIFICATION_AGE:
        remedy = "Run `regulars classify`, and see that `regulars clock` or `regulars run` is running."
        yield Finding(Level.WARN, "classification", f"last on {_when(last)}", remedy)
    else:
        yield Finding(Level.OK, "classification", f"last on {_when(last)}, as of {last.as_of}")


def _is_missing(url: str) -> bool:
    """Say whether `url` is a SQLite file that is not there; merely looking must not make one."""
    address = make_url(url)
    file = address.database
    return address.get_backend_name() == "sqlite" and bool(file) and not Path(file or "").expanduser().exists()


def _when(run: Run) -> str:
    """Return the day of a run."""
    return f"{run.started_at:%Y-%m-%d}"
