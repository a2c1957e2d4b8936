"""the local day on which a known absence was told: of old ones, where whoever told it is."""

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("absences", sa.Column("told_on", columns.Day, nullable=True))
    _fill()
    with op.batch_alter_table("absences") as absences:
        absences.alter_column("told_on", existing_type=columns.Day(), nullable=False)


def downgrade() -> None:
    """Take back."""
    op.drop_column("absences", "told_on")


def _fill() -> None:
    """Say of each absence on which day it was told."""
    told_on = sa.column("told_on", columns.Day)
    absences = sa.table("absences", sa.column("id"), sa.column("person_id"), sa.column("at", columns.Instant), told_on)
    people = sa.table("people", sa.column("id"), sa.column("time_zone"))
    told = sa.select(absences.c.id, absences.c.at, people.c.time_zone)
    rows = op.get_bind().execute(told.outerjoin(people, people.c.id == absences.c.person_id)).all()
    for number, at, zone in rows:
        day = at.astimezone(_zone(zone)).date()
        op.execute(sa.update(absences).where(absences.c.id == number).values(told_on=day))


def _zone(name: str | None) -> tzinfo:
    """Return a time zone by its name, UTC where there is none."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
