"""alerts and outlook."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_requests",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("answer", columns.Document, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_api_requests")),
    )
    with op.batch_alter_table("api_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_requests_at"), ["at"], unique=False)

    op.create_table(
        "episodes",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("since", columns.Day(), nullable=False),
        sa.Column("level", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("alert_id", columns.Identifier, nullable=True),
        sa.PrimaryKeyConstraint("rule", "customer_id", name=op.f("pk_episodes")),
    )
    with op.batch_alter_table("episodes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_episodes_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("local_date", columns.Day(), nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("job", "subject", "local_date", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "known_rules",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("since", columns.Day(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_known_rules")),
    )
    op.create_table(
        "absences",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("first_day", columns.Day(), nullable=False),
        sa.Column("last_day", columns.Day(), nullable=True),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "alerts",
        sa.Column("id", columns.Identifier, autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("as_of", columns.Day(), nullable=False),
        sa.Column("found_at", columns.Instant(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("value_at_risk", columns.Money(), nullable=False),
        sa.Column("evidence", columns.Document, nullable=False),
        sa.Column("announced_at", columns.Instant(), nullable=True),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("taken_by", columns.Identifier, nullable=True),
        sa.Column("snoozed_until", columns.Instant(), nullable=True),
        sa.Column("snoozed_to_visit_after", columns.Day(), nullable=True),
        sa.Column("escalated", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name=op.f("fk_alerts_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_customer_id", ["customer_id"], unique=False)
        batch_op.create_index("ix_alerts_state", ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_alerts_taken_by"), ["taken_by"], unique=False)
        batch_op.create_index(
            "ix_alerts_unannounced",
            ["id"],
            unique=False,
            sqlite_where=sa.text("announced_at IS NULL"),
            postgresql_where=sa.text("announced_at IS NULL"),
        )

    op.create_table(
        "hearings",
        sa.Column("person_id", columns.Identifier, nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("daily_limit", sa.Integer(), nullable=True),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=True),
        sa.Column("quiet_line", sa.Boolean(), nullable=True),
        sa.Column("work_from", sa.Integer(), nullable=True),
        sa.Column("work_to", sa.Integer(), nullable=True),
        sa.Column("work_days", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hearings_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hearings")),
    )
    op.create_table(
        "rule_choices",
        sa.Column("person_id", columns.Identifier, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rule_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", "rule", name=op.f("pk_rule_choices")),
    )
    op.create_table(
        "alert_events",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("alert_id", columns.Identifier, nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", columns.Document, nullable=False),
        sa.Column("before", columns.Document, nullable=False),
        sa.Column("request", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_events_alert_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_alert_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_events")),
        sa.UniqueConstraint("request", name=op.f("uq_alert_events_request")),
    )
    with op.batch_alter_table("alert_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_events_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_events_person_id"), ["person_id"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("alert_id", columns.Identifier, nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("day", columns.Day(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_contacts_alert_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contacts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index("ix_contacts_customer_id_day", ["customer_id", "day"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("alert_id", columns.Identifier, nullable=True),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("to_channel", sa.String(), nullable=True),
        sa.Column("target_id", columns.Identifier, nullable=True),
        sa.Column("content", columns.Document, nullable=False),
        sa.Column("created_at", columns.Instant(), nullable=False),
        sa.Column("due_at", columns.Instant(), nullable=False),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claimed_until", columns.Instant(), nullable=True),
        sa.Column("first_tried_at", columns.Instant(), nullable=True),
        sa.Column("sent_at", columns.Instant(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_outbox_alert_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.ForeignKeyConstraint(["target_id"], ["outbox.id"], name=op.f("fk_outbox_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("mark", name=op.f("uq_outbox_mark")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index("ix_outbox_person_id_sent_at", ["person_id", "sent_at"], unique=False)
        batch_op.create_index("ix_outbox_state_due_at", ["state", "due_at"], unique=False)

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday", columns.Day(), nullable=True))
        batch_op.add_column(sa.Column("anniversary", columns.Day(), nullable=True))

    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drop_risk", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("p_alive", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("expected_visits_90d", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("expected_spend_365d", columns.Money(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_column("expected_spend_365d")
        batch_op.drop_column("expected_visits_90d")
        batch_op.drop_column("p_alive")
        batch_op.drop_column("drop_risk")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("anniversary")
        batch_op.drop_column("birthday")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.drop_index("ix_outbox_person_id_sent_at")
        batch_op.drop_index(batch_op.f("ix_outbox_alert_id"))

    op.drop_table("outbox")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_contacts_customer_id_day")
        batch_op.drop_index(batch_op.f("ix_contacts_alert_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("alert_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_events_person_id"))
        batch_op.drop_index(batch_op.f("ix_alert_events_alert_id"))

    op.drop_table("alert_events")
    op.drop_table("rule_choices")
    op.drop_table("hearings")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_alerts_unannounced",
            sqlite_where=sa.text("announced_at IS NULL"),
            postgresql_where=sa.text("announced_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_alerts_taken_by"))
        batch_op.drop_index("ix_alerts_state")
        batch_op.drop_index("ix_alerts_customer_id")

    op.drop_table("alerts")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_customer_id"))

    op.drop_table("absences")
    op.drop_table("known_rules")
    op.drop_table("job_runs")
    with op.batch_alter_table("episodes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_episodes_customer_id"))

    op.drop_table("episodes")
    with op.batch_alter_table("api_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_requests_at"))

    op.drop_table("api_requests")
