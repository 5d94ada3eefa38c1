"""Where all jobs stand now, what work waits, and which jobs are late for longest."""

from __future__ import annotations

from models.core import clock
from models.core.labels import choice_label
from models.jobs import JobStatus

from ..core.screen import screen_named
from .declared import Column, Line, Told, chart
from .drill import rows_of as rows_behind
from .figures import lying
from .production import Production, production_read
from .spelling import counted, spelled


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
