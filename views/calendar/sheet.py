"""The sheet of a day: each person and machine with what is planned, in its order."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from models.core.types import round_half_up


@dataclass(slots=True)
class SheetLane:
    """A person or a machine on the sheet; hours as people read them."""

    name: str
    booked: str
    total: str
    operations: list[dict[str, Any]] = field(default_factory=list)


def sheet_of(plan: dict[str, Any]) -> list[SheetLane]:
    """The lanes of the day, people before machines, each with what it does; those with nothing to do are left out.

    An operation of both stands with its person, and names the machine.
    """
    load = {each["lane"]: each for each in plan["load"]}
    names = {each["id"]: each["name"] for each in [*plan["employees"], *plan["machines"]]}
    lanes = {key: _lane(name, load.get(key)) for key, name in names.items()}
    for operation in plan["operations"]:
        key = operation["employee_id"] or operation["machine_id"]
        if key in lanes:
            machine = names.get(operation["machine_id"] or "", "") if operation["employee_id"] else ""
            told = {"machine": machine, "read_hours": read_hours(operation["hours"])}
            lanes[key].operations.append(operation | told)
    return [lane for lane in lanes.values() if lane.operations]


def _lane(name: str, load: dict[str, str] | None) -> SheetLane:
    booked, total = (load["booked"], load["total"]) if load else ("0", "0")
    return SheetLane(name, read_hours(booked), read_hours(total))


def read_hours(told: Decimal | str) -> str:
    """To a tenth, such as “4.5”; “<0.1” for what would seem to be nothing."""
    hours = round_half_up(Decimal(told), 1)
    return "<0.1" if hours == 0 and Decimal(told) > 0 else str(hours)
