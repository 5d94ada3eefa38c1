"""The clock reckons what has no costing and finds what differs from its raw rows."""

import datetime as dt
import logging
from decimal import Decimal

import sqlalchemy as sa

from models.core import clock
from models.costing import JobCosting
from models.notifications.staff import StaffNotification
from tasks.costing import check_costing, reckon_new_jobs
from tests.models.costing.facts import costing_of, worked

TONIGHT = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def _behind_the_doors(session, statement):
    session.execute(sa.text(statement))
    session.commit()


def _told(session):
    return session.scalars(sa.select(StaffNotification.text)).all()


def test_a_job_that_is_older_than_its_costing_gets_one(session, cast):
    worked(session, cast.job, "2", "24.00")
    session.commit()
    _behind_the_doors(session, "DELETE FROM job_costing")
    reckon_new_jobs(session)
    assert costing_of(session, cast.job).total_costs == Decimal("48.00")


def test_the_night_finds_no_difference(session, cast, caplog):
    worked(session, cast.job, "2", "24.00")
    session.commit()
    with clock.told_time(TONIGHT), caplog.at_level(logging.ERROR):
        check_costing(session)
    assert not caplog.records
    assert _told(session) == []
    assert costing_of(session, cast.job).checked_on == dt.date(2026, 11, 24)


def test_a_difference_is_mended_and_told_to_the_owner_once(session, cast, caplog):
    worked(session, cast.job, "2", "24.00")
    session.commit()
    _behind_the_doors(session, "UPDATE job_costing SET labor_cost = 47.00, total_costs = 47.00")
    with clock.told_time(TONIGHT), caplog.at_level(logging.ERROR):
        check_costing(session)
        check_costing(session)
    assert len(caplog.records) == 2
    (told,) = _told(session)
    assert f"{cast.job.number} did not match its rows" in told
    assert "labor_cost 47.00, by its rows 48.00" in told
    assert costing_of(session, cast.job).labor_cost == Decimal("48.00")


def test_what_was_checked_this_night_is_not_checked_again(session, cast, caplog):
    with clock.told_time(TONIGHT):
        check_costing(session)
        _behind_the_doors(session, "UPDATE job_costing SET labor_cost = 47.00")
        with caplog.at_level(logging.ERROR):
            check_costing(session)
    assert not caplog.records
    with clock.told_time(TONIGHT + dt.timedelta(days=1)), caplog.at_level(logging.ERROR):
        check_costing(session)
    assert caplog.records
    assert session.scalar(sa.select(JobCosting.labor_cost)) == 0
