"""Keep what products are made with, how much of each method is spoiled, and the meshes of screens."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mesh_counts",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("threads_per_cm", sa.Numeric(6, 2), nullable=False),
        sa.Column("thread_diameter", sa.Numeric(6, 2), nullable=False),
        sa.Column("ink_volume", sa.Numeric(6, 2), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mesh_counts"),
        sa.UniqueConstraint("name", name="uq_mesh_counts_name"),
    )
    op.create_table(
        "spoilage_rates",
        sa.Column("decoration_method", sa.String(40), nullable=False),
        sa.Column("percent", sa.Numeric(5, 2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spoilage_rates"),
        sa.UniqueConstraint("decoration_method", name="uq_spoilage_rates_decoration_method"),
    )
    op.create_table(
        "material_requirements",
        sa.Column("product_id", sa.String(length=26), nullable=False),
        sa.Column("material_id", sa.String(length=26), nullable=False),
        sa.Column("decoration_method", sa.String(40), nullable=False),
        sa.Column("garments", sa.String(40), nullable=False),
        sa.Column("calculator", sa.String(40), nullable=True),
        sa.Column("quantity_per", sa.Numeric(14, 4), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("setup_amount", sa.Numeric(14, 4), nullable=False),
        sa.Column("gap", sa.Numeric(7, 3), nullable=True),
        sa.Column("layers", sa.Integer(), nullable=True),
        sa.Column("coverage", sa.Numeric(5, 2), nullable=True),
        sa.Column("mesh_id", sa.String(length=26), nullable=True),
        sa.Column("left_per_screen", sa.Numeric(9, 3), nullable=True),
        sa.Column("amount_per_area", sa.Numeric(12, 6), nullable=True),
        sa.Column("amount_light", sa.Numeric(9, 3), nullable=True),
        sa.Column("amount_dark", sa.Numeric(9, 3), nullable=True),
        sa.Column("thread_per_1000", sa.Numeric(9, 3), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name="fk_material_requirements_material_id"
        ),
        sa.ForeignKeyConstraint(["mesh_id"], ["mesh_counts.id"], name="fk_material_requirements_mesh_id"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name="fk_material_requirements_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_material_requirements"),
        sa.UniqueConstraint(
            "product_id",
            "material_id",
            "decoration_method",
            name="uq_material_requirements_product_material_method",
        ),
    )
    with op.batch_alter_table("material_requirements", schema=None) as batch_op:
        batch_op.create_index("ix_material_requirements_material_id", ["material_id"], unique=False)
        batch_op.create_index("ix_material_requirements_mesh_id", ["mesh_id"], unique=False)
        batch_op.create_index("ix_material_requirements_product_id", ["product_id"], unique=False)

    with op.batch_alter_table("job_item_decorations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ink_volume", sa.Numeric(9, 4), nullable=True))

    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.add_column(sa.Column("roll_width", sa.Numeric(7, 3), nullable=True))
        batch_op.add_column(sa.Column("density", sa.Numeric(7, 4), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.drop_column("density")
        batch_op.drop_column("roll_width")

    with op.batch_alter_table("job_item_decorations", schema=None) as batch_op:
        batch_op.drop_column("ink_volume")

    with op.batch_alter_table("material_requirements", schema=None) as batch_op:
        batch_op.drop_index("ix_material_requirements_product_id")
        batch_op.drop_index("ix_material_requirements_mesh_id")
        batch_op.drop_index("ix_material_requirements_material_id")

    op.drop_table("material_requirements")
    op.drop_table("spoilage_rates")
    op.drop_table("mesh_counts")
