"""Invoices on the pages of staff, on those of their customer, and on those of nobody else."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import sqlalchemy as sa

from models.billing import Invoice, InvoiceLine
from models.core import clock
from models.core.roles import BOOKKEEPER, MANAGER, OFFICE, PRODUCTION
from models.links import link_for
from models.notifications import NotificationQueue
from models.sales_tax import TaxRate
from tests import on_sqlite
from tests.papers import words

from .examples_invoices import issued

pytestmark = on_sqlite


@pytest.fixture
def bill(session, cast):
    """An issued invoice of Acme's job over $450.00."""
    return issued(session, cast)


def test_a_customer_sees_and_opens_their_invoices_and_nobody_elses(session, cast, bill, visiting):
    page = visiting(cast.ann).get(f"/portal/jobs/{cast.job.id}").text
    assert "INV-1001" in page
    assert "$450.00 to pay, due" in page
    assert "INV-1001" in visiting(cast.ann).get("/portal/invoices/").text
    assert 'href="/portal/invoices/"' in visiting(cast.ann).get("/portal/account").text
    paper = visiting(cast.ann).get(f"/portal/invoices/{bill.id}/invoice.pdf")
    assert (paper.status_code, paper.data[:5]) == (200, b"%PDF-")
    assert visiting(cast.bob).get(f"/portal/invoices/{bill.id}/invoice.pdf").status_code == 404
    assert "INV-1001" not in visiting(cast.bob).get("/portal/invoices/").text


def test_a_draft_is_not_there_for_the_customer(session, cast, visiting):
    draft = Invoice(customer=cast.acme, job=cast.job)
    draft.lines = [InvoiceLine(description="Staff tees", unit_price="450.00")]
    session.add(draft)
    session.commit()
    ann = visiting(cast.ann)
    assert ann.get(f"/portal/invoices/{draft.id}/invoice.pdf").status_code == 404
    assert "Invoices" not in ann.get(f"/portal/jobs/{cast.job.id}").text


def test_the_link_of_a_job_shows_its_invoices_alone(session, cast, bill, stranger):
    token = link_for(session, cast.job).token()
    other = Invoice(customer=cast.rival)
    other.lines = [InvoiceLine(description="Hoodies", unit_price="9.00")]
    session.add(other)
    session.flush()
    other.issue()
    session.commit()
    assert "INV-1001" in stranger.get(f"/d/{token}").text
    assert stranger.get(f"/d/{token}/invoices/{bill.id}.pdf").data[:5] == b"%PDF-"
    assert stranger.get(f"/d/{token}/invoices/{other.id}.pdf").status_code == 404


def test_whoever_is_mailed_of_an_invoice_gets_its_number(session, cast, bill):
    mails = session.scalars(
        sa.select(NotificationQueue).where(NotificationQueue.type == "INVOICE_ISSUED")
    ).all()
    assert [(mail.recipient_email, mail.template_data["text"][:25]) for mail in mails] == [
        ("ann@acme.example", "INV-1001 over $450.00 for")
    ]


def test_the_page_of_a_job_tells_what_is_billed_and_what_comes_next(session, cast, bill, client_as):
    text = client_as(BOOKKEEPER).get(f"/jobs/show/{cast.job.id}").text
    assert "$450.00 invoiced, $0.00 paid: $450.00 is left to pay." in text
    assert f"/invoices/{bill.id}/record_payment" in text
    assert 'id="billing"' not in client_as(PRODUCTION).get(f"/jobs/show/{cast.job.id}").text
    page = client_as(OFFICE).get(f"/invoices/show/{bill.id}").text
    assert ("/edit/" in page, "/delete/" in page, "/invoice_lines/add" in page) == (False, False, False)
    assert "INV-1001 is issued and does not change" in page
    (open_,) = words(client_as(OFFICE).get(f"/invoices/{bill.id}/invoice.pdf").data)
    assert "Name INV-1001 with your payment." in open_
    bill.record_payment(amount=Decimal("450.00"), reference="CH-1")
    session.commit()
    (paid,) = words(client_as(OFFICE).get(f"/invoices/{bill.id}/invoice.pdf").data)
    assert ("with your payment" in paid, "Nothing is owed on it." in paid) == (False, True)
    assert client_as(PRODUCTION).get(f"/invoices/{bill.id}/invoice.pdf").status_code == 403


def test_programs_speak_the_verbs_and_are_refused_in_a_sentence(session, cast, program_as):
    books = program_as(BOOKKEEPER)

    def say(path, **body):
        answer = books.post(f"/api/v1/{path}", json=body)
        return answer.status_code, answer.get_json()

    assert say(f"jobs/{cast.job.id}/ask_for_deposit", amount="100.00")[0] == 200
    deposit = session.scalars(sa.select(Invoice)).one()
    assert say(f"invoices/{deposit.id}/record_payment", amount="60", reference="CH-1")[0] == 200
    status, told = say(f"invoices/{deposit.id}/record_payment", amount="40", reference="CH-1")
    assert (status, told["message"][:38]) == (409, "Nothing was recorded: CH-1 of " + told["message"][30:38])
    status, told = say(f"invoices/{deposit.id}/record_payment", amount="41")
    assert (status, "$1.00 more than the $40.00" in told["message"]) == (409, True)
    assert say("invoices/", customer_id=cast.acme.id, number="INV-7")[0] == 422
    assert say("payments/", invoice_id=deposit.id, amount="1.00", paid_on="2026-11-23")[0] in (403, 405)
    answer = books.put(f"/api/v1/invoices/{deposit.id}", json={"notes": "later"})
    assert (answer.status_code, "does not change" in answer.get_json()["message"]) == (409, True)


def test_the_sales_tax_report_nets_credits_by_rate_and_is_a_file_too(session, cast, client_as):
    session.add(TaxRate(name="Austin, TX", percent="8.25"))
    session.commit()
    bill = issued(session, cast)
    note = bill.draft_credit("5 were late")
    session.commit()
    note.lines[0].quantity = 5
    session.commit()
    note.issue()
    cast.rival.tax_exempt = True
    other = Invoice(customer=cast.rival)
    other.lines = [InvoiceLine(description="Hoodies", unit_price="90.00")]
    session.add(other)
    session.flush()
    other.issue()
    session.commit()
    books = client_as(MANAGER)
    page = " ".join(re.sub(r"<[^>]+>", " ", books.get("/money/sales-tax/").text).split())
    assert "$29.70 of sales tax was charged on $360.00" in page
    assert "8.25 % 2 1 $450.00 $90.00 $0.00 $360.00 $29.70 $7.43" in page
    rows = books.get("/money/sales-tax.csv").text
    assert "450.00,90.00,0.00,360.00,29.70,7.43" in rows
    assert books.get("/money/sales-tax.xlsx").data[:2] == b"PK"
    assert books.get("/money/sales-tax.pdf").status_code == 404
    assert client_as(PRODUCTION).get("/money/sales-tax/").status_code == 403


def test_what_customers_owe_stands_by_how_long_it_is_overdue(session, cast, bill, client_as):
    with clock.told_time(clock.now() + dt.timedelta(days=21 + 35)):
        page = " ".join(re.sub(r"<[^>]+>", " ", client_as(OFFICE).get("/money/receivables/").text).split())
    assert (
        "Customers owe $450.00 ; $450.00 of it is overdue" in page
        or "$450.00; $450.00 of it is overdue" in page
    )
    assert "Acme – – $450.00 – – – $450.00" in page
    assert client_as(PRODUCTION).get("/money/receivables/").status_code == 403


def test_an_accepted_price_is_changed_by_a_change_order_alone_which_stands_on_the_bill(
    session, cast, program_as
):
    office, job = program_as(OFFICE), f"/api/v1/jobs/{cast.job.id}"
    answer = office.put(job, json={"quoted_amount": "400.00"})
    assert (answer.status_code, "use Change order" in answer.text) == (422, True)
    change = {"what": "Ten more in M", "amount": "145.00", "accepted_by": "Ann"}
    assert office.post(f"{job}/change_order", json=change).status_code == 200
    assert office.post(f"{job}/write_final_invoice", json={"shipping": "12.50"}).status_code == 200
    bill = session.scalars(sa.select(Invoice)).one()
    assert [(line.description, str(line.amount)) for line in bill.lines] == [
        ("Staff tee", "450.00"),
        ("Ten more in M", "145.00"),
        ("Shipping", "12.50"),
    ]
