"""Tell whether a print goes on a dark garment, which takes a white base."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job_item_decorations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_dark", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("job_item_decorations", schema=None) as batch_op:
        batch_op.drop_column("on_dark")
