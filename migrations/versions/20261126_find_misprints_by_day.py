"""Find misprints by the moment at which they were noted."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_misprints_created_at", "misprints", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_misprints_created_at", table_name="misprints")
