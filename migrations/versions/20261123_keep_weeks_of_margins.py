"""Keep sums of days and weeks too."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MARGINS = ("job_margins", "job_margin_parts")


def upgrade() -> None:
    for table in MARGINS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("week", sa.String(8), nullable=True))
    with op.batch_alter_table("profit_tallies") as batch_op:
        batch_op.alter_column(
            "period", existing_type=sa.String(8), type_=sa.String(10), existing_nullable=False
        )
    _sum_all_anew()


def downgrade() -> None:
    _sum_all_anew()
    with op.batch_alter_table("profit_tallies") as batch_op:
        batch_op.alter_column(
            "period", existing_type=sa.String(10), type_=sa.String(8), existing_nullable=False
        )
    for table in MARGINS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("week")


def _sum_all_anew() -> None:
    """What is derived is made anew of the jobs by the clock."""
    for table in ("job_margin_parts", "job_margins", "profit_tallies"):
        op.execute(f"DELETE FROM {table}")
    op.execute("DELETE FROM profit_stale WHERE subject IN ('job', 'item')")
    op.execute("INSERT INTO profit_stale (id, subject, key, month) SELECT id, 'job', id, '' FROM jobs")
