"""what the last people file said of each person, so that the next one changes only what it says anew."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("people", sa.Column("in_file", columns.Document, nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("people", "in_file")
