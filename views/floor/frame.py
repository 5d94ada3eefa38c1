"""What stands around the floor's pages, and finding rows by what an address says."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from flask import g, render_template

from models.core import clock
from models.core.base import Base, db
from models.core.dates import short_day
from models.timekeeping import running
from models.timekeeping.days import clock_time
from tasks.look import look

from . import tokens

Row = TypeVar("Row", bound=Base)

_ID: Final = re.compile(r"[0-9A-Z]{26}")


def known(model: type[Row], id_: str) -> Row | None:
    """The row of `model` with this id; None for what is no id, which some databases do not take."""
    return db.session.get(model, id_) if _ID.fullmatch(id_) else None


def render(template: str, **values: Any) -> str:
    """`template`, which extends `floor/base.html`, in the frame of whoever is in."""
    visitor = g.get("floor_visitor")
    frame: dict[str, Any] = {"visitor": visitor, "today": short_day(clock.shop_day()), "running": None}
    if visitor is not None:
        frame["running"] = running(db.session(), visitor.employee.id)
        frame["proof"] = tokens.tap_proof(visitor.subject)
        frame["idle"] = int(tokens.IDLE.total_seconds())
    return render_template(
        f"floor/{template}",
        shop=look(),
        floor_csrf=tokens.floor_csrf,
        clock_time=clock_time,
        **(frame | values),
    )
