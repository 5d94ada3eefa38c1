"""Job tickets as PDF: of one job, of those that are ticked in the grid, of those that are made on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, abort, request
from flask_appbuilder import expose

from models.core.base import db
from models.core.dates import iso_day
from models.core.errors import RuleBroken
from models.jobs import Job
from models.scheduling import ProductionSchedule, ScheduleStatus
from tasks.tickets import MOST_TICKETS, tickets

from ..core.access.person import needs
from ..core.papers import paper_sent
from ..core.rest.json_values import identity_of


class TicketPages:
    """`/jobs/<id>/ticket.pdf` and `/jobs/tickets.pdf`, for whoever reads jobs."""

    @expose("/<pk>/ticket.pdf")
    @needs("show")
    def ticket(self: Any, pk: str) -> Response:
        """The ticket of one job; 404 when there is no such job."""
        job_id = identity_of(Job, pk)
        number = db.session.scalar(sa.select(Job.number).where(Job.id == job_id))
        if number is None:
            abort(404, "There is no such job, or no longer.")
        return _printed([str(job_id)], f"{number}-ticket.pdf")

    @expose("/tickets.pdf", methods=["POST"])
    @needs("show")
    def print_tickets(self: Any) -> Response:
        """The tickets of the ticked jobs, in the order in which they were ticked."""
        ids = list(dict.fromkeys(request.form.getlist("id")))
        return _printed([str(key) for each in ids if (key := identity_of(Job, each))], "tickets.pdf")

    @expose("/tickets/<date>.pdf")
    @needs("show")
    def tickets_of_day(self: Any, date: str) -> Response:
        """The tickets of the jobs that something is planned for on a day, such as 2026-11-24, in the day's order."""
        try:
            day = iso_day(date)
        except ValueError:
            abort(404, f"No ticket was printed: {date} is no day. Write it as 2026-11-24.")
        return _printed(_planned_on(day), f"tickets-{day}.pdf")


def _planned_on(day: dt.date) -> Sequence[str]:
    """Each job once, where its first operation of the day stands."""
    table = ProductionSchedule
    planned = sa.select(table.job_id).where(
        table.scheduled_date == day, table.status != ScheduleStatus.CANCELLED
    )
    order = (table.start_time.is_(None), table.start_time, table.priority, table.id)
    return list(dict.fromkeys(db.session.scalars(planned.order_by(*order))))


def _printed(job_ids: Sequence[str], name: str) -> Response:
    few = sa.select(Job.id).where(Job.id.in_(job_ids[:MOST_TICKETS])).limit(1)
    if not job_ids or (len(job_ids) <= MOST_TICKETS and db.session.scalar(few) is None):
        raise RuleBroken("No ticket was printed: no job is chosen. Tick jobs, or take a day with work on it.")
    if len(job_ids) > MOST_TICKETS:
        raise RuleBroken(
            f"No ticket was printed: these are {len(job_ids):,} jobs, and {MOST_TICKETS} fit one print. "
            "Tick fewer in the list of jobs."
        )
    return paper_sent(lambda: tickets(db.session(), job_ids), name)
