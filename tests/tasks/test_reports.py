"""Reports: due when their period is over, made once, kept as sent, mailed to who subscribed."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from models.alerts import BusinessAlert
from models.alerts.news import page_of
from models.core.actor import Actor, acting_as
from models.core.errors import NotAllowed, RuleBroken
from models.core.periods import period_named
from models.notifications import NotificationStatus, StaffNotification, queue_mail
from models.people import StaffUser
from models.profit.reading import Narrowing, Span, read, total
from models.reports import (
    REPORTS,
    Report,
    ReportKind,
    ReportStatus,
    ReportSubscription,
    ask_for,
    lay_out_due,
    lay_out_subscriptions,
    subscribe,
)
from tasks import alerts, reports
from tasks.outbox import drain
from tests import on_sqlite
from tests.earnings import invoiced, sold
from tests.papers import words
from tests.reporting import at, only, opened

from .smtp import serving, text_of

K = ReportKind
MANAGER = Actor("staff", "manager", "2", frozenset({"Manager"}))


def due(session, kind):
    """The periods of which a report of this kind is there, the earliest first."""
    lay_out_due(session)
    session.flush()
    rows = session.scalars(sa.select(Report).where(Report.kind == kind, Report.edition == 1))
    return sorted(row.period for row in rows)


@on_sqlite
def test_what_is_over_is_due_once_however_long_the_clock_was_off(session):
    opened(session, 2026, 9, 20, 12)
    with at(2026, 10, 31, 23, 59):
        assert due(session, K.MONTHLY_PROFITABILITY) == ["2026-09"]
    with at(2026, 11, 1, 0, 0):  # a day of 25 hours begins
        assert due(session, K.MONTHLY_PROFITABILITY) == ["2026-09", "2026-10"]
        assert due(session, K.MATERIAL_REORDER) == ["2026-W44"]
    with at(2027, 3, 1, 0, 5):
        assert due(session, K.MONTHLY_PROFITABILITY)[-4:] == ["2026-11", "2026-12", "2027-01", "2027-02"]
        assert len(due(session, K.WEEKLY_PRODUCTION)) == len(set(due(session, K.WEEKLY_PRODUCTION))) >= 17
        assert due(session, K.SALES_TAX) == sorted(
            ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2026-Q3", "2026-Q4"]
        )
    with at(2027, 3, 15, 0, 30):  # the Monday after a day of 23 hours
        assert due(session, K.TIMESHEETS)[-1] == "2027-W10"
        assert due(session, K.MATERIAL_REORDER) == ["2026-W44", "2027-W09", "2027-W11"]


@on_sqlite
def test_a_shop_without_a_job_has_nothing_to_report(session):
    assert lay_out_due(session) > 0
    session.rollback()
    opened(session, 2026, 11, 20, 12)
    with at(2026, 11, 22, 12):
        assert due(session, K.MONTHLY_PROFITABILITY) == []


def test_a_report_is_made_once_and_mailed_with_its_paper_to_who_subscribed_in_time(session, outbox, smtp):
    opened(session, 2026, 8, 20, 12)
    with at(2026, 10, 28, 9):
        lay_out_subscriptions(session)
        subscribe(session, user(session, "manager").id, K.MONTHLY_PROFITABILITY, is_active=True)
        session.commit()
    with at(2026, 11, 3, 7), only(K.MONTHLY_PROFITABILITY):
        subscribe(session, user(session, "bookkeeper").id, K.MONTHLY_PROFITABILITY, is_active=True)
        subscribe(session, user(session, "manager").id, K.MONTHLY_PROFITABILITY, is_active=False)
        session.commit()
        for _ in range(2):
            reports.make_reports(session)
            drain()
        rows = {row.period: row for row in session.scalars(sa.select(Report))}
        for row in rows.values():  # somebody is faster: what was made twice is kept once
            reports.make(session, row.id)
    made = rows["2026-10"]
    assert sorted(rows) == ["2026-08", "2026-09", "2026-10"]
    assert {row.status for row in rows.values()} == {ReportStatus.MADE}
    (mail,) = smtp.messages
    assert (mail["To"], mail["Subject"]) == ("owner@687merch.example", "Monthly profitability, October 2026")
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == "Monthly-profitability-2026-10.pdf"
    kept = reports.content_of("pdf", made.pdf_url, made.pdf_sha256)
    assert paper.get_content() == kept
    assert "October 2026 is not closed: these numbers can still change." in " ".join(words(kept))
    assert f"/reports/{made.id}/" in text_of(mail)
    assert text_of(mail).rstrip().endswith("/reports/")  # where it is stopped
    assert made.summary in " ".join(text_of(mail).split())


def test_a_late_fact_makes_another_edition_and_leaves_what_was_sent(session):
    opened(session, 2026, 9, 20, 12)
    with at(2026, 11, 3, 7), only(K.SALES_TAX):
        with acting_as(MANAGER):
            first = ask_for(session, K.SALES_TAX, "2026-10")
            session.commit()
            with pytest.raises(RuleBroken, match="is being made already"):
                ask_for(session, K.SALES_TAX, "2026-10")
        session.rollback()
        reports.make_waiting(session, seconds=60)
        sent = reports.content_of("pdf", first.pdf_url, first.pdf_sha256)
        with acting_as(MANAGER):
            first.make_anew(mail=True)
        session.commit()
        reports.make_waiting(session, seconds=60)
        second = session.scalars(sa.select(Report).where(Report.edition == 2)).one()
        assert (second.is_made, second.is_mailed, second.asked_by) == (True, True, "manager")
        assert str(second) == "Sales tax, October 2026, edition 2"
        assert "Edition 2" in " ".join(words(reports.content_of("pdf", second.pdf_url, second.pdf_sha256)))
        assert reports.content_of("pdf", first.pdf_url, first.pdf_sha256) == sent
        assert (first.pdf_url, first.edition) != (second.pdf_url, second.edition)


@on_sqlite
@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (K.SALES_TAX, "2026-13", "“2026-13” is not a period"),
        (K.SALES_TAX, "next month", "is not a period"),
        (K.SALES_TAX, "2027-01", "“2027-01” has not begun"),
        (
            K.SALES_TAX,
            "2026-11",
            "November 2026 ends on Mon 30 Nov 2026. The latest that is over is 2026-10.",
        ),
        (K.SALES_TAX, "2026-W40", "is of a month such as 2026-10 or a quarter such as 2026-Q3"),
        (K.SALES_TAX, "2026-08", "the shop's first job is of Sun 20 Sep 2026"),
        (K.MATERIAL_REORDER, "2026-W40", "how things stand now, so that it is of 2026-W45 only"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_a_sentence(session, kind, text, sentence):
    opened(session, 2026, 9, 20, 12)
    with at(2026, 11, 3, 7), acting_as(MANAGER), pytest.raises(RuleBroken) as refusal:
        ask_for(session, kind, text)
    assert sentence in str(refusal.value)


@on_sqlite
def test_who_may_not_read_a_report_neither_has_it_made_nor_gets_it_by_mail(session, outbox):
    opened(session, 2026, 9, 20, 12)
    printer = user(session, "printer")
    session.add(
        ReportSubscription(user_id=printer.id, kind=K.MONTHLY_PROFITABILITY, since=dt.date(2026, 1, 1))
    )
    session.commit()
    with at(2026, 11, 3, 7), only(K.MONTHLY_PROFITABILITY):
        worker = Actor("staff", "printer", str(printer.id), frozenset({"Production"}))
        with acting_as(worker), pytest.raises(NotAllowed):
            ask_for(session, K.MONTHLY_PROFITABILITY, "2026-10")
        session.rollback()
        reports.make_reports(session)
        assert outbox() == []
        row = session.scalars(sa.select(Report).where(Report.period == "2026-10")).one()
        data = {"report_id": row.id, "user_id": printer.id}
        queue_mail(session, "report", printer.email, data, "a subscriber who changed their role since")
        session.commit()
        drain()
        (mail,) = outbox()
        assert (mail.status, "is not for printer" in mail.error) == (NotificationStatus.FAILED, True)


@on_sqlite
def test_a_report_that_fails_is_tried_again_later_and_stops_no_other(session, caplog):
    opened(session, 2026, 10, 20, 12)
    with only(K.SALES_TAX, K.TIMESHEETS):
        whole = REPORTS[K.SALES_TAX]
        REPORTS[K.SALES_TAX] = replace(whole, read=_fail)
        with at(2026, 11, 2, 7):
            reports.make_reports(session)
            reports.make_reports(session)
            failed = session.scalars(sa.select(Report).where(Report.kind == K.SALES_TAX)).one()
            assert (failed.status, failed.attempts) == (ReportStatus.FAILED, 1)
            assert "The ledger is away" in failed.error
            others = session.scalars(sa.select(Report.status).where(Report.kind == K.TIMESHEETS))
            assert set(others) == {ReportStatus.MADE}
        for minute in (3, 8):
            with at(2026, 11, 2, 7, minute):
                reports.make_reports(session)
        assert failed.attempts == 3
        REPORTS[K.SALES_TAX] = whole
        with at(2026, 11, 2, 7, 10):
            alerts.check_rule(session, "reports_failed")
            (told,) = session.scalars(sa.select(BusinessAlert).where(BusinessAlert.subject_id == failed.id))
            assert "failed 3 times" in told.message
            (line,) = session.scalars(
                sa.select(StaffNotification).where(StaffNotification.url == page_of(told))
            )
            assert (line.role, "could not be made" in line.text) == ("Admin", True)
            reports.make_reports(session)
            assert failed.status == ReportStatus.FAILED
            failed.try_now()
            session.commit()
            reports.make_reports(session)
            alerts.check_rule(session, "reports_failed")
        assert (failed.status, failed.error) == (ReportStatus.MADE, None)
        assert told.is_resolved
        REPORTS[K.SALES_TAX] = whole


def _fail(_session, _period):
    raise LookupError("The ledger is away")


@on_sqlite
def test_who_has_no_address_is_told_on_their_pages_and_a_dead_server_delays_it_once(
    session, outbox, no_server
):
    opened(session, 2026, 9, 20, 12)
    user(session, "manager").email = "nobody"
    for name in ("owner", "manager"):
        session.add(
            ReportSubscription(
                user_id=user(session, name).id, kind=K.MONTHLY_PROFITABILITY, since=dt.date(2026, 10, 5)
            )
        )
    session.commit()
    with at(2026, 11, 1, 0, 1), only(K.MONTHLY_PROFITABILITY):
        for _ in range(2):
            reports.make_reports(session)
        (told,) = session.scalars(
            sa.select(StaffNotification).where(StaffNotification.url.like("/reports/%"))
        )
        assert told.text == (
            "Monthly profitability, October 2026 is here. It was not mailed to you: your profile has no address."
        )
        drain()
        (mail,) = outbox()
        assert (mail.recipient_email, mail.status) == ("owner@687merch.example", NotificationStatus.PENDING)
    with at(2026, 11, 2, 9), only(K.MONTHLY_PROFITABILITY), serving(no_server) as (server, _):
        for _ in range(2):
            reports.make_reports(session)
            drain()
        (letter,) = server.messages
    assert letter["Subject"] == "Monthly profitability, October 2026"
    assert [each.get_filename() for each in letter.iter_attachments()] == [
        "Monthly-profitability-2026-10.pdf"
    ]


def test_paper_and_workbook_tell_the_numbers_of_the_screens(session, cast):
    opened(session, 2026, 9, 20, 12)
    job = sold(session, cast.acme, (None, 10, "100.00", ()), quoted="1000.00", costs="60.00")
    invoiced(session, job, "1000.00", dt.date(2026, 10, 20))
    month = period_named("2026-10")
    with at(2026, 11, 3, 7), only(K.MONTHLY_PROFITABILITY, K.SALES_TAX):
        reports.make_reports(session)
        rows = {row.kind: row for row in session.scalars(sa.select(Report).where(Report.period == "2026-10"))}
        (sums,) = read(session, {"total": total(Span(month.key, month), Narrowing())})["total"]
        session.rollback()
    assert (sums.revenue, sums.profit) == (Decimal("1000.00"), Decimal("940.00"))
    row = rows[K.MONTHLY_PROFITABILITY]
    paper = " ".join(words(reports.content_of("pdf", row.pdf_url, row.pdf_sha256)))
    book = load_workbook(io.BytesIO(reports.content_of("xlsx", row.xlsx_url, row.xlsx_sha256)))
    line = [cell.value for cell in book["From revenue to profit"][2]]
    assert line[:3] == ["October 2026", sums.jobs, float(sums.revenue)]
    assert f"${sums.revenue:,.2f} and cost ${sums.total_costs:,.2f}" in paper


def user(session, name):
    return session.scalars(sa.select(StaffUser).where(StaffUser.username == name)).one()
