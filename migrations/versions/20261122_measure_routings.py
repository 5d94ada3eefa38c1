"""Tell from how many completed jobs a routing was measured, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("routings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measured_jobs", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("measured_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("routings", schema=None) as batch_op:
        batch_op.drop_column("measured_at")
        batch_op.drop_column("measured_jobs")
