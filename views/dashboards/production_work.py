"""What takes longer than reckoned, what is spoiled, what is late, and where all jobs stand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from models.core import clock
from models.core.labels import choice_label
from models.insight.production import AGES, bounds
from models.jobs import ACTIVE, JobStatus
from models.metrics import Window
from models.timekeeping import MisprintCause

from ..core.screen import screen_named
from .against import by_key, share, whole_axis
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import SERIES, bars, lying, named
from .production import Production, production_read, shares
from .spelling import counted, spelled

_NOT_IN_WORK: Final = tuple(status.name for status in JobStatus if status not in ACTIVE)
_LONG_AGO: Final = dt.date(2000, 1, 1)


@chart(production_read, "overdue-by-age", "Overdue jobs by age")
def overdue_by_age(read: Production) -> Told:
    """How long the jobs in work are past their in-hands date, now."""
    columns = (Column("Overdue"), Column("Jobs", "rounded"))
    found = {row.key: row[0] for row in read.found["overdue"]}
    names = [f"{first} to {last} days" if last else f"{first} days and more" for first, last in AGES]
    numbers = [found.get(str(place), Decimal(0)) for place in range(len(AGES))]
    links = [_due_between(age) for age in AGES]
    lines = [Line(each[:2], each[2]) for each in zip(names, numbers, links, strict=True)]
    if not any(numbers):
        return Told("No job in work is past its in-hands date.", columns, [])
    said = f"{counted(int(sum(numbers)), 'job')} in work should have been ready. "
    if read.late:
        worst = read.late[0]
        said += f"{worst.number} for {worst.customer} is late by {_days(worst.due_on)}."
    texts = [f"{number:,.0f}" for number in numbers]
    colours = ["--amber-dot", "--amber-dot", "--red", "--red", "--red"]
    shown = lying(names, numbers, texts, colours=colours, links=links, unit="")
    shown.update_layout(xaxis=whole_axis(numbers))
    return Told(said, columns, lines, shown)


def _due_between(age: tuple[int, int | None]) -> str:
    first, last = bounds(age, clock.shop_day())
    return rows_behind("jobs", due_on=Window(first or _LONG_AGO, last), without=("status", _NOT_IN_WORK))


def _days(due_on: dt.date) -> str:
    return counted((clock.shop_day() - due_on).days, "day")


@chart(production_read, "estimated-hours", "Hours estimated and worked, by stage")
def estimated_hours(read: Production) -> Told:
    """Of the operations completed in the period that have time on them."""
    now, before, year = read.compared.of(read.found["estimates"])
    columns = (
        Column("Stage"), Column("Operations", "rounded"), Column("Estimated", "hours"), Column("Worked", "hours"),
        Column("Worked of estimated", "percent"), Column("The period before", "percent"),
        Column("A year before", "percent"),
    )  # fmt: skip
    rows = sorted(now, key=lambda row: (row[3], row.label))
    if not rows:
        return Told(f"No operation with time on it was completed in {read.asked.words}.", columns, [])
    earlier, last_year = by_key(before), by_key(year)
    links = [
        rows_behind("production_schedules", stage=row.by, status="COMPLETED", completed_at=read.compared.now)
        for row in rows
    ]
    lines = [
        Line(
            (
                row.label, row[2], row[0], row[1], share(row[1], row[0]),
                shares(earlier.get(row.by), 1, 0), shares(last_year.get(row.by), 1, 0),
            ),
            link,
        )
        for row, link in zip(rows, links, strict=True)
    ]  # fmt: skip
    worst = max(rows, key=lambda row: (abs(row[1] - row[0]), row.by))
    off = worst[1] - worst[0]
    worked, estimated = (spelled(sum(row[place] for row in rows), "hours") for place in (1, 0))
    said = f"Together {worked} were worked, {estimated} were estimated. {worst.label} is furthest off:"
    said += f" {spelled(abs(off), 'hours')} {'more' if off >= 0 else 'less'} than estimated."
    names = [row.label for row in rows]
    traces = [
        bars("Estimated", names, [row[0] for row in rows], colour="--grey", links=links, dollars=False),
        bars("Worked", names, [row[1] for row in rows], links=links, dollars=False),
    ]
    shown = named(traces)
    shown.update_layout(barmode="group", yaxis={"ticksuffix": " h", "tickformat": "~f"})
    shown.update_traces(hovertemplate="%{y:,.1f} h")
    return Told(said, columns, lines, shown)


@chart(production_read, "misprints-by-cause", "Misprints by cause and stage")
def misprints_by_cause(read: Production) -> Told:
    """Pieces that were spoiled in the period, beside the period before and the year before."""
    now, before, year = read.compared.of(read.found["misprints"])
    stages = sorted({row.label for row in now})
    columns = (
        Column("Cause"), *(Column(stage or "No stage", "rounded") for stage in stages), Column("Pieces", "rounded"),
        Column("The period before", "rounded"), Column("A year before", "rounded"),
    )  # fmt: skip
    sums = {cause: sum(row[0] for row in now if row.by == cause) for cause in {row.by for row in now}}
    causes = sorted(sums, key=lambda cause: (-sums[cause], cause))
    was = sum(row[0] for row in before)
    if not causes:
        return Told(
            f"No piece was spoiled in {read.asked.words}; {was:,.0f} were in the period before.", columns, []
        )
    part = {(row.by, row.label): row[0] for row in now}
    names = [choice_label(MisprintCause[cause]) for cause in causes]
    links = [rows_behind("misprints", cause=cause, created_at=read.compared.now) for cause in causes]
    lines = [
        Line(
            (
                name, *(part.get((cause, stage), 0) for stage in stages), sums[cause],
                sum(row[0] for row in before if row.by == cause), sum(row[0] for row in year if row.by == cause),
            ),
            link,
        )
        for cause, name, link in zip(causes, names, links, strict=True)
    ]  # fmt: skip
    spoiled = counted(int(sum(sums.values())), "piece")
    said = f"{spoiled} spoiled in {read.asked.words}, {was:,.0f} in the period before."
    said += f" Most by {names[0].lower()}: {sums[causes[0]]:,.0f}."
    traces = [
        bars(
            stage or "No stage", names, [part.get((cause, stage)) for cause in causes],
            colour=colour, links=links, dollars=False,
        )
        for stage, colour in zip(stages, SERIES, strict=False)
    ]  # fmt: skip
    shown = named(traces)
    shown.update_layout(yaxis=whole_axis([Decimal(each) for each in sums.values()]), showlegend=True)
    return Told(said, columns, lines, shown)


@chart(production_read, "jobs-now", "Jobs by status, now")
def jobs_now(read: Production) -> Told:
    """Where the jobs in work stand at this moment."""
    columns = (Column("Status"), Column("Jobs", "rounded"))
    found = {row.key: row[0] for row in read.found["statuses"]}
    chosen = [status for status in JobStatus if found.get(status.name)]
    if not chosen:
        return Told("No job is in work.", columns, [])
    names = [choice_label(status) for status in chosen]
    numbers = [found[status.name] for status in chosen]
    links = [rows_behind("jobs", status=status.name) for status in chosen]
    lines = [Line(each[:2], each[2]) for each in zip(names, numbers, links, strict=True)]
    most = max(range(len(chosen)), key=lambda place: numbers[place])
    said = f"{counted(int(sum(numbers)), 'job')} in work or on hold."
    said += f" Most are {names[most].lower()}: {numbers[most]:,.0f}."
    texts = [f"{number:,.0f}" for number in numbers]
    colours = ["--grey" if status == JobStatus.ON_HOLD else "--accent" for status in chosen]
    return Told(said, columns, lines, lying(names, numbers, texts, colours=colours, links=links, unit=""))


@chart(production_read, "work-by-stage", "Work still to do, by stage")
def work_by_stage(read: Production) -> Told:
    """Operations that are not completed, with their hours."""
    columns = (Column("Stage"), Column("Operations", "rounded"), Column("Hours", "hours"))
    rows = sorted(read.found["stages"], key=lambda row: (row[2], row.label))
    if not rows:
        return Told("No operation waits to be done.", columns, [])
    links = [
        rows_behind("production_schedules", stage=row.key, without=("status", ("COMPLETED", "CANCELLED")))
        for row in rows
    ]
    lines = [Line((row.label, row[0], row[1]), link) for row, link in zip(rows, links, strict=True)]
    most = max(rows, key=lambda row: (row[1], row.key))
    said = f"{spelled(sum(row[1] for row in rows), 'hours')} of work wait."
    said += f" Most at {most.label}: {spelled(most[1], 'hours')} in {counted(int(most[0]), 'operation')}."
    texts = [spelled(row[1], "hours") for row in rows]
    shown = lying(
        [row.label for row in rows],
        [row[1] for row in rows],
        texts,
        colours=["--accent"] * len(rows),
        links=links,
        unit="",
    )
    shown.update_layout(xaxis={"ticksuffix": " h", "tickformat": "~f"})
    return Told(said, columns, lines, shown)


@chart(production_read, "overdue-jobs", "Jobs that are overdue for longest", wide=True)
def overdue_jobs(read: Production) -> Told:
    """Each with its customer, where it stands, and by how much it is late."""
    columns = (
        Column("Job"),
        Column("Customer"),
        Column("Status"),
        Column("In hands", "day"),
        Column("Days late", "whole"),
    )
    show = f"{screen_named('jobs').route_base}/show"
    lines = [
        Line(
            (
                f"{job.number} {job.title}", job.customer, choice_label(job.status), job.due_on,
                (clock.shop_day() - job.due_on).days,
            ),
            f"{show}/{job.id}",
        )
        for job in read.late
    ]  # fmt: skip
    if not lines:
        return Told("No job in work is past its in-hands date.", columns, [])
    return Told("The longest first. Each leads to its job.", columns, lines)
