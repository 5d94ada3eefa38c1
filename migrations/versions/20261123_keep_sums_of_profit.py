"""Keep what each job earns, and its sums by period."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "material_tallies",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("material_id", sa.String(length=26), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.Numeric(18, 4), server_default="0", nullable=False),
        sa.Column("value", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("month", "material_id", "cause", name="pk_material_tallies"),
    )
    op.create_table(
        "profit_stale",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=26), nullable=False),
        sa.Column("month", sa.String(length=7), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_profit_stale"),
    )
    op.create_table(
        "profit_tallies",
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("jobs", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pieces", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("compared_jobs", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("close_jobs", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("revenue", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("material_cost", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("labor_cost", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("shipping_cost", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("other_costs", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("total_costs", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("profit", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("estimated_cost", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.Column("compared_cost", sa.Numeric(16, 2), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("period", "dimension", "key", name="pk_profit_tallies"),
    )
    with op.batch_alter_table("profit_tallies", schema=None) as batch_op:
        batch_op.create_index(
            "ix_profit_tallies_period_dimension_profit", ["period", "dimension", "profit"], unique=False
        )

    op.create_table(
        "job_margin_parts",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.String(length=26), nullable=True),
        sa.Column("decoration_method", sa.String(40), nullable=True),
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("quarter", sa.String(length=7), nullable=True),
        sa.Column("year", sa.String(length=4), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.Numeric(12, 2), nullable=False),
        sa.Column("material_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("labor_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("shipping_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("other_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("total_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("profit", sa.Numeric(12, 2), nullable=False),
        sa.Column("margin", sa.Numeric(16, 2), nullable=True),
        sa.Column("standing", sa.Numeric(16, 2), nullable=False),
        sa.Column("estimated_cost", sa.Numeric(12, 2), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_job_margin_parts_customer_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_margin_parts_job_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_job_margin_parts_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job_margin_parts"),
        sa.UniqueConstraint("job_id", "position", name="uq_job_margin_parts_job_id_position"),
    )
    with op.batch_alter_table("job_margin_parts", schema=None) as batch_op:
        batch_op.create_index("ix_job_margin_parts_booked_on", ["booked_on"], unique=False)
        batch_op.create_index(
            "ix_job_margin_parts_customer_id_standing_id", ["customer_id", "standing", "id"], unique=False
        )
        batch_op.create_index(
            "ix_job_margin_parts_decoration_method_standing_id",
            ["decoration_method", "standing", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_job_margin_parts_month_standing_id", ["month", "standing", "id"], unique=False
        )
        batch_op.create_index(
            "ix_job_margin_parts_product_id_standing_id", ["product_id", "standing", "id"], unique=False
        )

    op.create_table(
        "job_margins",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("quarter", sa.String(length=7), nullable=True),
        sa.Column("year", sa.String(length=4), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.Numeric(12, 2), nullable=False),
        sa.Column("material_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("labor_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("shipping_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("other_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("total_costs", sa.Numeric(12, 2), nullable=False),
        sa.Column("profit", sa.Numeric(12, 2), nullable=False),
        sa.Column("margin", sa.Numeric(16, 2), nullable=True),
        sa.Column("standing", sa.Numeric(16, 2), nullable=False),
        sa.Column("estimated_cost", sa.Numeric(12, 2), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name="fk_job_margins_customer_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_margins_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job_margins"),
        sa.UniqueConstraint("job_id", name="uq_job_margins_job_id"),
    )
    with op.batch_alter_table("job_margins", schema=None) as batch_op:
        batch_op.create_index("ix_job_margins_booked_on", ["booked_on"], unique=False)
        batch_op.create_index(
            "ix_job_margins_customer_id_standing_id", ["customer_id", "standing", "id"], unique=False
        )
        batch_op.create_index("ix_job_margins_margin_id", ["margin", "id"], unique=False)
        batch_op.create_index("ix_job_margins_month_standing_id", ["month", "standing", "id"], unique=False)
        batch_op.create_index(
            "ix_job_margins_quarter_standing_id", ["quarter", "standing", "id"], unique=False
        )
        batch_op.create_index("ix_job_margins_standing_id", ["standing", "id"], unique=False)
        batch_op.create_index("ix_job_margins_year_standing_id", ["year", "standing", "id"], unique=False)


def downgrade() -> None:
    for table in ("job_margins", "job_margin_parts", "profit_tallies", "profit_stale", "material_tallies"):
        op.drop_table(table)
