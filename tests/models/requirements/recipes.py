"""Products, what they are made with, and items to be made."""

from __future__ import annotations

import sqlalchemy as sa

from models.catalog import Material, Product
from models.core.base import db
from models.jobs import DecorationMethod, JobItem, JobItemDecoration, JobItemSize
from models.requirements import Calculator, MaterialRequirement

M = DecorationMethod
C = Calculator


def jersey_of(session, **vinyl):
    """A jersey with vinyl of a 15-inch roll, and the requirement that says so."""
    product, roll = Product(name="Jersey"), _vinyl()
    row = MaterialRequirement(
        product=product,
        material=roll,
        decoration_method=M.HTV,
        **{"calculator": C.HTV_NESTING, "unit": roll.unit} | vinyl,
    )
    session.add(row)
    session.commit()
    return row


def _vinyl():
    return Material(name="Vinyl", unit="in", unit_cost="0.1350", quantity_on_hand=60, roll_width=15)


def item_of(product, job, sizes=(("M", 15), ("L", 8)), **decoration):
    """An item of `product` on blanks of its own by size, with one decoration."""
    item = JobItem(job_id=job.id, product=product, description="Team jerseys")
    item.sizes = [
        JobItemSize(size=size, quantity=count, material=Material(name=f"Blank {size}", quantity_on_hand=10))
        for size, count in sizes
    ]
    printed = {"decoration_method": M.HTV, "location": "Back", "width": 7, "height": 9} | decoration
    item.decorations = [JobItemDecoration(**printed)]
    return item


def statements_of(deed):
    """What is read from the database while `deed` is done."""
    said = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    deed()
    sa.event.remove(db.engine, "before_cursor_execute", note)
    return [each for each in said if each.startswith("SELECT")]
