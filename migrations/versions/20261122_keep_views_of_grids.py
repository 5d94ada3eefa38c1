"""Keep views of grids."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXED = ("resource", "user_id")


def upgrade() -> None:
    op.create_table(
        "grid_views",
        sa.Column("resource", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_grid_views_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_views")),
        sa.UniqueConstraint("user_id", "resource", "name", name=op.f("uq_grid_views_user_id_resource_name")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_grid_views_{column}"), "grid_views", [column])


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(op.f(f"ix_grid_views_{column}"), table_name="grid_views")
    op.drop_table("grid_views")
