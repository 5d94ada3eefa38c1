"""A page of every kind, in every look and in the states that people bring it to: axe finds nothing at all."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.demo.artwork import print_of
from models.alerts import AlertSeverity, AlertType, BusinessAlert, Reason
from models.alerts.telling import tell
from models.approvals import comment_on
from models.core import clock
from models.core.audit import AuditEntry
from models.core.base import new_id
from models.core.periods import period_named
from models.designs import Design
from models.files import FileCategory as C
from models.jobs import Job
from models.links import link_for
from models.people import Employee, StaffUser, invite_staff
from models.portal.sessions import open_session
from models.reports import REPORTS, ReportKind
from models.reports.due import row_of
from models.timekeeping import TimeEntry, Timesheet
from tasks.files import keep
from tests import on_sqlite
from tests.approvals import unapproved_job
from tests.floor import printers_morning
from tests.models.purchasing.ordering import garment, mill, ordered
from tests.plan import next_monday, planned_week
from views.core.public.rate_limit import RateLimit

from .page_types import CUSTOMER, FLOOR, ROOMS, STRANGER, Known
from .signing_in import enter_floor, enter_portal, sign_in
from .walking import Walker

pytestmark = on_sqlite


@pytest.fixture
def known(shop, session, cast, tmp_path, monkeypatch) -> Known:
    """A shop with a job that waits for its art, a quote, an invitation and a mail that was kept."""
    monkeypatch.setitem(shop.config, "MAIL_FOLDER", tmp_path / "mail")
    monkeypatch.setitem(shop.config, "SEND_FILE_MAX_AGE_DEFAULT", 600)
    monkeypatch.setitem(shop.extensions, "public_job_limit", RateLimit(10_000, 60))
    job = Job(title="Trade-show hoodies", customer=cast.acme, quoted_amount="480.00")
    session.add_all([job, Job(title="Launch shirts", customer=cast.rival, quoted_amount="90.00")])
    session.commit()
    job.accept_quote()
    job.begin_prep()
    link = link_for(session, cast.job)
    _invited, token = invite_staff(session, name="theo", role="Artist", email="theo@687merch.example")
    session.commit()
    approval = _asked(session, cast)
    found = Known(
        job=job.id,
        customer=cast.acme.id,
        entry=session.scalars(sa.select(AuditEntry.id)).first(),
        link=link.token(),
        invitation=token,
        mail=_kept_mail(tmp_path / "mail"),
        portal=open_session(session(), cast.ann, browser="Firefox on Linux", address="192.0.2.7").token(),
        portal_job=cast.job.id,
        monday=next_monday().isoformat(),
        approval=approval.id,
        file=approval.design_version.file_id,
        purchase_order=_awaited(session).id,
        alert=_alerted(session).id,
        sheet=_worked(session),
        report=_reported(session, "2026-10").id,
        failed_report=_not_reported(session).id,
    )
    session.commit()  # the test keeps no transaction open, which the shop would wait for
    return found


def _awaited(session):
    """An order that was sent, and a material that is to be ordered."""
    tee = garment(session, "Tee, black L", supplier=mill(session), reorder_point=Decimal(36))
    return ordered(session, (tee, "24", "3.1250"))


def _alerted(session):
    """A report that is not made, which was told, put into somebody's hands, and commented."""
    alert = BusinessAlert(
        rule="reports_failed", subject_table="reports", subject_id="x", type=AlertType.SYSTEM, id=new_id()
    )
    session.add(alert)
    alert.measure(
        title="Sales tax, September 2026 could not be made",
        message="Making Sales tax, September 2026 failed 4 times (OSError: the storage is away).",
        severity=AlertSeverity.CRITICAL,
        actual_value="4",
        threshold="2",
        unit="attempts",
        trigger_data={"Attempts": "4", "Why": "OSError: the storage is away"},
        address="/reports/",
    )
    tell(session, alert, Reason.NEW)
    alert.assign(session.scalars(sa.select(StaffUser.id).where(StaffUser.username == "owner")).one())
    alert.comment("The disk was full: it is being emptied.")
    session.commit()
    return alert


def _worked(session):
    """The week of an hour that Rosa worked lately, forgotten to the end of its day."""
    rosa = session.scalars(sa.select(Employee).where(Employee.name == "Rosa")).one()
    start = clock.now() - dt.timedelta(days=10)
    entry = TimeEntry(employee_id=rosa.id, activity="Printing", start_time=start)
    session.add(entry)
    session.flush()
    entry.cap()
    session.commit()
    return session.scalars(sa.select(Timesheet.id)).one()


def _reported(session, month):
    """The sales tax of a month, made."""
    report = row_of(REPORTS[ReportKind.SALES_TAX], period_named(month))
    session.add(report)
    session.flush()
    report.keep("$412.40 of sales tax was charged on $4,998.79.", "a", 41_200, "0" * 64, "b", 7_300, "0" * 64)
    return report


def _not_reported(session):
    """The sales tax of the month before, which could not be made."""
    report = row_of(REPORTS[ReportKind.SALES_TAX], period_named("2026-09"))
    session.add(report)
    session.flush()
    report.fail("LookupError: the ledger is away")
    return report


def _asked(session, cast):
    """A request about the second version of a design, with a note on each of them."""
    design = Design(name="Trailhead", customer=cast.acme, job=unapproved_job(session, cast))
    session.add(design)
    for number in (1, 2):
        art = print_of(number, "Acme", "Trailhead", number)
        name = f"trailhead-v{number}.png"
        file = keep(
            session(), art, customer=cast.acme, job=design.job, category=C.FINAL_DESIGN, file_name=name
        )
        design.add_version(file.id, what_changed="The year is 2026" if number > 1 else "")
        session.flush()
        request = design.newest_version().request_approval()
        comment_on(design.newest_version(), f"Note on version {number}", pin=(Decimal("0.4"), Decimal("0.5")))
    session.commit()
    return request


def _kept_mail(folder: Path) -> str:
    folder.mkdir()
    message = EmailMessage()
    message["Subject"], message["To"] = "Your order is ready", "Ann <ann@acme.example>"
    message.set_content("It is ready: http://shop.example/d/token\n")
    message.add_alternative("<p>It is <b>ready</b></p>", subtype="html")
    (folder / "ready.eml").write_bytes(message.as_bytes())
    return "ready.eml"


@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing_on_a_page_of_each_kind(room, page, address, troubles, known, session, cast):
    if room == "calendar":
        planned_week(session)
        session.commit()
    if room == "floor":
        printers_morning(session, cast)
    walker, faults = Walker(page, address, troubles), []
    for reader, kinds in itertools.groupby(ROOMS[room], key=lambda kind: kind.by):
        page.context.clear_cookies()
        if reader == CUSTOMER:
            enter_portal(page, address, known["portal"])
        elif reader == FLOOR:
            enter_floor(page, address)
        elif reader != STRANGER:
            sign_in(page, address, reader)
        for kind in kinds:
            faults += walker.faults_as_read(kind, known)
    assert faults == []
