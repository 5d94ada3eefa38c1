"""Open a file by a link of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("portal_links") as table:
        table.alter_column("job_id", existing_type=sa.String(length=26), nullable=True)
        table.add_column(sa.Column("file_id", sa.String(length=26), nullable=True))
        table.create_foreign_key(op.f("fk_portal_links_file_id"), "customer_files", ["file_id"], ["id"])
        table.create_index(op.f("ix_portal_links_file_id"), ["file_id"])


def downgrade() -> None:
    # Before, every link was to a job: those to files have nowhere to lead.
    op.execute("DELETE FROM portal_links WHERE job_id IS NULL")
    with op.batch_alter_table("portal_links") as table:
        table.drop_index(op.f("ix_portal_links_file_id"))
        table.drop_constraint(op.f("fk_portal_links_file_id"), type_="foreignkey")
        table.drop_column("file_id")
        table.alter_column("job_id", existing_type=sa.String(length=26), nullable=False)
