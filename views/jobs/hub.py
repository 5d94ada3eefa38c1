"""What a job's own page shows besides what every row's page does, for the person at the door."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from flask import request, url_for

from models.core import clock
from models.core.base import db
from models.core.dates import short_day
from models.jobs import ACTIVE, Job
from models.jobs.job import UNDECIDED
from models.scheduling import promise_date

from ..core.access.person import is_granted
from ..core.pages.show_page import Tab
from ..core.shown import shown as told
from .panels import Panel, panels_of, tabs_of
from .shields import shields_of
from .sizes import SizeGrid, items_of, size_grid_of
from .steps import place_of, steps_of
from .talk import Talk, talk_of
from .timeline import timeline_of

_IN_THE_HEAD: Final = {"number", "title", "customer", "status", "due_on", "is_rush", "quoted_amount"}
_CENT: Final = Decimal("0.01")


def parts_of(job: Job, shown: dict[str, Any]) -> dict[str, Any]:
    """The values of `jobs/show.html`; a constant number of statements. Money is absent for whom it is kept from."""
    cells = {cell.column: cell for cell in shown["cells"]}
    here = url_for("JobScreen.show", pk=job.id)
    items = items_of(job) if is_granted("can_list", "job_items") else []
    sizes = size_grid_of(job, items, here)
    timeline = timeline_of(job, items, request.args)
    talk = talk_of(job, here)
    panels = panels_of(job)
    return {
        "facts": cells,
        "due": due_of(job),
        "due_day": short_day(job.due_on) if job.due_on else "",
        "steps": steps_of(job),
        "place": place_of(job),
        "shields": shields_of(job, here, leads=_waits(shown)),
        "sizes": sizes,
        "money": _money(job, sizes) if "quoted_amount" in cells else [],
        "details": [each for each in [*shown["extras"], *_details(cells)] if each.text],
        "panels": panels,
        "talk": talk,
        "timeline": timeline,
        "here": here,
        "promise": _promise(job),
        "may_propose": job.status in ACTIVE and is_granted("can_accept", "proposals"),
        "tabs": _tabs(sizes, panels, talk, shown["tabs"]),
    }


def _promise(job: Job) -> str:
    """For a quote, its earliest honest date as a sentence, for those who plan; else empty."""
    if job.status not in UNDECIDED or not is_granted("can_accept", "proposals"):
        return ""
    return promise_date(db.session(), job).sentence


def due_of(job: Job) -> tuple[str, bool]:
    """When the job is due, such as “in 8 days” or “2 d late”, and whether that is late: only what is promised is."""
    if job.due_on is None or job.status not in ACTIVE:
        return "", False
    days = (job.due_on - clock.shop_day()).days
    if days < 0:
        return f"{-days} d late", True
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days"), False


def _waits(shown: dict[str, Any]) -> bool:
    """Whether the next verb is blocked by something: then what unblocks it comes first on the page."""
    next_one = shown["verbs"].next_one
    return next_one is not None and next_one.waits


def _details(cells: dict[str, Any]) -> list[Any]:
    return [cell for name, cell in cells.items() if name not in _IN_THE_HEAD]


def _tabs(sizes: SizeGrid, panels: list[Panel], talk: Talk | None, related: list[Tab]) -> list[Tab]:
    messages = [Tab("messages", "Messages", talk.count)] if talk else []
    return [
        Tab("job_items", "Items", str(len(sizes.rows))),
        *tabs_of(panels),
        *messages,
        Tab("timeline", "Timeline"),
        *related,
    ]


def _money(job: Job, sizes: SizeGrid) -> list[tuple[str, str]]:
    """Pairs of a name and an amount in dollars; what is not known is left out."""
    quoted = job.quoted_amount
    each = (quoted / sizes.pieces).quantize(_CENT) if quoted and sizes.pieces else None
    amounts = [("Quoted", quoted), ("Quoted, per piece", each), ("Items at their prices", sizes.worth)]
    return [(name, told(amount, "$")) for name, amount in amounts if amount is not None]
