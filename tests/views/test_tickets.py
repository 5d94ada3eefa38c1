"""Printing job tickets: one job's, those of ticked jobs, those of a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from models.core.base import new_id
from models.core.doors import open_door, speaking
from models.core.roles import EVERYBODY, PRODUCTION
from models.jobs import Job
from models.scheduling import ProductionSchedule, ProductionStage, ScheduleStatus
from tests import on_sqlite
from tests.browsing import csrf_token
from tests.papers import words
from views.core.access.grants import holds

pytestmark = on_sqlite

DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_who_reads_jobs_prints_tickets(shop, client_as, cast, role):
    answer = client_as(role).get(f"/jobs/{cast.job.id}/ticket.pdf")
    assert answer.status_code == (200 if holds([role], "can_show", "jobs") else 403)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{cast.job.number}-ticket.pdf"'
    assert cast.job.number in words(answer.data)[0]


def test_a_stranger_is_asked_to_sign_in(shop, cast):
    answer = shop.test_client().get(f"/jobs/{cast.job.id}/ticket.pdf")
    assert answer.status_code == 302
    assert "/login" in answer.location


@pytest.mark.parametrize("page", ["nothing/ticket.pdf", "%27/ticket.pdf", "tickets/2026-02-30.pdf"])
def test_what_is_not_there_is_not_printed(shop, client_as, page):
    answer = client_as(PRODUCTION).get(f"/jobs/{page}")
    assert answer.status_code == 404


def test_the_page_of_a_job_leads_to_its_ticket(shop, client_as, cast):
    page = client_as(PRODUCTION).get(f"/jobs/show/{cast.job.id}").text
    assert f'href="/jobs/{cast.job.id}/ticket.pdf"' in page


def send(browser, ids):
    """Print the tickets of the jobs `ids` from the grid."""
    assert 'formaction="/jobs/tickets.pdf"' in browser.get("/jobs/list/").text
    return browser.post(
        "/jobs/tickets.pdf", data={"csrf_token": csrf_token(browser, "/jobs/list/"), "id": ids}
    )


def test_ticked_jobs_that_are_gone_are_no_empty_paper(shop, client_as, cast):
    answer = send(client_as(PRODUCTION), ["A" * 26, "x"])
    assert answer.status_code == 409
    assert "No ticket was printed" in answer.text


def test_ticked_jobs_are_one_paper(shop, session, client_as, cast):
    other = Job(title="Caps", customer=cast.acme)
    session.add(other)
    session.commit()
    numbers = [other.number, cast.job.number]
    answer = send(client_as(PRODUCTION), [other.id, cast.job.id, other.id])
    assert [page.split()[0] for page in words(answer.data)] == numbers


@pytest.mark.parametrize(("count", "sentence"), [(0, "no job is chosen"), (51, "these are 51 jobs")])
def test_no_jobs_and_too_many_are_refused_with_a_sentence(shop, client_as, cast, count, sentence):
    answer = send(client_as(PRODUCTION), [new_id() for _ in range(count)])
    assert answer.status_code == 409
    assert sentence in answer.text


def test_a_day_prints_the_jobs_that_are_planned_for_it(shop, session, client_as, cast):
    number = cast.job.number
    for key in ("PRINTING", "PACKAGING"):
        session.add(planned(session, cast.job, key, DAY))
    session.commit()
    printer = client_as(PRODUCTION)
    (page,) = words(printer.get(f"/jobs/tickets/{DAY}.pdf").data)
    assert page.startswith(number)
    assert "Printing 2.0 h Tue 24 Nov" in page
    assert printer.get("/jobs/tickets/2026-11-25.pdf").status_code == 409


def planned(session, job, key, day):
    """An operation of `job` on a day."""
    stage = session.query(ProductionStage).filter_by(key=key).one()
    operation = ProductionSchedule(id=new_id(), job=job, stage=stage, first_estimate=Decimal(2))
    with speaking(operation), open_door(operation, "status", ScheduleStatus.SCHEDULED):
        operation.estimated_hours, operation.scheduled_date = Decimal(2), day
        operation.status = ScheduleStatus.SCHEDULED
    return operation
