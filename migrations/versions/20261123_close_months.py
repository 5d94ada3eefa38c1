"""Close months; keep receipts of expenses and the lines of the tax return."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _kept(*columns: sa.Column) -> list[sa.Column]:
    """The columns of a row that people edit."""
    return [
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "closed_months",
        *_kept(
            sa.Column("month", sa.String(length=7), nullable=False),
            sa.Column("status", sa.String(length=40), nullable=False),
            sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("closed_by", sa.String(length=200), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.Column("left_open", sa.Text(), nullable=True),
            sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("reopened_by", sa.String(length=200), nullable=True),
            sa.Column("reason", sa.Text(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_months")),
        sa.UniqueConstraint("month", name=op.f("uq_closed_months_month")),
    )
    op.create_index(op.f("ix_closed_months_status"), "closed_months", ["status"])
    op.create_table(
        "receipt_files",
        *_kept(
            sa.Column("file_name", sa.String(length=255), nullable=False),
            sa.Column("file_url", sa.String(length=200), nullable=False),
            sa.Column("file_size", sa.BigInteger(), nullable=False),
            sa.Column("mime_type", sa.String(length=120), nullable=False),
            sa.Column("sha256", sa.String(length=64), nullable=False),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_files")),
        sa.UniqueConstraint("file_url", name=op.f("uq_receipt_files_file_url")),
    )
    op.create_index(op.f("ix_receipt_files_sha256"), "receipt_files", ["sha256"])
    op.create_table(
        "tax_lines",
        *_kept(
            sa.Column("year", sa.Integer(), nullable=False),
            sa.Column("form", sa.String(length=40), nullable=False),
            sa.Column("line", sa.String(length=8), nullable=False),
            sa.Column("title", sa.String(length=160), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("default_for", sa.String(length=40), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_lines")),
        sa.UniqueConstraint("year", "default_for", name=op.f("uq_tax_lines_year_default_for")),
        sa.UniqueConstraint("year", "line", name=op.f("uq_tax_lines_year_line")),
    )
    with op.batch_alter_table("expenses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tax_line_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("receipt_file_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_expenses_tax_line_id"), ["tax_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expenses_receipt_file_id"), ["receipt_file_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_expenses_tax_line_id"), "tax_lines", ["tax_line_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_expenses_receipt_file_id"), "receipt_files", ["receipt_file_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("expenses", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_expenses_receipt_file_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_expenses_tax_line_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_expenses_receipt_file_id"))
        batch_op.drop_index(batch_op.f("ix_expenses_tax_line_id"))
        batch_op.drop_column("notes")
        batch_op.drop_column("receipt_file_id")
        batch_op.drop_column("tax_line_id")
    op.drop_table("tax_lines")
    op.drop_table("receipt_files")
    op.drop_table("closed_months")
