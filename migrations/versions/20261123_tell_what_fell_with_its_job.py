"""Tell which operations were cancelled since their job was over: they come back with it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("production_schedules", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("fell_with_job", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    over = "SELECT id FROM jobs WHERE status IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'SHIPPED', 'COMPLETED')"
    op.execute(
        sa.text(
            "UPDATE production_schedules SET fell_with_job = :fell "
            f"WHERE status = 'CANCELLED' AND job_id IN ({over})"
        ).bindparams(sa.bindparam("fell", True, sa.Boolean))
    )


def downgrade() -> None:
    with op.batch_alter_table("production_schedules", schema=None) as batch_op:
        batch_op.drop_column("fell_with_job")
