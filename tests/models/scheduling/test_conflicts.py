"""Conflicts: what happens to a plan after it was booked, and who explained it."""

from decimal import Decimal

import pytest

from models.scheduling import Absence, DailyCapacity
from models.scheduling.conflicts import ConflictKind, conflicts, overbooked_ahead, overdue

from .plan import FRIDAY, MONDAY, TUESDAY, WEDNESDAY, capacity, operation, rosa, stage

pytestmark = pytest.mark.usefixtures("noon")


def test_an_absence_over_a_booking_is_accepted_and_shows_as_a_conflict(session, cast):
    printing = operation(cast.job, hours="3")
    printing.move(TUESDAY, employee_id=rosa(session).id)
    session.add(Absence(employee=rosa(session), starts_on=TUESDAY, ends_on=TUESDAY, reason="Ill"))
    session.commit()
    (found,) = conflicts(session, MONDAY, FRIDAY)
    assert (found.kind, found.day, found.operations) == (ConflictKind.AWAY, TUESDAY, (printing.id,))
    assert found.sentence == "Rosa has 3.0 h booked on Tue 24 Nov, which holds 0.0 h: 3.0 h too much."
    assert session.scalars(overbooked_ahead()).all() == [capacity(session, rosa(session), TUESDAY)]


def test_a_day_over_which_an_override_leads_is_no_conflict(session, cast):
    first, second = operation(cast.job, hours="8"), operation(cast.job, hours="1")
    first.move(TUESDAY, employee_id=rosa(session).id)
    second.move(TUESDAY, employee_id=rosa(session).id, override_reason="The fair is on Wednesday")
    session.commit()
    assert capacity(session, rosa(session), TUESDAY).booked_hours == 9
    assert second.overbooked_because == "The fair is on Wednesday"
    assert conflicts(session, MONDAY, FRIDAY) == []
    capacity(session, rosa(session), TUESDAY).correct(Decimal(6))
    session.commit()
    assert [each.kind for each in conflicts(session, MONDAY, FRIDAY)] == [ConflictKind.OVERBOOKED]


def test_a_stage_that_is_put_elsewhere_in_the_order_shows_what_is_out_of_it(session, cast):
    prep, printing = operation(cast.job, "MATERIAL_PREP"), operation(cast.job)
    prep.move(TUESDAY, employee_id=rosa(session).id)
    printing.move(WEDNESDAY, employee_id=rosa(session).id)
    stage(session, "MATERIAL_PREP").position = 9
    session.commit()
    (found,) = conflicts(session, MONDAY, FRIDAY)
    assert found.kind is ConflictKind.OUT_OF_ORDER
    assert set(found.operations) == {prep.id, printing.id}


def test_what_nobody_began_on_its_day_is_overdue_the_day_after(session, cast):
    from models.core import clock

    from .plan import NOON

    printing = operation(cast.job)
    printing.move(MONDAY, employee_id=rosa(session).id)
    session.commit()
    assert list(overdue(session)) == []
    with clock.told_time(NOON.replace(day=24, hour=7)):  # one in the morning
        assert list(overdue(session)) == [printing.id]
    assert session.get(DailyCapacity, capacity(session, rosa(session), MONDAY).id).booked_hours == 2
