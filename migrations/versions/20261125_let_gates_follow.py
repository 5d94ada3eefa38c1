"""Let gates open by themselves: what staff passed or blocked before stays in their hands."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

FIRST_REASON = "The blanks are not checked in yet"


def upgrade() -> None:
    with op.batch_alter_table("job_gates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_followed", sa.Boolean(), nullable=True))
    mine = "gate = 'blanks' AND (status = 'PASSED' OR reason IS NULL OR reason <> :first)"
    op.execute(
        sa.text(f"UPDATE job_gates SET is_followed = :no WHERE {mine}").bindparams(
            sa.bindparam("no", False, sa.Boolean), sa.bindparam("first", FIRST_REASON, sa.String)
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("job_gates", schema=None) as batch_op:
        batch_op.drop_column("is_followed")
