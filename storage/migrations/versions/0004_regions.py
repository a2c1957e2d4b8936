"""regions and whose customers are there, in one index."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_index(op.f("ix_customers_region"), "customers")
    op.create_index("ix_customers_region_owner_id", "customers", ["region", "owner_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_customers_region_owner_id", "customers")
    op.create_index(op.f("ix_customers_region"), "customers", ["region"])
