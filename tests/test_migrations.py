"""The migrations lead to what the models declare, and back, on both databases."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from models.core.base import db
from models.people import Employee
from models.timekeeping import PayRate, TimeEntry
from models.timekeeping.entries import cost_of


@pytest.fixture
def empty_shop(shop):
    """A shop without a schema."""
    db.session.remove()
    downgrade(revision="base")
    return shop


def _tables():
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_down_to_the_base_leaves_no_table(empty_shop):
    assert _tables() == set()


def test_up_again_makes_every_table(empty_shop):
    upgrade()
    assert _tables() == set(db.metadata.tables)


def test_the_migrated_schema_is_what_the_models_declare(shop):
    def same_type(_context, _inspected, _column, inspected, declared):
        if isinstance(declared, sa.Enum) and isinstance(inspected, sa.String):
            return inspected.length != declared.length
        return None

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": same_type})
        assert compare_metadata(context, db.metadata) == []


def test_time_that_was_taken_before_gets_its_rate_and_its_cost_to_the_cent(shop, session, cast):
    rosa = session.scalars(sa.select(Employee)).one()
    start = dt.datetime(2026, 2, 17, 15, tzinfo=dt.UTC)
    seconds = [5047, 1, 3, 3600, 75, 4500]  # at 24.00 an hour: 3 s are two cents, 75 s half a dollar
    for number, each in enumerate(seconds):
        begin = start + dt.timedelta(hours=2 * number)
        end = begin + dt.timedelta(seconds=each)
        session.add(TimeEntry(employee_id=rosa.id, activity="Printing", start_time=begin, end_time=end))
    session.commit()
    costs = sa.select(TimeEntry.seconds, TimeEntry.hourly_rate, TimeEntry.cost).order_by(TimeEntry.start_time)
    before = [tuple(row) for row in session.execute(costs)]
    assert before == [(each, Decimal("24.00"), cost_of(each, Decimal("24.00"))) for each in seconds]
    session.remove()
    downgrade(revision="0022")
    upgrade()
    assert [tuple(row) for row in session.execute(costs)] == before
    rates = sa.select(PayRate.valid_from, PayRate.hourly_rate)
    assert [tuple(row) for row in session.execute(rates)] == [(dt.date(2026, 2, 17), Decimal("24.00"))]
