"""Asking for a quote: something new, or the same as an earlier job, once however often it is sent."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import new_id
from models.gates import GateStatus
from models.jobs import Job, JobItem, JobItemDecoration, JobStatus
from models.portal.requests import MOST_OPEN_REQUESTS
from tests import on_sqlite
from tests.browsing import post_form


def again(browser, job, **fields):
    return post_form(browser, f"/portal/jobs/{job.id}/again", **{"request": new_id(), **fields})


def quotes(session):
    session.expire_all()
    return session.scalars(sa.select(Job).where(Job.status == JobStatus.QUOTE).order_by(Job.id)).all()


def sizes(job):
    return {size.size: size.quantity for item in job.items for size in item.sizes}


def test_the_same_again_is_a_quote_of_the_same_items_without_prices(session, visiting, cast):
    cast.job.items[0].decorations.append(JobItemDecoration(decoration_method="HTV", location="Front"))
    answer = again(visiting(cast.ann), cast.job)
    (made,) = quotes(session)
    assert answer.location == f"/portal/jobs/{made.id}"
    assert (made.title, made.customer, made.contact) == ("Staff tees", cast.acme, cast.ann)
    assert sizes(made) == {"M": 15, "L": 10}
    assert [str(each) for each in made.items[0].decorations] == ["HTV, Front"]
    assert made.quoted_amount is made.items[0].unit_price is None


@on_sqlite
def test_the_same_again_needs_a_new_approval_of_its_design(session, visiting, cast):
    again(visiting(cast.ann), cast.job)
    art = next(gate for gate in quotes(session)[0].gates if gate.gate == "art")
    assert art.status == GateStatus.BLOCKED


@on_sqlite
def test_quantities_can_be_changed_and_sizes_left_out(session, visiting, cast):
    medium, large = cast.job.items[0].sizes
    again(visiting(cast.ann), cast.job, **{f"quantity-{medium.id}": "40", f"quantity-{large.id}": "0"})
    assert sizes(quotes(session)[0]) == {"M": 40}


@on_sqlite
@pytest.mark.parametrize("quantity", ["-1", "1.5", "many", "9999999", "٣"])
def test_a_quantity_that_is_none_is_told_so(session, visiting, cast, quantity):
    size = cast.job.items[0].sizes[0]
    assert again(visiting(cast.ann), cast.job, **{f"quantity-{size.id}": quantity}).status_code == 422
    assert quotes(session) == []


@on_sqlite
def test_nothing_at_all_is_not_asked_for(session, visiting, cast):
    nothing = {f"quantity-{size.id}": "0" for size in cast.job.items[0].sizes}
    assert "every quantity is 0" in again(visiting(cast.ann), cast.job, **nothing).text
    assert quotes(session) == []


def test_a_request_that_is_sent_twice_is_one(session, visiting, cast):
    browser, request = visiting(cast.ann), new_id()
    assert (
        again(browser, cast.job, request=request).location
        == again(browser, cast.job, request=request).location
    )
    assert len(quotes(session)) == 1


@on_sqlite
def test_a_request_does_not_tell_of_another_customers_job(session, visiting, cast):
    theirs = Job(title="Rival caps", customer=cast.rival, items=[JobItem(description="Cap", quantity=5)])
    session.add(theirs)
    session.commit()
    assert again(visiting(cast.ann), cast.job, request=theirs.id).status_code == 404


@on_sqlite
def test_a_new_quote_is_asked_for_in_ones_own_words(session, visiting, cast):
    due = clock.shop_day() + dt.timedelta(days=30)
    fields = {"title": "60 polos", "wish": "Navy, <b>left</b> chest", "due_on": due.isoformat()}
    post_form(visiting(cast.ann), "/portal/quotes/new", request=new_id(), **fields)
    (made,) = quotes(session)
    assert (made.title, made.due_on) == ("60 polos", due)
    assert "Navy, <b>left</b> chest" in made.notes


@on_sqlite
@pytest.mark.parametrize("wrong", [{"title": " "}, {"due_on": "2020-01-01"}, {"due_on": "soon"}])
def test_what_is_wrong_in_a_request_is_told_and_what_was_typed_stays(session, visiting, cast, wrong):
    fields = {"title": "60 polos", "wish": "In navy", **wrong}
    answer = post_form(visiting(cast.ann), "/portal/quotes/new", request=new_id(), **fields)
    assert answer.status_code == 422
    assert "In navy" in answer.text
    assert quotes(session) == []


@on_sqlite
def test_one_customer_asks_for_few_quotes_at_once(session, visiting, cast):
    session.add_all([Job(title=f"Quote {n}", customer=cast.acme) for n in range(MOST_OPEN_REQUESTS)])
    answer = post_form(visiting(cast.ann), "/portal/quotes/new", request=new_id(), title="One more")
    assert answer.status_code == 409
    assert len(quotes(session)) == MOST_OPEN_REQUESTS
