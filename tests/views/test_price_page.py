"""Working out a price: the table for all who sell, costs for those who see them, and the quote's paper."""

import re
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.core.roles import ADMIN, MANAGER, OFFICE, PRODUCTION
from models.costing import JobEstimate
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration, JobItemSize
from models.links import link_for
from models.quoting import newest_version
from tasks.quotes import paper_of
from tests.browsing import csrf_token
from tests.papers import words

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def quote(session, cast):
    """A quote of 15 tees, printed in one color: 10.69 a piece and one screen by the first table."""
    blank = session.scalars(sa.select(Material)).one()
    job = Job(title="Club tees", customer=cast.acme)
    line = JobItem(job=job, description="Club tee")
    line.sizes = [JobItemSize(size="M", quantity=15, material=blank)]
    front = {
        "decoration_method": DecorationMethod.SCREEN_PRINT,
        "location": "Front",
        "colors": 1,
        "screens": 1,
    }
    line.decorations = [JobItemDecoration(**front)]
    session.add_all([job, line])
    session.commit()
    return job


def main_of(page):
    return re.search(r"<main.*</main>", page, re.DOTALL)[0]


def use(browser, job_id, **typed):
    page = f"/jobs/{job_id}/price/"
    token = csrf_token(browser, page)
    return browser.post(f"/jobs/{job_id}/use_price", data={"csrf_token": token, "back": page} | typed)


def test_managers_see_the_cost_that_is_frozen_when_the_quote_goes_out(client_as, session, quote):
    browser, job_id = client_as(MANAGER), quote.id
    page = main_of(browser.get(f"/jobs/{job_id}/price/").text)
    assert "$180.35" in page
    assert use(browser, job_id).status_code == 303
    session.expire_all()
    assert session.get_one(Job, job_id).quoted_amount == Decimal("180.35")
    session.get_one(Job, job_id).send_quote()
    session.commit()
    estimate = session.scalars(sa.select(JobEstimate).where(JobEstimate.job_id == job_id)).one()
    assert f"<dt>Expected cost</dt><dd>${estimate.total_costs}</dd>" in page
    assert "was sent: revise the quote" in browser.get(f"/jobs/{job_id}/price/").text


def test_the_office_sees_prices_and_no_cost_and_may_agree_on_another_price(client_as, session, quote):
    browser, job_id = client_as(OFFICE), quote.id
    page = main_of(browser.get(f"/jobs/{job_id}/price/").text)
    assert ("$180.35" in page, "argin" in page, "xpected cost" in page) == (True, False, False)
    assert use(browser, job_id, price="170").status_code == 303
    shown = main_of(browser.get(f"/jobs/show/{job_id}").text)
    assert ("Agreed discount" in shown, "−$10.35" in shown) == (True, True)
    answer = use(browser, job_id, price="-1")
    assert (answer.status_code, "Nothing was changed" in answer.text) == (422, True)
    assert client_as(PRODUCTION).get(f"/jobs/{job_id}/price/").status_code == 403


def test_the_paper_is_the_one_that_was_sent_for_staff_and_customers_alike(client_as, session, shop, quote):
    owner, job_id, number = client_as(ADMIN), quote.id, quote.number
    quote.use_price()
    session.commit()
    (draft,) = words(owner.get(f"/jobs/{job_id}/price/quote.pdf").data)
    assert ("Draft quote" in draft, "Accept this quote" in draft) == (True, False)
    job = session.get_one(Job, job_id)
    job.send_quote()
    token = link_for(session, job).token()
    session.commit()
    (sent,) = words(owner.get(f"/jobs/{job_id}/price/quote.pdf").data)
    for told in (
        number,
        "Acme",
        "Club tee",
        "M 15",
        "$10.69",
        "$160.35",
        "Screens",
        "Total $180.35",
        "Good until",
    ):
        assert told in sent, told
    assert f"/d/{token}/quote" in sent
    assert words(shop.test_client().get(f"/d/{token}/quote.pdf").data) == [sent]
    kept = newest_version(session, job_id)
    assert paper_of(kept)() is paper_of(kept)()  # however often it is asked for, it is set once
    session.get_one(Job, job_id).revise_quote()
    session.get_one(Job, job_id).quoted_amount = "200.00"
    session.commit()
    (earlier,) = words(owner.get(f"/jobs/{job_id}/price/quote-1.pdf").data)
    assert ("Total $180.35" in earlier, "Accept this quote" in earlier) == (True, False)
    (again,) = words(owner.get(f"/jobs/{job_id}/price/quote.pdf").data)
    assert ("Agreed surcharge" in again, "Total $200.00" in again) == (True, True)
