"""Keep the key figures of every period, the sums of days they are made of, and the shop's goals.

The rows of the past are written by the clock: a key figure that was never looked at begins with the shop's first day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

INDEXED = {
    "booking_refusals": [["created_at"]],
    "design_approval_requests": [["approved_at"], ["closed_at"]],
    "job_ratings": [["created_at"]],
    "job_status_updates": [["new_status", "created_at"]],
    "messages": [["created_at"]],
}
"""The moments by which facts are found."""


def _kept() -> list[sa.Column]:
    return [
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    _keep_metrics()
    _keep_days()
    op.create_table(
        "metric_targets",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("target", sa.Numeric(18, 4), nullable=True),
        sa.Column("change_percent", sa.Numeric(7, 2), nullable=True),
        sa.Column("baseline_month", sa.String(7), nullable=True),
        sa.Column("is_on_overview", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_targets")),
        sa.UniqueConstraint("name", name=op.f("uq_metric_targets_name")),
    )
    for table, indexes in INDEXED.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _keep_metrics() -> None:
    measures = ("value", "top", "bottom", "previous_value", "year_before_value", "target_value")
    op.create_table(
        "business_metrics",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("period_kind", sa.String(40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Numeric(18, 4), nullable=True) for name in measures),
        sa.Column("variance", sa.Numeric(16, 2), nullable=True),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_metrics")),
        sa.UniqueConstraint("name", "period", name=op.f("uq_business_metrics_name_period")),
    )
    op.create_index(
        "ix_business_metrics_period_kind_first_day_name",
        "business_metrics",
        ["period_kind", "first_day", "name"],
    )


def _keep_days() -> None:
    op.create_table(
        "metric_days",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("top", sa.Numeric(18, 4), nullable=False),
        sa.Column("bottom", sa.Numeric(18, 4), nullable=False),
        sa.PrimaryKeyConstraint("name", "day", name=op.f("pk_metric_days")),
    )
    op.create_table(
        "metric_stale",
        sa.Column("id", sa.String(26), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_stale")),
    )
    op.create_index("ix_metric_stale_name", "metric_stale", ["name"])


def downgrade() -> None:
    for table, indexes in INDEXED.items():
        for columns in indexes:
            op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table in ("metric_targets", "metric_stale", "metric_days", "business_metrics"):
        op.drop_table(table)
