"""the first tables."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "customer_names",
        sa.Column("key", columns.SearchKey, nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "customer_id", "kind", name=op.f("pk_customer_names")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("customer_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_names_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "customer_sources",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.PrimaryKeyConstraint("source", "source_id", name=op.f("pk_customer_sources")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("customer_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_sources_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("slack_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("manager_id", columns.Identifier, nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_people_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("slack_id", name=op.f("uq_people_slack_id")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_people_source_source_id")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_manager_id"), ["manager_id"], unique=False)

    op.create_table(
        "profile_changes",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("run_id", columns.Identifier, nullable=False),
        sa.Column("as_of", columns.Day(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", columns.Document, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_changes")),
    )
    with op.batch_alter_table("profile_changes", schema=None) as batch_op:
        batch_op.create_index("ix_profile_changes_customer_id_as_of", ["customer_id", "as_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_profile_changes_run_id"), ["run_id"], unique=False)

    op.create_table(
        "profiles",
        sa.Column("customer_id", columns.Identifier, autoincrement=False, nullable=False),
        sa.Column("as_of", columns.Day(), nullable=False),
        sa.Column("since", columns.Day(), nullable=False),
        sa.Column("first_visit", columns.Day(), nullable=True),
        sa.Column("last_visit", columns.Day(), nullable=True),
        sa.Column("days_since_last_visit", sa.Integer(), nullable=True),
        sa.Column("visits_30d", sa.Integer(), nullable=False),
        sa.Column("visits_90d", sa.Integer(), nullable=False),
        sa.Column("visits_365d", sa.Integer(), nullable=False),
        sa.Column("visits_total", sa.Integer(), nullable=False),
        sa.Column("spend_30d", columns.Money(), nullable=False),
        sa.Column("spend_90d", columns.Money(), nullable=False),
        sa.Column("spend_365d", columns.Money(), nullable=False),
        sa.Column("spend_total", columns.Money(), nullable=False),
        sa.Column("average_spend", columns.Money(), nullable=True),
        sa.Column("cadence_days", sa.Double(), nullable=True),
        sa.Column("trend", sa.Double(), nullable=True),
        sa.Column("margin_365d", columns.Money(), nullable=True),
        sa.Column("cost_365d", columns.Money(), nullable=True),
        sa.Column("value_365d", columns.Money(), nullable=False),
        sa.Column("value_180d", columns.Money(), nullable=False),
        sa.Column("value_prior_180d", columns.Money(), nullable=False),
        sa.Column("value_at_risk", columns.Money(), nullable=False),
        sa.Column("abc", sa.String(), nullable=False),
        sa.Column("rfm_r", sa.Integer(), nullable=True),
        sa.Column("rfm_f", sa.Integer(), nullable=True),
        sa.Column("rfm_m", sa.Integer(), nullable=True),
        sa.Column("rfm_segment", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("activity_month", sa.String(), nullable=False),
        sa.Column("activity_30d", sa.String(), nullable=False),
        sa.Column("activity_cadence", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("lifecycle", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_profiles")),
    )
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.create_index("ix_profiles_spend_365d", ["spend_365d"], unique=False)
        batch_op.create_index("ix_profiles_tier", ["tier"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_at", columns.Instant(), nullable=False),
        sa.Column("finished_at", columns.Instant(), nullable=True),
        sa.Column("as_of", columns.Day(), nullable=True),
        sa.Column("superseded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cutpoints", columns.Document, nullable=True),
        sa.Column("summary", columns.Document, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "visits",
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("day", columns.Day(), nullable=False),
        sa.Column("source", columns.SearchKey, nullable=False),
        sa.Column("source_id", columns.SearchKey, nullable=False),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.Column("amount", columns.Money(), nullable=False),
        sa.Column("cost", columns.Money(), nullable=True),
        sa.Column("margin", columns.Money(), nullable=True),
        sa.Column("discount", columns.Money(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "day", "source", "source_id", name=op.f("pk_visits")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            "uq_visits_source_id",
            ["source_id", "source"],
            unique=True,
            sqlite_where=sa.text("NOT derived"),
            postgresql_where=sa.text("NOT derived"),
        )

    op.create_table(
        "customers",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner_id", columns.Identifier, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("attributes", columns.Document, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_customers_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customers_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customers_region"), ["region"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customers_region"))
        batch_op.drop_index(batch_op.f("ix_customers_owner_id"))

    op.drop_table("customers")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visits_source_id", sqlite_where=sa.text("NOT derived"), postgresql_where=sa.text("NOT derived")
        )

    op.drop_table("visits")
    op.drop_table("runs")
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_index("ix_profiles_tier")
        batch_op.drop_index("ix_profiles_spend_365d")

    op.drop_table("profiles")
    with op.batch_alter_table("profile_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_changes_run_id"))
        batch_op.drop_index("ix_profile_changes_customer_id_as_of")

    op.drop_table("profile_changes")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_manager_id"))
        batch_op.drop_index(batch_op.f("ix_people_email"))

    op.drop_table("people")
    with op.batch_alter_table("customer_sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_sources_customer_id"))

    op.drop_table("customer_sources")
    with op.batch_alter_table("customer_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_names_customer_id"))

    op.drop_table("customer_names")
