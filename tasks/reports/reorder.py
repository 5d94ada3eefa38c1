"""What to order now, as the reorder list tells it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.core import clock
from models.core.dates import full_moment
from models.core.periods import Period, PeriodKind
from models.core.roles import OFFICE
from models.purchasing.reordering import Reorder, reorders
from models.purchasing.words import in_purchase_units
from models.reports import COST_READERS, Column, Contents, ReportKind, Table, report

from .spelling import counted

_COLUMNS = (
    Column("Supplier"),
    Column("Material"),
    Column("To order"),
    Column("Quantity", "number"),
    Column("Available", "number"),
    Column("Reorder at", "number"),
    Column("Unit"),
    Column("Why"),
)


@report(
    ReportKind.MATERIAL_REORDER,
    "Material reorder",
    periods=(PeriodKind.WEEK,),
    by=COST_READERS | {OFFICE},
    is_of_now=True,
)
def material_reorder(session: Session, _week: Period) -> Contents:
    """What to order this week, from whom and why: what is below its reorder point, or short for a job."""
    found = sorted(reorders(session), key=_place)
    suppliers = {each.supplier.id for each in found if each.supplier}
    short = [each for each in found if each.available < 0]
    return Contents(
        sentences=[_told(len(found), len(suppliers)), _short(short)],
        remarks=[f"As things stood on {full_moment(clock.now())}; what is on a draft counts as coming."],
        tables=[
            Table("To order", _COLUMNS, [_row(each) for each in found], empty="Nothing is to be ordered.")
        ],
    )


def _place(each: Reorder) -> tuple[bool, str, str, str]:
    name = each.supplier.name if each.supplier else ""
    return (not name, name.casefold(), each.material.name, each.material.id)


def _told(materials: int, suppliers: int) -> str:
    if not materials:
        return "Nothing is to be ordered: no material is below its reorder point, and no job is short."
    verb = "is" if materials == 1 else "are"
    return f"{counted(materials, 'material')} {verb} to be ordered from {counted(suppliers, 'supplier')}."


def _short(short: list[Reorder]) -> str:
    if not short:
        return "No job is short of any."
    verb = "is" if len(short) == 1 else "are"
    return f"{counted(len(short), 'material')} {verb} short for jobs that are promised."


def _row(each: Reorder) -> list[object]:
    material = each.material
    return [
        each.supplier.name if each.supplier else "No supplier",
        str(material),
        in_purchase_units(material, each.quantity),
        each.quantity,
        each.available,
        each.point,
        material.unit,
        each.why,
    ]
