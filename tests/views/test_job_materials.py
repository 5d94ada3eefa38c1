"""A job's page says of every material what is required, there, short, and what to order, and what is not known yet."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.core.roles import ARTIST, OFFICE
from models.jobs import Job, JobItem
from tests import on_sqlite
from tests.models.requirements.recipes import item_of, jersey_of

from .test_job_page import page_of, part, read

pytestmark = on_sqlite


@pytest.fixture
def quote(session, cast):
    """A quote for 23 jerseys, of whose blanks and vinyl there is too little."""
    job = Job(title="Team", customer=cast.acme)
    session.add(job)
    session.flush()
    session.add(item_of(jersey_of(session).product, job))
    vinyl = session.scalars(sa.select(Material).filter_by(name="Vinyl")).one()
    vinyl.purchase_unit, vinyl.purchase_unit_quantity = "yard", 36
    session.commit()
    return job


def test_a_quote_says_what_is_short_and_what_to_order_before_a_date_is_promised(client_as, quote):
    told = read(part(page_of(client_as, OFFICE, quote), "materials"))
    assert "Blank M; Vinyl are short: order before a date is promised." in told
    assert "Vinyl in 24 pieces, 2 a row: 12 × 9.25 in (HTV, Back) 111 0 0 60 60 51 72 (2 × yard)" in told
    assert "Blank L piece L: 8 8 0 0 10 10 – –" in told


def test_whoever_makes_it_sees_it_too_and_nobody_sees_an_amount_of_money(client_as, quote):
    assert "$" not in read(part(page_of(client_as, ARTIST, quote), "materials"))


def test_what_a_calculator_lacks_is_asked_for_in_a_sentence(session, client_as, quote):
    item = session.scalars(sa.select(JobItem).filter_by(job_id=quote.id)).one()
    item.decorations[0].height = None
    session.commit()
    told = read(part(page_of(client_as, OFFICE, quote), "materials"))
    assert "“HTV, Back” has no width and height: what it takes cannot be told." in told
