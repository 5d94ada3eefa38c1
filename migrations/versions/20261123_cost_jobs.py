"""Keep what each job costs, the estimate beside it, and what was changed of its order.

The clock reckons the jobs that are there already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_orders",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.String(length=200), nullable=False),
        sa.Column("cost_effect", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_change_orders_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_orders")),
    )
    with op.batch_alter_table("change_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_orders_job_id"), ["job_id"], unique=False)

    op.create_table(
        "job_costing",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("quoted_amount", sa.Numeric(12, 2), nullable=True),
        sa.Column("actual_revenue", sa.Numeric(12, 2), nullable=True),
        sa.Column("revenue", sa.Numeric(12, 2), nullable=True),
        sa.Column("materials_charged", sa.Numeric(12, 2), nullable=True),
        sa.Column("material_cost", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("material_margin", sa.Numeric(18, 2), nullable=True),
        sa.Column("labor_cost", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("labor_hours", sa.Numeric(9, 4), server_default="0", nullable=False),
        sa.Column("avg_hourly_rate", sa.Numeric(12, 2), nullable=True),
        sa.Column("shipping_cost", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("other_costs", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("total_costs", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("gross_profit", sa.Numeric(12, 2), server_default="0", nullable=False),
        sa.Column("profit_margin", sa.Numeric(18, 2), nullable=True),
        sa.Column("markup", sa.Numeric(18, 2), nullable=True),
        sa.Column("good_pieces", sa.Integer(), server_default="0", nullable=False),
        sa.Column("misprinted_pieces", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cost_per_item", sa.Numeric(12, 2), nullable=True),
        sa.Column("revenue_per_item", sa.Numeric(12, 2), nullable=True),
        sa.Column("estimated_costs", sa.Numeric(12, 2), nullable=True),
        sa.Column("cost_variance", sa.Numeric(12, 2), nullable=True),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_job_costing_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_costing")),
        sa.UniqueConstraint("job_id", name=op.f("uq_job_costing_job_id")),
    )
    with op.batch_alter_table("job_costing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_costing_checked_on"), ["checked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_costing_cost_variance"), ["cost_variance"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_costing_gross_profit"), ["gross_profit"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_costing_profit_margin"), ["profit_margin"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_costing_revenue"), ["revenue"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_costing_total_costs"), ["total_costs"], unique=False)

    op.create_table(
        "job_estimates",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quoted_amount", sa.Numeric(12, 2), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("material_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("labor_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("labor_hours", sa.Numeric(9, 4), nullable=False),
        sa.Column("shipping_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("other_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("total_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_estimates_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_estimates")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_job_estimates_job_id_number")),
    )
    op.create_table(
        "job_estimate_lines",
        sa.Column("estimate_id", sa.String(length=26), nullable=False),
        sa.Column("change_order_id", sa.String(length=26), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("material_id", sa.String(length=26), nullable=True),
        sa.Column("stage_id", sa.String(length=26), nullable=True),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("quantity", sa.Numeric(14, 4), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_cost", sa.Numeric(12, 4), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_order_id"], ["change_orders.id"], name=op.f("fk_job_estimate_lines_change_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["estimate_id"], ["job_estimates.id"], name=op.f("fk_job_estimate_lines_estimate_id")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_job_estimate_lines_material_id")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["production_stages.id"], name=op.f("fk_job_estimate_lines_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_estimate_lines")),
    )
    with op.batch_alter_table("job_estimate_lines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_estimate_lines_change_order_id"), ["change_order_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_job_estimate_lines_estimate_id"), ["estimate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_estimate_lines_material_id"), ["material_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_estimate_lines_stage_id"), ["stage_id"], unique=False)


def downgrade() -> None:
    for table in ("job_estimate_lines", "job_estimates", "job_costing", "change_orders"):
        op.drop_table(table)
