"""What was done for whom on which local day: of several processes that want to do it, one does."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import JobRun


def begin(session: Session, job: str, subject: str, day: date, *, at: datetime) -> bool:
    """Note that a job is done for a subject on a day, in the transaction that does it; say whether nobody else has."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(JobRun).values(job=job, subject=subject, local_date=day, at=at)
    return session.scalar(row.on_conflict_do_nothing().returning(JobRun.job)) is not None


def done(session: Session, job: str, days: Mapping[str, date]) -> set[str]:
    """Return the subjects for which a job was done on their days."""
    if not days:
        return set()
    rows = select(JobRun.subject, JobRun.local_date).where(JobRun.job == job, JobRun.subject.in_(days))
    recent = rows.where(JobRun.local_date >= min(days.values()))
    return {subject for subject, day in session.execute(recent) if days[subject] == day}
