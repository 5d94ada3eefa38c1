"""Open the portal: sign-ins, sessions, and what a contact may do there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SIGN_INS = ("contact_id",)
SESSIONS = ("contact_id", "staff_user_id")


def upgrade() -> None:
    right = sa.Column("portal_right", sa.String(length=40), server_default="APPROVER", nullable=False)
    op.add_column("customer_contacts", right)
    op.create_table(
        "portal_sign_ins",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_portal_sign_ins_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_sign_ins_token_hash")),
    )
    for column in SIGN_INS:
        op.create_index(op.f(f"ix_portal_sign_ins_{column}"), "portal_sign_ins", [column])
    for column in ("email", "address"):
        op.create_index(f"ix_portal_sign_ins_{column}_created_at", "portal_sign_ins", [column, "created_at"])
    op.create_table(
        "portal_sessions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=False),
        sa.Column("staff_user_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f("fk_portal_sessions_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_user_id"], ["ab_user.id"], name=op.f("fk_portal_sessions_staff_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_sessions_token_hash")),
    )
    for column in SESSIONS:
        op.create_index(op.f(f"ix_portal_sessions_{column}"), "portal_sessions", [column])


def downgrade() -> None:
    op.drop_table("portal_sessions")
    op.drop_table("portal_sign_ins")
    op.drop_column("customer_contacts", "portal_right")
