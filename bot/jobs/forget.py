"""Forget what only mattered for a while: which requests of other systems were answered, which jobs were done."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.database import Sessions
from storage.tables import ApiRequest, JobRun

REQUESTS = timedelta(days=30)
"""How long another system may repeat a request and get the same answer."""

JOBS = timedelta(days=90)


def forget(now: datetime, *, sessions: Sessions) -> None:
    """Delete what is older than anybody asks for."""
    with sessions() as session, session.begin():
        session.execute(delete(ApiRequest).where(ApiRequest.at < now - REQUESTS))
        session.execute(delete(JobRun).where(JobRun.at < now - JOBS))
