"""teams, handovers, and the record."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MATCHING = ("territory", "left_by", "matched_by", "role_group", "team_group")

ONLY_ADDED_TO = ("audit", "audit_subjects")

APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN "
        "SELECT RAISE(ABORT, 'the record is only ever added to'); END"
        for table in ONLY_ADDED_TO
        for verb in ("update", "delete")
    ],
    "postgresql": [
        (
            "CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the record is only ever added to'; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION is_append_only()"
            for table in ONLY_ADDED_TO
        ),
    ],
}
"""The database itself refuses to alter the record; whoever gets round that breaks the chain of hashes."""

EXPECTED = {
    ("alerts", "ix_alerts_customer_id"): "200000 2",
    ("alerts", "ix_alerts_state"): "200000 1000",
    ("alerts", "ix_alerts_taken_by"): "200000 20000",
    ("alert_events", "ix_alert_events_alert_id"): "400000 3",
    ("alert_events", "ix_alert_events_person_id"): "400000 4000",
    ("outbox", "ix_outbox_alert_id"): "1000000 3",
    ("outbox", "ix_outbox_person_id_sent_at"): "1000000 5000 1",
    ("outbox", "ix_outbox_state_due_at"): "1000000 250000 2",
    ("outbox", "ix_outbox_target_id"): "500000 2",
    ("profile_changes", "ix_profile_changes_tier"): "50000 1000",
}
"""How many rows SQLite is to expect in an index, and for one value of it: as statistics of a large business would say.

Without any, it takes all indexes for equally good, and looks for a customer's lost alert among all that were ever lost.
PostgreSQL counts for itself.
"""


def _referring(name: str, table: str, to: str) -> sa.Column[int]:
    """Return a column that refers to another table, added without copying the table, which rows refer to."""
    return sa.Column(name, columns.Identifier, sa.ForeignKey(to, name=op.f(f"fk_{table}_{name}")), nullable=True)


def _expect(rows: Mapping[tuple[str, str], str]) -> None:
    """Write statistics of SQLite; its table of them comes into being with an `ANALYZE` that looks at nothing."""
    op.execute("ANALYZE sqlite_master")
    known = sa.table("sqlite_stat1", *map(sa.column, ("tbl", "idx", "stat")))
    op.execute(sa.delete(known).where(known.c.idx.in_([index for _, index in rows])))
    op.bulk_insert(known, [{"tbl": table, "idx": index, "stat": stat} for (table, index), stat in rows.items()])


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "audit",
        sa.Column("id", columns.Identifier, autoincrement=False, nullable=False),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("on_behalf_of", columns.Identifier, nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_on_behalf_of"), ["on_behalf_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_person_id"), ["person_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", columns.Identifier, autoincrement=False, nullable=False),
        sa.Column("last_id", columns.Identifier, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_subjects",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("audit_id", columns.Identifier, nullable=False),
        sa.PrimaryKeyConstraint("subject", "audit_id", name=op.f("pk_audit_subjects")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slack_members",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_foreign", sa.Boolean(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("seen_at", columns.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("slack_id", name=op.f("pk_slack_members")),
    )
    with op.batch_alter_table("slack_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slack_members_email"), ["email"], unique=False)

    op.create_table(
        "teams",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", columns.Identifier, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name=op.f("fk_teams_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "slack_groups",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("team_id", columns.Identifier, nullable=True),
        sa.Column("read_at", columns.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_slack_groups_team_id")),
        sa.PrimaryKeyConstraint("slack_id", name=op.f("pk_slack_groups")),
    )
    op.create_table(
        "access_requests",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("decided_by", columns.Identifier, nullable=True),
        sa.Column("decided_at", columns.Instant(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_access_requests_decided_by")),
        sa.PrimaryKeyConstraint("slack_id", name=op.f("pk_access_requests")),
    )
    op.create_table(
        "choices",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", columns.Document, nullable=False),
        sa.Column("person_id", columns.Identifier, nullable=True),
        sa.Column("at", columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_choices_person_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_choices")),
    )
    op.create_table(
        "covers",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("person_id", columns.Identifier, nullable=False),
        sa.Column("stand_in_id", columns.Identifier, nullable=False),
        sa.Column("begins_at", columns.Instant(), nullable=False),
        sa.Column("ends_at", columns.Instant(), nullable=False),
        sa.Column("made_by", columns.Identifier, nullable=False),
        sa.Column("made_at", columns.Instant(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("begun_at", columns.Instant(), nullable=True),
        sa.Column("ended_at", columns.Instant(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_covers_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_covers_person_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["people.id"], name=op.f("fk_covers_stand_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
        sa.UniqueConstraint("request", name=op.f("uq_covers_request")),
    )
    with op.batch_alter_table("covers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_covers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_covers_stand_in_id"), ["stand_in_id"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("id", columns.Identifier, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_by", columns.Identifier, nullable=False),
        sa.Column("asked_at", columns.Instant(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("due_at", columns.Instant(), nullable=True),
        sa.Column("expires_at", columns.Instant(), nullable=True),
        sa.Column("preview", columns.Document, nullable=False),
        sa.Column("decided_by", columns.Identifier, nullable=True),
        sa.Column("decided_at", columns.Instant(), nullable=True),
        sa.Column("done_at", columns.Instant(), nullable=True),
        sa.Column("undone_by", columns.Identifier, nullable=True),
        sa.Column("undone_at", columns.Instant(), nullable=True),
        sa.Column("request", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_handovers_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_handovers_decided_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name=op.f("fk_handovers_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("request", name=op.f("uq_handovers_request")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index("ix_handovers_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "handover_items",
        sa.Column("handover_id", columns.Identifier, nullable=False),
        sa.Column("customer_id", columns.Identifier, nullable=False),
        sa.Column("before_id", columns.Identifier, nullable=True),
        sa.Column("after_id", columns.Identifier, nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["after_id"], ["people.id"], name=op.f("fk_handover_items_after_id")),
        sa.ForeignKeyConstraint(["before_id"], ["people.id"], name=op.f("fk_handover_items_before_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_handover_items_handover_id")),
        sa.PrimaryKeyConstraint("handover_id", "customer_id", name=op.f("pk_handover_items")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("handover_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_items_customer_id"), ["customer_id"], unique=False)

    op.add_column("customers", sa.Column("owner_in_file_id", columns.Identifier, nullable=True))
    op.execute("UPDATE customers SET owner_in_file_id = owner_id")
    op.drop_index(op.f("ix_customers_owner_id"), "customers")
    book = ["owner_id", "status", "birthday", "anniversary", "id"]
    op.create_index("ix_customers_owner_id_status", "customers", book)

    if op.get_bind().dialect.name == "postgresql":
        # What large books are added up from, without reading wide profiles that lie all over the disk.
        held = ["tier", "activity", "value_365d", "value_at_risk"]
        op.create_index("ix_profiles_held", "profiles", ["customer_id"], postgresql_include=held)

    of_tiers = sa.text("label = 'tier'")
    op.create_index(
        "ix_profile_changes_tier", "profile_changes", ["as_of"], sqlite_where=of_tiers, postgresql_where=of_tiers
    )

    op.add_column("outbox", _referring("handover_id", "outbox", "handovers.id"), inline_references=True)
    op.create_index(op.f("ix_outbox_handover_id"), "outbox", ["handover_id"])
    op.create_index(op.f("ix_outbox_target_id"), "outbox", ["target_id"])

    op.add_column("people", sa.Column("left_at", columns.Instant(), nullable=True))
    for name in MATCHING:
        op.add_column("people", sa.Column(name, sa.String(), nullable=True))
    op.add_column("people", _referring("team_id", "people", "teams.id"), inline_references=True)
    op.create_index(op.f("ix_people_team_id"), "people", ["team_id"])
    op.execute("UPDATE people SET matched_by = 'file' WHERE slack_id IS NOT NULL")

    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    if op.get_bind().dialect.name == "sqlite":
        _expect(EXPECTED)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_profiles_held", "profiles")
    op.drop_index(op.f("ix_people_team_id"), "people")
    for name in (*MATCHING, "team_id", "left_at"):
        op.drop_column("people", name)

    op.drop_index(op.f("ix_outbox_target_id"), "outbox")
    op.drop_index(op.f("ix_outbox_handover_id"), "outbox")
    op.drop_column("outbox", "handover_id")

    op.drop_column("customers", "owner_in_file_id")
    op.drop_index("ix_customers_owner_id_status", "customers")
    op.create_index(op.f("ix_customers_owner_id"), "customers", ["owner_id"])

    op.drop_index("ix_profile_changes_tier", "profile_changes")

    with op.batch_alter_table("handover_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_items_customer_id"))

    op.drop_table("handover_items")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index("ix_handovers_state_due_at")
        batch_op.drop_index(batch_op.f("ix_handovers_asked_by"))

    op.drop_table("handovers")
    with op.batch_alter_table("covers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_covers_stand_in_id"))
        batch_op.drop_index(batch_op.f("ix_covers_person_id"))

    op.drop_table("covers")
    op.drop_table("choices")
    op.drop_table("access_requests")
    op.drop_table("slack_groups")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_parent_id"))

    op.drop_table("teams")
    with op.batch_alter_table("slack_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slack_members_email"))

    op.drop_table("slack_members")
    op.drop_table("audit_subjects")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_person_id"))
        batch_op.drop_index(batch_op.f("ix_audit_on_behalf_of"))
        batch_op.drop_index(batch_op.f("ix_audit_at"))

    op.drop_table("audit")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION is_append_only")
