"""The materials of a job on its page: what is required, set aside, used, there, short, and what to order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for

from models.catalog import Material
from models.core.base import db
from models.core.types import round_half_up
from models.job_materials import JobMaterials, MaterialRow, for_job
from models.jobs import ACTIVE, Job, JobStatus
from models.jobs.job import UNDECIDED
from models.requirements import MaterialRequirement

from .core.access.person import is_granted
from .core.pages.cells import row_url
from .core.screen import screen_named
from .jobs.panels import job_panel


@dataclass(frozen=True)
class Line:
    """A material in words; quantities are in `unit`."""

    name: str
    href: str
    unit: str
    reasons: Sequence[str]
    required: str
    reserved: str
    used: str
    on_hand: str
    available: str
    short: str
    order: str


@dataclass(frozen=True)
class Shown:
    """What the panel shows: a sentence that sums it up, its lines, and what is not known yet."""

    sentence: str
    is_short: bool
    lines: Sequence[Line]
    gaps: Sequence[str]
    recipes_url: str


@job_panel("Materials", template="job_materials/_job.html", position=10)
def materials(job: Job) -> Shown | None:
    """The job's materials, for those who read materials. Four statements."""
    if not is_granted("can_list", Material.__tablename__):
        return None
    found = for_job(db.session(), job.id)
    screen = screen_named(MaterialRequirement.__tablename__)
    return Shown(
        sentence=_sentence(job, found),
        is_short=bool(found.short) and _matters(job),
        lines=[_line(row) for row in found.rows],
        gaps=list(dict.fromkeys(gap.sentence for gap in found.gaps)) if _matters(job) else [],
        recipes_url=url_for(f"{screen.__name__}.list") if is_granted("can_list", screen.table) else "",
    )


def _matters(job: Job) -> bool:
    """Whether the job is still to be made, or may be."""
    return job.status in UNDECIDED | ACTIVE | {JobStatus.ON_HOLD}


def _sentence(job: Job, found: JobMaterials) -> str:
    if not found.rows or not _matters(job):
        return ""
    if not found.short:
        return "Everything that is known to be needed is there or on its way."
    names = "; ".join(row.material.name for row in found.short[:3])
    more = f" and {len(found.short) - 3} more" if len(found.short) > 3 else ""
    verb = "is" if len(found.short) == 1 else "are"
    before = "before a date is promised" if job.status in UNDECIDED else "so that the job can be made"
    return f"{names}{more} {verb} short: order {before}."


def _line(row: MaterialRow) -> Line:
    screen = screen_named(Material.__tablename__)
    return Line(
        name=str(row.material),
        href=row_url(screen, row.material) if is_granted("can_show", screen.table) else "",
        unit=row.material.unit,
        reasons=[need.explanation for need in row.needs],
        required=amount(row.required),
        reserved=amount(row.reserved),
        used=amount(row.used),
        on_hand=amount(row.on_hand),
        available=amount(row.available),
        short=amount(row.short) if row.short else "",
        order=_order(row),
    )


def _order(row: MaterialRow) -> str:
    """Such as “72” or “72 (2 × roll)”."""
    material, quantity = row.material, row.to_order
    if not quantity:
        return ""
    if not material.purchase_unit_quantity:
        return amount(quantity)
    units = amount(quantity / material.purchase_unit_quantity)
    return f"{amount(quantity)} ({units} × {material.purchase_unit or 'purchase unit'})"


def amount(quantity: Decimal) -> str:
    """A quantity to two decimals at most, smaller ones to four, without needless zeros."""
    places = 2 if abs(quantity) >= Decimal("0.01") or not quantity else 4
    text = f"{round_half_up(quantity, places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
