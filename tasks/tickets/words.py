"""What a ticket says: the facts of a job as texts. Prices and costs are never among them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from models.core import clock
from models.core.dates import full_day, full_moment, short_day
from models.core.labels import choice_label, label
from models.gates import GateStatus, JobGate
from models.jobs import ACTIVE, JobItem, JobItemDecoration
from models.jobs.sizes import size_order
from models.scheduling import ProductionSchedule, ScheduleStatus

from ..papers import breakable as text
from .rows import Artwork, Ticket

MOST_SIZES: Final = 11
"""Columns of sizes that fit beside each other; more stand in a further row."""


def words_of(ticket: Ticket) -> dict[str, Any]:
    """Everything on the ticket of a job but its pictures."""
    job = ticket.job
    return {
        "number": job.number,
        "title": text(job.title),
        "customer": text(str(job.customer)),
        "due": full_day(job.due_on) if job.due_on else "No date",
        "is_rush": job.is_rush,
        "standing": "" if job.status in ACTIVE else label(job.status).upper(),
        "items": [_item(each) for each in job.items],
        "gates": [_gate(each) for each in job.gates],
        "routing": [_operation(each) for each in ticket.operations],
        "notes": text(job.notes or ""),
    }


def _item(item: JobItem) -> dict[str, Any]:
    sizes = sorted(item.sizes, key=lambda each: size_order(each.size))
    cells = [[text(each.size), f"{each.quantity:,}"] for each in sizes]
    product = str(item.product) if item.product else ""
    return {
        "name": text(str(item)),
        "product": text(product) if product != str(item) else "",
        "pieces": f"{item.quantity:,}",
        "sizes": [cells[start : start + MOST_SIZES] for start in range(0, len(cells), MOST_SIZES)],
        "placements": [_placement(each) for each in item.decorations],
    }


def _placement(decoration: JobItemDecoration) -> list[str]:
    """Method, location, width by height, colours, screens, stitches."""
    counts = (decoration.colors, decoration.screens, decoration.stitches)
    return [
        choice_label(decoration.decoration_method),
        text(decoration.location or "–"),
        _extent(decoration.width, decoration.height),
        *("–" if count is None else f"{count:,}" for count in counts),
    ]


def _extent(width: Decimal | None, height: Decimal | None) -> str:
    if width is None and height is None:
        return "–"
    sides = ("?" if side is None else f"{side.normalize():f}" for side in (width, height))
    return " × ".join(sides) + " in"


def _gate(gate: JobGate) -> dict[str, Any]:
    expected = f"expected {short_day(gate.expected_on)}" if gate.is_blocked and gate.expected_on else ""
    said = [gate.reason or ""] if gate.status != GateStatus.PASSED else []
    return {
        "name": gate.gate.capitalize(),
        "word": choice_label(gate.status),
        "is_blocked": gate.is_blocked,
        "reason": text(", ".join(filter(None, [*said, expected]))),
    }


def _operation(operation: ProductionSchedule) -> dict[str, Any]:
    method = operation.decoration_method
    return {
        "is_done": operation.status == ScheduleStatus.COMPLETED,
        "stage": text(str(operation.stage)),
        "method": choice_label(method) if method else "",
        "pieces": f"{operation.pieces:,}" if operation.pieces else "",
        "hours": f"{operation.estimated_hours:.1f} h",
        "day": _day(operation),
        "person": text(str(operation.employee)) if operation.employee else "",
        "machine": text(str(operation.machine)) if operation.machine else "",
        "notes": text(operation.notes or ""),
    }


def _day(operation: ProductionSchedule) -> str:
    if operation.scheduled_date is None:
        return "No day yet"
    day = short_day(operation.scheduled_date)
    return f"{day}, {clock.shop_time(operation.start_time):%H:%M}" if operation.start_time else day


def artwork_words(artwork: Artwork) -> dict[str, Any]:
    """The caption of a picture, its key in the storage ("" when there is none), and whether it is approved."""
    version, file = artwork.version, artwork.version.file
    return {
        "name": text(f"{version.design.name}, version {version.number}"),
        "file": text(version.file_name),
        "key": (file.preview_key or "") if file and file.is_available else "",
        "is_approved": artwork.is_approved,
    }


def printed_at() -> str:
    """When the ticket is printed: what it says may be otherwise later."""
    return full_moment(clock.now())
