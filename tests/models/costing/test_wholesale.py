"""All jobs at once are reckoned as each by itself."""

import datetime as dt

import sqlalchemy as sa

from models.billing import Expense, ExpenseKind, InvoiceKind
from models.billing.life import LineKind
from models.costing import Costing, JobCosting
from models.costing.reconciling import differences
from models.jobs import Job, JobItem
from tasks.costing import reckon_all

from .facts import MORNING, worked
from .test_revenue import issued


def _forget(session):
    columns = {name: 1 for name in Costing._fields if JobCosting.__table__.c[name].nullable}
    session.execute(sa.update(JobCosting).values(total_costs=7, labor_hours=3, calculated_at=None, **columns))
    session.commit()


def _ids(session):
    return session.scalars(sa.select(Job.id)).all()


AWKWARD = [  # quoted, shipped, rate, seconds, pieces
    ("1250.00", "18.40", "24.00", 11_700, 50),
    ("0.01", "99999.99", "31.57", 1, 3),
    ("333.33", "0.05", "0.01", 29_999, 7),
    ("74.31", "74.31", "19.99", 12_345, 0),
    (None, "2.00", "17.77", 1_801, 6),
]


def test_every_column_is_what_each_job_by_itself_would_have(session, cast):
    for day, (quoted, shipped, rate, seconds, pieces) in enumerate(AWKWARD):
        job = Job(title="Tees", customer=cast.acme, quoted_amount=quoted, items=[JobItem(quantity=pieces)])
        session.add(job)
        session.flush()
        entry = worked(session, job, "0", rate, MORNING - dt.timedelta(days=day))
        entry.end_time = entry.start_time + dt.timedelta(seconds=seconds)
        bought = {"description": "Sent", "kind": ExpenseKind.SHIPPING, "spent_on": MORNING.date()}
        session.add(Expense(**bought, amount=shipped, job=job))
    session.commit()
    assert differences(session, _ids(session)) == []
    _forget(session)
    assert reckon_all(session) == len(_ids(session)) == len(AWKWARD) + 1
    assert differences(session, _ids(session)) == []


def test_what_is_invoiced_and_credited_is_reckoned_alike(session, cast):
    lines = ((LineKind.GOODS, "400.00"), (LineKind.MATERIAL, "100.00"))
    final = issued(session, cast.job, InvoiceKind.FINAL, *lines)
    for _ in range(2):
        _forget(session)
        assert reckon_all(session) == 1
        assert reckon_all(session) == 0
        assert differences(session, _ids(session)) == []
        if final.credited_amount == 0:
            final.credit(reason="Wrong colour")
            session.commit()
