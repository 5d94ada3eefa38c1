"""Materials that run low."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy.orm import Session

from ..core.dates import days_text
from ..core.roles import BOOKKEEPER, OFFICE, PRODUCTION
from ..purchasing.lead_times import usual_days
from ..purchasing.reordering import Level, levels, to_order
from ..purchasing.words import counted
from .declared import Reading, alert_rule
from .kinds import AlertSeverity, AlertType

_NONE = Decimal(0)


@alert_rule(
    "low_inventory",
    "Low inventory",
    AlertType.LOW_INVENTORY,
    subject="materials",
    threshold="100",
    clears_at="110",
    critical_at="0",
    is_low=True,
    touching=True,
    unit="% of reorder level",
    own="material_id",
    by={OFFICE, PRODUCTION, BOOKKEEPER},
    way="Draft the purchase order",
)
def low_inventory(session: Session) -> Iterator[Reading]:
    """What is available of a material (on hand and ordered, less what is set aside) is at or below its reorder level:
    the typed one, else what is used until a delivery comes. It is critical when nothing is left, or when it runs out
    before an order placed now would arrive. It clears at 110 % of the level, or when enough is ordered.
    """
    return (
        _reading(each) for each in levels(session) if each.point is not None or each.material.available < 0
    )


def _reading(level: Level) -> Reading:
    material, available, point = level.material, level.material.available, level.point or _NONE
    lead, lasts = usual_days(material), _days_left(level)
    is_urgent = available <= 0 or (lasts is not None and lasts < lead)
    return Reading(
        subject_id=material.id,
        name=str(material),
        actual=available,
        title=f"{material.name} is {_standing(available)}",
        message=_message(level, lasts, lead),
        data=_data(level, lasts, lead),
        address="/reorder/",
        of=material.id,
        at_least=AlertSeverity.CRITICAL if is_urgent else None,
        whole=point,
        is_settled=material.quantity_incoming > 0 and to_order(material, available, level.point) == 0,
        unit=material.unit,
    )


def _standing(available: Decimal) -> str:
    if available > 0:
        return "low"
    return "short" if available < 0 else "out"


def _days_left(level: Level) -> int | None:
    """How many whole days what is available lasts; None where nothing was used of late."""
    return None if level.use is None else int(max(_NONE, level.material.available) / level.use.average)


def _message(level: Level, lasts: int | None, lead: int) -> str:
    material, available = level.material, level.material.available
    if available < 0:
        told = f"{material}: {counted(material, -available)} short for what is set aside."
    else:
        point = counted(material, level.point or _NONE)
        told = f"{material}: {counted(material, available)} available, reorder at {point}."
    if lasts is not None and available > 0:
        told += f" At the recent pace it lasts {days_text(lasts)}; an order takes {days_text(lead)}."
    if level.drafted > 0:
        told += f" {counted(material, level.drafted)} stand on a draft: send it."
    return told


def _data(level: Level, lasts: int | None, lead: int) -> dict[str, str]:
    material = level.material
    told = {
        "Available": counted(material, material.available),
        "Reorder at": counted(material, level.point) if level.point is not None else "not known",
        "On hand": counted(material, material.quantity_on_hand),
        "Set aside": counted(material, material.quantity_reserved),
        "Ordered": counted(material, material.quantity_incoming),
        "On drafts": counted(material, level.drafted),
        "An order takes": days_text(lead),
        "Supplier": material.supplier.name if material.supplier else "none is known",
    }
    return told | ({"Lasts": days_text(lasts)} if lasts is not None else {})
