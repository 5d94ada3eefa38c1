"""Keep the files of customers, who fetched them, and what is on its way in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FILE_INDEXED = ("contact_id", "customer_id", "job_id", "name", "sha256", "user_id")
DOWNLOAD_INDEXED = ("contact_id", "file_id", "user_id")
UPLOAD_INDEXED = ("contact_id", "customer_id", "expires_at", "file_id", "job_id", "user_id")


def upgrade() -> None:
    _create_files()
    _create_downloads()
    _create_uploads()
    for column in FILE_INDEXED:
        op.create_index(op.f(f"ix_customer_files_{column}"), "customer_files", [column])
    op.create_index("ix_customer_files_shelf", "customer_files", ["customer_id", "category", "id"])
    op.create_index("ix_customer_files_status", "customer_files", ["status", "id"])
    collation = ' COLLATE "C"' if op.get_context().dialect.name == "postgresql" else ""
    op.execute(f"CREATE INDEX ix_customer_files_name_folded ON customer_files ((lower(name){collation}))")
    for column in DOWNLOAD_INDEXED:
        op.create_index(op.f(f"ix_file_downloads_{column}"), "file_downloads", [column])
    for column in UPLOAD_INDEXED:
        op.create_index(op.f(f"ix_uploads_{column}"), "uploads", [column])


def _create_files() -> None:
    op.create_table(
        "customer_files",
        *_belonging("customer_files"),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("file_url", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("mime_type", sa.String(length=120), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("thumbnail_key", sa.String(length=200), nullable=True),
        sa.Column("preview_key", sa.String(length=200), nullable=True),
        sa.Column("preview_width", sa.Integer(), nullable=True),
        sa.Column("preview_height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("download_count", sa.Integer(), nullable=False),
        sa.Column("last_downloaded", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_kept("customer_files"),
        sa.UniqueConstraint("file_url", name=op.f("uq_customer_files_file_url")),
    )


def _create_downloads() -> None:
    op.create_table(
        "file_downloads",
        sa.Column("file_id", sa.String(length=26), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        *_kept("file_downloads"),
        sa.ForeignKeyConstraint(["file_id"], ["customer_files.id"], name=op.f("fk_file_downloads_file_id")),
        *_people("file_downloads"),
    )


def _create_uploads() -> None:
    op.create_table(
        "uploads",
        *_belonging("uploads"),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.String(length=26), nullable=True),
        *_kept("uploads"),
        sa.ForeignKeyConstraint(["file_id"], ["customer_files.id"], name=op.f("fk_uploads_file_id")),
    )


def _belonging(table: str) -> tuple[sa.Column | sa.ForeignKeyConstraint, ...]:
    """Whose file it is, and what was sent."""
    return (
        sa.Column("customer_id", sa.String(length=26), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.String(length=26), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f(f"fk_{table}_customer_id")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f(f"fk_{table}_job_id")),
        *_people(table),
    )


def _people(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contact_id"], ["customer_contacts.id"], name=op.f(f"fk_{table}_contact_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f(f"fk_{table}_user_id")),
    )


def _kept(table: str) -> tuple[sa.Column | sa.PrimaryKeyConstraint, ...]:
    return (
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for table in ("uploads", "file_downloads", "customer_files"):
        op.drop_table(table)
