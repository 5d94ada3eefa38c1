"""An import's life: looked at, looked at again, written once; nobody disturbs it while it runs."""

import datetime as dt

import pytest

from models.core import clock
from models.core.errors import RuleBroken
from models.imports import Import, ImportStatus
from models.imports.records import ABANDONED
from tests import on_sqlite

pytestmark = on_sqlite

REPORT = {"summary": "Nothing.", "refused": [[3, "Why."]], "rows": 2}


@pytest.fixture
def kept(session):
    row = Import(kind="customers", file_name="a.csv", actor="office")
    session.add(row)
    session.flush()
    return row


def test_it_is_checked_as_often_as_needed_and_imported_once(kept):
    for _ in range(2):
        kept.begin_check({"columns": {}})
        kept.finish_check(REPORT)
    kept.begin_import()
    kept.finish_import(REPORT)
    assert (kept.status, kept.rows_found, kept.rows_refused) == (ImportStatus.IMPORTED, 2, 1)
    with pytest.raises(RuleBroken):
        kept.begin_import()


def test_while_it_runs_nobody_starts_it_again_until_it_is_abandoned(kept):
    kept.begin_check({})
    with pytest.raises(RuleBroken, match="wait until it is done"):
        kept.begin_check({})
    with clock.told_time(clock.now() + ABANDONED + dt.timedelta(seconds=1)):
        kept.begin_check({})


def test_what_failed_says_why_and_may_be_looked_at_again(kept):
    kept.begin_check({})
    kept.fail("The file is gone.")
    assert (kept.status, kept.summary) == (ImportStatus.FAILED, "The file is gone.")
    kept.begin_check({})
