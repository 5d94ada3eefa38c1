"""Receive what is ordered: receipts, what came of each line, how a material is bought."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("max_lead_days", sa.Integer(), nullable=True))
    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purchase_unit", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("purchase_unit_quantity", sa.Numeric(14, 4), nullable=True))
        batch_op.add_column(sa.Column("order_quantity", sa.Numeric(14, 4), nullable=True))
        batch_op.add_column(sa.Column("lead_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("max_lead_days", sa.Integer(), nullable=True))
    with op.batch_alter_table("purchase_orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("freight", sa.Numeric(12, 2), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sent_to", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("closed_because", sa.Text(), nullable=True))
    with op.batch_alter_table("purchase_order_lines", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("quantity_received", sa.Numeric(14, 4), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("purpose", sa.String(length=300), nullable=True))
    op.create_table(
        "purchase_receipts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purchase_order_line_id", sa.String(length=26), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.Numeric(14, 4), nullable=False),
        sa.Column("unit_cost", sa.Numeric(12, 4), nullable=False),
        sa.Column("freight", sa.Numeric(12, 2), nullable=False),
        sa.Column("total_cost", sa.Numeric(12, 2), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.String(length=26), nullable=True),
        sa.ForeignKeyConstraint(
            ["purchase_order_line_id"],
            ["purchase_order_lines.id"],
            name=op.f("fk_purchase_receipts_purchase_order_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["purchase_receipts.id"], name=op.f("fk_purchase_receipts_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_receipts")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_purchase_receipts_reverses_id")),
    )
    for column in ("purchase_order_line_id", "received_on"):
        op.create_index(op.f(f"ix_purchase_receipts_{column}"), "purchase_receipts", [column], unique=False)


def downgrade() -> None:
    op.drop_table("purchase_receipts")
    with op.batch_alter_table("purchase_order_lines", schema=None) as batch_op:
        batch_op.drop_column("purpose")
        batch_op.drop_column("quantity_received")
    with op.batch_alter_table("purchase_orders", schema=None) as batch_op:
        for column in ("closed_because", "sent_to", "sent_at", "freight"):
            batch_op.drop_column(column)
    with op.batch_alter_table("materials", schema=None) as batch_op:
        for column in (
            "max_lead_days",
            "lead_days",
            "order_quantity",
            "purchase_unit_quantity",
            "purchase_unit",
        ):
            batch_op.drop_column(column)
    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.drop_column("max_lead_days")
