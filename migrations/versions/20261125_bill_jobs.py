"""Bill jobs: amounts and sales tax of invoices, places and rates, credit notes, corrections of payments."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


FOUND_BY = (
    ("customers", "name"),
    ("customers", "email"),
    ("jobs", "number"),
    ("jobs", "title"),
    ("invoices", "number"),
)
"""What the search finds: SQLite writes these tables anew, without the indexes by expression."""


def upgrade() -> None:
    op.create_table(
        "sales_tax_rates",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("percent", sa.Numeric(7, 4), nullable=False),
        sa.Column("taxes_shipping", sa.Boolean(), nullable=False),
        sa.Column("is_own_place", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_tax_rates")),
        sa.UniqueConstraint("name", name=op.f("uq_sales_tax_rates_name")),
    )
    op.create_table(
        "ship_tos",
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("tax_rate_id", sa.String(length=26), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_ship_tos_customer_id")),
        sa.ForeignKeyConstraint(
            ["tax_rate_id"], ["sales_tax_rates.id"], name=op.f("fk_ship_tos_tax_rate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ship_tos")),
    )
    with op.batch_alter_table("ship_tos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ship_tos_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ship_tos_tax_rate_id"), ["tax_rate_id"], unique=False)

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("exemption_certificate", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("exemption_expires_on", sa.Date(), nullable=True))

    with op.batch_alter_table("invoice_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(40), server_default="GOODS", nullable=False))
        batch_op.add_column(sa.Column("amount", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("is_taxable", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("tax_amount", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("credits_line_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("deposit_id", sa.String(length=26), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_invoice_lines_credits_line_id"), ["credits_line_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_invoice_lines_deposit_id"), ["deposit_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invoice_lines_deposit_id"), "invoices", ["deposit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invoice_lines_credits_line_id"), "invoice_lines", ["credits_line_id"], ["id"]
        )

    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("credits_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("sales_tax_rate_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("subtotal", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("taxable_amount", sa.Numeric(12, 2), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("exempt_amount", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tax_rate", sa.Numeric(7, 4), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tax_amount", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("total", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("paid_amount", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("credited_amount", sa.Numeric(12, 2), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("balance", sa.Numeric(12, 2), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("bill_to", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("ship_to", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("exemption", sa.String(length=80), nullable=True))
        batch_op.create_index(batch_op.f("ix_invoices_credits_id"), ["credits_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoices_issued_on"), ["issued_on"], unique=False)
        batch_op.create_index("ix_invoices_owed", ["status", "due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invoices_sales_tax_rate_id"), ["sales_tax_rate_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invoices_sales_tax_rate_id"), "sales_tax_rates", ["sales_tax_rate_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_invoices_credits_id"), "invoices", ["credits_id"], ["id"])

    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ship_to_id", sa.String(length=26), nullable=True))
        batch_op.create_index(batch_op.f("ix_jobs_ship_to_id"), ["ship_to_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_jobs_ship_to_id"), "ship_tos", ["ship_to_id"], ["id"])

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reverses_id", sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column("is_reversed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_payments_reverses_id"), ["reverses_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_payments_reverses_id"), "payments", ["reverses_id"], ["id"]
        )

    _find_beginnings_again()
    _reckon_what_is_there()


def _find_beginnings_again() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, column in FOUND_BY:
            op.execute(
                f"CREATE INDEX IF NOT EXISTS ix_{table}_{column}_folded ON {table} ((lower({column})))"
            )


def _reckon_what_is_there() -> None:
    """Invoices had lines and payments before they had amounts; sales tax they had none."""
    op.execute("UPDATE invoice_lines SET amount = ROUND(quantity * unit_price, 2)")
    lines = "SELECT ROUND(SUM(l.amount), 2) FROM invoice_lines l WHERE l.invoice_id = invoices.id"
    paid = "SELECT ROUND(SUM(p.amount), 2) FROM payments p WHERE p.invoice_id = invoices.id"
    op.execute(f"UPDATE invoices SET subtotal = COALESCE(({lines}), 0), paid_amount = COALESCE(({paid}), 0)")
    op.execute("UPDATE invoices SET total = subtotal, balance = ROUND(subtotal - paid_amount, 2)")


def downgrade() -> None:
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_payments_reverses_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_payments_reverses_id"), type_="unique")
        batch_op.drop_column("notes")
        batch_op.drop_column("is_reversed")
        batch_op.drop_column("reverses_id")

    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_jobs_ship_to_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_jobs_ship_to_id"))
        batch_op.drop_column("ship_to_id")

    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invoices_credits_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invoices_sales_tax_rate_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invoices_sales_tax_rate_id"))
        batch_op.drop_index("ix_invoices_owed")
        batch_op.drop_index(batch_op.f("ix_invoices_issued_on"))
        batch_op.drop_index(batch_op.f("ix_invoices_credits_id"))
        batch_op.drop_column("exemption")
        batch_op.drop_column("ship_to")
        batch_op.drop_column("bill_to")
        batch_op.drop_column("balance")
        batch_op.drop_column("credited_amount")
        batch_op.drop_column("paid_amount")
        batch_op.drop_column("total")
        batch_op.drop_column("tax_amount")
        batch_op.drop_column("tax_rate")
        batch_op.drop_column("exempt_amount")
        batch_op.drop_column("taxable_amount")
        batch_op.drop_column("subtotal")
        batch_op.drop_column("sales_tax_rate_id")
        batch_op.drop_column("credits_id")

    with op.batch_alter_table("invoice_lines", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invoice_lines_credits_line_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invoice_lines_deposit_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invoice_lines_deposit_id"))
        batch_op.drop_index(batch_op.f("ix_invoice_lines_credits_line_id"))
        batch_op.drop_column("deposit_id")
        batch_op.drop_column("credits_line_id")
        batch_op.drop_column("tax_amount")
        batch_op.drop_column("is_taxable")
        batch_op.drop_column("amount")
        batch_op.drop_column("kind")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("exemption_expires_on")
        batch_op.drop_column("exemption_certificate")

    with op.batch_alter_table("ship_tos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ship_tos_tax_rate_id"))
        batch_op.drop_index(batch_op.f("ix_ship_tos_customer_id"))

    op.drop_table("ship_tos")
    op.drop_table("sales_tax_rates")
    _find_beginnings_again()
