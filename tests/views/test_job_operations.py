"""A job's operations on a page of their own: made from its routing, with more on demand."""

import sqlalchemy as sa

from models.core.roles import BOOKKEEPER, OFFICE
from models.jobs import DecorationMethod, Job
from models.scheduling import ProductionSchedule, ProductionStage
from tests import on_sqlite
from tests.browsing import csrf_token, post_form
from tests.planned import accepted_job, operation_of, write


def count_of(session, job):
    session.expire_all()
    return session.scalar(sa.select(sa.func.count(ProductionSchedule.id)).filter_by(job_id=job.id))


def test_a_revision_is_added_and_what_is_there_is_not_made_twice(client_as, session, cast):
    job = accepted_job(session, cast, DecorationMethod.DTF)
    browser, page = client_as(OFFICE), f"/jobs/{job.id}/operations/"
    assert "0.5 h" in browser.get(page).text
    assert "nothing was missing" in browser.get(post_form(browser, page).location).text
    revision = session.scalars(sa.select(ProductionStage).filter_by(key="DESIGN_REVISION")).one()
    post_form(browser, page, stage=revision.id)
    assert count_of(session, job) == 7
    assert "Design revision" in browser.get(page).text


@on_sqlite
def test_a_job_that_is_not_in_work_gets_none_and_says_so(client_as, session, cast):
    session.add(job := Job(title="Perhaps", customer=cast.acme))
    session.commit()
    page = f"/jobs/{job.id}/operations/"
    assert "it gets them when it is accepted" in client_as(OFFICE).get(page).text
    browser = client_as(OFFICE)
    active = accepted_job(session, cast, DecorationMethod.DTF)
    answer = browser.post(page, data={"csrf_token": csrf_token(browser, f"/jobs/{active.id}/operations/")})
    assert answer.status_code == 409
    assert "it gets its operations when it is accepted" in answer.text.lower()
    assert count_of(session, job) == 0


@on_sqlite
def test_who_does_not_plan_sees_nothing_and_unknown_jobs_are_not_there(client_as, session, cast):
    job = accepted_job(session, cast, DecorationMethod.DTF)
    write(session, operation_of(session, job, "PRINTING"), status="CANCELLED")
    assert "Cancelled" in client_as(OFFICE).get(f"/jobs/{job.id}/operations/").text
    assert client_as(BOOKKEEPER).get(f"/jobs/{job.id}/operations/").status_code == 403
    assert client_as(OFFICE).get("/jobs/nothing/operations/").status_code == 404
