"""End a visit on a device of the floor at once: each has a number, which its cookie proves."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("floor_devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visits", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("floor_devices", schema=None) as batch_op:
        batch_op.drop_column("visits")
