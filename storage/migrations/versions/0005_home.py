"""whose customers are, beside their labels, filled by the next classification; and who of a tier is asleep."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LABELS = ["tier", "activity", "value_365d", "value_at_risk"]


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_profiles_tier", "profiles")
    op.create_index("ix_profiles_tier_activity", "profiles", ["tier", "activity"])
    op.add_column("profiles", sa.Column("owner_id", columns.Identifier, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_profiles_held", "profiles")
        op.create_index("ix_profiles_owner_id", "profiles", ["owner_id", "customer_id"], postgresql_include=LABELS)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_profiles_owner_id", "profiles")
        op.create_index("ix_profiles_held", "profiles", ["customer_id"], postgresql_include=LABELS)
    op.drop_column("profiles", "owner_id")
    op.drop_index("ix_profiles_tier_activity", "profiles")
    op.create_index("ix_profiles_tier", "profiles", ["tier"])
