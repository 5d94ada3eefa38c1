"""What is set aside for a job follows what it needs, and its sheet says what is short and what to order."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.catalog import Material
from models.job_materials import for_job, reserve_needed
from models.jobs import Job, JobItem
from models.requirements import SpoilageRate
from models.stock import MaterialUsage, StockMovement, reserve, reserved_for
from tasks.clockwork import set_aside_what_jobs_need
from tests import on_sqlite

from .recipes import M, item_of, jersey_of, statements_of

D = Decimal


@pytest.fixture
def quote(session, cast):
    """A quote for 23 jerseys, of whose blanks and vinyl there is too little."""
    job = Job(title="Team", customer=cast.acme)
    session.add(job)
    session.flush()
    session.add(item_of(jersey_of(session).product, job))
    session.commit()
    return job


def reserved(session, job):
    """What is set aside for the job, by the material's name."""
    names = dict(session.execute(sa.select(Material.id, Material.name)).all())
    return {names[id_]: quantity for id_, quantity in reserved_for(session, job.id).items()}


def sheet(session, job):
    """Required, reserved, used, available, short and to order, by the material's name."""
    return {
        str(row.material): (row.required, row.reserved, row.used, row.available, row.short, row.to_order)
        for row in for_job(session, job.id).rows
    }


ALL = {"Blank M": D(16), "Blank L": D(8), "Vinyl": D(111)}


def test_nothing_is_set_aside_for_a_quote_and_it_says_what_would_be_short(session, quote):
    vinyl = session.scalars(sa.select(Material).filter_by(name="Vinyl")).one()
    vinyl.purchase_unit_quantity = D(36)
    session.commit()
    assert reserved(session, quote) == {}
    assert sheet(session, quote) == {
        "Blank L": (D(8), 0, 0, D(10), 0, 0),
        "Blank M": (D(16), 0, 0, D(10), D(6), D(6)),
        "Vinyl": (D(111), 0, 0, D(60), D(51), D(72)),
    }


def test_what_a_job_needs_is_set_aside_while_it_is_promised_and_freed_when_it_is_cancelled(session, quote):
    quote.accept_quote()
    session.commit()
    assert reserved(session, quote) == ALL
    assert sheet(session, quote)["Vinyl"] == (D(111), D(111), 0, D(-51), D(51), D(51))
    quote.hold(reason="The customer asked")
    session.commit()
    assert reserved(session, quote) == ALL
    quote.cancel(reason="The customer asked")
    session.commit()
    assert reserved(session, quote) == {}
    assert session.scalar(sa.select(Material.quantity_reserved).filter_by(name="Vinyl")) == 0


def test_what_is_set_aside_follows_the_sizes_and_prints_of_a_promised_job(session, quote):
    quote.accept_quote()
    session.commit()
    item = session.scalars(sa.select(JobItem).filter_by(job_id=quote.id)).one()
    item.sizes[0].quantity = 5
    session.commit()
    assert reserved(session, quote) == {"Blank M": D(5), "Blank L": D(9), "Vinyl": D("64.75")}
    session.delete(item)
    session.commit()
    assert reserved(session, quote) == {}


def test_what_is_set_aside_follows_a_size_that_is_taken_off_its_item(session, quote):
    quote.accept_quote()
    session.commit()
    item = session.scalars(sa.select(JobItem).filter_by(job_id=quote.id)).one()
    item.sizes.remove(next(size for size in item.sizes if size.material.name == "Blank L"))
    session.commit()
    assert reserved(session, quote).keys() == {"Blank M", "Vinyl"}
    movements = session.scalars(
        sa.select(StockMovement.reserved).join(Material).filter_by(name="Blank L")
    ).all()
    assert sorted(movements) == [D(-8), D(0), D(8)]


@on_sqlite
def test_what_was_used_is_not_set_aside_again(session, quote):
    quote.accept_quote()
    session.commit()
    vinyl = session.scalars(sa.select(Material).filter_by(name="Vinyl")).one()
    session.add(MaterialUsage(job_id=quote.id, material_id=vinyl.id, quantity_used=D(50)))
    session.commit()
    reserve_needed(session, [quote.id])
    session.commit()
    assert reserved(session, quote)["Vinyl"] == D(61)
    assert sheet(session, quote)["Vinyl"] == (D(111), D(61), D(50), D(-51), D(51), D(51))


@on_sqlite
def test_doing_it_again_writes_nothing(session, quote):
    quote.accept_quote()
    session.commit()
    before = session.scalar(sa.select(sa.func.count()).select_from(StockMovement))
    reserve_needed(session, [quote.id])
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).select_from(StockMovement)) == before


@on_sqlite
def test_a_promised_job_follows_the_shop_that_says_anew_what_its_method_spoils(session, quote):
    quote.accept_quote()
    session.commit()
    session.scalars(sa.select(SpoilageRate).filter_by(decoration_method=M.HTV)).one().percent = D(0)
    session.commit()
    assert reserved(session, quote) == {"Blank M": D(15), "Blank L": D(8), "Vinyl": D(111)}


def test_a_promised_job_follows_the_width_of_its_roll(session, quote):
    quote.accept_quote()
    session.commit()
    session.scalars(sa.select(Material).filter_by(name="Vinyl")).one().roll_width = D("7.5")
    session.commit()
    assert reserved(session, quote)["Vinyl"] == 24 * D("9.25")


@on_sqlite
def test_the_clock_sets_right_what_was_left(session, quote):
    quote.accept_quote()
    session.commit()
    reserve(session, quote.id, {})
    session.commit()
    set_aside_what_jobs_need(session)
    assert reserved(session, quote) == ALL


@on_sqlite
def test_the_sheet_costs_four_statements(session, quote):
    job_id = quote.id
    session.commit()
    assert len(statements_of(lambda: for_job(session, job_id))) == 4
