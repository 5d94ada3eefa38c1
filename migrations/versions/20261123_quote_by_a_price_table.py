"""Keep the price table, the lines that explain quoted amounts, and quotes as they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _own(*columns: sa.Column, versioned: bool = True) -> list[sa.Column]:
    """The columns that every table has, after its own."""
    kept = [sa.Column("version", sa.Integer(), nullable=False)] if versioned else []
    return [
        *columns,
        *kept,
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _dollars(name: str, scale: int = 2) -> sa.Column:
    return sa.Column(name, sa.Numeric(12, scale), nullable=False)


def upgrade() -> None:
    op.create_table(
        "decoration_prices",
        *_own(
            sa.Column("decoration_method", sa.String(40), nullable=False),
            sa.Column("from_quantity", sa.Integer(), nullable=False),
            _dollars("price"),
            _dollars("price_per_color"),
            _dollars("price_on_dark"),
            _dollars("price_per_thousand_stitches"),
            _dollars("price_per_square_inch", 4),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decoration_prices")),
        sa.UniqueConstraint(
            "decoration_method",
            "from_quantity",
            name=op.f("uq_decoration_prices_decoration_method_from_quantity"),
        ),
    )
    op.create_table(
        "set_up_fees",
        *_own(
            sa.Column("decoration_method", sa.String(40), nullable=False),
            sa.Column("name", sa.String(length=60), nullable=False),
            sa.Column("basis", sa.String(40), nullable=False),
            _dollars("fee"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_up_fees")),
        sa.UniqueConstraint("decoration_method", "name", name=op.f("uq_set_up_fees_decoration_method_name")),
    )
    op.create_table(
        "garment_markups",
        *_own(
            sa.Column("from_quantity", sa.Integer(), nullable=False),
            sa.Column("markup_percent", sa.Numeric(6, 2), nullable=False),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_garment_markups")),
        sa.UniqueConstraint("from_quantity", name=op.f("uq_garment_markups_from_quantity")),
    )
    op.create_table(
        "quote_lines",
        *_own(
            sa.Column("job_id", sa.String(length=26), nullable=False),
            sa.Column("job_item_id", sa.String(length=26), nullable=True),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("kind", sa.String(40), nullable=False),
            sa.Column("text", sa.String(length=500), nullable=False),
            sa.Column("quantity", sa.Integer(), nullable=False),
            _dollars("unit_price"),
            _dollars("amount"),
            versioned=False,
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_quote_lines_job_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["job_item_id"], ["job_items.id"], name=op.f("fk_quote_lines_job_item_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_lines")),
    )
    with op.batch_alter_table("quote_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_lines_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_lines_job_item_id"), ["job_item_id"], unique=False)
    op.create_table(
        "quote_versions",
        *_own(
            sa.Column("job_id", sa.String(length=26), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("expires_on", sa.Date(), nullable=True),
            sa.Column("amount", sa.Numeric(12, 2), nullable=True),
            sa.Column("facts", sa.JSON(), nullable=False),
            versioned=False,
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_quote_versions_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_versions")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_quote_versions_job_id_number")),
    )


def downgrade() -> None:
    op.drop_table("quote_versions")
    op.drop_table("quote_lines")
    op.drop_table("garment_markups")
    op.drop_table("set_up_fees")
    op.drop_table("decoration_prices")
