"""Speak to many rows once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spoken_verbs",
        sa.Column("request", sa.String(length=26), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_verbs")),
        sa.UniqueConstraint("request", "verb", "subject", name=op.f("uq_spoken_verbs_request_verb_subject")),
    )


def downgrade() -> None:
    op.drop_table("spoken_verbs")
