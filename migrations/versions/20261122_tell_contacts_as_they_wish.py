"""Tell contacts as they wish: the portal's notifications, preferences, and what a mail is news of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_preferences()
    _create_notifications()
    with op.batch_alter_table("notification_queue") as table:
        table.add_column(sa.Column("contact_id", sa.String(length=26), nullable=True))
        table.add_column(sa.Column("topic", sa.String(length=80), nullable=True))
        table.create_foreign_key(
            op.f("fk_notification_queue_contact_id"), "customer_contacts", ["contact_id"], ["id"]
        )
        table.create_index(op.f("ix_notification_queue_contact_id"), ["contact_id"])
    # Until now every mail about a job told of its status, and a later one superseded it.
    op.execute("UPDATE notification_queue SET topic = 'status' WHERE job_id IS NOT NULL")


def _create_preferences() -> None:
    op.create_table(
        "notification_preferences",
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("email", sa.Boolean(), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        *_kept(),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_notification_preferences_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
        sa.UniqueConstraint("contact_id", "event", name=op.f("uq_notification_preferences_contact_id_event")),
    )


def _create_notifications() -> None:
    op.create_table(
        "contact_notifications",
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("dedup_key", sa.String(length=130), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("awaits_digest", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        *_kept(),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_contact_notifications_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_contact_notifications_customer_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_contact_notifications_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_notifications")),
        sa.UniqueConstraint(
            "contact_id", "dedup_key", name=op.f("uq_contact_notifications_contact_id_dedup_key")
        ),
    )
    with op.batch_alter_table("contact_notifications") as table:
        table.create_index("ix_contact_notifications_unread", ["contact_id", "in_app", "read_at"])
        table.create_index("ix_contact_notifications_awaits_digest", ["awaits_digest", "contact_id"])
        table.create_index(op.f("ix_contact_notifications_customer_id"), ["customer_id"])
        table.create_index(op.f("ix_contact_notifications_job_id"), ["job_id"])


def _kept() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("notification_queue") as table:
        table.drop_index(op.f("ix_notification_queue_contact_id"))
        table.drop_constraint(op.f("fk_notification_queue_contact_id"), type_="foreignkey")
        table.drop_column("topic")
        table.drop_column("contact_id")
    op.drop_table("contact_notifications")
    op.drop_table("notification_preferences")
