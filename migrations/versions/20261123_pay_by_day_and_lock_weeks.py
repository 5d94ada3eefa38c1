"""Keep rates by the day from which they hold, what time cost, and the weeks that are locked."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SINCE = "COALESCE((SELECT MIN(date(t.start_time)) FROM time_entries t WHERE t.employee_id = e.id), date(e.created_at))"
"""The first day of which anything is known."""


def upgrade() -> None:
    op.create_table(
        "pay_rates",
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(12, 2), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_pay_rates_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_rates")),
        sa.UniqueConstraint("employee_id", "valid_from", name=op.f("uq_pay_rates_employee_id_valid_from")),
    )
    with op.batch_alter_table("pay_rates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pay_rates_valid_from"), ["valid_from"], unique=False)
    op.create_table(
        "timesheets",
        sa.Column("employee_id", sa.String(length=26), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("unlock_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_timesheets_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timesheets")),
        sa.UniqueConstraint("employee_id", "week", name=op.f("uq_timesheets_employee_id_week")),
    )
    with op.batch_alter_table("timesheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timesheets_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_timesheets_week"), ["week"], unique=False)
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cost", sa.Numeric(12, 2), nullable=True))
    _keep_rates()
    _reckon_costs()


def _keep_rates() -> None:
    """The rate that is written with a person holds from the first day of which anything is known."""
    op.execute(
        "INSERT INTO pay_rates (id, employee_id, valid_from, hourly_rate, version, created_at, updated_at) "
        f"SELECT e.id, e.id, {SINCE}, e.hourly_rate, 1, e.created_at, e.updated_at "
        "FROM employees e WHERE e.hourly_rate IS NOT NULL"
    )


def _reckon_costs() -> None:
    """Seconds at the rate, half up to the cent, in whole numbers: SQLite's decimals are binary fractions."""
    cents = "(2 * seconds * CAST(ROUND(hourly_rate * 100) AS BIGINT) + 3600) / 7200"
    op.execute(
        f"UPDATE time_entries SET cost = ({cents}) / 100.0 WHERE seconds IS NOT NULL AND hourly_rate IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.drop_column("cost")
    op.drop_table("timesheets")
    op.drop_table("pay_rates")
