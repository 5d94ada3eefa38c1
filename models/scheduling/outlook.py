"""Capacity against demand for the coming weeks: what is booked, what waits in the backlog, what quotes may bring.

What has no day yet is spread evenly over the shop's work days up to the day before its job is due. A quote counts with
the chance that it is accepted (setting `quote_probability`). A stage has the hours of the people who can do it, each
counted in full, and no more than those of the machines that serve it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Final

import sqlalchemy as sa
from pydantic import Field
from sqlalchemy.orm import Session, selectinload

from ..core import clock
from ..jobs import ACTIVE, Job, JobItem, JobStatus
from ..people import Employee, Machine
from ..settings import declare, value_of
from .capacity import DailyCapacity
from .hours import WorkCalendar, next_work_day, work_calendar
from .life import ScheduleStatus
from .operations import ProductionSchedule
from .plan import load_plan
from .routing import steps_of
from .skills import EmployeeSkill, MachineStage
from .stages import ProductionStage

QUOTE_PROBABILITY: Final = declare(
    "quote_probability",
    50,
    "How many of a hundred quotes become orders: with this weight they count in the outlook on capacity.",
    Annotated[int, Field(ge=0, le=100)],
).name
QUOTES_OF: Final = dt.timedelta(days=60)
"""A quote without a due day counts so long after it was written."""
WITHOUT_A_DAY: Final = dt.timedelta(weeks=4)
"""Over so long the work of a job without a due day is spread."""

FARTHEST: Final = dt.timedelta(weeks=52)
"""Behind the outlook no due day lies farther than that: work is not spread over years."""

Hours = dict[dt.date, Decimal]


def _no_hours() -> Hours:
    return defaultdict(Decimal)


@dataclass
class Line:
    """A stage, a person or a machine: the hours it has on each day, and what is asked of them."""

    key: str
    name: str
    capacity: Hours = field(default_factory=_no_hours)
    booked: Hours = field(default_factory=_no_hours)
    backlog: Hours = field(default_factory=_no_hours)
    quoted: Hours = field(default_factory=_no_hours)

    def of(self, days: Iterable[dt.date]) -> Sums:
        """The sums of some days."""
        chosen = list(days)
        parts = (self.capacity, self.booked, self.backlog, self.quoted)
        return Sums(*(sum((part.get(day, Decimal(0)) for day in chosen), Decimal(0)) for part in parts))


@dataclass(frozen=True)
class Sums:
    """Hours of a day or a week."""

    capacity: Decimal
    booked: Decimal
    backlog: Decimal
    quoted: Decimal

    @property
    def demand(self) -> Decimal:
        """All that is asked for."""
        return self.booked + self.backlog + self.quoted

    @property
    def percent(self) -> int | None:
        """How full it is, in whole percent; None where there are no hours and something is asked for."""
        if self.capacity <= 0:
            return None if self.demand > 0 else 0
        return round(self.demand * 100 / self.capacity)


@dataclass(frozen=True)
class Outlook:
    """The coming weeks, day by day: the whole shop first, then stages, people and machines."""

    days: Sequence[dt.date]
    everybody: Line
    stages: Sequence[Line]
    people: Sequence[Line]
    machines: Sequence[Line]

    @property
    def lines(self) -> list[Line]:
        """All of them."""
        return [self.everybody, *self.stages, *self.people, *self.machines]

    @property
    def weeks(self) -> list[list[dt.date]]:
        """The days by calendar week; the first may have begun already."""
        weeks: dict[tuple[int, int], list[dt.date]] = defaultdict(list)
        for day in self.days:
            weeks[day.isocalendar()[:2]].append(day)
        return list(weeks.values())


def outlook(session: Session, weeks: int) -> Outlook:
    """The outlook from today, or from the next work day if the shop is closed, to the Sunday of the last of so many
    `weeks`; a constant number of statements.
    """
    first = next_work_day(session, clock.shop_day())
    last = first + dt.timedelta(days=7 * weeks - 1 - first.weekday())
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    calendar = work_calendar(session, first, last)
    people = [Line(f"employee-{each.id}", each.name) for each in _present(session, Employee)]
    machines = [Line(f"machine-{each.id}", each.name) for each in _present(session, Machine)]
    stages = [Line(f"stage-{each.id}", each.name) for each in _stages(session)]
    everybody = Line("everybody", "Everybody")
    by_key = {line.key: line for line in (*people, *machines, *stages)}
    _fill_capacity(session, by_key, days, calendar)
    for line in people:
        _add(everybody.capacity, line.capacity)
    _fill_stages(session, stages, by_key, days)
    for part, amounts in _demand(session, days, calendar):
        for key, day, hours in amounts:
            if key in by_key:
                part(by_key[key])[day] += hours
            if key.startswith("stage-"):
                part(everybody)[day] += hours
    return Outlook(days, everybody, stages, people, machines)


def _present(session: Session, model: type[Any]) -> Sequence[Any]:
    chosen = sa.select(model).where(model.is_active.is_(True), model.archived_at.is_(None))
    return session.scalars(chosen.order_by(model.name, model.id)).all()


def _stages(session: Session) -> Sequence[ProductionStage]:
    present = sa.select(ProductionStage).where(ProductionStage.archived_at.is_(None))
    return session.scalars(present.order_by(ProductionStage.position, ProductionStage.id)).all()


def _add(hours: Hours, more: Hours) -> None:
    for day, amount in more.items():
        hours[day] += amount


def _fill_capacity(
    session: Session, by_key: Mapping[str, Line], days: Sequence[dt.date], calendar: WorkCalendar
) -> None:
    """The rows of daily capacity where they were laid out, else what the calendar says."""
    laid_out = sa.select(DailyCapacity.resource, DailyCapacity.date, DailyCapacity.total_hours)
    within = laid_out.where(DailyCapacity.date.between(days[0], days[-1]))
    totals = {(resource, day): hours for resource, day, hours in session.execute(within)}
    for model, kind in ((Employee, "employee"), (Machine, "machine")):
        for each in _present(session, model):
            line = by_key[f"{kind}-{each.id}"]
            for day in days:
                known = totals.get((each.id, day))
                line.capacity[day] = calendar.hours(each, day) if known is None else known


def _fill_stages(
    session: Session, stages: Sequence[Line], by_key: Mapping[str, Line], days: Sequence[dt.date]
) -> None:
    """A stage for which nobody is named is open to all people; one that no machine serves needs none."""
    able = _named(session, EmployeeSkill.stage_id, EmployeeSkill.employee_id)
    serving = _named(session, MachineStage.stage_id, MachineStage.machine_id)
    everybody = [line for key, line in by_key.items() if key.startswith("employee-")]
    for stage in stages:
        id_ = stage.key.removeprefix("stage-")
        people = [by_key[f"employee-{each}"] for each in able.get(id_, ()) if f"employee-{each}" in by_key]
        machines = [by_key[f"machine-{each}"] for each in serving.get(id_, ()) if f"machine-{each}" in by_key]
        for day in days:
            hours = _sum(people if id_ in able else everybody, day)
            stage.capacity[day] = min(hours, _sum(machines, day)) if id_ in serving else hours


def _sum(lines: Iterable[Line], day: dt.date) -> Decimal:
    return sum((line.capacity[day] for line in lines), Decimal(0))


def _named(session: Session, stage: Any, whose: Any) -> dict[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for stage_id, id_ in session.execute(sa.select(stage, whose)):
        named[stage_id].add(id_)
    return named


Amounts = Iterable[tuple[str, dt.date, Decimal]]
Part = Callable[[Line], Hours]


def _demand(
    session: Session, days: Sequence[dt.date], calendar: WorkCalendar
) -> Iterable[tuple[Part, Amounts]]:
    yield lambda line: line.booked, _booked(session, days)
    yield lambda line: line.backlog, _spread(_waiting(session), days, calendar)
    yield lambda line: line.quoted, _spread(_quoted(session, days), days, calendar)


def _booked(session: Session, days: Sequence[dt.date]) -> Amounts:
    """Hours of dated operations by day, once for their stage and once for each of their resources."""
    table = ProductionSchedule
    for kind, column in (
        ("stage", table.stage_id),
        ("employee", table.employee_id),
        ("machine", table.machine_id),
    ):
        sums = sa.select(column, table.scheduled_date, sa.func.sum(table.estimated_hours)).where(
            table.scheduled_date.between(days[0], days[-1]),
            table.status != ScheduleStatus.CANCELLED,
            column.is_not(None),
        )
        for id_, day, hours in session.execute(sums.group_by(column, table.scheduled_date)):
            if day is not None:
                yield f"{kind}-{id_}", day, hours


Undated = Iterable[tuple[str, dt.date | None, Decimal]]
"""Stage, the day on which its job is due, hours."""


def _waiting(session: Session) -> Undated:
    table = ProductionSchedule
    sums = (
        sa.select(table.stage_id, Job.due_on, sa.func.sum(table.estimated_hours))
        .join(Job, Job.id == table.job_id)
        .where(table.status == ScheduleStatus.BACKLOG, Job.status.in_(ACTIVE))
        .group_by(table.stage_id, Job.due_on)
    )
    return [(stage_id, due_on, hours) for stage_id, due_on, hours in session.execute(sums)]


def _quoted(session: Session, days: Sequence[dt.date]) -> Undated:
    weight = Decimal(value_of(session, QUOTE_PROBABILITY)) / 100
    open_quotes = sa.select(Job).where(
        Job.status.in_({JobStatus.QUOTE, JobStatus.QUOTE_SENT}),
        sa.or_(
            Job.due_on.between(days[0], days[-1] + WITHOUT_A_DAY),
            sa.and_(Job.due_on.is_(None), Job.created_at >= clock.now() - QUOTES_OF),
        ),
    )
    loaded = open_quotes.options(selectinload(Job.items).selectinload(JobItem.decorations))
    plan = load_plan(session)
    for job in session.scalars(loaded):
        for step in steps_of(job, plan, has_art_to_make=True):
            yield step.stage.id, job.due_on, step.hours * weight


def _spread(undated: Undated, days: Sequence[dt.date], calendar: WorkCalendar) -> Amounts:
    """Each in equal parts on the work days before it is due; what is due already, on the first of them."""
    open_days = [day for day in days if calendar.shop_hours(day) > 0]
    by_due: dict[tuple[str, dt.date | None], Decimal] = defaultdict(Decimal)
    for stage_id, due_on, hours in undated:
        by_due[stage_id, due_on] += hours
    for (stage_id, due_on), hours in by_due.items():
        until = days[0] + WITHOUT_A_DAY if due_on is None else min(due_on, days[-1] + FARTHEST)
        over = _work_days_before(until, open_days, days)
        for day in over:
            if day <= days[-1]:
                yield f"stage-{stage_id}", day, hours / len(over)


def _work_days_before(
    until: dt.date, open_days: Sequence[dt.date], days: Sequence[dt.date]
) -> Sequence[dt.date]:
    """The work days before `until`, those behind the outlook counted by weekday; the first one if there is none."""
    beyond = (until - days[-1]).days - 1
    later = [days[-1] + dt.timedelta(days=number + 1) for number in range(max(beyond, 0))]
    within = [day for day in open_days if day < until]
    return [*within, *(day for day in later if day.weekday() < 5)] or [days[0]]
