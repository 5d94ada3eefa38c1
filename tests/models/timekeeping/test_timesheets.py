"""Weeks of time: made by themselves, approved, and locked by every door from then on."""

import datetime as dt

import pytest
import sqlalchemy as sa

from models.core import clock
from models.core.actor import Actor, acting_as
from models.core.base import db
from models.core.errors import RuleBroken
from models.core.roles import PRODUCTION
from models.people import Employee, StaffUser
from models.timekeeping import (
    FloorTap,
    PayRate,
    TapKind,
    TapOutcome,
    TimeEntry,
    Timesheet,
    TimesheetStatus,
    clock_in,
    timesheets,
)
from models.timekeeping.taking import Tap, take
from tests.at_once import at_once

from .floor import at, rosa_of

MONDAY = dt.date(2026, 11, 16)
LATER = at("12:00", day=24)
LOCKED = r"The week of 16 Nov 2026 is locked for Rosa: no time in it was changed\. A manager unlocks"


@pytest.fixture
def sheet(session, cast):
    """The week of 16 November, in which Rosa worked on the Tuesday; it is the 24th."""
    with clock.told_time(LATER):
        rosa = rosa_of(session)
        session.add(
            TimeEntry(
                employee_id=rosa.id,
                activity="Printing",
                start_time=at("9:00", day=17),
                end_time=at("11:00", day=17),
            )
        )
        session.commit()
        yield session.scalars(sa.select(Timesheet)).one()


def locked(session, sheet):
    sheet.approve()
    session.commit()
    return session.scalars(sa.select(TimeEntry)).one()


def refused(session):
    with pytest.raises(RuleBroken, match=LOCKED):
        session.commit()
    session.rollback()


def test_a_week_with_time_has_a_timesheet(session, sheet):
    assert (sheet.week, sheet.status, sheet.employee.name) == (MONDAY, TimesheetStatus.OPEN, "Rosa")
    entry = session.scalars(sa.select(TimeEntry)).one()
    entry.start_time, entry.end_time = at("9:00", day=22), at("10:00", day=22)  # the Sunday
    session.commit()
    assert session.scalars(sa.select(Timesheet.week)).all() == [MONDAY]
    session.delete(sheet)
    session.commit()
    assert timesheets.missing(session) == {(entry.employee_id, MONDAY)}
    timesheets.make_missing(session)
    session.commit()
    assert session.scalars(sa.select(Timesheet.week)).all() == [MONDAY]


def test_a_locked_week_takes_no_time_and_gives_none(session, sheet):
    entry = locked(session, sheet)
    entry.description = "Nothing else"
    refused(session)
    entry.start_time = at("8:00", day=17)
    refused(session)
    entry.start_time, entry.end_time = at("9:00", day=23), at("10:00", day=23)
    refused(session)
    session.delete(entry)
    refused(session)
    session.delete(sheet)
    with pytest.raises(RuleBroken, match="A locked week is not deleted"):
        session.commit()
    session.rollback()
    session.add(TimeEntry(employee_id=sheet.employee_id, activity="More", start_time=at("13:00", day=20)))
    refused(session)
    outside = TimeEntry(
        employee_id=sheet.employee_id,
        activity="Next",
        start_time=at("9:00", day=23),
        end_time=at("10:00", day=23),
    )
    session.add(outside)
    session.commit()
    outside.start_time, outside.end_time = at("13:00", day=20), at("14:00", day=20)
    refused(session)


def test_rerating_passes_by_locked_weeks(session, sheet):
    entry = locked(session, sheet)
    cost, rate = entry.cost, session.scalars(sa.select(PayRate)).one()
    rate.hourly_rate = "40.00"
    session.commit()
    rate.rerate_entries()
    session.commit()
    assert entry.cost == cost
    sheet.unlock(reason="She was paid 40 already")
    rate.rerate_entries()
    session.commit()
    assert (str(entry.cost), sheet.unlock_reason) == ("80.00", "She was paid 40 already")


def test_a_late_tap_of_a_locked_week_is_kept_as_refused_with_its_sentence(session, sheet):
    locked(session, sheet)
    for key, kind in (("a", TapKind.START), ("b", TapKind.STOP)):
        row = take(session, sheet.employee, None, Tap(key, kind, at("13:00", day=18)))
        session.commit()
        assert (row.outcome, row.answer.startswith("The week of 16 Nov 2026 is locked")) == (
            TapOutcome.REFUSED,
            True,
        )
    assert session.scalar(sa.select(sa.func.count()).select_from(TimeEntry)) == 1


def test_a_week_is_approved_when_it_is_over_and_nothing_of_it_runs(session, sheet):
    with clock.told_time(at("12:00", day=22)):
        with pytest.raises(RuleBroken, match="The week goes on until Sun 22 Nov 2026"):
            sheet.approve()
        clock_in(session, sheet.employee, at=at("11:00", day=22))
        session.commit()
    for verb in (sheet.submit, sheet.approve):
        with pytest.raises(RuleBroken, match="Rosa works on Other work still: stop that first"):
            verb()


def test_people_submit_their_own_week_and_get_it_back(session, sheet):
    sheet.employee.user_id = cast_user(session, "printer")
    session.commit()
    another, herself = (
        Actor("staff", name, str(cast_user(session, name)), frozenset({PRODUCTION}))
        for name in ("artist", "printer")
    )
    with acting_as(another), pytest.raises(RuleBroken, match="This is the week of Rosa, who submits it"):
        sheet.submit()
    with acting_as(herself):
        sheet.submit()
    assert sheet.submitted_at is not None
    sheet.send_back()
    assert (sheet.status, sheet.submitted_at) == (TimesheetStatus.OPEN, None)
    sheet.submit()
    sheet.approve()
    with pytest.raises(RuleBroken, match="say why"):
        sheet.unlock(reason="")
    assert sheet.approved_by == "System"


def cast_user(session, name):
    return session.scalars(sa.select(StaffUser.id).where(StaffUser.username == name)).one()


def test_time_that_comes_while_its_week_is_approved_is_in_the_week_or_refused(shop, session, sheet):
    person, sheet_id = sheet.employee_id, sheet.id

    def approve():
        db.session.get_one(Timesheet, sheet_id).approve()

    def tap(key, kind, time):
        taken = Tap(key, kind, at(time, day=18))
        return lambda: take(db.session(), db.session.get_one(Employee, person), None, taken)

    for round_ in range(3):
        hour = 8 + 3 * round_
        taps = [tap(f"{round_}-{kind}", kind, f"{hour + n}:00") for n, kind in enumerate(TapKind) if n < 2]
        assert at_once(shop, [*taps, approve]) in ([None] * 3, [None, None, RuleBroken])
        mine = FloorTap.key.startswith(f"{round_}-")
        taps_kept = session.scalars(sa.select(FloorTap).where(mine).order_by(FloorTap.key)).all()
        began = {each.id for each in taps_kept if each.kind is TapKind.START and each.outcome != "REFUSED"}
        found = session.scalars(sa.select(TimeEntry.tap_id).join(FloorTap).where(mine)).all()
        assert (len(taps_kept), set(found)) == (2, began)
        sheet = session.get_one(Timesheet, sheet_id)
        if sheet.is_locked:
            sheet.unlock(reason="Once more")
        session.commit()
