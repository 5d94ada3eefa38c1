"""Note every job as one whose earnings are to be summed."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO profit_stale (id, subject, key, month) SELECT id, 'job', id, '' FROM jobs")


def downgrade() -> None:
    op.execute("DELETE FROM profit_stale")
