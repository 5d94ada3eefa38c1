"""Sizes are read in the shop's order, and what they are reckoned into follows each of them that is taken away."""

import sqlalchemy as sa

from models.costing import JobCosting
from models.jobs import size_order
from models.profit.refreshing import JOB
from models.profit.tallies import stale


def test_youth_comes_before_adults_and_small_before_large():
    sizes = ["2XL", "One size", "M", "YL", "xs", "Youth S", "L", "XL", "S", "12M"]
    assert sorted(sizes, key=size_order) == [
        "Youth S",
        "YL",
        "xs",
        "S",
        "M",
        "L",
        "XL",
        "2XL",
        "12M",
        "One size",
    ]


def test_an_items_quantity_and_its_jobs_costing_follow_a_size_that_is_taken_away(session, cast):
    item = cast.job.items[0]
    item.sizes.remove(item.sizes[0])
    session.commit()
    assert item.quantity == sum(size.quantity for size in item.sizes)
    pieces = session.scalars(sa.select(JobCosting.good_pieces).filter_by(job_id=cast.job.id)).one()
    assert pieces == item.quantity


def test_what_a_job_earns_is_reckoned_anew_when_an_item_is_taken_away(session, cast):
    session.execute(sa.delete(stale))
    cast.job.items.remove(cast.job.items[0])
    session.commit()
    assert (JOB, cast.job.id) in session.execute(sa.select(stale.c.subject, stale.c.key)).all()
