"""Route alerts to roles, and keep the news that wait to be mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def _kept():
    """The columns that every row has."""
    yield sa.Column("id", sa.String(26), nullable=False)
    for name in ("created_at", "updated_at"):
        yield sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "alert_routes",
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("in_app_from", sa.String(40), nullable=True),
        sa.Column("mailed_from", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_kept(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_routes")),
        sa.UniqueConstraint("type", "role", name=op.f("uq_alert_routes_type_role")),
    )
    op.create_table(
        "alert_news",
        sa.Column("alert_id", sa.String(26), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        *_kept(),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["business_alerts.id"], name=op.f("fk_alert_news_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_alert_news_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_news")),
    )
    op.create_index(op.f("ix_alert_news_alert_id"), "alert_news", ["alert_id"])
    op.create_index(op.f("ix_alert_news_user_id"), "alert_news", ["user_id"])
    op.create_index("ix_alert_news_waits", "alert_news", ["waits", "user_id"])


def downgrade() -> None:
    op.drop_table("alert_news")
    op.drop_table("alert_routes")
