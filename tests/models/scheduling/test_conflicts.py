"""Conflicts: what happens to a plan after it was booked, and who explained it."""

from decimal import Decimal

import pytest

from models.core.errors import RuleBroken
from models.scheduling import Absence, DailyCapacity
from models.scheduling.conflicts import ConflictKind, conflicts, fitting_again, overbooked_ahead, overdue

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


def test_the_reason_for_an_override_goes_when_the_day_holds_the_work_again(session, cast):
    first, second = operation(cast.job, hours="6"), operation(cast.job, hours="6")
    first.move(TUESDAY, employee_id=rosa(session).id)
    second.move(TUESDAY, employee_id=rosa(session).id, override_reason="The fair")
    second.resize(Decimal(3))
    session.commit()
    assert second.overbooked_because == "The fair"  # 9 of 8 h
    with pytest.raises(RuleBroken, match="or still is"):
        second.fit_again()
    session.rollback()
    assert fitting_again(session) == []
    first.move(WEDNESDAY)
    session.commit()
    assert fitting_again(session) == [second.id]
    second.fit_again()
    session.commit()
    assert second.overbooked_because is None
    second.resize(Decimal(9), override_reason="The fair")
    second.resize(Decimal(8))
    assert second.overbooked_because is None


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
