"""Keep how customers answered quotes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXED = ("job_id", "contact_id")


def upgrade() -> None:
    op.create_table(
        "quote_answers",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_quote_answers_job_id")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_quote_answers_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_answers")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_quote_answers_{column}"), "quote_answers", [column])


def downgrade() -> None:
    op.drop_table("quote_answers")
