"""Keep alerts: what rules found true, who read and commented it, and the limits that the shop sets."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def _kept(*, versioned=False):
    """The columns that every row has."""
    yield sa.Column("id", sa.String(26), nullable=False)
    if versioned:
        yield sa.Column("version", sa.Integer(), nullable=False)
    for name in ("created_at", "updated_at"):
        yield sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _limits():
    yield sa.Column("threshold", sa.Numeric(18, 4), nullable=False)
    yield sa.Column("clears_at", sa.Numeric(18, 4), nullable=False)
    yield sa.Column("critical_at", sa.Numeric(18, 4), nullable=True)


def upgrade() -> None:
    op.create_table(
        "alert_rules",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        *_limits(),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        *_kept(versioned=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rules")),
        sa.UniqueConstraint("name", name=op.f("uq_alert_rules_name")),
    )
    _create_thresholds()
    _create_alerts()
    op.create_table(
        "alert_comments",
        sa.Column("alert_id", sa.String(26), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_kept(),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["business_alerts.id"],
            name=op.f("fk_alert_comments_alert_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_alert_comments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_comments")),
    )
    op.create_index(op.f("ix_alert_comments_alert_id"), "alert_comments", ["alert_id"])
    op.create_index(op.f("ix_alert_comments_user_id"), "alert_comments", ["user_id"])
    op.create_table(
        "alert_reads",
        sa.Column("alert_id", sa.String(26), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        *_kept(),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["business_alerts.id"], name=op.f("fk_alert_reads_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_alert_reads_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_reads")),
        sa.UniqueConstraint("alert_id", "user_id", name=op.f("uq_alert_reads_alert_id_user_id")),
    )
    op.create_index(op.f("ix_alert_reads_user_id"), "alert_reads", ["user_id"])


def _create_thresholds() -> None:
    own = {"material_id": "materials", "machine_id": "machines", "customer_id": "customers"}
    named = [
        sa.ForeignKeyConstraint([key], [f"{table}.id"], name=op.f(f"fk_alert_thresholds_{key}"))
        for key, table in {"rule_id": "alert_rules", **own}.items()
    ]
    once = [
        sa.UniqueConstraint("rule_id", key, name=op.f(f"uq_alert_thresholds_rule_id_{key}")) for key in own
    ]
    op.create_table(
        "alert_thresholds",
        sa.Column("rule_id", sa.String(26), nullable=False),
        *(sa.Column(key, sa.String(26), nullable=True) for key in own),
        *_limits(),
        *_kept(versioned=True),
        *named,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_thresholds")),
        *once,
    )
    for key in own:
        op.create_index(op.f(f"ix_alert_thresholds_{key}"), "alert_thresholds", [key])


def _create_alerts() -> None:
    op.create_table(
        "business_alerts",
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("subject_table", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.String(60), nullable=False),
        sa.Column("subject_name", sa.String(200), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("severity", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("trigger_data", sa.JSON(), nullable=False),
        sa.Column("threshold", sa.Numeric(18, 4), nullable=True),
        sa.Column("actual_value", sa.Numeric(18, 4), nullable=True),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(200), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_severity", sa.String(40), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        *_kept(versioned=True),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["ab_user.id"], name=op.f("fk_business_alerts_assigned_to_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_alerts")),
    )
    true = sa.text("cleared_at IS NULL")
    op.create_index(
        "ix_business_alerts_true",
        "business_alerts",
        ["rule", "subject_id"],
        unique=True,
        postgresql_where=true,
        sqlite_where=true,
    )
    op.create_index(op.f("ix_business_alerts_assigned_to_id"), "business_alerts", ["assigned_to_id"])
    op.create_index(op.f("ix_business_alerts_cleared_at"), "business_alerts", ["cleared_at"])
    op.create_index(op.f("ix_business_alerts_status_told_at"), "business_alerts", ["status", "told_at"])


def downgrade() -> None:
    for table in ("alert_reads", "alert_comments", "business_alerts", "alert_thresholds", "alert_rules"):
        op.drop_table(table)
