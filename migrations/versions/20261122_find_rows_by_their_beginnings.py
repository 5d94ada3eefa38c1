"""Find rows by the beginning of a number, a name or an e-mail, whatever its case."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEXED = {
    "jobs": ("number", "title"),
    "customers": ("name", "email"),
    "customer_contacts": ("name", "email"),
    "designs": ("name",),
    "invoices": ("number",),
}


def upgrade() -> None:
    collation = ' COLLATE "C"' if op.get_context().dialect.name == "postgresql" else ""
    for table, columns in INDEXED.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column}_folded ON {table} ((lower({column}){collation}))")


def downgrade() -> None:
    for table, columns in INDEXED.items():
        for column in columns:
            op.execute(f"DROP INDEX ix_{table}_{column}_folded")
