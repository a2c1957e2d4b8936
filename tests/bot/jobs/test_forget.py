"""What only mattered for a while is forgotten."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, select

from bot.jobs.forget import forget
from storage import database
from storage.tables import ApiRequest, JobRun
from tests.business import remember
from tests.storage.alerts.alerts import working

NOW = datetime(2025, 12, 1, 9, tzinfo=UTC)


def days_ago(number: int) -> datetime:
    """Return a moment so many days ago."""
    return NOW - timedelta(days=number)


def test_old_requests_and_jobs_are_forgotten_and_newer_ones_kept(engine: Engine) -> None:
    requests = [ApiRequest(key=str(age), fingerprint="", at=days_ago(age), answer={}) for age in (29, 31)]
    jobs = [JobRun(job="digest", subject=str(age), local_date=date(2025, 1, 1), at=days_ago(age)) for age in (89, 91)]
    remember(engine, *requests, *jobs)

    forget(NOW, sessions=database.sessions(engine))

    with working(engine) as session:
        assert session.scalars(select(ApiRequest.key)).all() == ["29"]
        assert session.scalars(select(JobRun.subject)).all() == ["89"]
