"""Keep a ledger of stock and what jobs used; what is on hand becomes an opening count at the typed cost."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from alembic import op
from ulid import ULID

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _bookkeeping():
    return [
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _quantity(name, **kwargs):
    return sa.Column(name, sa.Numeric(precision=14, scale=4), **kwargs)


def upgrade() -> None:
    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.add_column(_quantity("quantity_reserved", nullable=False, server_default="0"))
        batch_op.add_column(_quantity("quantity_incoming", nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("stock_value", sa.Numeric(precision=12, scale=2), nullable=False, server_default="0")
        )
    op.create_table(
        "stock_movements",
        sa.Column("material_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        _quantity("quantity", nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=2), nullable=False),
        _quantity("reserved", nullable=False),
        _quantity("incoming", nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("job_id", sa.String(length=26), nullable=True),
        sa.Column("job_item_id", sa.String(length=26), nullable=True),
        sa.Column("purchase_order_line_id", sa.String(length=26), nullable=True),
        sa.Column("usage_id", sa.String(length=26), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        *_bookkeeping(),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_stock_movements_job_id")),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_stock_movements_material_id")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_order_line_id"],
            ["purchase_order_lines.id"],
            name=op.f("fk_stock_movements_purchase_order_line_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        for column in ("job_id", "occurred_on", "purchase_order_line_id", "usage_id"):
            batch_op.create_index(batch_op.f(f"ix_stock_movements_{column}"), [column], unique=False)
        batch_op.create_index(
            batch_op.f("ix_stock_movements_material_id_occurred_on"),
            ["material_id", "occurred_on"],
            unique=False,
        )
    op.create_table(
        "material_usage",
        sa.Column("job_id", sa.String(length=26), nullable=False),
        sa.Column("job_item_id", sa.String(length=26), nullable=True),
        sa.Column("material_id", sa.String(length=26), nullable=False),
        _quantity("quantity_used", nullable=False),
        sa.Column("unit_cost", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("total_cost", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("used_by_id", sa.String(length=26), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("is_backflush", sa.Boolean(), nullable=False),
        sa.Column("misprint_id", sa.String(length=26), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_bookkeeping(),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_material_usage_job_id")),
        sa.ForeignKeyConstraint(
            ["job_item_id"], ["job_items.id"], name=op.f("fk_material_usage_job_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_material_usage_material_id")
        ),
        sa.ForeignKeyConstraint(
            ["misprint_id"], ["misprints.id"], name=op.f("fk_material_usage_misprint_id")
        ),
        sa.ForeignKeyConstraint(["used_by_id"], ["employees.id"], name=op.f("fk_material_usage_used_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_usage")),
    )
    with op.batch_alter_table("material_usage", schema=None) as batch_op:
        for column in ("job_id", "job_item_id", "material_id", "misprint_id", "used_at", "used_by_id"):
            batch_op.create_index(batch_op.f(f"ix_material_usage_{column}"), [column], unique=False)
    _open_the_ledger()


def _open_the_ledger() -> None:
    """Every quantity on hand becomes an opening count."""
    bind, now = op.get_bind(), dt.datetime.now(dt.UTC)
    materials = sa.table(
        "materials",
        sa.column("id", sa.String),
        sa.column("quantity_on_hand", sa.Numeric(14, 4)),
        sa.column("unit_cost", sa.Numeric(12, 4)),
        sa.column("stock_value", sa.Numeric(12, 2)),
    )
    ledger = sa.Table("stock_movements", sa.MetaData(), autoload_with=bind)
    known = sa.select(materials.c.id, materials.c.quantity_on_hand, materials.c.unit_cost)
    for material_id, quantity, unit_cost in bind.execute(known.order_by(materials.c.id)).all():
        if not quantity:
            continue
        value = (quantity * (unit_cost or 0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        movement = {
            "id": str(ULID()),
            "created_at": now,
            "updated_at": now,
            "material_id": material_id,
            "kind": "COUNT",
            "quantity": quantity,
            "value": value,
            "reserved": Decimal(0),
            "incoming": Decimal(0),
            "occurred_on": now.date(),
            "reason": "Opening count",
            "actor": "The shop",
        }
        bind.execute(sa.insert(ledger).values(**movement))
        bind.execute(sa.update(materials).where(materials.c.id == material_id).values(stock_value=value))


def downgrade() -> None:
    op.drop_table("material_usage")
    op.drop_table("stock_movements")
    with op.batch_alter_table("materials", schema=None) as batch_op:
        batch_op.drop_column("stock_value")
        batch_op.drop_column("quantity_incoming")
        batch_op.drop_column("quantity_reserved")
