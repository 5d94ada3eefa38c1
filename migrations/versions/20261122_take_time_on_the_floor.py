"""Take time on the floor: the tap that began an entry, corrections by hand, devices that lock out guessers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("floor_devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_corrected", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("tap_id", sa.String(length=26), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_time_entries_tap_id"), "floor_taps", ["tap_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_time_entries_tap_id"), ["tap_id"])


def downgrade() -> None:
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_time_entries_tap_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_time_entries_tap_id"), type_="foreignkey")
        batch_op.drop_column("tap_id")
        batch_op.drop_column("is_corrected")
    with op.batch_alter_table("floor_devices", schema=None) as batch_op:
        batch_op.drop_column("locked_until")
        batch_op.drop_column("failures")
        batch_op.drop_column("registered_at")
