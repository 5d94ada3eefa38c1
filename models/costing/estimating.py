"""What a job is reckoned to cost: what its requirements take of every material, and the time that its routing asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, NamedTuple

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session, selectinload

from ..catalog import Material
from ..core.base import session_of
from ..core.labels import choice_label
from ..core.types import round_half_up
from ..jobs import DecorationMethod, Job, JobItem
from ..people import Employee
from ..requirements import needed, totals_of
from ..scheduling import EmployeeSkill
from ..scheduling.plan import load_plan
from ..scheduling.routing import Step, whole_work
from ..settings import declare, value_of
from .costs import NOTHING
from .estimates import EstimateKind

UNIT_PLACES: Final = 4
"""A unit costs to a hundredth of a cent, an hour too."""

declare(
    "estimate_shipping",
    Decimal("0.00"),
    "What sending a job to its customer is reckoned to cost in estimates, in dollars.",
    Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)],
)


class Subject(NamedTuple):
    """What a line is about: two lines of one subject are the same thing at the same cost a unit."""

    kind: EstimateKind
    material_id: str | None = None
    stage_id: str | None = None
    method: DecorationMethod | None = None


@dataclass(frozen=True)
class Reckoned:
    """So much of one subject. `unit_cost` is that of today."""

    subject: Subject
    description: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal

    @property
    def amount(self) -> Decimal:
        """To the cent, half up."""
        return round_half_up(self.quantity * self.unit_cost)


def reckon_job(job: Job, *, with_design: bool) -> list[Reckoned]:
    """The lines of an estimate of the job as it stands, at the costs and rates of today; none without pieces."""
    session = session_of(job)
    job = _with_items(session, job)
    if not any(item.quantity for item in job.items):
        return []
    return [*_materials(session, job), *_labor(session, job, with_design=with_design), *_shipping(session)]


def _with_items(session: Session, job: Job) -> Job:
    """The job with its items and decorations as they are stored now."""
    items = selectinload(Job.items)
    anew = sa.select(Job).where(Job.id == job.id).options(items.selectinload(JobItem.decorations))
    return session.scalars(anew.execution_options(populate_existing=True)).one()


def _materials(session: Session, job: Job) -> list[Reckoned]:
    """What the job needs of each material, at the average cost of the stock, else at the cost that is typed."""
    totals = totals_of(needed(session, job.id))
    rows = sa.select(Material).where(Material.id.in_(totals)).order_by(Material.name, Material.id)
    return [
        Reckoned(
            Subject(EstimateKind.MATERIAL, material_id=material.id),
            str(material)[:300],
            totals[material.id],
            material.unit,
            material.average_cost or material.unit_cost or NOTHING,
        )
        for material in (session.scalars(rows) if totals else ())
        if totals[material.id]
    ]


def _labor(session: Session, job: Job, *, with_design: bool) -> list[Reckoned]:
    """The hours that the routing asks at each stage, at the average rate of those who can do it."""
    rates = _rates(session)
    return [
        Reckoned(
            Subject(EstimateKind.LABOR, stage_id=step.stage.id, method=step.method),
            _named(step),
            step.hours,
            "h",
            rates.of(step),
        )
        for step in whole_work(job, load_plan(session), with_design=with_design)
    ]


def _named(step: Step) -> str:
    return f"{step.stage}, {choice_label(step.method)}" if step.method else str(step.stage)


def _shipping(session: Session) -> list[Reckoned]:
    cost: Decimal = value_of(session, "estimate_shipping")
    subject = Subject(EstimateKind.SHIPPING)
    return [Reckoned(subject, "Shipping", Decimal(1), "job", cost)] if cost else []


@dataclass(frozen=True)
class _Rates:
    """What active people are paid for an hour today, and what they can do."""

    paid: Mapping[str, Decimal]
    skills: Sequence[tuple[str, str, DecorationMethod | None]]

    def of(self, step: Step) -> Decimal:
        """The average rate of those who can do the step; of everybody, when nobody was named for it."""
        able = {
            person
            for person, stage_id, method in self.skills
            if stage_id == step.stage.id and (method is None or step.method in (None, method))
        }
        paid = [rate for person, rate in self.paid.items() if person in able] or [*self.paid.values()]
        return round_half_up(sum(paid, NOTHING) / len(paid), UNIT_PLACES) if paid else NOTHING


def _rates(session: Session) -> _Rates:
    people = sa.select(Employee.id, Employee.hourly_rate).where(
        Employee.is_active.is_(True), Employee.archived_at.is_(None), Employee.hourly_rate.is_not(None)
    )
    skill = EmployeeSkill
    skills = sa.select(skill.employee_id, skill.stage_id, skill.decoration_method)
    return _Rates(
        {person: rate for person, rate in session.execute(people) if rate is not None},
        [(person, stage_id, method) for person, stage_id, method in session.execute(skills)],
    )
