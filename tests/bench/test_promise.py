"""The earliest honest date of a quote in a shop of 200 open operations: within 0.3 s."""

from __future__ import annotations

import time

import pytest

from models.core import clock
from models.jobs import DecorationMethod, Job, JobItem, JobItemDecoration
from models.scheduling import Routing, promise_date
from tests import on_sqlite

from ..planned_shop import DAWN, write
from ..planning import a_shop
from .figures import told

pytestmark = [pytest.mark.bench, on_sqlite]

SECONDS = 0.3
ROUNDS = 5


def test_a_promise_date(session, cast, capsys: pytest.CaptureFixture[str]) -> None:
    write(session, a_shop(3))
    for routing in session.query(Routing):
        routing.is_active = True
    quote = Job(title="Shirts", customer=cast.job.customer)
    decoration = JobItemDecoration(decoration_method=DecorationMethod.HTV)
    quote.items.append(JobItem(description="Shirts", quantity=50, decorations=[decoration]))
    session.add(quote)
    session.commit()
    taken = []
    with clock.told_time(DAWN):
        for _ in range(ROUNDS):
            session.expire_all()
            began = time.process_time()
            promised = promise_date(session, quote)
            taken.append(time.process_time() - began)
    assert promised.date is not None, promised.sentence
    told(capsys, "A promise date, 200 open operations (s)", sorted(taken)[ROUNDS // 2], f"<= {SECONDS}")
    assert sorted(taken)[ROUNDS // 2] <= SECONDS
