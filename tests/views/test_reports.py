"""The pages of reports: who may open which, files as they were sent, having one made, and subscribing."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from models.core.periods import period_named
from models.core.roles import ADMIN, ARTIST, BOOKKEEPER, EVERYBODY, MANAGER, OFFICE, PRODUCTION
from models.people import StaffUser
from models.reports import REPORTS, Report, ReportKind, ReportStatus, ReportSubscription
from models.reports.asking import MOST_EDITIONS
from models.reports.due import row_of
from models.reports.listing import PAGE
from tasks import reports
from tasks.storage import storage
from tests import on_sqlite
from tests.browsing import csrf_token, post_form
from tests.cast import USERS
from tests.reporting import at, made, only, opened
from views.reports import door

from .test_every_screen import asked

K = ReportKind
EVERY_KIND = sorted(K)


@pytest.fixture
def november(shop):
    """It is the third of November, the month before being over."""
    with at(2026, 11, 3, 9):
        yield


@pytest.fixture
def taxes(session, november):
    """The sales tax of October, made by itself; its id."""
    opened(session, 2026, 9, 20, 12)
    (row,) = made(session, K.SALES_TAX, "2026-10")
    return row.id


def noted(session, kind, period="2026-10", *, edition=1, number=1):
    """A report that nobody has made yet."""
    row = row_of(REPORTS[kind], period_named(period), edition=edition)
    session.add(row)
    session.commit()
    return row


PERIODS = {K.WEEKLY_PRODUCTION: "2026-W43", K.MATERIAL_REORDER: "2026-W45", K.TIMESHEETS: "2026-W43"}


@on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_report_opens_for_the_roles_that_it_is_declared_for_and_for_nobody_else(
    client_as, session, november, role
):
    browser = client_as(role)
    for kind in EVERY_KIND:
        row = noted(session, kind, PERIODS.get(kind, "2026-10"))
        may = role == ADMIN or role in REPORTS[kind].by
        assert browser.get(f"/reports/{row.id}/").status_code == (200 if may else 403), kind
        assert browser.get(f"/reports/of/{kind}/").status_code == (200 if may else 403), kind
        assert browser.get(f"/reports/{row.id}/pdf").status_code == (404 if may else 403), kind
        assert browser.get(f"/reports/{row.id}/xlsx").status_code == (404 if may else 403), kind
        assert (REPORTS[kind].title in browser.get("/reports/").text.partition("<main")[2]) is may, kind


@on_sqlite
@pytest.mark.parametrize("role", sorted(EVERYBODY - {ADMIN}))
def test_what_somebody_may_not_read_they_neither_make_nor_get_by_mail(client_as, session, november, role):
    opened(session, 2026, 9, 20, 12)
    browser = client_as(role)
    token = csrf_token(browser, "/reports/")
    for kind in EVERY_KIND:
        period = PERIODS.get(kind, "2026-10")
        asked = {"kind": kind, "period": period, "csrf_token": token}
        may = role in REPORTS[kind].by
        assert browser.post("/reports/", data=asked).status_code == (303 if may else 403), kind
        subscribing = {"is_active": "y", "csrf_token": token}
        answer = browser.post(f"/reports/of/{kind}/subscription", data=subscribing)
        assert answer.status_code == (303 if may else 403), kind
        found = session.scalars(sa.select(Report).where(Report.kind == kind)).first()
        assert (found is not None) is may, kind
        if found is not None:
            found.fail("not now")
            session.commit()
            again = browser.post(f"/reports/{found.id}/again", data={"csrf_token": token})
            assert again.status_code == 409, kind
    forbidden = sa.select(ReportSubscription.kind).join(StaffUser).where(StaffUser.username == USERS[role])
    assert {kind for kind in session.scalars(forbidden) if role not in REPORTS[kind].by} == set()


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "/reports/01ARZ3NDEKTSV4RRFFQ69G5FAV/",
        "/reports/01ARZ3NDEKTSV4RRFFQ69G5FAV/pdf",
        "/reports/x'%20or%201=1/",
        f"/reports/{'9' * 500}/xlsx",
        "/reports/of/WAGES/",
        "/reports/of/SALES_TAX/?page=0",
        "/reports/of/SALES_TAX/?page=2",
        f"/reports/of/SALES_TAX/?page={'9' * 40}",
    ],
)
def test_what_is_not_there_is_not_found(client_as, november, path):
    assert client_as(MANAGER).get(path).status_code == 404


def test_files_are_sent_exactly_as_they_are_kept_and_nobody_keeps_a_copy(client_as, session, taxes):
    row = session.get(Report, taxes)
    browser = client_as(OFFICE)
    for ending, sha256 in (("pdf", row.pdf_sha256), ("xlsx", row.xlsx_sha256)):
        answer = browser.get(f"/reports/{taxes}/{ending}")
        assert hashlib.sha256(answer.data).hexdigest() == sha256
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert f"Sales-tax-2026-10.{ending}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@on_sqlite
def test_a_file_that_somebody_changed_or_lost_is_refused_with_a_sentence(client_as, session, taxes):
    row, browser = session.get(Report, taxes), client_as(OFFICE)
    storage().write(row.pdf_url, b"%PDF-1.7 forged", reports.PDF)
    changed = browser.get(f"/reports/{taxes}/pdf")
    assert (changed.status_code, "is not what was kept" in changed.text) == (409, True)
    storage().delete(row.xlsx_url)
    lost = browser.get(f"/reports/{taxes}/xlsx")
    assert (lost.status_code, "Make the report anew" in lost.text or "make the report anew" in lost.text) == (
        409,
        True,
    )


def test_what_is_asked_for_is_made_and_opens_as_the_address_in_its_mail_says(client_as, session, november):
    opened(session, 2026, 9, 20, 12)
    browser = client_as(OFFICE)
    with only(K.SALES_TAX):
        answer = post_form(browser, "/reports/", kind="SALES_TAX", period=" 2026-Q3 ", mail="y")
        row = session.scalars(sa.select(Report)).one()
        assert (answer.status_code, answer.location) == (303, f"/reports/{row.id}/")
        assert "It is being made." in browser.get(answer.location).text
        reports.make_waiting(session, seconds=60)
    page = browser.get(answer.location).text
    session.refresh(row)
    assert row.summary in page
    assert f'href="/reports/{row.id}/pdf"' in page
    assert (row.period, row.asked_by, row.is_mailed) == ("2026-Q3", "office", True)


@on_sqlite
@pytest.mark.parametrize(
    ("kind", "period", "sentence"),
    [
        ("SALES_TAX", "", "is not a period"),
        ("SALES_TAX", "2026-13", "“2026-13” is not a period"),
        ("SALES_TAX", "2031-01", "“2031-01” has not begun"),
        ("SALES_TAX", "2026-11", "The latest that is over is 2026-10"),
        ("SALES_TAX", "1999-12", "there is nothing to tell of December 1999"),
        ("SALES_TAX", "<b>" * 300, "is not a period"),
        ("TIMESHEETS", "2026-10", "Timesheets is of a week such as 2026-W47, not of 2026-10"),
        ("MATERIAL_REORDER", "2026-W40", "how things stand now"),
        ("WAGES", "2026-10", "choose which one"),
        ("", "2026-10", "choose which one"),
    ],
)
def test_what_cannot_be_made_is_a_sentence_at_the_form_that_keeps_what_was_typed(
    client_as, session, november, kind, period, sentence
):
    opened(session, 2026, 9, 20, 12)
    answer = post_form(client_as(OFFICE), "/reports/", kind=kind, period=period)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "<b><b>" not in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 0


def test_another_edition_stands_beside_the_first_which_stays(client_as, session, taxes):
    browser = client_as(OFFICE)
    token = csrf_token(browser, "/reports/")
    answer = browser.post(f"/reports/{taxes}/again", data={"csrf_token": token})
    assert answer.status_code == 303
    twice = browser.post(f"/reports/{taxes}/again", data={"csrf_token": token})
    assert (twice.status_code, "is being made already" in twice.text) == (409, True)
    with only(K.SALES_TAX):
        reports.make_waiting(session, seconds=60)
    second = session.scalars(sa.select(Report).where(Report.edition == 2)).one()
    assert (second.period, second.is_mailed, second.status) == ("2026-10", False, ReportStatus.MADE)
    page = browser.get(f"/reports/{taxes}/").text
    assert "There is a later edition" in page
    assert f'href="/reports/{second.id}/"' in page


@on_sqlite
def test_editions_have_an_end(client_as, session, taxes):
    last = noted(session, K.SALES_TAX, edition=MOST_EDITIONS)
    last.keep("", "a", 1, "0" * 64, "b", 1, "0" * 64)
    session.commit()
    token = csrf_token(browser := client_as(OFFICE), "/reports/")
    answer = browser.post(f"/reports/{taxes}/again", data={"csrf_token": token})
    assert (answer.status_code, f"there are {MOST_EDITIONS} editions" in answer.text) == (409, True)


@on_sqlite
def test_how_things_stood_in_a_week_that_is_over_is_not_told_of_today(client_as, session, november):
    row = noted(session, K.MATERIAL_REORDER, "2026-W44")
    row.keep("", "a", 1, "0" * 64, "b", 1, "0" * 64)
    session.commit()
    browser = client_as(OFFICE)
    assert "so that it is of 2026-W45 only" in browser.get(f"/reports/{row.id}/").text
    token = csrf_token(browser, "/reports/")
    assert browser.post(f"/reports/{row.id}/again", data={"csrf_token": token}).status_code == 409
    assert session.scalar(sa.select(sa.func.count()).select_from(Report)) == 1


@on_sqlite
def test_a_failed_report_says_why_to_who_looks_after_it_and_what_happens_next(client_as, session, november):
    row = noted(session, K.SALES_TAX)
    row.fail("LookupError: The ledger is away")
    session.commit()
    manager, office = (client_as(role).get(f"/reports/{row.id}/").text for role in (MANAGER, OFFICE))
    assert "Making it went wrong once. The last time: LookupError: The ledger is away" in manager
    assert "It is tried again by itself at 3 Nov 2026, 09:02" in manager
    assert "Try now" in manager
    assert "Making it went wrong once." in office
    assert "ledger" not in office
    assert "Try now" not in office


@on_sqlite
def test_everybody_subscribes_for_themselves_and_stops(client_as, session, november):
    browser = client_as(PRODUCTION)
    chosen = sa.select(ReportSubscription.is_active).join(StaffUser).where(StaffUser.username == "printer")
    for wanted in ({"is_active": "y"}, {"is_active": "y"}, {}):
        token = csrf_token(browser, "/reports/")
        address = "/reports/of/WEEKLY_PRODUCTION/subscription"
        assert browser.post(address, data={**wanted, "csrf_token": token}).status_code == 303
        assert session.scalars(chosen).all() == [bool(wanted)]
        session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(ReportSubscription)) == 1


@on_sqlite
def test_all_of_a_kind_stand_in_pages_the_latest_first(client_as, session, november):
    for edition in range(1, PAGE + 2):
        session.add(noted(session, K.SALES_TAX, "2026-09", edition=edition))
    newest = noted(session, K.SALES_TAX, "2026-10")
    browser = client_as(BOOKKEEPER)
    first, second = (browser.get(f"/reports/of/SALES_TAX/?page={number}").text for number in (1, 2))
    assert first.index(newest.id) < first.index("edition 26")
    assert ("Page 1 of 2" in first, "Page 2 of 2" in second) == (True, True)
    assert second.count('role="rowheader"') == 2


@on_sqlite
def test_the_menu_leads_to_the_reports(client_as):
    assert 'href="/reports/"' in client_as(ARTIST).get("/").text
    assert client_as("anonymous").get("/reports/").status_code == 302


def test_the_pages_ask_the_database_little_however_many_reports_there_are(client_as, session, november):
    for edition in range(1, 2 * PAGE):
        newest = noted(session, K.SALES_TAX, edition=edition)
    browser = client_as(MANAGER)
    for page in ("/reports/", "/reports/of/SALES_TAX/", f"/reports/{newest.id}/"):
        answer, sent = asked(browser, page)
        assert answer.status_code == 200
        assert len(sent) <= 5, sent  # two of them are who asks
        assert len(answer.data) < 80_000


def test_a_page_follows_a_report_that_is_made_meanwhile(client_as):
    events = client_as(ARTIST).get("/reports/events", buffered=False)
    assert events.mimetype == "text/event-stream"
    events.close()


@on_sqlite
def test_who_may_open_the_page_and_no_report_is_told_so(client_as, monkeypatch):
    monkeypatch.setattr(door, "REPORTS", {})
    answer = client_as(MANAGER).get("/reports/")
    assert (answer.status_code, "No report is for your role." in answer.text) == (403, True)
