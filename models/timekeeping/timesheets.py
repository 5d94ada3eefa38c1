"""Weeks of time, one person each: looked through, approved, and locked from then on.

Whoever writes time holds the person's row, and so does whoever approves their week: between the last look and the
lock nothing slips in.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..core import clock
from ..core.actor import current_actor
from ..core.base import BOOKKEEPING, Versioned, lock_all, session_of
from ..core.dates import full_day
from ..core.doors import GIVEN_ONCE, VERBS_ONLY, state_column
from ..core.errors import RuleBroken
from ..core.events import Fact, on_fact
from ..core.roles import ARTIST, MANAGER, OFFICE, PRODUCTION
from ..core.types import Prose, UtcDateTime
from ..core.workflow import transition
from ..people import Employee
from .entries import TimeEntry

WEEK = dt.timedelta(days=7)


class TimesheetStatus(enum.StrEnum):
    """How far a week has been looked through."""

    OPEN = "OPEN"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"


S = TimesheetStatus


def _is_not_over(sheet: Timesheet) -> str:
    last = sheet.week + WEEK - dt.timedelta(days=1)
    if clock.shop_day() > last:
        return ""
    return f"The week goes on until {full_day(last)}: it can be approved from the day after."


class Timesheet(Versioned):
    """The week of a person: its time entries are those that began in it."""

    __tablename__ = "timesheets"
    __behind__ = "employee"
    __live__ = True
    __table_args__ = (sa.UniqueConstraint("employee_id", "week"),)

    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id"), info=GIVEN_ONCE)
    week: Mapped[dt.date] = mapped_column(sa.Date, index=True, info=GIVEN_ONCE, doc="Its Monday.")
    status: Mapped[TimesheetStatus] = state_column(TimesheetStatus, S.OPEN, index=True)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    approved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, info=VERBS_ONLY)
    approved_by: Mapped[str | None] = mapped_column(String(120), info=VERBS_ONLY)
    unlock_reason: Mapped[str | None] = mapped_column(
        Prose(1000), info=VERBS_ONLY, doc="Why it was unlocked last."
    )

    employee: Mapped[Employee] = relationship()

    def __str__(self) -> str:
        return f"{self.employee}, week of {self.week:%-d %b %Y}"

    @property
    def is_locked(self) -> bool:
        """Whether the time of the week may not change."""
        return self.status is S.APPROVED

    @transition("status", {S.OPEN}, S.SUBMITTED, by={PRODUCTION, ARTIST, OFFICE, MANAGER})
    def submit(self) -> None:
        """Say that the week is complete; for one's own, or by a manager."""
        actor = current_actor()
        if not actor.has(MANAGER) and str(self.employee.user_id) != actor.reference:
            raise RuleBroken(f"This is the week of {self.employee.name}, who submits it, or a manager does.")
        _refuse_running(self)
        self.submitted_at = clock.now()

    @transition("status", {S.OPEN, S.SUBMITTED}, S.APPROVED, by={MANAGER}, unless=_is_not_over)
    def approve(self) -> None:
        """Approve the week and lock it: no time in it changes from now on."""
        _refuse_running(self)
        self.approved_at, self.approved_by = clock.now(), current_actor().name

    @transition("status", {S.SUBMITTED}, S.OPEN, by={MANAGER})
    def send_back(self) -> None:
        """Give the week back to be completed."""
        self.submitted_at = None

    @transition("status", {S.APPROVED}, S.OPEN, by={MANAGER})
    def unlock(self, reason: str) -> None:
        """Open the week again, so that its time can be corrected."""
        if not reason:
            raise RuleBroken("The week stays locked: say why it is to be unlocked.")
        self.unlock_reason = reason
        self.submitted_at = self.approved_at = self.approved_by = None


def week_of(moment: dt.datetime) -> dt.date:
    """The Monday of the shop's week in which `moment` falls."""
    day = clock.shop_day(moment)
    return day - dt.timedelta(days=day.weekday())


def of_week(sheet: Timesheet) -> tuple[sa.ColumnElement[bool], ...]:
    """What holds for the time entries that began in the week of `sheet`."""
    return (
        TimeEntry.employee_id == sheet.employee_id,
        TimeEntry.start_time >= clock.start_of_day(sheet.week),
        TimeEntry.start_time < clock.start_of_day(sheet.week + WEEK),
    )


def _refuse_running(sheet: Timesheet) -> None:
    runs = sa.select(TimeEntry.activity).where(*of_week(sheet), TimeEntry.end_time.is_(None))
    activity = session_of(sheet).scalar(runs.limit(1))
    if activity is not None:
        raise RuleBroken(f"{sheet.employee.name} works on {activity} still: stop that first.")


def locked_weeks(session: Session, employee_id: str, weeks: Collection[dt.date]) -> set[dt.date]:
    """Which of `weeks` are locked for the person."""
    locked = sa.select(Timesheet.week).where(
        Timesheet.employee_id == employee_id, Timesheet.week.in_(weeks), Timesheet.status == S.APPROVED
    )
    return set(session.scalars(locked))


def why_locked(session: Session, employee: Employee, moment: dt.datetime) -> str:
    """Why no time of the person may be taken for `moment`; empty when it may."""
    week = week_of(moment)
    return _sentence(employee.name, week) if locked_weeks(session, employee.id, {week}) else ""


def _sentence(name: str, week: dt.date) -> str:
    return (
        f"The week of {week:%-d %b %Y} is locked for {name}: no time in it was changed. "
        "A manager unlocks its timesheet first, with a reason."
    )


@on_fact(TimeEntry)
def keep_weeks(session: Session, facts: list[Fact]) -> None:
    """RuleBroken for time that is written in a locked week, or out of one; every other week has a timesheet."""
    weeks = {week for fact in facts for week in _weeks(fact)}
    lock_all(session, Employee, {person for person, _ in weeks})
    known = _known(session, weeks)
    for person, week in sorted(weeks):
        if known.get((person, week)) is S.APPROVED:
            raise RuleBroken(_sentence(session.get_one(Employee, person).name, week))
    is_new = {week for fact in facts if fact.kind != "deleted" for week in _week_told(fact.values)}
    _make(session, is_new - known.keys())


def _weeks(fact: Fact) -> set[tuple[str, dt.date]]:
    """The weeks, by person, in which the fact changes time."""
    if fact.kind == "changed" and BOOKKEEPING.issuperset(fact.before):
        return set()
    return {*_week_told(fact.values), *_week_told(fact.values | fact.before)}


def _week_told(values: dict[str, Any]) -> tuple[tuple[str, dt.date], ...]:
    return ((values["employee_id"], week_of(values["start_time"])),)


def _known(session: Session, weeks: Iterable[tuple[str, dt.date]]) -> dict[tuple[str, dt.date], Any]:
    """The states of the timesheets that there are of these weeks."""
    people, days = {person for person, _ in weeks}, {week for _, week in weeks}
    sheet = Timesheet.__table__.c
    there = sa.select(sheet.employee_id, sheet.week, sheet.status)
    found = session.execute(there.where(sheet.employee_id.in_(people), sheet.week.in_(days)))
    return {(person, week): status for person, week, status in found}


def _make(session: Session, weeks: Iterable[tuple[str, dt.date]]) -> None:
    session.add_all(Timesheet(employee_id=person, week=week) for person, week in sorted(weeks))


def missing(session: Session) -> set[tuple[str, dt.date]]:
    """The weeks, by person, that have entries and no timesheet: those of time that was taken before there were any."""
    entry = TimeEntry.__table__.c
    day = sa.func.date(entry.start_time)  # a day of UTC touches at most two weeks of the shop
    reach = sa.select(entry.employee_id, sa.func.min(entry.start_time), sa.func.max(entry.start_time))
    worked = {
        (person, week_of(moment))
        for person, *reached in session.execute(reach.group_by(entry.employee_id, day))
        for moment in reached
    }
    return worked - _known(session, worked).keys() if worked else set()


def make_missing(session: Session) -> None:
    """Make the timesheets of every week that has entries and none."""
    weeks = missing(session)
    lock_all(session, Employee, {person for person, _ in weeks})
    _make(session, weeks - _known(session, weeks).keys())


@on_fact(Timesheet)
def keep_locks(_session: Session, facts: list[Fact]) -> None:
    """RuleBroken when a locked week would be deleted: its time would be open again."""
    for fact in facts:
        if fact.kind == "deleted" and fact.values["status"] is S.APPROVED:
            raise RuleBroken("A locked week is not deleted: a manager unlocks it first, with a reason.")
