"""Twenty clients book the last hour of one person and of one machine, over and over: exactly one of them wins each.

Real sessions in threads of their own, each with a transaction of its own, as requests have.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.base import db
from models.core.errors import RuleBroken
from models.scheduling import ProductionSchedule, ScheduleStatus
from tests.models.scheduling.plan import MONDAY, NOON, booked, misbooked, operation, press, rosa

CLIENTS = 20
WEEKS = 10
"""How many weeks are gone through again and again: hours are laid out for twelve."""
ROUNDS = [pytest.param(3, id="short"), pytest.param(500, marks=pytest.mark.soak, id="long")]


PATIENCE = 120
"""Seconds after which somebody who waits for the others gives up, and the test fails instead of standing still."""


class Crowd:
    """Clients that wait for each other and then ask at the same moment, round after round."""

    def __init__(self, shop, operations):
        self.shop, self.operations = shop, operations
        self.start, self.end = (threading.Barrier(CLIENTS + 1, timeout=PATIENCE) for _ in range(2))
        self.wish, self.told = {}, [None] * CLIENTS
        self.threads = [threading.Thread(target=self._live, args=(n,), daemon=True) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self, **wish):
        """All at once; what each was told: None, or the error."""
        self.wish = wish
        self.start.wait()
        self.end.wait()
        return list(self.told)

    def leave(self):
        """Go home."""
        self.ask()
        for thread in self.threads:
            thread.join()

    def _live(self, number):
        with clock.told_time(NOON):
            while True:
                self.start.wait()
                wish = self.wish  # once all are at the end, the next round may name another
                if wish:
                    self.told[number] = self._move(number, wish)
                self.end.wait()
                if not wish:
                    return

    def _move(self, number, wish):
        with self.shop.app_context():
            try:
                db.session.get(ProductionSchedule, self.operations[number]).move(**wish)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                return error
        return None


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("kind", ["person", "machine"])
def test_of_twenty_who_book_the_last_hour_one_wins(shop, session, cast, say, rounds, kind):
    with clock.told_time(NOON):
        resource = rosa(session) if kind == "person" else press(session)
        column = "employee_id" if kind == "person" else "machine_id"
        made = [operation(cast.job, hours="1").id for _ in range(CLIENTS)]
        filling = operation(cast.job, hours="7")
        session.commit()
        crowd, wins, refusals, began = Crowd(shop, made), 0, Counter(), time.perf_counter()
        for number in range(rounds):
            day = MONDAY + dt.timedelta(weeks=number // 4 % WEEKS, days=1 + number % 4)
            wish = {"date": day, column: resource.id}
            filling.move(**wish)  # all of the day but an hour
            session.commit()  # reading holds SQLite's lock as writing does
            told = crowd.ask(**wish)
            wins += _one_won(session, told, resource, day, made)
            refusals.update(type(error).__name__ for error in told if error)
        crowd.leave()
        assert wins == rounds
        assert set(refusals) == {"BookingRefused"}
        assert not misbooked(session)
        seconds = time.perf_counter() - began
    say(f"{kind}: {rounds} times {CLIENTS} clients, {wins} won, {refusals.total()} refused, {seconds:.1f} s")


def _one_won(session, told, resource, day, made):
    assert told.count(None) == 1, told
    assert all(isinstance(error, RuleBroken) for error in told if error)
    session.expire_all()
    assert booked(session, resource, day) == Decimal(8)
    mine = sa.select(ProductionSchedule).where(ProductionSchedule.id.in_(made))
    (winner,) = session.scalars(mine.where(ProductionSchedule.status == ScheduleStatus.SCHEDULED))
    winner.unschedule()
    session.commit()
    return 1
