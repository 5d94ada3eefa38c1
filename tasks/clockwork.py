"""Every periodic job, on this page. A job asks what is due and not yet done, never whether it is due today, so that
a night without power loses nothing.

The clock runs its jobs itself: Redis may be away. It is the sweep that makes every promise of the queue good.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask import Flask
from flask_appbuilder.security.sqla.models import Role
from sqlalchemy.orm import Session

from models import metrics
from models.core import audit, clock
from models.core.actor import CLOCK
from models.core.base import db
from models.core.roles import ADMIN
from models.customers import CustomerContact
from models.expenses import lay_out_tax_lines
from models.job_materials import promised_jobs, reserve_needed
from models.jobs import Job
from models.jobs.by_time import complete_by_time, jobs_to_complete, quotes_to_expire
from models.months import lay_out_months
from models.notifications import is_any_due, queue_mail
from models.notifications.summaries import contacts_to_summarise, summarise
from models.people import Employee, StaffUser
from models.portal.sign_ins import forget_old_sign_ins
from models.profit import is_stale, refresh
from models.purchasing.blanks import set_right
from models.scheduling import ProductionSchedule, generate_ahead, write_holidays
from models.scheduling.conflicts import fitting_again, overdue
from models.spoken import forget_spoken
from models.timekeeping import TimeEntry, cap_forgotten, forgotten, rates, timesheets

from . import (
    alerts,
    approvals,
    costing,
    faltering,
    import_files,
    outbox,
    planning,
    quarantine,
    queue,
    reports,
    uploads,
)
from .one_by_one import one_by_one
from .running import at_work, remember, stop_on_signals, stopping, take_over

Periodic = Callable[[Session], None]


@dataclass(frozen=True)
class Entry:
    """A periodic job and the seconds between two runs."""

    run: Periodic
    every: float


def seal_the_audit_trail(session: Session) -> None:
    """Chain what was recorded since the last seal."""
    audit.seal(session)
    session.commit()


def sweep_the_outbox(session: Session) -> None:
    """Have due mail sent: by the worker when it lives, and here when it does not, or leaves mail waiting."""
    if not is_any_due(session):
        return
    neglected = is_any_due(session, for_at_least=PATIENCE)
    session.commit()
    if neglected or not (queue.wake() and queue.worker_is_alive()):
        outbox.drain()


def expire_quotes(session: Session) -> None:
    """Expire the quotes whose date is over."""
    one_by_one(session, Job, quotes_to_expire(session), Job.expire)


def complete_shipped_jobs(session: Session) -> None:
    """Complete what was shipped so long ago that the customer has it."""
    one_by_one(session, Job, jobs_to_complete(session), complete_by_time)


def mail_the_seal_to_the_owners(session: Session) -> None:
    """Send the latest seal out of the house once a day, from seven in the morning on."""
    now = clock.now()
    if now.astimezone(clock.shop_zone()).hour < SEAL_HOUR:
        return
    last = session.scalars(
        sa.select(audit.AuditSeal).order_by(audit.AuditSeal.number.desc()).limit(1)
    ).first()
    if last is None:
        return
    for owner in _owners(session):
        key = f"audit_seal:{clock.shop_day(now)}:{owner.id}"
        queue_mail(session, "audit_seal", owner.email, {"seal_id": last.id, "number": last.number}, key)
    session.commit()


def mail_the_daily_summaries(session: Session) -> None:
    """Gather what people wished to hear once a day, each person's in a transaction of its own."""
    due = contacts_to_summarise(session)
    session.commit()
    for contact_id in due:
        summarise(session, session.get_one(CustomerContact, contact_id))
        session.commit()


def lay_out_the_days(session: Session) -> None:
    """Write the holidays of the coming years, and the hours of people and machines for the coming weeks."""
    write_holidays(session)
    session.commit()
    generate_ahead(session)
    session.commit()


def lay_out_the_books(session: Session) -> None:
    """Give each month its row, and each year the lines of its tax return."""
    lay_out_months(session)
    lay_out_tax_lines(session)
    metrics.lay_out_targets(session)
    session.commit()


def note_delays(session: Session) -> None:
    """Mark the operations whose day passed undone."""
    one_by_one(session, ProductionSchedule, overdue(session), ProductionSchedule.delay)


def note_what_fits_again(session: Session) -> None:
    """Forget why operations were booked beyond their days, where the days hold them by now."""
    one_by_one(session, ProductionSchedule, fitting_again(session), ProductionSchedule.fit_again)


def set_blanks_gates_right(session: Session) -> None:
    """Let the blanks gates stand as the stock does, where somebody held the job when it moved."""
    set_right(session)
    session.commit()


def set_aside_what_jobs_need(session: Session) -> None:
    """Set right what is set aside for promised jobs, where somebody held one when its materials were measured anew."""
    for batch in promised_jobs(session):
        reserve_needed(session, batch)
        session.commit()


def forget_old_requests(session: Session) -> None:
    """Forget which rows the requests of pages reached that nobody has open any more, and old links to sign in."""
    forget_spoken(session)
    forget_old_sign_ins(session)
    session.commit()


def cap_forgotten_timers(session: Session) -> None:
    """End what still runs from an earlier day at the end of that day, flagged."""
    one_by_one(session, TimeEntry, forgotten(session), cap_forgotten)


def bring_rates_up_to_date(session: Session) -> None:
    """Write with each person the rate that holds since today."""
    one_by_one(session, Employee, rates.outdated(session), rates.bring_up_to_date)


def make_missing_timesheets(session: Session) -> None:
    """Make the timesheets of weeks whose time was taken before there were any."""
    timesheets.make_missing(session)
    session.commit()


def sum_what_jobs_earn(session: Session) -> None:
    """Bring margins and sums up to date with what was touched, a transaction for each portion."""
    while is_stale(session) and not stopping.is_set():
        done = refresh(session)
        session.commit()
        if done:
            return
    session.commit()


def keep_key_figures(session: Session) -> None:
    """Write the rows of the periods that facts touched, and of the days that began, a key figure at a time."""
    metrics.note_new_days(session)
    session.commit()
    done = False
    while not done and not stopping.is_set():
        done = metrics.refresh(session)
        session.commit()


CLOCKWORK: Final = (
    Entry(seal_the_audit_trail, every=60),
    Entry(expire_quotes, every=300),
    Entry(complete_shipped_jobs, every=300),
    Entry(cap_forgotten_timers, every=60),
    Entry(bring_rates_up_to_date, every=300),
    Entry(note_delays, every=60),
    Entry(note_what_fits_again, every=60),
    Entry(set_blanks_gates_right, every=60),
    Entry(approvals.make_certificates, every=60),
    Entry(approvals.remind_approvers, every=60),
    Entry(approvals.expire_requests, every=60),
    Entry(approvals.look_at_approved_files, every=300),
    Entry(sum_what_jobs_earn, every=10),
    Entry(keep_key_figures, every=10),
    Entry(mail_the_seal_to_the_owners, every=300),
    Entry(mail_the_daily_summaries, every=300),
    Entry(planning.make_proposals, every=15),
    Entry(quarantine.check_what_waits, every=60),
    Entry(costing.reckon_new_jobs, every=300),
    Entry(costing.check_costing, every=300),
    Entry(import_files.delete_old_files, every=3600),
    Entry(uploads.forget_expired, every=3600),
    Entry(forget_old_requests, every=3600),
    Entry(make_missing_timesheets, every=3600),
    Entry(set_aside_what_jobs_need, every=3600),
    Entry(reports.make_reports, every=60),
    Entry(alerts.check_alerts, every=60),
    Entry(alerts.mail_alerts, every=60),
    Entry(alerts.prune_alerts, every=3600),
    Entry(lay_out_the_days, every=600),
    Entry(lay_out_the_books, every=3600),
    Entry(sweep_the_outbox, every=60),  # the last, since it may take long
)

PATIENCE: Final = dt.timedelta(minutes=2)
"""Mail that waits so long is sent by the clock, whatever the worker seems to be doing."""

SEAL_HOUR: Final = 7


def run_clock(app: Flask | None = None) -> None:
    """Run every periodic job when it is due, until SIGTERM or SIGINT. Exactly one clock should run for a shop."""
    if app is not None:
        remember(app)
    stop_on_signals()
    take_over()
    faltering.forget()
    due = dict.fromkeys(CLOCKWORK, 0.0)
    while not stopping.is_set():
        tick(due)
        stopping.wait(1)


def tick(due: dict[Entry, float]) -> None:
    """Run the entries whose time (of `time.monotonic`) has come, and note when each is due next."""
    for entry, moment in due.items():
        if time.monotonic() >= moment and not stopping.is_set():
            due[entry] = time.monotonic() + entry.every
            run_safely(entry.run)


def run_safely(job: Periodic) -> None:
    """Run one job as the clock, in a session of its own. What goes wrong is logged, noted, and stops no other."""
    try:
        with at_work(CLOCK):
            job(db.session())
    except Exception as error:
        _log.exception("The periodic job %s failed; it is tried again when it is next due.", job.__name__)
        faltering.failed(job.__name__, error)
    else:
        faltering.ran_well(job.__name__)


def _owners(session: Session) -> Sequence[StaffUser]:
    owners = sa.select(StaffUser).join(StaffUser.roles).where(Role.name == ADMIN, StaffUser.active.is_(True))
    return [owner for owner in session.scalars(owners.order_by(StaffUser.id)) if owner.email]


_log = logging.getLogger(__name__)
