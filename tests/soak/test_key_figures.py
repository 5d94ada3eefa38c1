"""Two years of a shop: every key figure of twelve months is what the books in SQL alone say, on both databases."""

from __future__ import annotations

import time
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from app import create_app, first_start
from app.config import Settings
from models.core import clock
from models.core.base import db
from models.core.periods import period_named
from models.metrics import KPIS, Behind, BusinessMetric, rebuild, refresh
from tests.app.demo.conftest import UNTIL, demo_shop
from tests.books import key_figures
from tests.databases import PostgresDatabase, SqliteDatabase
from tests.key_figures import value_of

from .moving import move_rows

pytestmark = pytest.mark.soak

DAYS, MONTHS = 400, 12
"""Of so many days each is compared; of weeks, months, quarters and years those of the last year."""


def test_twelve_months_are_what_sql_alone_says_on_sqlite_and_on_postgresql(tmp_path, say):
    with demo_shop(tmp_path / "made", SqliteDatabase(tmp_path), years=2) as shop:
        say(_checked("sqlite"))
        source = db.engine
        with _on_postgresql(tmp_path, shop.config["SECRET_KEY"]) as there, there.app_context():
            move_rows(source, db.engine)
            _write_anew()
            say(_checked("postgresql"))


@contextmanager
def _on_postgresql(directory, secret_key):
    database = PostgresDatabase(directory)
    settings = Settings.load(
        data_dir=directory / "made",
        database_url=database.url,
        redis_url="unix:///nowhere",
        secret_key=secret_key,
        demo=True,
    )
    try:
        with clock.told_time(UNTIL):
            there = create_app(settings)
            with there.app_context():
                first_start.initialise()
            yield there
            with there.app_context():
                db.session.remove()
                db.engine.dispose()
    finally:
        database.stop()


def _write_anew():
    session = db.session()
    rebuild(session)
    session.commit()
    while not refresh(session):
        session.commit()
    session.commit()


def _checked(database):
    """Compare everything; a line about it."""
    session, began = db.session(), time.monotonic()
    assert key_figures.differences(session, most_days=DAYS) == []
    session.rollback()
    months = sa.select(BusinessMetric).filter_by(period_kind="MONTH").order_by(BusinessMetric.period.desc())
    rows = session.scalars(months.limit(MONTHS * len(KPIS))).all()
    assert {(each.name, each.period) for each in rows} == {
        (name, period) for name in KPIS for period in {each.period for each in rows}
    }
    for each in rows:
        behind = Behind(session, KPIS[each.name], period_named(each.period))
        assert value_of(behind) == each.value, each
    told = sum(each.value is not None and each.value != 0 for each in rows)
    session.rollback()
    seconds = time.monotonic() - began
    values = f"{len(rows)} values of {MONTHS} months, {told} of them not nothing"
    return f"key figures, {database:11}{values}, {seconds:.0f} s"
