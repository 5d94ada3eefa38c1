"""Speak with customers: messages about jobs, how far they are read, and ratings of finished jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("staff_user_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        *_common("messages", job_id="jobs", customer_id="customers", contact_id="customer_contacts"),
        sa.ForeignKeyConstraint(["staff_user_id"], ["ab_user.id"], name=op.f("fk_messages_staff_user_id")),
    )
    _index("messages", "job_id", "customer_id", "contact_id", "staff_user_id")
    op.create_index("ix_messages_unread", "messages", ["side", "read_at"])
    op.create_table(
        "message_reads",
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("read_up_to", sa.String(length=26), nullable=False),
        *_common("message_reads", contact_id="customer_contacts", job_id="jobs"),
        sa.UniqueConstraint("contact_id", "job_id", name=op.f("uq_message_reads_contact_id_job_id")),
    )
    _index("message_reads", "job_id")
    op.create_table(
        "job_ratings",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        *_common("job_ratings", job_id="jobs", contact_id="customer_contacts", customer_id="customers"),
        sa.UniqueConstraint("job_id", "contact_id", name=op.f("uq_job_ratings_job_id_contact_id")),
    )
    _index("job_ratings", "contact_id", "customer_id")


def _common(table: str, **references: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What every table has, and its references by opaque id."""
    keys = (
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, target in references.items()
    )
    return (
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *keys,
    )


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("job_ratings", "message_reads", "messages"):
        op.drop_table(table)
