"""The customer's first page and the page of a job: what is theirs, in six steps, at little cost."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.customers import PortalRight
from models.jobs import Job, JobItem, JobStatus
from tests import on_sqlite
from tests.views.amounts import NUMBERS, price

from .proofs import asked_about_two

pytestmark = on_sqlite


@pytest.fixture
def read(visiting, cast):
    """A page as Ann reads it: the text of its main part."""
    browser = visiting(cast.ann)

    def text(address: str = "/portal/") -> str:
        main = browser.get(address).text.split("<main", 1)[1].split("</main>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return text


def test_the_first_page_shows_the_jobs_of_the_customer_and_of_nobody_else(session, read, cast):
    session.add(Job(title="Rival caps", customer=cast.rival))
    assert "Staff tees" in read()
    assert "Rival caps" not in read()


def test_a_job_says_its_step_and_when_it_is_ready(session, read, cast):
    cast.job.due_on = clock.shop_day() + dt.timedelta(days=3)
    session.commit()
    assert "In production Step 4 of 6" in read()
    assert "Ready by" in read()
    assert "Step 4 of 6" in read(f"/portal/jobs/{cast.job.id}")


def test_a_paused_job_says_why(session, read, cast):
    cast.job.hold(reason="SHOP-ONLY", tell_customer=True, message="We need your size list.")
    session.commit()
    assert "Paused. We need your size list." in read()
    assert "SHOP-ONLY" not in read()


def test_a_job_that_is_over_stands_among_the_past_ones(session, read, cast):
    cast.job.send_to_quality_check()
    cast.job.pack()
    cast.job.ready_for_pickup()
    assert "Your order is ready to pick up." in read()
    cast.job.complete()
    assert "Active 0" in read()
    assert "Staff tees" in read("/portal/jobs/")


def test_past_jobs_come_page_by_page(session, read, cast):
    for number in range(25):
        job = Job(title=f"Old job {number}", customer=cast.acme)
        session.add(job)
        session.flush()
        job.import_as(JobStatus.COMPLETED)
    session.commit()
    first, second = read("/portal/jobs/"), read("/portal/jobs/?page=2")
    assert (first.count("Old job"), second.count("Old job")) == (20, 5)
    assert "All 25 past jobs" in read()


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "٣"])
def test_no_number_of_a_page_breaks_the_list(visiting, cast, number):
    assert visiting(cast.ann).get("/portal/jobs/", query_string={"page": number}).status_code == 200


def test_what_is_shipped_can_be_tracked(session, visiting, cast):
    cast.job.send_to_quality_check()
    cast.job.pack()
    cast.job.ship(carrier="UPS Ground", tracking="1Z 999")
    page = visiting(cast.ann).get(f"/portal/jobs/{cast.job.id}").text
    assert "https://www.ups.com/track?tracknum=1Z%20999" in page


def test_prices_staff_and_the_shops_own_words_are_nowhere(session, visiting, cast):
    price(cast.job)
    cast.job.notes = "SHOP-ONLY-NOTE"
    session.commit()
    browser = visiting(cast.ann)
    pages = "".join(
        browser.get(address).text
        for address in ("/portal/", f"/portal/jobs/{cast.job.id}", f"/portal/jobs/{cast.job.id}/status.json")
    )
    for secret in (*NUMBERS, "SHOP-ONLY", "System", "IN_PRODUCTION"):
        assert secret not in pages


def test_a_viewer_is_offered_nothing_to_decide(session, read, cast):
    cast.ann.portal_right = PortalRight.VIEWER
    session.commit()
    assert "New quote" not in read()
    assert "Order the same again" not in read(f"/portal/jobs/{cast.job.id}")


def test_the_status_is_told_in_short_and_only_when_it_changed(session, visiting, cast):
    browser = visiting(cast.ann)
    address = f"/portal/jobs/{cast.job.id}/status.json"
    answer = browser.get(address)
    assert answer.get_json()["step_name"] == "In production"
    unchanged = {"If-None-Match": answer.headers["ETag"]}
    assert browser.get(address, headers=unchanged).status_code == 304
    cast.job.send_to_quality_check()
    cast.job.pack()
    assert browser.get(address, headers=unchanged).get_json()["step_name"] == "Ready"


def test_a_job_is_pictured_by_the_design_that_was_asked_about_last(session, visiting, cast):
    job = asked_about_two(session, cast).job
    browser = visiting(cast.ann)
    address = re.search(rf"/portal/jobs/{job.id}/picture\?v=\w+", browser.get("/portal/").text).group()
    answer = browser.get(address)
    assert answer.mimetype == "image/webp"
    assert answer.data.startswith(b"RIFF")


def test_the_first_page_asks_little_of_the_database_however_many_jobs(session, visiting, cast):
    browser = visiting(cast.ann)

    def asked() -> int:
        count = 0

        def note(*_args) -> None:
            nonlocal count
            count += 1

        session.commit()
        session.expunge_all()
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert browser.get("/portal/").status_code == 200
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        return count

    acme = cast.acme.id
    few = asked()
    session.add_all(
        Job(title=f"Job {number}", customer_id=acme, items=[JobItem(description="Tee", quantity=5)])
        for number in range(30)
    )
    assert asked() <= few + 1
